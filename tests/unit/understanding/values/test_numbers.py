"""Numbers that callers say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation.numbers import cardinal
from tests.unit.understanding.values.reading import first, values

NUMBERS: dict[str, float] = {
    "seven": 7,
    "7": 7,
    "zero": 0,
    "twelve": 12,
    "twenty": 20,
    "twenty-five": 25,
    "twenty five": 25,
    "a hundred": 100,
    "a hundred and five": 105,
    "a hundred five": 105,
    "one hundred twenty-three": 123,
    "two hundred and twenty three": 223,
    "twelve hundred": 1200,
    "a thousand": 1000,
    "one thousand two hundred thirty-four": 1234,
    "two thousand and six": 2006,
    "fifteen thousand": 15_000,
    "a million": 1_000_000,
    "two million five hundred thousand": 2_500_000,
    "nineteen eighty-five": 1985,
    "twenty twenty-six": 2026,
    "1250": 1250,
    "1,250": 1250,
    "1,250,000": 1_250_000,
    "2.5": 2.5,
    "0.5": 0.5,
    "two point five": 2.5,
    "three point one four": 3.14,
    "two and a half": 2.5,
    "three and a quarter": 3.25,
    "two and a half thousand": 2500,
    "2 million": 2_000_000,
    "5 hundred": 500,
    "1.5 million": 1_500_000,
    "2.0": 2,
    "minus five": -5,
    "negative two": -2,
    "-3": -3,
    "a dozen": 12,
    "half a dozen": 6,
    "two dozen": 24,
    "a couple": 2,
    "seven, please": 7,
    "Seven.": 7,
    "uh, seven": 7,
    "I think seven": 7,
    "seven I think": 7,
    "it's seven": 7,
    "maybe about seven": 7,
    "number seven": 7,
    "seven people": 7,
    "there will be four of us": 4,
    "we are 4": 4,
    "just me": 1,
    "two oh four": 204,
    "room three zero six": 306,
    "only me, thanks": 1,
    "just myself": 1,
    "no, seven": 7,
    "yes, seven": 7,
    "seven, yes, seven": 7,
    "seven, that's 7": 7,
    "six, no, seven": 7,
    "six, sorry, seven": 7,
    "six, I mean seven": 7,
    "six. Actually, seven.": 7,
    "six no wait seven": 7,
    "make it seven": 7,
    "not six, seven": 7,
    "in three days": 3,
    "for two nights": 2,
    "four people on Friday at seven o'clock": 4,
    "four on the third of December": 4,
    "four, at 7 pm": 4,
}
NO_NUMBERS = (
    "",
    "one half",
    "a seven out of ten",
    "uh",
    "none of your business",
    "one two three",
    "two two",
    "five five five one two one two",
    "555-1234",
    "5 6",
    "twenty thirty",
    "fifteen twenty people",
    "twelve fifty",
    "five or six",
    "five to seven",
    "between five and seven",
    "from five to seven",
    "5-7",
    "five, six",
    "at least five",
    "more than five",
    "less than five",
    "up to five",
    "five or more",
    "five or so and six",
    "not five",
    "anything but five",
    "I don't want five",
    "five, no",
    "five, never mind",
    "one moment",
    "one moment, please",
    "just one second",
    "that one",
    "no one",
    "the first one",
    "any one",
    "one of them",
    "me and two others",
    "just me and my wife",
    "two oh four five",
    "only me, my wife and the dog",
    "two more",
    "the third",
    "third",
    "on the 4th",
    "at seven o'clock",
    "7 pm",
    "on December 4",
    "what is seven",
    "1234567890123456",
)


@pytest.mark.parametrize(("words", "number"), NUMBERS.items())
def test_a_number(words: str, number: float) -> None:
    found = values("number", words)
    assert found == [number]
    assert type(found[0]) is type(number)


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_no_whole_number(words: str) -> None:
    assert values("number", words) == []


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_a_number_that_is_spoken_is_read_as_itself(number: int) -> None:
    assert first("number", cardinal(number)) == number
    assert first("number", f"{number:,}") == number
    assert first("number", f"minus {cardinal(number)}") == -number
