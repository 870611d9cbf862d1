"""What a value can be: a kind, and for rows and lists what is in them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import reduce
from typing import Literal

from msgspec import Struct

from callsheet.ports.dialect import Column
from callsheet.ports.stored import CellKind, Contents
from callsheet.ports.values import Row, Value

Kind = CellKind | Literal["row", "list"]

# As an author calls them.
WORDS: dict[Kind, str] = {
    "text": "a text",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "time": "a time",
    "datetime": "a date with a time",
    "row": "a row",
    "list": "a list",
}
# Texts of a script that one value can hold, as far as they are followed.
MOST_TEXTS = 100
MOMENTS: frozenset[Kind] = frozenset({"date", "time", "datetime"})


class Shape(Struct, frozen=True):
    """A kind; `columns` of a row (with whether each can be missing, None where nobody knows), `item` of a list.

    Of a text: `texts` are all that it can be where the language says so, `constants` where its author wrote them out;
    `spoken` tells that it is written as people say it. Of a number: `fraction` tells that it may have
    one. Of a time, with or without a date: `zoned` tells whether it has a time zone, None where nobody knows. Of an
    unknown kind: `others` are texts that its author wrote out, and it can be beside something that is no text.
    """

    kind: Kind = "unknown"
    columns: Mapping[str, tuple["Shape", bool | None]] = {}
    item: "Shape | None" = None
    texts: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    spoken: bool = False
    fraction: bool = False
    zoned: bool | None = None
    others: frozenset[str] = frozenset()

    def joined(self, other: "Shape") -> "Shape":
        """What a value can be that is either this or the other."""
        if self is other or self == other:
            return self
        if self.kind != other.kind or self.columns.keys() != other.columns.keys():
            return Shape(others=_some(self.others | other.others | self.constants | other.constants))
        return Shape(
            self.kind,
            {name: _either(column, other.columns[name]) for name, column in self.columns.items()},
            self.item.joined(other.item) if self.item and other.item else None,
            texts=self.texts | other.texts if self.texts and other.texts else frozenset(),
            constants=_some(self.constants | other.constants) if self.constants and other.constants else frozenset(),
            spoken=self.spoken and other.spoken,
            fraction=self.fraction or other.fraction,
            zoned=self.zoned if self.zoned is other.zoned else None,
            others=_some(self.others | other.others),
        )


def _some(texts: frozenset[str]) -> frozenset[str]:
    """The texts, unless they are so many that nobody wrote them out to compare them."""
    return texts if len(texts) <= MOST_TEXTS else frozenset()


def _either(one: tuple[Shape, bool | None], other: tuple[Shape, bool | None]) -> tuple[Shape, bool | None]:
    if one is other:
        return one
    missing = {one[1], other[1]}
    return one[0].joined(other[0]), True if True in missing else None if None in missing else False


UNKNOWN = Shape()
TEXT, NUMBER, BOOLEAN = Shape("text"), Shape("number"), Shape("boolean")
DATE, TIME, DATETIME = Shape("date"), Shape("time"), Shape("datetime")
SPEECH = Shape("text", spoken=True)


def one_of(texts: Iterable[str]) -> Shape:
    """A text that can be one of these only."""
    return Shape("text", texts=frozenset(texts))


def row_of(columns: tuple[Column, ...] | None) -> Shape:
    """A row of a query; unknown where its columns are."""
    if columns is None:
        return UNKNOWN
    return Shape("row", {column.name: (of_contents(column.contents), column.nullable) for column in columns})


def list_of(item: Shape) -> Shape:
    """A list of such items."""
    return Shape("list", item=item)


def of_contents(contents: Contents) -> Shape:
    """What a column holds."""
    return Shape(contents.kind, fraction=contents.fraction)


def of_value(value: Value) -> Shape:
    """The shape of a value that is known."""
    match value:
        case bool():
            return BOOLEAN
        case int() | float():
            return Shape("number", fraction=isinstance(value, float) and not value.is_integer())
        case str():
            return Shape("text", constants=frozenset({value}))
        case datetime():
            return DATETIME
        case date():
            return DATE
        case time():
            return TIME
        case tuple():
            items = [of_value(item) for item in value]
            return list_of(reduce(Shape.joined, items) if items else UNKNOWN)
        case Row() | None:
            return UNKNOWN
