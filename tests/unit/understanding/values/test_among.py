"""One of a few values, by as much of it as tells it from the others."""

from datetime import UTC, date, datetime, time

import pytest

from callsheet.understanding.values import Sayable, read_among
from tests.unit.understanding.values.reading import NOW

FRIDAY_AT_NINE = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)
FRIDAY_AT_TWO = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
TUESDAY_AT_NINE = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
MOMENTS = {
    "Friday at nine": [FRIDAY_AT_NINE],
    "Friday, two o'clock": [FRIDAY_AT_TWO],
    "Tuesday": [TUESDAY_AT_NINE],
    "on Tuesday please": [TUESDAY_AT_NINE],
    "two": [FRIDAY_AT_TWO],
    "the two o'clock": [FRIDAY_AT_TWO],
    "two, no, Tuesday": [],
    "Friday": [FRIDAY_AT_NINE, FRIDAY_AT_TWO],
    "at nine": [FRIDAY_AT_NINE, TUESDAY_AT_NINE],
    "Tuesday at two": [],
    "Monday": [],
    "not Tuesday": [],
    "": [],
}


@pytest.mark.parametrize(("words", "moments"), MOMENTS.items())
def test_a_moment_is_meant_by_its_day_or_its_hour(words: str, moments: list[datetime]) -> None:
    values = (FRIDAY_AT_NINE, FRIDAY_AT_TWO, TUESDAY_AT_NINE)
    found = read_among(values, "date_and_time", words, NOW, "en-US")
    assert [meant.value for meant in found if meant.value in values] == moments


@pytest.mark.parametrize("words", ["Monday", "at eleven", "Tuesday at two"])
def test_what_is_none_of_them_is_a_value_all_the_same(words: str) -> None:
    """So that it is not taken for an answer to something else."""
    assert read_among((FRIDAY_AT_NINE,), "date_and_time", words, NOW, "en-US") != ()


@pytest.mark.parametrize(
    ("values", "kind", "words", "found"),
    [
        ((time(9), time(14)), "time", "two", [time(14)]),
        ((time(9), time(21)), "time", "nine", [time(9), time(21)]),
        ((time(9), time(14)), "time", "three", []),
        ((date(2026, 12, 3), date(2027, 2, 3)), "date", "the third", [date(2026, 12, 3), date(2027, 2, 3)]),
        ((101, 102), "number", "a hundred and two", [102]),
    ],
)
def test_others_are_meant_by_all_of_them(
    values: tuple[Sayable, ...], kind: str, words: str, found: list[Sayable]
) -> None:
    read = read_among(values, kind, words, NOW, "en-US")
    assert [meant.value for meant in read if meant.value in values] == found
