"""Names in texts that are marked as other programs want it: told where there is such a name."""

from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

HEAD = "callsheet: 1\nflow: test\nvalues: {name: Ann, total: 3}\nsteps:\n  - answer\n"


def found(folder: Path, steps: str) -> list[Diagnostic]:
    (folder / "x.flow.yaml").write_text(f"{HEAD}{steps}  - say: '{{{{ name }}}} {{{{ total }}}}'\n  - disconnect\n")
    return [item for item in check_file(folder / "x.flow.yaml", "x").diagnostics if item.code.id != "CS230"]


MARKED = [
    "$name",
    "Dear $name,",
    "%name%",
    "%(name)s",
    "<name>",
    "[name]",
    "[[ name ]]",
    "#{name}",
    "${name}",
    "{name}",
    "{ name | upper }",
    "{ nobody | upper }",
]


@pytest.mark.parametrize("text", MARKED)
@pytest.mark.parametrize("step", ["- say: '{}'", "- note: '{}'", "- set: {{kept: '{}'}}"])
def test_a_name_in_other_marks_is_told(tmp_path: Path, step: str, text: str) -> None:
    [told] = found(tmp_path, f"  {step.format(text)}\n")
    assert told.code.id in ("CS301", "CS304")
    assert "write {{ " in told.help


TEXTS = [
    "It costs $5.",
    "Take 10% of total% or more",
    "$nobody",
    "%nobody%",
    "<nobody>",
    "[nobody]",
    "name",
    "{{ name }}$",
    "{{ '$name' }}",
    "5 < total > 3",
    "US$total",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_meant_as_a_text_is_none(tmp_path: Path, text: str) -> None:
    quoted = text.replace("'", "''")
    assert found(tmp_path, f"  - say: '{quoted}'\n  - set: {{kept: 'So: {quoted}'}}\n") == []


def test_single_braces_that_name_nothing_may_be_kept(tmp_path: Path) -> None:
    assert found(tmp_path, "  - set: {kept: '{nobody}'}\n") == []
