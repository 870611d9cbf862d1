"""What a value can be: a kind, and for rows and lists what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

from engine.ports.values import Row, Value
from engine.queries.records import Column

Kind = Literal["text", "number", "boolean", "date", "time", "datetime", "row", "list", "unknown"]

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
MOMENTS: frozenset[Kind] = frozenset({"date", "time", "datetime"})

_DECLARED: dict[str, Kind] = {
    "BOOLEAN": "boolean",
    "BOOL": "boolean",
    "DATE": "date",
    "TIME": "time",
    "DATETIME": "datetime",
    "TIMESTAMP": "datetime",
}
# SQLite's own reading of other declared types: section 3.1 of its "Datatypes" page.
_AFFINITY: tuple[tuple[str, Kind], ...] = (
    ("INT", "number"),
    ("CHAR", "text"),
    ("CLOB", "text"),
    ("TEXT", "text"),
    ("REAL", "number"),
    ("FLOA", "number"),
    ("DOUB", "number"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind; `columns` of a row (with whether each can be missing, None where nobody knows), `item` of a list."""

    kind: Kind = "unknown"
    columns: Mapping[str, tuple["Shape", bool | None]] = field(default_factory=dict)
    item: "Shape | None" = None

    def joined(self, other: "Shape") -> "Shape":
        """What a value can be that is either this or the other."""
        return self if self == other else UNKNOWN


UNKNOWN = Shape()
TEXT, NUMBER, BOOLEAN = Shape("text"), Shape("number"), Shape("boolean")
DATE, TIME, DATETIME = Shape("date"), Shape("time"), Shape("datetime")


def row_of(columns: tuple[Column, ...] | None) -> Shape:
    """A row of a query; unknown where its columns are."""
    if columns is None:
        return UNKNOWN
    return Shape("row", {column.name: (of_column(column.type), column.nullable) for column in columns})


def list_of(item: Shape) -> Shape:
    """A list of such items."""
    return Shape("list", item=item)


def of_column(declared: str) -> Shape:
    """What a column of a declared type holds."""
    if declared in _DECLARED:
        return Shape(_DECLARED[declared])
    return next((Shape(kind) for part, kind in _AFFINITY if part in declared), UNKNOWN)


def of_value(value: Value) -> Shape:
    """The shape of a value that is known."""
    match value:
        case bool():
            return BOOLEAN
        case int() | float():
            return NUMBER
        case str():
            return TEXT
        case datetime():
            return DATETIME
        case date():
            return DATE
        case time():
            return TIME
        case tuple():
            items = {of_value(item).kind for item in value}
            return list_of(Shape(items.pop()) if len(items) == 1 else UNKNOWN)
        case Row() | None:
            return UNKNOWN
