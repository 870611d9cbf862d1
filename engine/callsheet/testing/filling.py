"""Rows of tests in their tables: whether the database takes them, and the database that a test begins with."""

import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

from callsheet.adapters.data.sqlite.typed import FIND_COLUMNS, FUNCTION, quoted_name, refusal, triggers
from callsheet.ports.iso import write_moment
from callsheet.ports.stored import fits
from callsheet.testing.cases import GivenRow, TableRows
from callsheet.testing.tables import Schema, Table, open_image

# Errors of sqlite3 for a row that does not fit; OverflowError is a whole number of more than 64 bits.
REFUSALS = (sqlite3.Error, OverflowError)
# Seconds of a processor for the rows of all tests of a file: ten thousand rows need a tenth of it. What triggers and
# CHECKs do with a row can take any time, and a file can give thousands of rows to each of thousands of tests.
MOST_SECONDS = 1.0
# Bytes of one value or row, and pages of 4 KiB of all of them: a file of tests has one MiB. Rules could make gigabytes.
MOST_VALUE_BYTES = 2 << 20
MOST_PAGES = 16_384
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

    def __init__(
        self, schema: Schema, zone: tzinfo, named: Collection[str], *, most_seconds: float = MOST_SECONDS
    ) -> None:
        """`named` are the tables that rows are given to."""
        self._schema = schema
        self._zone = zone
        self._until = time.thread_time() + most_seconds
        self.exhausted = False  # the time is over: nothing more is put in
        self._connection = open_image(schema.image)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES)
        self._connection.execute(f"PRAGMA max_page_count = {MOST_PAGES}")
        self._enforce({name.casefold() for name in named})
        self._connection.set_progress_handler(lambda: int(time.thread_time() > self._until), STEPS_BETWEEN_LOOKS)

    def _enforce(self, named: Collection[str]) -> None:
        """Keep the columns to their types: of those tables that something is put into."""
        self._connection.create_function(FUNCTION, 2, fits, deterministic=True)
        into_others = self._connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'trigger'").fetchone()
        columns = self._connection.execute(FIND_COLUMNS).fetchall()
        for statement in triggers(one for one in columns if into_others or one[0].casefold() in named):
            if self._ends():
                return
            self._connection.execute(statement)

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
        case "datatype mismatch":
            return "its primary key must be a whole number"
        case "string or blob too big" | "database or disk is full":
            return "with what schema.sql makes of it, it is too large"
        case _:
            return f"SQLite says: {said}"
