"""Filters of texts and lists: `upper`, `lower`, `length`, `first`, `last`, `spoken_list`, `numbered`,
`spoken_email`."""

import re

from callsheet.expressions.filters.filter import Arguments, Filter, no_arguments
from callsheet.expressions.spoken import say_list, spoken_text
from callsheet.expressions.values import Names, Unusable
from callsheet.ports.english import SIGNS
from callsheet.ports.values import Row, Value


def text(value: Value) -> str:
    if not isinstance(value, str):
        raise Unusable("bad_value", "needs a text")
    return value


def items(value: Value) -> tuple[Value, ...]:
    if not isinstance(value, tuple):
        raise Unusable("bad_value", "needs a list")
    return value


def upper(value: Value, _: Arguments, __: Names) -> Value:
    return text(value).upper()


def lower(value: Value, _: Arguments, __: Names) -> Value:
    return text(value).lower()


def length(value: Value, _: Arguments, __: Names) -> Value:
    """How many items a list has, or letters a text."""
    if not isinstance(value, str | tuple):
        raise Unusable("bad_value", "needs a list or a text")
    return len(value)


def first(value: Value, _: Arguments, __: Names) -> Value:
    """The first item; missing where the list is empty."""
    return next(iter(items(value)), None)


def last(value: Value, _: Arguments, __: Names) -> Value:
    """The last item; missing where the list is empty."""
    return next(reversed(items(value)), None)


def spoken_list(value: Value, arguments: Arguments, names: Names) -> Value:
    """`a, b and c`; with "or", `a, b or c`; empty text where the list is empty."""
    return say_list(spoken_items(value, names), str(arguments[0]) if arguments else "and")


def refuse_spoken_list(arguments: Arguments) -> str:
    return "" if arguments in ((), ("and",), ("or",)) else 'it takes nothing in brackets, or "or"'


def numbered(value: Value, _: Arguments, names: Names) -> Value:
    """`1, 9 AM; 2, 10 AM`: to be chosen by number; empty text where the list is empty."""
    return "; ".join(f"{number}, {item}" for number, item in enumerate(spoken_items(value, names), start=1))


def spoken_items(value: Value, names: Names) -> list[str]:
    found = items(value)
    if any(isinstance(one, Row | tuple) for one in found):
        raise Unusable("bad_value", "needs a list of texts or numbers")
    if None in found:
        raise Unusable("missing_value", "got a list with a missing item")
    return [spoken_text(one, names, "an item") for one in found]


def spoken_email(value: Value, _: Arguments, __: Names) -> Value:
    """`ann.lee42@example.com` -> `ann dot lee 4 2 at example dot com`."""
    address = text(value).strip()
    if not re.fullmatch(EMAIL, address):
        raise Unusable("bad_value", "needs an email address")
    return " ".join(SIGNS.get(part, part) for part in re.findall(EMAIL_PART, address))


EMAIL = r"[^@\s]+@[^@\s]+"
# Digits one by one: "42" may stand at the end of a name, where nobody says "forty-two".
EMAIL_PART = r"\d|[^\W\d_]+|[\W_]"

UPPER = Filter(upper, no_arguments, "plate | upper", frozenset({"text"}), "text")
LOWER = Filter(lower, no_arguments, "plate | lower", frozenset({"text"}), "text")
LENGTH = Filter(length, no_arguments, "rows | length", frozenset({"list", "text"}), "number")
FIRST = Filter(first, no_arguments, "rows | first", frozenset({"list"}), "item")
LAST = Filter(last, no_arguments, "rows | last", frozenset({"list"}), "item")
SPOKEN_LIST = Filter(
    spoken_list, refuse_spoken_list, 'names | spoken_list("or")', frozenset({"list"}), "speech", clock=True
)
NUMBERED = Filter(numbered, no_arguments, "names | numbered", frozenset({"list"}), "speech", clock=True)
SPOKEN_EMAIL = Filter(spoken_email, no_arguments, "customer.email | spoken_email", frozenset({"text"}), "speech")
