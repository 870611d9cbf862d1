"""CS235: lines of a ladder that ask something else than the question."""

from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

ELSE = [
    "Are you still there?",
    "Are you there?",
    "Hello? Are you there?",
    "Hello, is anybody there?",
    "Hello, is anyone still on the line?",
    "Still there?",
    "You there?",
    "Can you hear me?",
    "Sorry, can you hear me now?",
    "Did you hear me?",
    "Are you listening?",
    "Do you need more time?",
    "Would you like me to say it again?",
    "Shall I repeat that?",
    "Did you get that?",
    "I cannot hear you. Are you still with me?",
    "Can you come? Are you still there?",
    "Are you still there? Hello.",
]
RIGHT = [
    "Sorry, please say yes or no.",
    "Sorry?",
    "Hello?",
    "Pardon?",
    "Please press 1 or 2.",
    "Are you still there? Please say yes or no.",
    "Are you still there? If so, press 1.",
    "Are you still there? Can you come tomorrow?",
    "Are you still there? Will you come?",
    "Will you be coming tomorrow?",
    "So, tomorrow?",
    "Is that all right with you?",
    "Do you agree?",
    "Could you say that again?",
    "Sorry, could you please repeat that?",
    "Would you please answer?",
    "What was that?",
    "Who is there?",
    "I cannot hear you.",
    "I did not understand that.",
    "Will you make it?",
    "{{ call.id }} Are you still there?",
]


def found(
    folder: Path, line: str, *, ask: str = "Can you come tomorrow?", answers: str = "agree, refuse", more: str = ""
) -> list[Diagnostic]:
    """What `check` says of a question with this line."""
    path = folder / "test.flow.yaml"
    intents = "".join(f"      {name}: []\n" for name in answers.split(", "))
    path.write_text(
        f"callsheet: 1\nflow: test\n{more}steps:\n  - answer\n  - ask: '{ask}'\n    answers:\n{intents}"
        f"    if_silent:\n      - '{line}'\n    if_unclear: []\n    otherwise: []\n  - disconnect\n"
    )
    return list(check_file(path, path.name).diagnostics)


@pytest.mark.parametrize("line", ELSE)
def test_a_line_that_a_yes_answers_by_itself_is_warned_of(tmp_path: Path, line: str) -> None:
    diagnostics = found(tmp_path, line)
    assert [(item.code.id, item.code.severity, item.span.line) for item in diagnostics] == [("CS235", "warning", 10)]
    assert diagnostics[0].help == f"put the question again behind it: {line} Can you come tomorrow?"


@pytest.mark.parametrize("line", RIGHT)
def test_a_line_that_puts_the_question_again_is_right(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, line) == []


@pytest.mark.parametrize("line", ELSE)
def test_what_helps_is_right(tmp_path: Path, line: str) -> None:
    (diagnostic,) = found(tmp_path, line)
    assert diagnostic.help is not None
    assert found(tmp_path, diagnostic.help.split(": ", 1)[1]) == []


@pytest.mark.parametrize(
    ("ask", "line"),
    [
        ("Hello, are you still there?", "Are you still there?"),
        ("Is anybody there?", "Hello, is anybody there?"),
        ("Do you need more time?", "Do you need more time?"),
        ("{{ call.id }} Did you understand that?", "Did you understand?"),
        ("Shall I read the message again?", "Would you like to hear the message again?"),
    ],
)
def test_a_question_about_the_caller_may_be_put_again(tmp_path: Path, ask: str, line: str) -> None:
    assert found(tmp_path, line, ask=ask) == []


@pytest.mark.parametrize("answers", ["operator, goodbye", "refuse", "tea"])
def test_where_yes_is_no_answer_the_line_does_no_harm(tmp_path: Path, answers: str) -> None:
    more = "intents: {tea: {phrases: [tea]}}\n" if answers == "tea" else ""
    assert found(tmp_path, "Are you still there?", answers=answers, more=more) == []


def test_an_answer_of_ones_own_that_is_said_with_yes_counts_too(tmp_path: Path) -> None:
    more = 'intents: {fine: {phrases: ["yes", fine]}}\n'
    assert [item.code.id for item in found(tmp_path, "Are you there?", answers="fine", more=more)] == ["CS235"]


def test_a_question_that_is_all_data_gets_other_help(tmp_path: Path) -> None:
    (diagnostic,) = found(tmp_path, "Are you still there?", ask="{{ call.id }}")
    assert diagnostic.help == "say here what to answer, as in: Please say yes or no, or press 1 or 2."


def test_other_languages_are_not_judged(tmp_path: Path) -> None:
    more = "language: de-DE\nintents: {ja: {phrases: [ja, 'yes']}}\n"
    assert "CS235" not in [item.code.id for item in found(tmp_path, "Are you there?", answers="ja", more=more)]


def test_a_line_of_the_defaults_is_told_once(tmp_path: Path) -> None:
    ask = "  - ask: Will you come?\n    answers: {agree: []}\n"
    path = tmp_path / "test.flow.yaml"
    path.write_text(
        "callsheet: 1\nflow: test\ndefaults:\n  if_silent: [Are you still there?]\n  if_unclear: []\n  otherwise: []\n"
        f"steps:\n  - answer\n{ask}{ask}  - disconnect\n"
    )
    assert [(item.code.id, item.span.line) for item in check_file(path, path.name).diagnostics] == [("CS235", 4)]
