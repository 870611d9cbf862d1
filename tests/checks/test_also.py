"""`also`: further phrases of a built-in intent, and where they have nothing to add to."""

from pathlib import Path

import pytest

from callsheet.checks.check import Checked
from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.ports.understanding import Understood
from callsheet.steps.ask import Ask
from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: test
intents:
{intents}
steps:
  - answer
  - ask: Will you come?
    answers: {{{answers}}}
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
"""


def check(tmp_path: Path, *intents: str, answers: str = "agree: [], refuse: []") -> Checked:
    path = tmp_path / "x.flow.yaml"
    path.write_text(SCRIPT.format(intents="\n".join(f"  {line}" for line in intents), answers=answers))
    return check_file(path, "x.flow.yaml")


def understood(checked: Checked, heard: Utterance | KeyPress) -> Understood:
    assert checked.flow is not None, checked.diagnostics
    (ask,) = (state.step for state in checked.flow.states.values() if isinstance(state.step, Ask))
    return ask.question.settings.listener.understand(heard)


@pytest.mark.parametrize(
    ("said", "intent"), [("call me", "refuse"), ("nope", "refuse"), ("yes", "agree"), ("hello", "unclear")]
)
def test_further_phrases_stand_beside_the_built_in_ones(said: str, intent: str, tmp_path: Path) -> None:
    checked = check(tmp_path, "refuse: {also: [call me, I have a question]}")
    assert checked.diagnostics == ()
    assert understood(checked, Utterance(said)).intent == intent


def test_the_built_in_key_and_meaning_stay(tmp_path: Path) -> None:
    checked = check(tmp_path, "refuse: {also: [call me]}")
    assert understood(checked, KeyPress("2")).intent == "refuse"
    assert checked.flow is not None
    (ask,) = (state.step for state in checked.flow.states.values() if isinstance(state.step, Ask))
    (refuse,) = (intent for intent in ask.question.settings.listener.intents if intent.name == "refuse")
    assert refuse.means.startswith("The caller says no")


def test_a_key_and_a_meaning_of_the_author_go_before_the_built_in_ones(tmp_path: Path) -> None:
    checked = check(tmp_path, 'refuse: {also: [call me], press: "7", means: They want a person.}')
    assert checked.diagnostics == ()
    assert understood(checked, KeyPress("7")).intent == "refuse"
    assert understood(checked, KeyPress("2")).intent == "unclear"


def test_the_built_in_key_gives_way_as_ever(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        "refuse: {also: [call me]}",
        'later: {phrases: [tomorrow morning], press: "2"}',
        answers="agree: [], refuse: [], later: []",
    )
    assert checked.diagnostics == ()
    assert understood(checked, KeyPress("2")).intent == "later"


def test_a_repetition_can_be_asked_for_in_more_words(tmp_path: Path) -> None:
    checked = check(tmp_path, "repeat: {also: [louder please]}")
    assert understood(checked, Utterance("louder please")).intent == "repeat"
    assert understood(checked, Utterance("say that again")).intent == "repeat"


@pytest.mark.parametrize(
    ("intents", "place", "code", "message", "help_"),
    [
        (["agre: {also: [fine]}"], "4:10", "CS249", '"agre" is none', '"agree"'),
        (["visit: {also: [my visit]}"], "4:11", "CS249", '"visit" is none', '"phrases" instead'),
        (["agree: {phrases: [fine], also: [good]}"], "4:28", "CS249", '"phrases" replaces', '"also"'),
        (["agree: {also: []}"], "4:17", "CS126", "empty", "you bet"),
        (["agree: {also: you bet}"], "4:17", "CS125", "you bet", "also: [you bet]"),
        (["agree: {also: ['{{ x }}']}"], "4:18", "CS302", "what callers say", "words themselves"),
        (["agree: {also: ['...']}"], "4:18", "CS233", "no words", "words that callers say"),
        (["agree: {also: ['no']}"], "4:18", "CS212", '"refuse" (built in)', "take it away"),
        (["refuse: {also: ['yes']}", "agree: {also: [fine]}"], "4:19", "CS212", '"yes" means both', "take it away"),
    ],
)
def test_what_is_wrong_is_said_once(
    intents: list[str], place: str, code: str, message: str, help_: str, tmp_path: Path
) -> None:
    answers = "visit: []" if "visit" in intents[0] else "agree: [], refuse: []"
    (found,) = check(tmp_path, *intents, answers=answers).diagnostics
    assert (f"{found.span.line}:{found.span.column}", found.code.id) == (place, code), found
    assert message in found.message
    assert help_ in found.help
