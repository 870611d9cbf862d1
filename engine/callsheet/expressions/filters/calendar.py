"""Filters that go on from a date or a moment: `in_days`, `in_minutes`, `day_begins`, `day_ends`.

A day is one of the script's time zone. When clocks are changed it has 23 or 25 hours, and may begin at one o'clock.
"""

from datetime import UTC, date, datetime, time, timedelta

from callsheet.expressions.filters.dates import HAVE_DATE, day_of
from callsheet.expressions.filters.filter import Arguments, Filter, no_arguments
from callsheet.expressions.spoken import local
from callsheet.expressions.values import Names, Unusable, is_number
from callsheet.ports.iso import in_zone, read_date, read_datetime
from callsheet.ports.values import Value

# Days: a hundred years. Minutes: a year. Whatever is further away was not meant.
MOST_DAYS = 36_525
MOST_MINUTES = 527_040


def in_days(value: Value, arguments: Arguments, names: Names) -> Value:
    """So many days later, before where the number is negative; a moment stays at the same time of day."""
    found = read_date(value) or read_datetime(value) if isinstance(value, str) else value
    if not isinstance(found, date):
        raise Unusable("bad_value", "needs a date")
    try:
        if isinstance(found, datetime):
            return there_is(local(found, names) + timedelta(days=count(arguments)))
        return found + timedelta(days=count(arguments))
    except OverflowError:
        raise beyond() from None


def in_minutes(value: Value, arguments: Arguments, names: Names) -> Value:
    """So many minutes later, before where the number is negative."""
    found = read_datetime(value) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        raise Unusable("bad_value", "needs a date with a time")
    try:
        # On a clock that is changed meanwhile, the hands do not tell how much time has passed.
        return local(in_zone(found, UTC) + timedelta(minutes=count(arguments)), names)
    except OverflowError:
        raise beyond() from None


def day_begins(value: Value, _: Arguments, names: Names) -> Value:
    """The first moment of the day."""
    return first_moment(day_of(value, names), names)


def day_ends(value: Value, _: Arguments, names: Names) -> Value:
    """The first moment of the next day, which does not belong to this one any more."""
    try:
        return first_moment(day_of(value, names) + timedelta(days=1), names)
    except OverflowError:
        raise beyond() from None


def first_moment(day: date, names: Names) -> datetime:
    """Midnight, or what there was instead."""
    now = names.get("now")
    return there_is(datetime.combine(day, time(), now.tzinfo if isinstance(now, datetime) else None))


def there_is(moment: datetime) -> datetime:
    """The moment, or the first one behind the gap that it falls into: an hour is left out when summer time begins."""
    if moment.utcoffset() is None:
        return moment
    try:
        return moment.astimezone(UTC).astimezone(moment.tzinfo)
    except OverflowError:
        raise beyond() from None


def beyond() -> Unusable:
    return Unusable("bad_value", "needs a day within the years 1 to 9999")


def count(arguments: Arguments) -> int:
    number = arguments[0]
    return number if isinstance(number, int) else 0


def refuse_count(arguments: Arguments, most: int, what: str) -> str:
    number = arguments[0] if len(arguments) == 1 else None
    right = is_number(number) and isinstance(number, int) and abs(number) <= most
    return "" if right else f"it needs a whole number of {what}, at most {most:,}"


IN_DAYS = Filter(
    in_days, lambda given: refuse_count(given, MOST_DAYS, "days"), "today | in_days(1)", HAVE_DATE, "alike", clock=True
)
IN_MINUTES = Filter(
    in_minutes,
    lambda given: refuse_count(given, MOST_MINUTES, "minutes"),
    "now | in_minutes(30)",
    frozenset({"datetime", "text"}),
    "datetime",
    clock=True,
)
DAY_BEGINS = Filter(day_begins, no_arguments, "today | day_begins", HAVE_DATE, "datetime", clock=True)
DAY_ENDS = Filter(day_ends, no_arguments, "today | day_ends", HAVE_DATE, "datetime", clock=True)
