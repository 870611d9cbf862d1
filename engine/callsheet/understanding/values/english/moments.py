"""Dates with their time in English: "tomorrow at nine", "January fourth at half past seven", "in two hours"."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import product

from callsheet.understanding.values.english import dates, times
from callsheet.understanding.values.english.days import shifted
from callsheet.understanding.values.english.forms import Occasion
from callsheet.understanding.values.meant import Meant

# Readings of a date that are combined with the time: whoever plans further says the year.
MOST_DATES = 60
# Hours that belong to the night before, to most people.
SMALL_HOURS = range(6)
LATE = frozenset(("night", "tonight"))


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """The moments that can be meant, those to come first; nothing where only the day or only the time was said."""
    days, hours = dates.read(words, occasion), times.read(words, occasion)
    if not days or not hours:
        return ()
    start, end = min(days[0].start, hours[0].start), max(days[0].end, hours[0].end)
    late = not LATE.isdisjoint(times.parts_of(words))
    found = {
        (moment, moment.fold): moment
        for day, hour in product(days[:MOST_DATES], hours)
        if isinstance(day.value, date) and isinstance(hour.value, time)
        for moment in _moments(day.value, hour.value, occasion.now, late=late)
    }
    ahead = sorted(found.values(), key=lambda moment: moment < occasion.now)
    return tuple(Meant(moment, start, end) for moment in ahead)


def _moments(day: date, hour: time, now: datetime, *, late: bool) -> Iterator[datetime]:
    """The moment; late in the evening, the small hours are those behind midnight."""
    if hour.hour in SMALL_HOURS and (late or hour == time()):
        for next_day in shifted(day, 1, "day"):
            yield from _on_the_clock(datetime.combine(next_day, hour, now.tzinfo))
    yield from _on_the_clock(datetime.combine(day, hour, now.tzinfo))


def _on_the_clock(moment: datetime) -> Iterator[datetime]:
    """The moment, twice where clocks show it twice, never where they leave it out."""
    again = moment.replace(fold=1)
    before, behind = moment.utcoffset(), again.utcoffset()
    if before is None or behind is None or before >= behind:
        yield moment
    if before is not None and behind is not None and before > behind:
        yield again
