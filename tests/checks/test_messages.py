"""To whom a message goes: a number that is one."""

from pathlib import Path

import pytest

from callsheet.cli import main

SCRIPT = """callsheet: 1
flow: written
language: en-US
values: {{office: "+15550133"}}
steps:
  - answer
  - message: Somebody called {{{{ office }}}}.
    to: {to}
    if_fails: []
  - disconnect
"""


@pytest.mark.parametrize(
    ("to", "help_"),
    [("office", 'write "{{ office }}"'), ("boss", '"+15550133"'), ('"555-0133"', '"+15550133"')],
)
def test_a_text_that_is_no_number_is_refused(
    to: str, help_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "written.flow.yaml"
    path.write_text(SCRIPT.format(to=to))
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "a message goes to a telephone number, and " in said
    assert help_ in said
    assert said.count("error:") == 1


@pytest.mark.parametrize("to", ['"+15550134"', '"{{ office }}"'])
def test_a_number_is_taken(to: str, tmp_path: Path) -> None:
    path = tmp_path / "written.flow.yaml"
    path.write_text(SCRIPT.format(to=to))
    assert main(["check", "--strict", str(path)]) == 0
