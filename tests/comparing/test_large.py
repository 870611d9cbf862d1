"""Scripts in which more can happen between two turns of a caller than anybody reads, and what no call comes to."""

from pathlib import Path

import pytest

from callsheet.cli import main
from callsheet.comparing.compare import Notice, ScriptDifference
from callsheet.comparing.report import CUT, ComparedScript, markdown, text

COLUMNS = [f"c{number}" for number in range(8)]
HEAD = """callsheet: 1
flow: large
language: en-US
data: data.sql
values: {way: 1}
steps:
  - answer
  - query: customer
    as: found
    if_none: [disconnect]
"""
SAME = "No caller notices a difference.\n"


def script(*, word: str = "Number", value: str = "yes", end: str = "") -> str:
    """One text for each column that says so: 256 ways through one scene."""
    steps = [
        f'  - if: found.{column} == "{value if column == "c4" else "yes"}"\n'
        f"    then:\n      - say: {word if column == 'c3' else 'Number'} {column}.\n"
        for column in COLUMNS
    ]
    return f"{HEAD}{''.join(steps)}{end}  - say: Bye.\n  - disconnect\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    columns = ", ".join(f"{column} TEXT NOT NULL" for column in COLUMNS)
    (tmp_path / "schema.sql").write_text(f"CREATE TABLE customers ({columns});\n")
    query = f"-- name: customer()^\n-- Anybody.\nSELECT {', '.join(COLUMNS)} FROM customers;\n"
    (tmp_path / "data.sql").write_text(query)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(folder: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    (folder / "old.flow.yaml").write_text(old)
    (folder / "new.flow.yaml").write_text(new)
    return main(["diff", "old.flow.yaml", "new.flow.yaml"]), capsys.readouterr().out


def test_where_much_can_happen_it_is_told_from_one_thing_to_the_next(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for new, said in (
        (script(end="  - note: nothing\n"), SAME),
        (
            script(word="Figure"),
            "Once a caller is answered, behind “Number c0.”, behind “Number c1.” or behind “Number c2.”, a caller next"
            " hears “Figure c3.” (before: hears “Number c3.”).\n",
        ),
        (
            script(value="no"),
            "Once a caller is answered, behind “Number c0.”, behind “Number c1.”, behind “Number c2.” or behind “Number"
            ' c3.”, a caller is now told apart by “found.c4 == "no"” instead of “found.c4 == "yes"”.\n',
        ),
        (
            script(end="  - pause: 1s\n"),
            "Once a caller is answered, behind “Number c0.”, behind “Number c1.”, behind “Number c2.”, behind “Number"
            " c3.” or at 4 more places, a caller next waits for 1s (before: hears “Bye.”).\n",
        ),
    ):
        assert told(folder, script(), new, capsys) == (0 if said == SAME else 1, said)


def test_what_no_call_comes_to_is_compared_as_it_stands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    never = HEAD + "  - set: {way: 1}\n  - if: way == 2\n    then:\n      - say: A.\n  - disconnect\n"
    assert told(folder, never, never.replace("  - set", "  - note: n\n  - set"), capsys) == (0, SAME)
    assert told(folder, never, never.replace("A.", "B."), capsys) == (
        1,
        "No call was found that comes to this now: say “B.”\nNo call was found that came to this before: say “A.”\n",
    )


def test_that_not_all_was_compared_is_told_in_every_form() -> None:
    """Nobody takes it for the whole."""
    other = ScriptDifference((Notice("A caller", ("now hears “A.”",)),), complete=False, forgotten=("tries",))
    forgotten = "What tries can be was not followed through each call: some of what is told may never happen."
    scripts = [ComparedScript("a.flow.yaml", "old", "new", "different", other)]
    assert list(text(scripts)) == ["A caller now hears “A.”", CUT, forgotten]
    assert "\n\n".join(("- A caller now hears “A.”", CUT, forgotten)) in "".join(markdown(scripts))
    same = [ComparedScript("a.flow.yaml", "old", "new", "same", ScriptDifference((), complete=False))]
    assert list(text(same)) == [CUT, "In these calls, no caller notices a difference."]
    assert CUT in "".join(markdown(same))
