"""The filters of the language: what can be done to a value before it is spoken."""

from engine.flow.expressions.filters.dates import SPOKEN_DATE, SPOKEN_TIME
from engine.flow.expressions.filters.filter import Filter
from engine.flow.expressions.filters.numbers import DIGITS, MONEY, ORDINAL, PLURAL, ROUND
from engine.flow.expressions.filters.texts import FIRST, LAST, LENGTH, LOWER, SPOKEN_LIST, UPPER

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
    "date": "spoken_date",
    "time": "spoken_time",
    "spell": "digits",
    "pluralize": "plural",
}

FILTERS: dict[str, Filter] = {
    "spoken_date": SPOKEN_DATE,
    "spoken_time": SPOKEN_TIME,
    "money": MONEY,
    "digits": DIGITS,
    "ordinal": ORDINAL,
    "plural": PLURAL,
    "spoken_list": SPOKEN_LIST,
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
