"""The values that scripts, databases and journals pass to each other: plain data, nothing that can be called."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TypeVar, overload

from msgspec import Struct


class Undecided(Mapping[str, "Value"]):
    """The columns of a row in a call that is only thought of: what they hold is decided when somebody reads it."""

    __slots__ = ()


class Row(Struct, frozen=True):
    """One row of a query: its columns by name."""

    columns: Mapping[str, "Value"]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


def is_unicode(text: str) -> bool:
    """False for half a surrogate pair, which no encoding knows."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


# None is a value that is missing: NULL in the database, or a name that nothing was kept under.
Value = None | bool | int | float | str | datetime | date | time | Row | tuple["Value", ...]

T = TypeVar("T")

# What one database column holds, and what a statement's parameter takes.
Cell = None | bool | int | float | str | datetime | date | time


@overload
def items_of(value: Value) -> tuple[Value, ...]: ...
@overload
def items_of(value: T | tuple[T, ...]) -> tuple[T, ...]: ...
def items_of(value: T | tuple[T, ...]) -> tuple[T, ...]:
    """The items of a list; of anything else, that alone."""
    return value if isinstance(value, tuple) else (value,)
