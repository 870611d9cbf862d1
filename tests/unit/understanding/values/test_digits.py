"""Digits that callers say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation.numbers import in_groups, one_by_one
from tests.unit.understanding.values.reading import NOW, first, values

DIGITS = {
    "naught naught seven": "007",
    "four nought two": "402",
    "four thousand seven hundred eleven": "4711",
    "four thousand seven hundred and eleven": "4711",
    "two thousand and five": "2005",
    "four thousand seven hundred": "4700",
    "eight hundred 555": "800555",
    "one two three four": "1234",
    "1 2 3 4": "1234",
    "1234": "1234",
    "12 34": "1234",
    "1-2-3-4": "1234",
    "one, two, three, four": "1234",
    "twelve thirty-four": "1234",
    "oh two oh four": "0204",
    "zero two zero four": "0204",
    "o two o four": "0204",
    "double seven": "77",
    "double seven two": "772",
    "triple five one two": "55512",
    "treble five": "555",
    "double oh seven": "007",
    "double zero seven": "007",
    "nineteen eighty": "1980",
    "nineteen hundred": "1900",
    "twenty twenty-six": "2026",
    "forty-two": "42",
    "seven": "7",
    "one hundred and five": "105",
    "five hundred": "500",
    "one thousand and one": "1001",
    "five thousand": "5000",
    "eight hundred five five five one two one two": "8005551212",
    "one eight hundred, five five five, one two one two": "18005551212",
    "five five five dash one two one two": "5551212",
    "oh, one two three four": "1234",
    "uh, one two three four": "1234",
    "one two uh three four": "1234",
    "it's 4 5 6": "456",
    "my code is one two three": "123",
    "one two three, please": "123",
    "the number is 123, thanks": "123",
    "no, one two three": "123",
    "one two three, no, one two four": "124",
    "one two three, sorry, one two four": "124",
    "1234, that's 1234": "1234",
    "(415) 555-2671": "4155552671",
}
NO_DIGITS = (
    "",
    "oh",
    "oh, I don't know",
    "A B 1 2",
    "1 2 C",
    "none",
    "one two three and my age is forty",
    "not one two three",
    "one two three, no",
    "what is one two three",
)


@pytest.mark.parametrize(("words", "digits"), DIGITS.items())
def test_digits(words: str, digits: str) -> None:
    assert first("digits", words) == digits


@pytest.mark.parametrize("words", NO_DIGITS)
def test_no_whole_row_of_digits(words: str) -> None:
    assert values("digits", words) == []


@pytest.mark.parametrize(
    ("words", "readings"),
    [("oh, one two", ["12", "012"]), ("one hundred and five", ["105", "1005"])],
)
def test_all_that_digits_can_be(words: str, readings: list[str]) -> None:
    assert values("digits", words) == readings


@settings(deadline=None)
@given(st.text("0123456789", min_size=1, max_size=20))
def test_digits_that_are_spoken_are_read_as_themselves(digits: str) -> None:
    assert first("digits", one_by_one(digits)) == digits
    assert first("digits", in_groups(digits)) == digits
    assert first("digits", " ".join(digits)) == digits


@pytest.mark.parametrize(
    ("language", "words", "digits"),
    [
        ("de-DE", "eins zwo drei", "123"),
        ("es-MX", "uno dos tres", "123"),
        ("fr-FR", "zéro un deux", "012"),
        ("xx", "4 5 6", "456"),
        ("ja-JP", "一 二 三", "123"),
        ("de-DE", "eins und drei", None),
        ("de-DE", "keine", None),
    ],
)
def test_digits_in_other_languages(language: str, words: str, digits: str | None) -> None:
    assert first("digits", words, NOW, language) == digits
