"""What holds of all kinds, whatever was said."""

from datetime import date, datetime, time
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.understanding.values import KINDS, choose, from_keys, kinds_in, read
from tests.effort import effort
from tests.unit.understanding.values.reading import NOW

TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "number": (int, float),
    "date": date,
    "time": time,
    "datetime": datetime,
}
WORDS = (
    "the a at on in of and or no not to past half quarter next , one two five seven twelve twenty thirty hundred "
    "thousand million oh double first second third twenty-first 31st Friday may March tomorrow week month days hour "
    "from now ago am p.m. o'clock noon evening dollars cents $5 7:30 12/4 2026-02-30 1,250 2.5 99 9999 dot com plus "
    "minus point year example my name is"
)
ANSWERS = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)
REPEATED = ("seven ", "no ", "the third or ", "at ", "double ", "a week from ", "7:", "$1,", "uh ")


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(deadline=None)
@given(words=st.one_of(st.text(), ANSWERS), language=st.sampled_from(["en-US", "en-GB", "en", "de-DE", "xx", ""]))
def test_whatever_is_said_is_a_value_within_the_text_or_none(kind: str, words: str, language: str) -> None:
    for meant in read(kind, words, NOW, language):
        assert 0 <= meant.start < meant.end <= len(words)
        assert isinstance(meant.value, TYPES[KINDS[kind].shape])
        assert kind in kinds_in(language)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_end_of_all_time_is_no_fault(kind: str) -> None:
    for words in ("in 9999 years", "in nine thousand months", "december 31st 2199 at midnight", "in 9999 hours"):
        for now in (NOW, NOW.replace(year=9990), NOW.replace(tzinfo=None)):
            read(kind, words, now, "en-US")


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "words", ["seven ", "no ", "the third or ", "at ", "double ", "a week from ", "7:", "$1,", "uh "]
)
def test_a_long_answer_costs_as_much_more_as_it_is_longer(kind: str, words: str) -> None:
    read(kind, words, NOW, "en-US")
    short, long = (effort(partial(read, kind, words * times, NOW, "en-US")) for times in (15, 30))
    assert long <= 3 * short + 100


def test_the_first_reading_within_the_bounds_is_chosen() -> None:
    seven = read("time", "seven", NOW, "en-US")
    assert choose(seven) is seven[0]
    assert choose(seven, time(8)) is seven[1]
    assert choose(seven, time(7), time(7)) is seven[0]
    assert choose(seven, time(8), time(18)) is None
    third = read("date", "the third", NOW, "en-US")
    assert [meant.value for meant in (choose(third, None, NOW.date()),) if meant] == [date(2026, 11, 3)]
    sounded = read("digits", "oh, one two", NOW, "en-US")
    assert [meant.value for meant in (choose(sounded, length=(3, 3)),) if meant] == ["012"]


def test_keys_are_values_of_the_kinds_whose_keys_are_gathered() -> None:
    assert from_keys("number", "007", "en-US") == 7
    assert from_keys("digits", "007", "en-US") == "007"
    assert from_keys("digits", "", "en-US") is None
    assert from_keys("digits", "1*2", "en-US") is None
    assert from_keys("number", "\u0661", "en-US") is None
