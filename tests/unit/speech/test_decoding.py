"""From tokens to texts: vocabulary, phrases and the bounds of decoding."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from callsheet.adapters.speech.offline import confidence
from callsheet.adapters.speech.offline.decoding import (
    MOST_FOLLOWED,
    MOST_FOLLOWED_IN_LOOP,
    Decoded,
    likeliest,
    likely_phrases,
    likely_texts,
)
from callsheet.adapters.speech.offline.models import MOONSHINE, find_model
from callsheet.adapters.speech.offline.moonshine import Decoding, LogProbabilities
from callsheet.adapters.speech.offline.phrases import Node, choices, forms, has_words
from callsheet.adapters.speech.offline.vocabulary import END, PhraseVocabulary
from callsheet.adapters.speech.offline.word_loop import WordLoop

TOKENS = 30


class Scripted:
    """A decoding that always goes on with the same tokens, whatever it is given."""

    def __init__(self, script: Sequence[int], sure: float = 0.9) -> None:
        self._script = list(script)
        self._sure = sure

    def begin(self) -> LogProbabilities:
        return self.grow([0])

    def grow(self, tokens: Sequence[int]) -> LogProbabilities:
        next_token = self._script.pop(0)
        row = np.full(TOKENS, np.log((1 - self._sure) / (TOKENS - 1)), np.float32)
        row[next_token] = np.log(self._sure)
        return np.repeat(row[np.newaxis], len(tokens), axis=0)

    def keep(self, texts: Sequence[int]) -> None:
        """All are the same."""


def scripted(*script: int) -> Decoding:
    return cast(Decoding, Scripted((*script, *[END] * 50)))


def trie(*phrases: tuple[int, ...]) -> Node:
    root = Node()
    for phrase in phrases:
        node = root
        for token in phrase:
            node = node.next.setdefault(token, Node())
        node.phrase = str(phrase)
    return root


@pytest.fixture(scope="module")
def vocabulary() -> PhraseVocabulary:
    return PhraseVocabulary(find_model(MOONSHINE + "tokenizer.bin").read_bytes())


def test_what_is_chosen_is_written_as_a_name_too_with_its_title_and_politely() -> None:
    found = set(choices("doctor okafor"))
    assert {"Doctor okafor.", "Doctor Okafor, please.", "Dr. Okafor.", "Dr. Okafor please."} <= found
    assert list(choices("o'neill")) == ["O'neill.", "O'neill please.", "O'neill, please."]


@pytest.mark.parametrize("text", ["Yes.", "That's fine.", "I have a question.", "Mm-hmm.", "Größe, niño 🙂"])
def test_a_text_becomes_tokens_and_comes_back(vocabulary: PhraseVocabulary, text: str) -> None:
    assert vocabulary.text(vocabulary.tokens(text)) == text


def test_tokens_that_are_none_say_nothing(vocabulary: PhraseVocabulary) -> None:
    assert vocabulary.text([0, 1, END, 10**9]) == ""


def test_the_likeliest_text_ends_where_the_model_ends_it() -> None:
    assert likeliest(scripted(5, 6, 7), 20).tokens == (5, 6, 7)


def test_a_text_is_no_longer_than_anybody_speaks() -> None:
    assert len(likeliest(scripted(*range(5, 25)), 10).tokens) == 10


@pytest.mark.parametrize(
    ("script", "expected"),
    [([5] * 40, [5]), ([9, 5, 6] + [7, 8] * 20, [9, 5, 6, 7, 8]), ([5, 5, 5], [5, 5, 5])],
)
def test_a_text_does_not_go_round_in_circles(script: list[int], expected: list[int]) -> None:
    assert likeliest(scripted(*script), 40).tokens == tuple(expected)


def test_the_likely_phrases_are_found() -> None:
    found = likely_phrases(scripted(5, 6), trie((5, 6), (5, 7), (5, 6, 8), (9,)), -100)
    assert max(found, key=lambda phrase: found[phrase].total) == "(5, 6)"
    assert found["(5, 6)"].tokens == (5, 6)
    assert len(found["(5, 6)"].sureness) == 3


def test_so_many_are_followed_at_once_and_more_of_a_loop_of_words() -> None:
    texts = trie(*((first, 6) for first in range(10, 25)))
    assert len(likely_phrases(scripted(5, 6), texts, -100)) == MOST_FOLLOWED
    assert len(likely_texts(scripted(5, 6), texts, -100)) == MOST_FOLLOWED_IN_LOOP > MOST_FOLLOWED


def test_unlikely_phrases_are_not_looked_for() -> None:
    assert likely_phrases(scripted(5, 6), trie((9, 10)), -3) == {}
    assert likely_phrases(scripted(5, 6), Node(), -100) == {}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("yes", ["Yes."]),
        ("i confirm", ["I confirm."]),
        ("no thank you", ["No thank you.", "No, thank you."]),
        ("what was that", ["What was that.", "What was that?"]),
        ("okay", ["Okay.", "Ok."]),
        ("Sorry,  what?", ["Sorry, what.", "Sorry, what?", "Sorry, what."]),
    ],
)
def test_phrases_are_written_as_utterances(phrase: str, expected: list[str]) -> None:
    assert list(forms(phrase)) == expected


def test_a_text_of_signs_alone_has_no_words() -> None:
    assert [has_words(text) for text in ("Fine?", "7", "?!", "' _ ’", "")] == [True, True, False, False, False]


def test_confidence_falls_with_surprise_and_a_short_word_allows_for_less() -> None:
    assert confidence.of_listed(0.0, 3) == 1.0
    assert confidence.of_listed(1.0, 3) > confidence.of_listed(2.0, 3)
    assert confidence.of_listed(1.5, 2) < confidence.of_listed(1.5, 5)
    assert confidence.of_text(Decoded((5,), (-0.01, -0.01))) > 0.9
    assert confidence.of_text(Decoded((5,), (-2.0, -2.0))) < 0.2
    assert confidence.too_slow("Yeah.", 5.0)
    assert not confidence.too_slow("Yeah.", 1.2)


WORDS = ("seven", "seventeen", "thirty", "January", "at", "half", "past", "o'clock", "p.m.", "pm", "dollars")


@pytest.mark.parametrize(
    "text",
    [
        *("Seven.", "Seven", "Seventeen", "Half past seven.", "Seven-thirty, at seven", "Seven o'clock.", "7:30 p.m."),
        *(
            "7 p.m.",
            "7pm",
            "1234567.",
            "555-0142.",
            "$12.50.",
            "January 4th.",
            "January 4th, at 7.",
            "At 10,000 dollars?",
        ),
    ],
)
def test_values_are_texts_of_their_words_and_of_figures(vocabulary: PhraseVocabulary, text: str) -> None:
    assert WordLoop(WORDS, vocabulary).holds(vocabulary.tokens(text))


@pytest.mark.parametrize("text", ["Eleven.", "Seven people.", "Seve", "Sevenseven", "I am seven."])
def test_nothing_else_is(vocabulary: PhraseVocabulary, text: str) -> None:
    assert not WordLoop(WORDS, vocabulary).holds(vocabulary.tokens(text))


@pytest.mark.parametrize("words", [(), ("",), ("…", "\0", "🙂"), ("a" * 1000,), ("one",) * 5000])
def test_any_words_will_do(vocabulary: PhraseVocabulary, words: tuple[str, ...]) -> None:
    assert WordLoop(words, vocabulary).holds(vocabulary.tokens("7."))


def test_texts_that_could_go_on_for_ever_end(vocabulary: PhraseVocabulary) -> None:
    around = Node(phrase="")
    around.next[5] = around
    found = likely_texts(scripted(*[5] * 50), around, -1000, 10)
    assert max(len(decoded.tokens) for _, decoded in found) == 10
