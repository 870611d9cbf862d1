"""The built-in intents: generous, and never taken for each other."""

from collections.abc import Iterable

import pytest

from engine.ports.telephony import KeyPress, Utterance
from engine.ports.understanding import Intent, Understood
from engine.understanding.built_in import BUILT_IN
from engine.understanding.phrases import Question, conflicts
from engine.understanding.words import words


def understand(heard: Utterance | KeyPress, intents: Iterable[Intent], language: str = "en-US") -> Understood:
    return Question(tuple(intents), language).understand(heard)


ALL = tuple(BUILT_IN.values())


@pytest.mark.parametrize(("name", "phrase"), [(intent.name, phrase) for intent in ALL for phrase in intent.phrases])
def test_a_phrase_alone_is_its_own_intent(name: str, phrase: str) -> None:
    assert understand(Utterance(phrase), ALL).intent == name
    assert understand(Utterance(phrase.upper() + "!"), ALL).intent == name


def test_nothing_belongs_to_two() -> None:
    assert conflicts(ALL) == []


def test_no_phrase_is_written_twice() -> None:
    for intent in ALL:
        said = [words(phrase) for phrase in intent.phrases]
        assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("key", "name"), [("1", "agree"), ("2", "refuse"), ("*", "repeat"), ("0", "operator"), ("9", "unclear")]
)
def test_keys(key: str, name: str) -> None:
    assert understand(KeyPress(key), ALL).intent == name


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("yes, of course", "agree"),
        ("yeah sure that's fine", "agree"),
        ("no problem", "agree"),
        ("no, I'm fine", "refuse"),
        ("no, that's fine", "refuse"),
        ("no thank you", "refuse"),
        ("no no no no", "refuse"),
        ("sorry, could you repeat that please", "repeat"),
        ("I don't understand", "repeat"),
        ("can I please speak to a human", "operator"),
        ("okay", "agree"),
        ("thank you, goodbye", "goodbye"),
        ("not sure", "unclear"),
        ("I don't know", "unclear"),
        ("that isn't right", "refuse"),
        ("that doesn't work for me", "refuse"),
        ("I can't confirm", "unclear"),
        ("yes and no", "unclear"),
        ("not an operator", "unclear"),
        ("what time is it", "unclear"),
    ],
)
def test_what_people_say(heard: str, name: str) -> None:
    assert understand(Utterance(heard), ALL).intent == name


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        # agreeing, in other words
        ("That would be great, thank you!", "agree"),
        ("I think that's right", "agree"),
        ("yes, please go ahead and book it", "agree"),
        ("the answer is yes", "agree"),
        ("sure, you can schedule the appointment", "agree"),
        ("everything you said is correct", "agree"),
        ("it isn't wrong", "agree"),
        ("yes, could you book a table for me?", "agree"),  # asks for what was offered
        # refusing
        ("I'm afraid that's not quite right", "refuse"),
        ("I would say the statement is false", "refuse"),
        ("no, I don't want to book it", "refuse"),
        ("I don't think that is correct", "refuse"),
        ("not yet, I need to ask my wife first", "refuse"),
        # put off: a refusal, also behind a yes
        ("maybe another time", "refuse"),
        ("yes, but not now", "refuse"),
        ("later", "refuse"),
        ("I don't have time right now", "refuse"),
        # questions
        ("okay, who is this?", "unclear"),
        ("okay who is this", "unclear"),
        ("yes?", "unclear"),
        ("do I have to confirm", "unclear"),
        ("can I confirm later", "unclear"),
        ("yes, can you", "unclear"),
        ("why not?", "agree"),
        ("could you repeat that?", "repeat"),
        # conditions and contradictions
        ("yes if it is on Tuesday", "unclear"),
        ("yes, but", "unclear"),
        ("yes, except the second one", "unclear"),
        ("okay, until Monday", "unclear"),
        ("you got it wrong", "unclear"),
        ("no, that's right", "unclear"),
        ("actually yes", "unclear"),
        # something more
        ("yes, I want to change it", "unclear"),
        ("yes, I have to go", "unclear"),
        ("yes, and what's the address?", "unclear"),
        ("yes, book a different room", "unclear"),
        ("yes, I want to cancel", "unclear"),
        ("yes, book another one", "unclear"),
        ("yes, get the manager", "unclear"),
        ("yes one", "unclear"),
        ("yes, hello", "unclear"),
        ("nice try", "unclear"),
        ("correct my address please", "unclear"),
        # a yes or no gives way
        ("no, repeat that", "repeat"),
        ("yes, operator please", "operator"),
        ("okay, goodbye", "goodbye"),
        ("no thanks, bye", "goodbye"),
        ("wait, what?", "repeat"),
        # nothing said
        ("thank you", "unclear"),
        ("well, you know", "unclear"),
    ],
)
def test_an_answer_is_understood_as_a_whole(heard: str, name: str) -> None:
    assert understand(Utterance(heard), ALL).intent == name


@pytest.mark.parametrize(
    "heard", ["wait", "one moment, please", "hold on a second", "okay, just a minute", "let me see"]
)
def test_who_asks_for_a_moment_has_not_answered(heard: str) -> None:
    assert understand(Utterance(heard), ALL) == Understood("unclear", "wait", 0.0)


def test_taking_leave_agrees_to_nothing() -> None:
    question = (BUILT_IN["agree"], BUILT_IN["refuse"])
    assert understand(Utterance("okay, bye"), question).intent == "unclear"
    assert understand(Utterance("no thanks, bye"), question).intent == "refuse"
