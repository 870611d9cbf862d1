"""`spoken_date` and `spoken_time`: as people say them, in the time zone of the call."""

from datetime import date, datetime, time

from engine.flow.expressions.filters.filter import Filter, no_arguments
from engine.flow.expressions.spoken import local, say_date, say_time
from engine.flow.expressions.values import Names, Unusable
from engine.ports.iso import read_date, read_datetime, read_time
from engine.ports.values import Value


def spoken_date(value: Value, _: tuple[Value, ...], names: Names) -> Value:
    """`Sunday, November 22`, with the year where it is not this one. Takes a date, with or without a time."""
    if isinstance(value, str):
        value = read_date(value) or read_datetime(value)
    if not isinstance(value, date):
        raise Unusable("bad_value", "needs a date")
    return say_date(local(value, names) if isinstance(value, datetime) else value, names)


def spoken_time(value: Value, _: tuple[Value, ...], names: Names) -> Value:
    """`9:05 AM`, `10 AM`, `noon`, `midnight`. Takes a time, or a date with a time. Seconds are not spoken."""
    if isinstance(value, str):
        moment = read_time(value)
        value = read_datetime(value) if moment is None else moment
    if isinstance(value, datetime):
        value = local(value, names).time()
    if not isinstance(value, time):
        raise Unusable("bad_value", "needs a time")
    return say_time(value)


SPOKEN_DATE = Filter(
    spoken_date, no_arguments, "visit.day | spoken_date", frozenset({"date", "datetime", "text"}), "text", clock=True
)
SPOKEN_TIME = Filter(
    spoken_time, no_arguments, "visit.starts | spoken_time", frozenset({"time", "datetime", "text"}), "text", clock=True
)
