"""Values on their way into a statement, and columns on their way out."""

import hmac
import json
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from callsheet.ports.data import DataFailed, PreparedQuery
from callsheet.ports.iso import write_moment
from callsheet.ports.stored import FORMS, plain
from callsheet.ports.values import Cell, Row, Value, is_unicode

Bound = None | int | float | str

# SQLite's integers have 64 bits.
SMALLEST_INTEGER, LARGEST_INTEGER = -(2**63), 2**63 - 1


def bind(query: PreparedQuery, values: Mapping[str, Cell]) -> dict[str, Bound]:
    """`values` as SQLite takes them: booleans as 0 and 1, dates and times as ISO text, moments in UTC.

    Raises:
        DataFailed: `bad_value`, which names the parameter and never the value.
    """
    return {name: _bound(value, f'the parameter "{name}" of "{query.name}"') for name, value in values.items()}


def _bound(value: Cell, where: str) -> Bound:
    match value:
        case None:
            return None
        case bool():
            return int(value)
        case int() if SMALLEST_INTEGER <= value <= LARGEST_INTEGER:
            return value
        case float() if math.isfinite(value):
            return value
        case str() if is_unicode(value):
            return value
        case datetime():
            return write_moment(value)
        case date() | time():
            return value.isoformat()
    raise DataFailed("bad_value", f"The database cannot hold {where}.")


def digest(query: PreparedQuery, values: Mapping[str, Cell], key: bytes) -> str:
    """A fingerprint of a write: equal only for the same query and the same values of the same types.

    Without a `key` whoever reads it can guess values until one gives the same; with one only who has that, too.
    """
    cells = [[name, type(value).__name__, str(value)] for name, value in sorted(values.items())]
    return hmac.new(key, json.dumps([query.name, cells]).encode("ascii"), "sha256").hexdigest()


def rows_of(query: PreparedQuery, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[Row, ...]:
    """The rows of a query, with each column as the type that the query declares for it.

    Raises:
        DataFailed: `bad_value`, which names the column and the row and never the value; `database_refused` for two
            columns of one name, of which a row could only keep one.
    """
    if len(set(columns)) < len(columns):
        twice = next(name for number, name in enumerate(columns) if name in columns[:number])
        raise DataFailed("database_refused", f'"{query.name}" gives two columns the name "{twice}".')
    forms = [FORMS.get(query.types.get(name, "").upper()) for name in columns]
    readers = [form.read if form else plain for form in forms]
    found: list[Row] = []
    for number, row in enumerate(rows, start=1):
        cells: dict[str, Value] = {}
        for name, convert, stored in zip(columns, readers, row, strict=True):
            try:
                cells[name] = None if stored is None else convert(stored)
            except ValueError:
                message = f'Row {number} of "{query.name}" has something in "{name}" that does not fit its type.'
                raise DataFailed("bad_value", message) from None
        found.append(Row(cells))
    return tuple(found)
