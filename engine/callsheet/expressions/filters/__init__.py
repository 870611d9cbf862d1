"""The filters of the language: what can be done to a value before it is spoken."""

from callsheet.expressions.filters.calendar import DAY_BEGINS, DAY_ENDS, IN_DAYS, IN_MINUTES
from callsheet.expressions.filters.dates import DATE, SPOKEN_DATE, SPOKEN_TIME, TIME, WEEKDAY
from callsheet.expressions.filters.filter import Filter
from callsheet.expressions.filters.numbers import DIGITS, MONEY, ORDINAL, PLURAL, ROUND
from callsheet.expressions.filters.texts import (
    FIRST,
    LAST,
    LENGTH,
    LOWER,
    NUMBERED,
    SPOKEN_EMAIL,
    SPOKEN_LIST,
    UPPER,
)

DEFAULT = "default"  # is no function of a value: it also takes what cannot be reached

# What authors call filters elsewhere.
ALSO_CALLED = {
    "len": "length",
    "count": "length",
    "size": "length",
    "currency": "money",
    "price": "money",
    "uppercase": "upper",
    "lowercase": "lower",
    "join": "spoken_list",
    "list": "spoken_list",
    "enumerate": "numbered",
    "email": "spoken_email",
    "to_date": "date",
    "to_time": "time",
    "day": "weekday",
    "dayname": "weekday",
    "day_of_week": "weekday",
    "add_days": "in_days",
    "plus_days": "in_days",
    "add_minutes": "in_minutes",
    "plus_minutes": "in_minutes",
    "start_of_day": "day_begins",
    "day_starts": "day_begins",
    "end_of_day": "day_ends",
    "spell": "digits",
    "pluralize": "plural",
}

FILTERS: dict[str, Filter] = {
    "spoken_date": SPOKEN_DATE,
    "spoken_time": SPOKEN_TIME,
    "date": DATE,
    "time": TIME,
    "weekday": WEEKDAY,
    "in_days": IN_DAYS,
    "in_minutes": IN_MINUTES,
    "day_begins": DAY_BEGINS,
    "day_ends": DAY_ENDS,
    "money": MONEY,
    "digits": DIGITS,
    "ordinal": ORDINAL,
    "plural": PLURAL,
    "spoken_list": SPOKEN_LIST,
    "numbered": NUMBERED,
    "spoken_email": SPOKEN_EMAIL,
    "upper": UPPER,
    "lower": LOWER,
    "length": LENGTH,
    "round": ROUND,
    "first": FIRST,
    "last": LAST,
}


def also_called(name: str) -> str | None:
    """The filter that is known elsewhere as `name`."""
    return ALSO_CALLED.get(name.casefold())
