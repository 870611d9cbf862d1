"""Telephone numbers that callers say and type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.expressions.filters.numbers import digits
from callsheet.understanding.values import from_keys
from tests.unit.understanding.values.reading import NOW, first, values

NUMBERS = {
    "two one two five five five oh one four two": "+12125550142",
    "two one two, five five five, oh one four two": "+12125550142",
    "two one two, triple five, oh one four two": "+12125550142",
    "212 555 0142": "+12125550142",
    "212-555-0142": "+12125550142",
    "(212) 555-0142": "+12125550142",
    "2125550142": "+12125550142",
    "one two one two five five five oh one four two": "+12125550142",
    "1-212-555-0142": "+12125550142",
    "+1 212 555 0142": "+12125550142",
    "plus one two one two five five five oh one four two": "+12125550142",
    "plus four four two oh seven nine four six oh nine five eight": "+442079460958",
    "+44 20 7946 0958": "+442079460958",
    "eight hundred five five five one two one two": "+18005551212",
    "area code two one two, then five five five oh one four two": "+12125550142",
    "my number is 212 555 0142": "+12125550142",
    "it's 212 555 0142, thanks": "+12125550142",
    "you can call me at 212 555 0142": "+12125550142",
    "212 555 0142, no, 212 555 0143": "+12125550143",
    "212 555 0142, sorry, 212 555 0143": "+12125550143",
}
NO_NUMBERS = (
    "",
    "the one I am calling from",
    "five five five oh one four two",
    "212 555 014",
    "212 555 01421",
    "911",
    "not 212 555 0142",
    "212 555 0142 or 212 555 0143",
    "212 555 0142, no",
    "212 555 0142, extension 12",
    "plus plus",
)


@pytest.mark.parametrize(("words", "number"), NUMBERS.items())
def test_a_telephone_number(words: str, number: str) -> None:
    assert first("phone_number", words) == number


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_no_whole_telephone_number(words: str) -> None:
    assert values("phone_number", words) == []


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en-US", "2125550142", "+12125550142"),
        ("en-US", "12125550142", "+12125550142"),
        ("en-US", "011442079460958", "+442079460958"),
        ("en-US", "5550142", None),
        ("en-US", "12*4", None),
        ("en-GB", "02079460958", "+442079460958"),
        ("de-DE", "030123456", "+4930123456"),
        ("en", "2125550142", "+12125550142"),
        ("xx", "2125550142", "+12125550142"),
        ("xx-ZZ", "2125550142", None),
    ],
)
def test_a_number_is_dialled_as_in_the_country_of_the_language(language: str, typed: str, number: str | None) -> None:
    assert from_keys("phone_number", typed, language) == number
    if language.startswith("en"):
        assert first("phone_number", typed, NOW, language) == number


@settings(deadline=None)
@given(st.from_regex(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True))
def test_a_number_that_is_spoken_is_read_as_itself(number: str) -> None:
    assert first("phone_number", str(digits(number, (), {}))) == number
    assert first("phone_number", speakable(number, "en-US")) == number
