"""Which one a day, a weekday or a date without its year can be."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

# How far a date goes that is said without its year: a leap day comes within eight years.
MOST_YEARS = 8
# How far a weekday goes, in weeks, and a day without its month, in months: as far as people plan so.
MOST_WEEKS, MOST_MONTHS = 53, 12
# The weekday of a date is that of one of the two next or last ones within nine months; else it is a mistake.
NEAR, NEAR_DAYS = 2, 270
MONDAY, SUNDAY = 0, 6


def by_nearness(today: date, days: Iterable[date]) -> list[date]:
    """The days from today on, the next one first; then those that were, the last one first."""
    return sorted(set(days), key=lambda day: (day < today, abs(day - today)))


def day_of(year: int, month: int, day: int) -> list[date]:
    """The day, where there is such a one."""
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def in_years(today: date, month: int, day: int) -> list[date]:
    """That day of the years around this one."""
    years = range(today.year - MOST_YEARS, today.year + MOST_YEARS + 1)
    return by_nearness(today, (each for year in years for each in day_of(year, month, day)))


def in_months(today: date, day: int) -> list[date]:
    """That day of the months around this one."""
    months = (month_of(today, away) for away in range(-MOST_MONTHS, MOST_MONTHS + 1))
    return by_nearness(today, (each for year, month in months for each in day_of(year, month, day)))


def month_of(today: date, away: int) -> tuple[int, int]:
    """The year and the month so many months away."""
    years, month = divmod(today.month - 1 + away, 12)
    return today.year + years, month + 1


def last_of_month(year: int, month: int) -> list[date]:
    return day_of(year, month, monthrange(year, month)[1])


def on_weekday(today: date, days: Sequence[date], weekday: int) -> list[date]:
    """The next days, and the last ones, that fall on a weekday."""
    near = [day for day in days if abs(day - today) <= timedelta(NEAR_DAYS)]
    coming, gone = [day for day in near if day >= today], [day for day in near if day < today]
    return [day for day in (*coming[:NEAR], *gone[:NEAR]) if day.weekday() == weekday]


def weekdays(today: date, weekday: int) -> list[date]:
    """The next such day, and all others. On a Friday, people say "today" to it, and "Friday" to the next one."""
    first = today + timedelta((weekday - today.weekday()) % 7 or 7)
    others = (first + timedelta(weeks=week) for week in range(-MOST_WEEKS, MOST_WEEKS + 1) if week)
    return [first, *by_nearness(today, others)]


def of_week(today: date, weekday: int, weeks: int) -> list[date]:
    """That day of the week that is so many away: weeks begin on Monday, or on Sunday."""
    begins = [today - timedelta((today.weekday() - first) % 7) for first in (MONDAY, SUNDAY)]
    days = (
        begin + timedelta((weekday - first) % 7 + 7 * weeks)
        for begin, first in zip(begins, (MONDAY, SUNDAY), strict=True)
    )
    return list(dict.fromkeys(days))


def shifted(day: date, count: int, unit: str) -> list[date]:
    """The day so many days, weeks, fortnights, months or years later; the last of a month that is too short."""
    try:
        if unit in DAYS_OF:
            return [day + timedelta(count * DAYS_OF[unit])]
        year, month = month_of(day, count * MONTHS_OF[unit])
        return [date(year, month, min(day.day, monthrange(year, month)[1]))]
    except (OverflowError, ValueError):  # beyond the year 9999
        return []


DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
MONTHS_OF = {"month": 1, "year": 12}
