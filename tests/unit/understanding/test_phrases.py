"""Understanding by key and phrase: longest first, one intent, no negation outside."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ports.telephony import KeyPress, Utterance
from engine.ports.understanding import Intent, Understood
from engine.understanding.negation import negations
from engine.understanding.phrases import MOST_WORDS, Conflict, Question, conflicts
from engine.understanding.words import words


def understand(heard: Utterance | KeyPress, intents: Iterable[Intent], language: str = "en-US") -> Understood:
    return Question(tuple(intents), language).understand(heard)


CONFIRM = Intent("confirm", "", ("yes", "yeah", "okay", "got it", "I confirm", "that's fine"), "1")
DECLINE = Intent("decline", "", ("no", "nope", "not really", "call me", "I have a question"), "2")
LATER = Intent("later", "", ("call me later", "not now", "later", "?!", ""))
INTENTS = (CONFIRM, DECLINE, LATER)


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        ("yes", "confirm"),
        ("Yes!", "confirm"),
        ("okay, got it", "confirm"),
        ("well yes I do", "confirm"),
        ("thats fine", "confirm"),
        ("That’s fine.", "confirm"),
        ("no", "decline"),
        ("not really", "decline"),
        ("no, not really", "decline"),
        ("please call me", "decline"),
        ("please call me later", "later"),  # the longest hides what lies inside it
        ("not now", "later"),
        ("not now, later", "later"),
        # of two intents
        ("yes, no", "unclear"),
        ("no, later", "unclear"),
        ("call me or call me later", "unclear"),
        # a negation outside of all phrases
        ("that's not fine", "unclear"),
        ("not okay", "unclear"),
        ("I don't think that's fine", "unclear"),
        ("I never got it", "unclear"),
        ("nobody said yes", "unclear"),
        ("yes, but I can't", "unclear"),
        ("not later", "unclear"),
        # nothing that was asked for
        ("", "unclear"),
        ("?!", "unclear"),
        ("the weather", "unclear"),
        ("yesterday", "unclear"),
        ("know", "unclear"),
        ("got what it takes", "unclear"),  # words of a phrase stand in a row
        ("fine, that's", "unclear"),
    ],
)
def test_phrase(heard: str, expected: str) -> None:
    found = understand(Utterance(heard, 0.75), INTENTS)
    if expected == "unclear":
        assert found == Understood("unclear", "unclear", 0.0)
    else:
        assert found == Understood(expected, "phrase", 0.75)


@pytest.mark.parametrize(("key", "expected"), [("1", "confirm"), ("2", "decline")])
def test_key(key: str, expected: str) -> None:
    assert understand(KeyPress(key), INTENTS) == Understood(expected, "key", 1.0)


def test_a_key_of_no_intent_or_of_two_is_unclear() -> None:
    assert understand(KeyPress("3"), INTENTS).intent == "unclear"
    assert understand(KeyPress("1"), [CONFIRM, Intent("other", "", (), "1")]).intent == "unclear"


def test_equally_long_phrases_that_overlap_all_count() -> None:
    intents = [Intent("a", "", ("red blue",)), Intent("b", "", ("blue green",)), Intent("c", "", ("green",))]
    assert understand(Utterance("red blue green"), intents).intent == "unclear"
    assert understand(Utterance("red blue"), intents).intent == "a"
    same = [Intent("a", "", ("red blue", "blue green"))]
    assert understand(Utterance("red blue green"), same).intent == "a"


def test_what_a_longest_phrase_hides_does_not_count() -> None:
    intents = [Intent("a", "", ("one two three",)), Intent("b", "", ("three four", "four")), Intent("c", "", ("two",))]
    assert understand(Utterance("one two three"), intents).intent == "a"
    assert understand(Utterance("one two three four"), intents).intent == "unclear"  # "four" stands outside


def test_a_phrase_of_two_intents_is_unclear() -> None:
    assert understand(Utterance("yes"), [CONFIRM, Intent("other", "", ("YES",))]).intent == "unclear"


def test_without_intents_everything_is_unclear() -> None:
    assert understand(Utterance("yes"), []).intent == "unclear"


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("en-US", "that isn't okay"),
        ("en-GB", "that isn’t okay"),
        ("en-US", "neither is okay"),
        ("en-US", "hardly okay"),
        ("de-DE", "das ist nicht okay"),
        ("de", "nö, okay"),
        ("es-MX", "jamás okay"),
        ("fr-FR", "ce n'est okay"),
        ("fr_CA", "pas okay"),
        ("it-IT", "non okay"),  # a language that is not known: the negations of all
    ],
)
def test_negations(language: str, heard: str) -> None:
    assert understand(Utterance(heard), [CONFIRM], language).intent == "unclear"


@pytest.mark.parametrize(("language", "heard"), [("de-DE", "okay, nah am Haus"), ("es", "okay, pas de deux")])
def test_words_of_other_languages_are_no_negations(language: str, heard: str) -> None:
    assert understand(Utterance(heard), [CONFIRM], language).intent == "confirm"


def test_negations_are_written_as_words_are() -> None:
    for language in ("en", "de", "es", "fr"):
        assert all(words(word) == (word,) for word in negations(language))


def test_conflicts() -> None:
    first = Intent("first", "", ("That's it", "okay", "okay!", "?"), "1")
    second = Intent("second", "", ("okay", "thats  it", "!"), "1")
    third = Intent("third", "", ("okay then",), "")
    assert conflicts([first, second, third]) == [
        Conflict("first", "second", "key", "1", "1"),
        Conflict("first", "second", "phrase", "That's it", "thats  it"),
        Conflict("first", "second", "phrase", "okay", "okay"),
    ]
    assert conflicts([first, third, Intent("fourth", "", ())]) == []


PHRASE = st.lists(st.sampled_from("a b c no not".split()), max_size=4).map(" ".join)  # noqa: SIM905  # shorter to read
ANY_INTENTS = st.lists(st.lists(PHRASE, max_size=4), max_size=4).map(
    lambda many: [Intent(f"i{index}", "", tuple(phrases)) for index, phrases in enumerate(many)]
)


@given(ANY_INTENTS)
def test_a_phrase_alone_is_understood_as_its_own_intent(intents: list[Intent]) -> None:
    question = Question(intents)
    shared = {words(conflict.first_text) for conflict in conflicts(intents)}
    for intent in intents:
        for phrase in intent.phrases:
            said = words(phrase)
            if said and said not in shared:
                assert question.understand(Utterance(phrase)).intent == intent.name


@given(ANY_INTENTS, PHRASE)
def test_case_accents_and_punctuation_do_not_matter(intents: list[Intent], said: str) -> None:
    plain = understand(Utterance(said), intents)
    strange = "¡" + said.upper().replace("A", "Á").replace("C", "ç").replace(" ", "…, ") + "?!"
    assert understand(Utterance(strange), intents) == plain


@given(st.text(), ANY_INTENTS)
def test_understanding_never_crashes(heard: str, intents: list[Intent]) -> None:
    found = understand(Utterance(heard, 0.5), intents)
    assert found.intent == "unclear" or found.intent in {intent.name for intent in intents}


def test_a_phrase_that_nobody_could_say_is_never_understood() -> None:
    """To look for it would take the product of its length and the answer's: minutes, for one of a megabyte."""
    question = Question([Intent("long", "", ("word " * MOST_WORDS,)), Intent("longer", "", ("term " * 170_000,))])
    assert question.understand(Utterance("word " * MOST_WORDS)).intent == "long"
    assert question.understand(Utterance("term " * 170_000)).intent == "unclear"


def test_long_utterances_and_many_phrases() -> None:
    many = [Intent(f"i{one}", "", tuple(f"word{one} word{two} yes" for two in range(20))) for one in range(50)]
    question = Question(many)
    assert question.understand(Utterance("blah " * 100_000 + "word7 word3 yes")).intent == "i7"
