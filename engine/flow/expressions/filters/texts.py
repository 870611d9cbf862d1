"""Filters of texts and lists: `upper`, `lower`, `length`, `first`, `last`, `spoken_list`."""

from engine.flow.expressions.filters.filter import Arguments, Filter, no_arguments
from engine.flow.expressions.spoken import spoken_text
from engine.flow.expressions.values import Names, Unusable
from engine.ports.values import Row, Value


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


def spoken_list(value: Value, _: Arguments, names: Names) -> Value:
    """`a, b and c`; empty text where the list is empty."""
    found = items(value)
    if any(isinstance(one, Row | tuple) for one in found):
        raise Unusable("bad_value", "needs a list of texts or numbers")
    if None in found:
        raise Unusable("missing_value", "got a list with a missing item")
    return spoken_text(found, names, "a list")


UPPER = Filter(upper, no_arguments, "plate | upper", frozenset({"text"}), "text")
LOWER = Filter(lower, no_arguments, "plate | lower", frozenset({"text"}), "text")
LENGTH = Filter(length, no_arguments, "rows | length", frozenset({"list", "text"}), "number")
FIRST = Filter(first, no_arguments, "rows | first", frozenset({"list"}), "item")
LAST = Filter(last, no_arguments, "rows | last", frozenset({"list"}), "item")
SPOKEN_LIST = Filter(spoken_list, no_arguments, "names | spoken_list", frozenset({"list"}), "text", clock=True)
