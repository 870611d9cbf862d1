"""Filters that look at a date, a time or a moment: `spoken_date`, `spoken_time`, `date`, `time`, `weekday`.

A moment is looked at on the script's own clock. A text in ISO form is read as what it says.
"""

from datetime import date, datetime, time

from callsheet.expressions.filters.filter import Arguments, Filter, Kind, no_arguments
from callsheet.expressions.spoken import local, say_date, say_time
from callsheet.expressions.values import Names, Unusable
from callsheet.ports.english import DAYS
from callsheet.ports.iso import read_date, read_datetime, read_time
from callsheet.ports.values import Value

HAVE_DATE: frozenset[Kind] = frozenset({"date", "datetime", "text"})
HAVE_TIME: frozenset[Kind] = frozenset({"time", "datetime", "text"})


def day_of(value: Value, names: Names) -> date:
    """The day on the script's own clock."""
    if isinstance(value, str):
        value = read_date(value) or read_datetime(value)
    if isinstance(value, datetime):
        return local(value, names).date()
    if not isinstance(value, date):
        raise Unusable("bad_value", "needs a date")
    return value


def time_of(value: Value, names: Names) -> time:
    """The time of day on the script's own clock."""
    if isinstance(value, str):
        moment = read_time(value)
        value = read_datetime(value) if moment is None else moment
    if isinstance(value, datetime):
        return local(value, names).time()
    if not isinstance(value, time):
        raise Unusable("bad_value", "needs a time")
    return value


def spoken_date(value: Value, _: Arguments, names: Names) -> Value:
    """`Sunday, November 22`, with the year where it is not this one. Takes a date, with or without a time."""
    return say_date(day_of(value, names), names)


def spoken_time(value: Value, _: Arguments, names: Names) -> Value:
    """`9:05 AM`, `10 AM`, `noon`, `midnight`. Takes a time, or a date with a time. Seconds are not spoken."""
    return say_time(time_of(value, names))


def date_alone(value: Value, _: Arguments, names: Names) -> Value:
    """The date without its time."""
    return day_of(value, names)


def time_alone(value: Value, _: Arguments, names: Names) -> Value:
    """The time of day without its date, to be compared: `now | time < "17:00"`."""
    return time_of(value, names)


def weekday(value: Value, _: Arguments, names: Names) -> Value:
    """`Sunday`: a text, to be compared or spoken."""
    return DAYS[day_of(value, names).weekday()]


SPOKEN_DATE = Filter(spoken_date, no_arguments, "visit.day | spoken_date", HAVE_DATE, "speech", clock=True)
SPOKEN_TIME = Filter(spoken_time, no_arguments, "visit.starts | spoken_time", HAVE_TIME, "speech", clock=True)
DATE = Filter(date_alone, no_arguments, "visit.starts | date", HAVE_DATE, "date", clock=True)
TIME = Filter(time_alone, no_arguments, "now | time", HAVE_TIME, "time", clock=True)
WEEKDAY = Filter(weekday, no_arguments, "today | weekday", HAVE_DATE, "weekday", clock=True)
