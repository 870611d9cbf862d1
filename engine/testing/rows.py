"""What the tables must hold after a call: rows by their primary key, and of each the columns that the test names."""

import sqlite3
from collections.abc import Iterator

from engine.diagnostics.catalogue import WRONG_ROW
from engine.source.document import ScalarValue
from engine.testing.cases import Cell, GivenRow, Tables
from engine.testing.progress import Problem
from engine.testing.tables import Schema, Table, quoted_name


def wrong_rows(connection: sqlite3.Connection, schema: Schema, expected: Tables) -> Iterator[Problem]:
    """Each column that holds something else, and each row that is not there."""
    for rows in expected.values():
        table = schema.table(rows.name.text)
        for row in rows.rows if table else ():
            assert table is not None  # noqa: S101 - the rows of no table are left out above
            yield from _wrong_row(connection, table, row)


def _wrong_row(connection: sqlite3.Connection, table: Table, row: GivenRow) -> Iterator[Problem]:
    keys = [cell for cell in row.cells if table.column(cell.column.text) in table.key]
    which = " and ".join(f"{cell.column.text} {shown(cell.value)}" for cell in keys)
    # The column's own affinity compares: a text column holds 5 as '5'.
    where = " AND ".join(f"{quoted_name(cell.column.text)} IS ?" for cell in keys)
    columns = ", ".join(f"{quoted_name(cell.column.text)}, {quoted_name(cell.column.text)} IS ?" for cell in row.cells)
    found = connection.execute(
        f"SELECT {columns} FROM {quoted_name(table.name)} WHERE {where}",  # noqa: S608 - quoted names of columns
        [cell.value for cell in (*row.cells, *keys)],
    ).fetchone()
    if found is None:
        message = f"{table.name} has no row with {which} after the call"
        yield Problem(WRONG_ROW, row.span, message, f"a row with {which}", "no such row")
        return
    for place, cell in enumerate(row.cells):
        stored, equal = found[2 * place : 2 * place + 2]
        if not equal:
            yield _wrong_cell(table, cell, which, stored)


def _wrong_cell(table: Table, cell: Cell, which: str, stored: object) -> Problem:
    message = f"after the call, {cell.column.text} is wrong in the row of {table.name} with {which}"
    return Problem(WRONG_ROW, cell.span, message, shown(cell.value), shown(stored))


def shown(value: ScalarValue | object) -> str:
    """A value of a column, as a message shows it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case bytes():
            return "bytes"
        case _:
            return str(value)
