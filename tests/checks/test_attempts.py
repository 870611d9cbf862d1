"""Ladders and durations that do not fit: what nobody hears, and what nobody waits for."""

from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

LADDERS = "    if_silent: [{silent}]\n    if_unclear: [{unclear}]\n    otherwise: []\n"
ASK = "  - ask: Will you come?\n    answers: {agree: [], refuse: []}\n"


def found(folder: Path, steps: str, tops: str = "") -> list[Diagnostic]:
    text = f"callsheet: 1\nflow: test\n{tops}steps:\n  - answer\n{steps}  - disconnect\n"
    (folder / "x.flow.yaml").write_text(text)
    ladder_alone = ("CS235", "CS236", "CS237", "CS238", "CS239")  # what a line may be answered with is another matter
    return [item for item in check_file(folder / "x.flow.yaml", "x").diagnostics if item.code.id not in ladder_alone]


def lines(number: int) -> str:
    return ", ".join(f"Line {one}. Will you come?" for one in range(number))


@pytest.mark.parametrize(
    ("attempts", "silent", "unclear", "ladders"),
    [
        (3, 2, 2, []),
        (3, 3, 2, ["if_silent"]),
        (3, 5, 4, ["if_silent", "if_unclear"]),
        (6, 5, 5, []),
        (1, 0, 0, []),
        (1, 1, 0, ["if_silent"]),
    ],
)
def test_lines_that_nobody_hears(tmp_path: Path, attempts: int, silent: int, unclear: int, ladders: list[str]) -> None:
    steps = ASK + LADDERS.format(silent=lines(silent), unclear=lines(unclear))
    told = found(tmp_path, steps, f"limits: {{attempts: {attempts}}}\n")
    assert [(item.code.id, item.help.split(",")[0]) for item in told] == [
        ("CS257", f"shorten {ladder}") for ladder in ladders
    ]


def test_a_default_ladder_is_told_once(tmp_path: Path) -> None:
    tops = f"defaults: {{if_silent: [{lines(4)}], if_unclear: [], otherwise: []}}\n"
    [told] = found(tmp_path, ASK + ASK, tops)
    assert (told.code.id, told.span.line) == ("CS257", 3)
    assert "attempts under limits: is 3, and no question repeats itself more than 2 times" in told.message


@pytest.mark.parametrize(
    ("steps", "tops", "help_"),
    [
        (ASK + LADDERS.format(silent="", unclear="") + "    timeout: 5000m\n", "", "write 10m, or less"),
        (ASK + LADDERS.format(silent="", unclear="") + "    speech_pause: 2m\n", "", "write 60s, or less"),
        ("  - pause: 100m\n", "", "write 60m, or less"),
        ("", "limits: {call: 10000m}\n", "write 1440m, or less"),
        ("", "defaults: {timeout: 601s}\n", "write 10m, or less"),
    ],
)
def test_a_wait_that_is_too_long(tmp_path: Path, steps: str, tops: str, help_: str) -> None:
    [told] = found(tmp_path, steps, tops)
    assert (told.code.id, told.help) == ("CS126", help_)


def test_long_waits_that_are_meant(tmp_path: Path) -> None:
    steps = ASK + LADDERS.format(silent="", unclear="") + "    timeout: 10m\n    speech_pause: 60s\n  - pause: 60m\n"
    assert found(tmp_path, steps, "limits: {call: 1440m}\n") == []


@pytest.mark.parametrize(
    ("own", "ladder", "code", "words"),
    [
        ("", "Sorry, will you come?", "CS275", "put the whole text in quotes"),
        ("", "Sorry, I did not get that. Once more, please. Will you come?", "CS275", "put the whole text in quotes"),
        ("", "'Sorry, will you come?'", None, ""),
        ("", "So will you?, Please say yes or no. Will you come?", None, ""),
        ("", "So will you, Will you come tomorrow", None, ""),
        ("    attempts: 5\n", lines(4), None, ""),
        ("    attempts: 2\n", lines(2), "CS257", "write attempts: 3"),
    ],
)
def test_lines_of_one_question(tmp_path: Path, own: str, ladder: str, code: str | None, words: str) -> None:
    steps = ASK + own + LADDERS.format(silent="Will you come?", unclear=ladder)
    told = found(tmp_path, steps)
    assert [item.code.id for item in told] == [code] * bool(code)
    assert all(words in item.help for item in told)
