"""How values stand in a database's columns, by the declared type: what a read takes, and so what a write must give."""

import math
from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from callsheet.ports.iso import read_date, read_moment, read_time
from callsheet.ports.values import Cell

CellKind = Literal["text", "number", "boolean", "date", "time", "datetime", "unknown"]


class Contents(Struct, frozen=True):
    """What columns of a type hold, as far as that is known. `fraction` tells that numbers there may have one."""

    kind: CellKind = "unknown"
    fraction: bool = False


class Form(Struct, frozen=True):
    """A declared type. `read` makes a value of what is stored, or raises ValueError; `written` says how, as in SQL."""

    read: Callable[[object], Cell]
    written: str
    contents: Contents


def plain(stored: object) -> Cell:
    """A number or a text as it is. Raises ValueError."""
    if isinstance(stored, int | str) or (isinstance(stored, float) and math.isfinite(stored)):
        return stored
    raise ValueError  # bytes have no place in a call; neither has infinity


def _number(stored: object) -> Cell:
    if type(stored) is int or (type(stored) is float and math.isfinite(stored)):
        return stored
    raise ValueError


def _boolean(stored: object) -> bool:
    if type(stored) is int and stored in (0, 1):
        return stored == 1
    raise ValueError


def _iso(read: Callable[[str], Cell]) -> Callable[[object], Cell]:
    def converted(stored: object) -> Cell:
        value = read(stored) if isinstance(stored, str) else None
        if value is None:
            raise ValueError
        return value

    return converted


MOMENTS, BOOLEANS = ("DATETIME", "TIMESTAMP"), ("BOOLEAN", "BOOL")
WHOLE_NUMBERS, DECIMALS = ("INTEGER", "INT", "BIGINT", "SMALLINT"), ("REAL", "DOUBLE", "FLOAT")
# What a query can declare for a column that it computes.
TYPES = ("BOOLEAN", "DATE", "DATETIME", "INTEGER", "REAL", "TEXT", "TIME")
# Other types, among them TEXT, take whatever the database keeps under them.
FORMS: dict[str, Form] = {
    **dict.fromkeys(BOOLEANS, Form(_boolean, "as 1 for yes and 0 for no", Contents("boolean"))),
    "DATE": Form(_iso(read_date), "like '2026-11-22'", Contents("date")),
    "TIME": Form(_iso(read_time), "like '09:05:00'", Contents("time")),
    **dict.fromkeys(MOMENTS, Form(_iso(read_moment), "like '2026-11-22T14:05:00Z'", Contents("datetime"))),
    **dict.fromkeys(WHOLE_NUMBERS, Form(_number, "like 12", Contents("number"))),
    **dict.fromkeys(DECIMALS, Form(_number, "like 12.5", Contents("number", fraction=True))),
}
# What columns of these types hold in every database. Of others a dialect knows.
CONTENTS: Mapping[str, Contents] = {"TEXT": Contents("text"), **{name: form.contents for name, form in FORMS.items()}}


def fits(declared: str, stored: object) -> bool:
    """Whether a column of this type may hold it; it may always hold nothing."""
    form = FORMS.get(declared.upper())
    if form is None or stored is None:
        return True
    try:
        form.read(stored)
    except ValueError:
        return False
    return True
