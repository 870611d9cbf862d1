"""What may be done with values, and what comes out. Total: it gives a value or raises `Unusable`, nothing else.

Decisions:
- Values of different kinds are never equal and have no order. Whole and decimal numbers are one kind; true and false
  are no numbers; a date with a time never equals a date, one with a time zone never equals one without.
- A script can write a date only as text: beside a date or time, text in ISO form (`"2026-12-24"`) is read as one.
- As text, numbers have no needless digits (`3`, `2.5`) and no exponent.
- `true` and `false` are spoken `yes` and `no`, dates and times as people say them, lists as `a, b and c`; in texts that
  are not spoken they are `true`, `false` and ISO. A row is never a text; a list only where it is spoken.
"""

import math
import operator
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, Protocol, TypeGuard

from callsheet.expressions.tree import Comparison
from callsheet.ports.exceptions import Told
from callsheet.ports.iso import read_date, read_datetime, read_time
from callsheet.ports.values import Row, Value

# A spoken text of this length takes over ten minutes; a longer one is a mistake in the data or in the script.
MOST_CHARACTERS = 10_000

Number = int | float
ORDERS: dict[str, Callable[..., bool]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Names(Protocol):
    """What an expression can see. `call`, `loop`, `reply` and `failure` are rows."""

    def get(self, name: str) -> Value:
        """The value under `name`, or None where nothing is kept under it."""


Evaluate = Callable[[Names], Value]
ToText = Callable[[Value, Names, str], str]  # the value, what is known of the time, what messages call the value


class Unusable(Told):
    """A value that cannot be used as the script wants to. `message` holds names of the script, never values."""

    def __init__(self, kind: Literal["missing_value", "bad_value", "speech"], message: str) -> None:
        super().__init__(message)
        self.kind = kind


def missing(label: str) -> Unusable:
    return Unusable("missing_value", f"{label} is missing")


def is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_textual(value: Value) -> bool:
    """Whether a value that is written out can be put together with texts."""
    return isinstance(value, str) or is_number(value)


def holds(value: Value) -> bool:
    """Whether a condition holds: a boolean says so itself, an empty list and a missing value do not, all else does."""
    if value is None or isinstance(value, bool):
        return bool(value)
    return value != () if isinstance(value, tuple) else True


def field(owner: Value, name: str, label: str) -> Value:
    """The column `name` of a row; `label` is what the script calls the row."""
    if isinstance(owner, Row):
        if name in owner.columns:
            return owner.columns[name]
        raise Unusable("bad_value", f'{label} has no column "{name}"')
    if owner is None:
        raise missing(label)
    kind = "is a list: name one of its rows first" if isinstance(owner, tuple) else "is not a row"
    raise Unusable("bad_value", f"{label} {kind}")


def item(owner: Value, index: Value, label: str) -> Value:
    """An item of a list, None where the list is shorter; or a column of a row."""
    if isinstance(owner, tuple):
        if index is None:
            raise missing("the number in [ ]")
        if not isinstance(index, int) or isinstance(index, bool):
            raise Unusable("bad_value", f"{label} is a list: its items are numbered from 0")
        return owner[index] if 0 <= index < len(owner) else None
    if isinstance(owner, Row) and not isinstance(index, str):
        if index is None:
            raise missing("the name in [ ]")
        raise Unusable("bad_value", f"{label} is a row: its columns have names")
    return field(owner, index if isinstance(index, str) else "", label)


def negative(value: Value, label: str) -> Value:
    """The number with its sign turned."""
    return -number(value, label)


def number(value: Value, label: str) -> Number:
    """The value, if it is a number."""
    if value is None:
        raise missing(label)
    if not is_number(value):
        raise Unusable("bad_value", f"{label} is not a number")
    return value


def total(left: Number, right: Number, sign: str, label: str) -> Number:
    """The sum or difference of two numbers."""
    try:
        result = left + right if sign == "+" else left - right
    except OverflowError:
        result = math.inf
    if isinstance(result, float) and not math.isfinite(result):
        raise Unusable("bad_value", f"{label} is too large a number")
    return result


def alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Both values, a text in ISO form beside a date or time read as one."""
    if isinstance(left, str) and isinstance(right, date | time):
        return read_like(left, right), right
    if isinstance(right, str) and isinstance(left, date | time):
        return left, read_like(right, left)
    return left, right


def read_like(text: str, other: Value) -> Value:
    if isinstance(other, datetime):
        found: Value = read_datetime(text)
    else:
        found = read_date(text) if isinstance(other, date) else read_time(text)
    return text if found is None else found


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same; of different kinds they never are."""
    left, right = alike(left, right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, Row) and isinstance(right, Row):
        return left.columns.keys() == right.columns.keys() and all(
            equal(value, right.columns[name]) for name, value in left.columns.items()
        )
    if is_number(left) and is_number(right):
        return left == right
    return type(left) is type(right) and left == right


def compare(left: Value, comparison: Comparison, right: Value, label: str, other: str) -> bool:
    """Compare two values, which the script calls `label` and `other`."""
    match comparison:
        case "==":
            return equal(left, right)
        case "!=":
            return not equal(left, right)
        case "in":
            return contains(right, left, other, label)
        case "not in":
            return not contains(right, left, other, label)
        case _:
            return ordered(left, comparison, right, label, other)


def ordered(left: Value, comparison: str, right: Value, label: str, other: str) -> bool:
    """Whether the values stand in that order."""
    for value, name in ((left, label), (right, other)):
        if value is None:
            raise missing(name)
    left, right = alike(left, right)
    both_numbers = is_number(left) and is_number(right)
    if not both_numbers and (type(left) is not type(right) or not isinstance(left, str | date | time)):
        raise Unusable("bad_value", f'{label} and {other} cannot be compared with "{comparison}"')
    try:
        return ORDERS[comparison](left, right)
    except TypeError:  # one with a time zone, one without
        raise Unusable("bad_value", f"only one of {label} and {other} has a time zone") from None


def contains(whole: Value, part: Value, label: str, other: str) -> bool:
    """Whether a list has an item, or a text a text in it."""
    if isinstance(whole, tuple):
        return any(equal(part, one) for one in whole)
    if whole is None:
        raise missing(label)
    if not isinstance(whole, str):
        raise Unusable("bad_value", f"{label} is neither a list nor a text")
    if part is None:
        raise missing(other)
    if not isinstance(part, str):
        raise Unusable("bad_value", f"{other} is not a text")
    return part in whole


def number_text(value: Number, label: str) -> str:
    """A number in digits: `3`, `2.5`."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unusable("bad_value", f"{label} is not a number")
        if not value.is_integer():
            return format(Decimal(f"{value:.15g}"), "f")  # 15 digits: 0.1 + 0.2 is 0.3
        value = int(value)
    try:
        return str(value)
    except ValueError:  # thousands of digits
        raise Unusable("bad_value", f"{label} is too large a number") from None


def plain_text(value: Value, names: Names, label: str) -> str:
    """The value inside a text that is not spoken: a number in digits, `true` and `false`, dates and times in ISO."""
    if isinstance(value, str):
        return value
    if value is None:
        raise missing(label)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value, label)
    if isinstance(value, date | time):
        return value.isoformat()
    kind = "row" if isinstance(value, Row) else "list"
    raise Unusable("bad_value", f"{label} is a {kind} and cannot stand in a text")
