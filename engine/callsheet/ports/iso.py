"""Dates and times in ISO 8601, in the one form that databases write; Python reads stranger ones (`2026-W47-7`) too."""

import re
from datetime import UTC, date, datetime, time, tzinfo

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"


def read_date(text: str) -> date | None:
    """The date, or None: `2026-11-22`."""
    try:
        return date.fromisoformat(text) if re.fullmatch(DATE, text) else None
    except ValueError:  # the 31st of June
        return None


def read_time(text: str) -> time | None:
    """The time of day, or None: `09:05`, `09:05:00Z`."""
    try:
        return time.fromisoformat(text) if re.fullmatch(TIME, text) else None
    except ValueError:
        return None


def read_datetime(text: str) -> datetime | None:
    """The date with its time, or None: `2026-11-22T09:05:00-05:00`, or with a space between them."""
    if len(text) < len("2026-11-22T09:05") or text[10] not in "T ":
        return None
    day, hour = read_date(text[:10]), read_time(text[11:])
    return None if day is None or hour is None else datetime.combine(day, hour)


def read_moment(text: str) -> datetime | None:
    """What a DATETIME column holds: a date with its time, or the beginning of a day."""
    day = read_date(text)
    return read_datetime(text) if day is None else datetime.combine(day, time())


def write_moment(moment: datetime, timespec: str = "seconds") -> str:
    """`2026-11-22T14:05:00Z`: in UTC and whole seconds, so that moments sort as texts do; `auto` keeps their fractions.

    One without a time zone stays as it is: nobody knows which moment it means.
    """
    return in_zone(moment, UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment on the clock of a time zone; unchanged where it has none itself, and at the ends of all time."""
    if moment.utcoffset() is None:
        return moment
    try:
        return moment.astimezone(zone)
    except OverflowError:  # the first or the last day that there is
        return moment
