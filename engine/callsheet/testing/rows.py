"""What the tables must hold after a call: rows by their primary key, and of each the columns that the test names.

A row of a table without a primary key is found by all columns that the test names.
"""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from callsheet.diagnostics.catalogue import WRONG_ROW
from callsheet.ports.english import counted
from callsheet.ports.tables import CallTables, Schema, Table
from callsheet.script.words import Word
from callsheet.testing.cases import Cell, GivenRow, Tables
from callsheet.testing.conversation import Problem
from callsheet.testing.moments import moment_in, moment_of

# Rows. More would hide the call that is shown below them.
MOST_ROWS_SHOWN = 3

Compared = tuple[object, bool]  # what a column holds, and whether it is what the test says


def wrong_rows(tables: CallTables, schema: Schema, expected: Tables, zone: tzinfo) -> Iterator[Problem]:
    """Each column that holds something else, each row that is not there, each table that was to have none.

    Moments are compared as moments; one without an offset is in the script's `zone`.
    """
    for rows in expected.values():
        table = schema.table(rows.name.text)
        if table is None:
            continue
        if not rows.rows:
            yield from _not_empty(tables, table, rows.name)
        taken: set[int] = set()
        for row in rows.rows:
            yield from _wrong_row(_stored(tables, table, row, zone), table, row, taken)


def _not_empty(tables: CallTables, table: Table, name: Word) -> Iterator[Problem]:
    count = tables.count(table)
    if count:
        message = f"{table.name} is not empty after the call"
        yield Problem(WRONG_ROW, name.span, message, "no row", counted(count, "row"))


def _stored(tables: CallTables, table: Table, row: GivenRow, zone: tzinfo) -> list[list[Compared]]:
    """Every row of the table: of each column that the test names, what it holds and whether that is what was meant."""
    moments = [moment_in(table, cell, zone) for cell in row.cells]
    found = tables.compared(table, [(cell.column.text, cell.value) for cell in row.cells])
    return [
        [
            (held, held is not None if cell.filled else equal or _is_moment(held, moment, zone))
            for cell, moment, (held, equal) in zip(row.cells, moments, one, strict=True)
        ]
        for one in found
    ]


def _is_moment(held: object, moment: datetime | None, zone: tzinfo) -> bool:
    return moment is not None and isinstance(held, str) and moment_of(held, zone) == moment


def _held(stored: list[list[Compared]], keys: list[int], row: GivenRow) -> str:
    """The first rows that there are, by what they would be found by."""
    rows = [
        " and ".join(f"{row.cells[place].column.text} {shown(one[place][0])}" for place in keys)
        for one in stored[:MOST_ROWS_SHOWN]
    ]
    more = ["…"] if len(stored) > MOST_ROWS_SHOWN else []
    return "; ".join((*rows, *more)) or "an empty table"


def _wrong_row(stored: list[list[Compared]], table: Table, row: GivenRow, taken: set[int]) -> Iterator[Problem]:
    """`taken` are the rows that others of the test have been found to be."""
    keys = [
        place for place, cell in enumerate(row.cells) if not table.key or table.column(cell.column.text) in table.key
    ]
    numbers = [n for n, one in enumerate(stored) if n not in taken and all(one[place][1] for place in keys)]
    which = " and ".join(f"{row.cells[place].column.text} {said_of(row.cells[place])}" for place in keys)
    if not numbers:
        message = f"{table.name} has no row with {which} after the call"
        yield Problem(WRONG_ROW, row.span, message, f"a row with {which}", _held(stored, keys, row))
        return
    taken.update(numbers[:1] if not table.key else ())
    for cell, (value, equal) in zip(row.cells, stored[numbers[0]], strict=True):
        if not equal:
            yield _wrong_cell(table, cell, which, value)


def _wrong_cell(table: Table, cell: Cell, which: str, stored: object) -> Problem:
    message = f"after the call, {cell.column.text} is wrong in the row of {table.name} with {which}"
    return Problem(WRONG_ROW, cell.span, message, said_of(cell), shown(stored))


def said_of(cell: Cell) -> str:
    """What a test says that it holds."""
    return "something" if cell.filled else shown(cell.value)


def shown(value: object) -> str:
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
