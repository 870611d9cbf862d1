"""Amounts of money that callers say, in cents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.expressions.filters.numbers import money
from callsheet.ports.currencies import CURRENCIES
from tests.unit.understanding.values.reading import first, values

AMOUNTS = {
    "twelve dollars": [1200],
    "a dollar": [100],
    "one dollar": [100],
    "a buck": [100],
    "a hundred bucks": [10_000],
    "two dollars fifty": [250],
    "two dollars and fifty cents": [250],
    "two dollars, fifty cents": [250],
    "a dollar fifty": [150],
    "a dollar and five cents": [105],
    "fifty cents": [50],
    "50 cents": [50],
    "five cents": [5],
    "$12.50": [1250],
    "$12": [1200],
    "$1,250": [125_000],
    "$1,250.75": [125_075],
    "12.50": [1250],
    "12.5": [1250],
    "12 dollars": [1200],
    "12.50 dollars": [1250],
    "twelve fifty": [1250, 125_000],
    "twelve fifty, please": [1250, 125_000],
    "two fifty": [250, 25_000],
    "nineteen ninety-nine": [1999, 199_900],
    "two oh five": [205],
    "a hundred and five": [10_500],
    "a hundred": [10_000],
    "twelve hundred": [120_000],
    "twelve hundred dollars": [120_000],
    "two and a half thousand dollars": [250_000],
    "five grand": [500_000],
    "twenty": [2000],
    "twenty euros": [2000],
    "20€": [2000],
    "€20": [2000],
    "three pounds twenty": [320],
    "three pounds twenty pence": [320],
    "twenty quid": [2000],
    "five hundred yen": [500],
    "₩500": [500],
    "₺20": [2000],
    "one hundred twenty-three dollars and forty-five cents": [12_345],
    "I can pay twenty dollars": [2000],
    "twenty dollars on Friday": [2000],
    "twenty dollars on the fourth": [2000],
    "no, twenty dollars": [2000],
    "ten dollars, no, twenty": [2000],
    "ten dollars, sorry, twenty dollars": [2000],
    "not ten dollars, twenty": [2000],
}
NO_AMOUNTS = (
    "",
    "ten percent",
    "two people",
    "a hundred dollars and a half",
    "nothing",
    "dollars",
    "ten or twenty dollars",
    "ten to twenty dollars",
    "between ten and twenty dollars",
    "less than ten dollars",
    "at least ten dollars",
    "not ten dollars",
    "ten dollars, no",
    "one two three",
    "$12.345",
    "at seven o'clock",
    "on the fourth",
)


@pytest.mark.parametrize(("words", "cents"), AMOUNTS.items())
def test_an_amount(words: str, cents: list[int]) -> None:
    assert values("money", words) == cents


@pytest.mark.parametrize("words", NO_AMOUNTS)
def test_no_whole_amount(words: str) -> None:
    assert values("money", words) == []


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(sorted({"USD", "EUR", "GBP", "JPY", "BHD", "INR"} & CURRENCIES.keys())))
def test_an_amount_that_is_spoken_is_read_as_itself(cents: int, currency: str) -> None:
    spoken = str(money(cents, (currency,), {}))
    assert first("money", spoken) == cents
    assert first("money", speakable(spoken, "en-US")) == cents
