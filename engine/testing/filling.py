"""Rows of tests in their tables: whether the database takes them, and the database that a test begins with."""

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

from engine.adapters.data.sqlite.typed import enforce, quoted_name, refusal
from engine.ports.iso import write_moment
from engine.testing.cases import GivenRow, TableRows
from engine.testing.tables import Schema, Table, open_image

# Errors of sqlite3 for a row that does not fit; OverflowError is a whole number of more than 64 bits.
REFUSALS = (sqlite3.Error, OverflowError)
# Seconds of a processor for the rows of all tests of a file: ten thousand rows need a tenth of it. What triggers and
# CHECKs do with a row can take any time, and a file can give thousands of rows to each of thousands of tests.
MOST_SECONDS = 1.0
# SQLite asks whether to go on after so many of its steps (about a millisecond).
STEPS_BETWEEN_LOOKS = 10_000
TOO_BUSY = "the rows up to here keep SQLite busy for too long"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that the database does not take, and why."""

    row: GivenRow
    reason: str


class Filling:
    """The tables of a schema in memory, for the rows of one test after the other. Close it after use.

    Moments are stored as a call would store them, which in the script's `zone` are those without an offset.
    """

    def __init__(self, schema: Schema, zone: tzinfo) -> None:
        self._schema = schema
        self._zone = zone
        self._connection = open_image(schema.image)
        enforce(self._connection)
        self._until = time.thread_time() + MOST_SECONDS
        self._connection.set_progress_handler(lambda: int(time.thread_time() > self._until), STEPS_BETWEEN_LOOKS)
        self.exhausted = False  # the time is over: nothing more is put in

    def close(self) -> None:
        """Let the memory go."""
        self._connection.close()

    def refusals(self, tables: Iterable[TableRows]) -> list[Refusal]:
        """The rows that the database does not take. Afterwards it is empty again."""
        try:
            return list(self._put_in(tables))
        finally:
            self._connection.rollback()

    def image(self, tables: Iterable[TableRows]) -> bytes:
        """The database with rows that it takes, as SQLite stores it."""
        list(self._put_in(tables))
        self._connection.commit()
        return self._connection.serialize()

    def _put_in(self, tables: Iterable[TableRows]) -> Iterator[Refusal]:
        placed: dict[tuple[str, int | None], GivenRow] = {}
        some: dict[str, GivenRow] = {}  # of each table one row: where there are no numbers of rows
        self._connection.execute("BEGIN")
        self._connection.execute("PRAGMA defer_foreign_keys = ON")  # tables may stand in any order
        refused = False
        for table, row in self._rows(tables):
            try:
                rowid = _insert(self._connection, table, row, self._zone)
            except REFUSALS as error:
                refused = True
                yield Refusal(row, TOO_BUSY if self._ends() else _reason(error))
            else:
                placed[table.name, rowid] = some[table.name] = row
                if self._ends():
                    refused = True
                    yield Refusal(row, TOO_BUSY)
            if self.exhausted or not self._connection.in_transaction:  # some rules of schema.sql undo all rows
                return
        if not refused:  # a row that is missing would leave others alone
            yield from self._alone(placed, some)

    def _rows(self, tables: Iterable[TableRows]) -> Iterator[tuple[Table, GivenRow]]:
        for given in tables:
            if table := self._schema.table(given.name.text):
                yield from ((table, row) for row in given.rows)

    def _ends(self) -> bool:
        self.exhausted = self.exhausted or time.thread_time() > self._until
        return self.exhausted

    def _alone(self, placed: dict[tuple[str, int | None], GivenRow], some: dict[str, GivenRow]) -> Iterator[Refusal]:
        """The rows that refer to a row which is not there."""
        try:
            for table, rowid, parent, _ in self._connection.execute("PRAGMA foreign_key_check"):
                # A trigger may have put in the row that is alone: any row may have set it off.
                row = placed.get((table, rowid)) or some.get(table) or next(iter(some.values()))
                yield Refusal(row, f'it refers to a row of "{parent}" that is not there')
        except sqlite3.Error:  # interrupted
            self.exhausted = True
            yield from (Refusal(row, TOO_BUSY) for row in [*some.values()][-1:])


def _insert(connection: sqlite3.Connection, table: Table, row: GivenRow, zone: tzinfo) -> int | None:
    columns = ", ".join(quoted_name(cell.column.text) for cell in row.cells)
    marks = ", ".join("?" for _ in row.cells)
    sql = f"INSERT INTO {quoted_name(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - quoted names of columns
    moments = [table.moment(cell, zone) for cell in row.cells]
    values = [write_moment(one) if one else cell.value for one, cell in zip(moments, row.cells, strict=True)]
    return connection.execute(sql, values).lastrowid


def _reason(error: Exception) -> str:
    """What a constraint asks for, in words."""
    said = str(error)
    if isinstance(error, sqlite3.Error) and (misfit := refusal(error)):
        return misfit
    kind, _, what = said.partition(" constraint failed: ")
    columns = " and ".join(f'"{name.rpartition(".")[2]}"' for name in what.split(", "))
    match kind:
        case "NOT NULL":
            return f"{columns} must not be empty"
        case "UNIQUE":
            return f"another row has the same {columns}"
        case "CHECK":
            return f"schema.sql allows only {' '.join(what.split())}"
        case _ if re.fullmatch("datatype mismatch", said):
            return "its primary key must be a whole number"
        case _:
            return f"SQLite says: {said}"
