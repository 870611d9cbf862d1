"""Numbers and digits that callers say."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation.numbers import cardinal
from callsheet.understanding.values import KINDS, kinds_in, read

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
NUMBERS = {
    "seven": 7,
    "7": 7,
    "zero": 0,
    "a hundred and five": 105,
    "one hundred twenty-three": 123,
    "twelve hundred": 1200,
    "two thousand and six": 2006,
    "1,250": 1250,
    "a million": 1_000_000,
    "seven, please": 7,
    "there will be four of us": 4,
}
NO_NUMBERS = ("", "one two three", "twenty thirty", "none of your business", "five or six")


@pytest.mark.parametrize(("words", "number"), NUMBERS.items())
def test_a_number(words: str, number: int) -> None:
    assert [reading.value for reading in read("number", words, NOW, "en-US")] == [number]


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_no_whole_number(words: str) -> None:
    assert read("number", words, NOW, "en-US") == ()


@given(st.integers(0, 10**15 - 1))
def test_a_number_that_is_spoken_is_read_as_itself(number: int) -> None:
    assert [reading.value for reading in read("number", cardinal(number), NOW, "en-US")] == [number]


@given(st.sampled_from(sorted(KINDS)), st.text(), st.sampled_from(["en-US", "de-DE", "xx"]))
def test_whatever_is_said_is_read_within_the_text_or_not_at_all(kind: str, words: str, language: str) -> None:
    for reading in read(kind, words, NOW, language):
        assert 0 <= reading.start < reading.end <= len(words)
        assert kind in kinds_in(language)
