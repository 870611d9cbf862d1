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
        ("that doesn't work for me", "unclear"),
        ("I can't confirm", "unclear"),
        ("yes and no", "unclear"),
        ("not an operator", "unclear"),
        ("what time is it", "unclear"),
    ],
)
def test_what_people_say(heard: str, name: str) -> None:
    assert understand(Utterance(heard), ALL).intent == name
