"""A ring that no turn tells of: the test fails, and says what to write."""

from pathlib import Path

import pytest

from callsheet.cli import main

SCRIPT = """callsheet: 1
flow: talks
contacts: {{office: callee}}
steps:
  - answer
  - set: {{who: "{{{{ {who} }}}}"}}
  - connect: "{{{{ who }}}}"
    if_unanswered: [disconnect]
    if_fails: [disconnect]
  - leave
"""
TESTS = "flow: talks.flow.yaml\ntests:\n  - name: it rings\n    call:\n      - ends: completed\n"


@pytest.mark.parametrize(
    ("who", "written"), [("'off' ~ 'ice'", "office"), ("call.person_number | default('')", '"+15550100"')]
)
def test_the_help_can_be_typed(who: str, written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "talks.flow.yaml").write_text(SCRIPT.format(who=who))
    path = tmp_path / "talks.test.yaml"
    path.write_text(TESTS)
    assert main(["test", str(path)]) == 1
    assert f"help: write - picks_up: {written}, or - does_not_pick_up: {written}\n" in capsys.readouterr().out
    path.write_text(TESTS.replace("- ends", f"- picks_up: {written}\n      - ends"))
    assert main(["test", str(path)]) == 0
