"""The tables of a script, and databases in memory that hold a test's rows."""

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from engine.adapters.data.sqlite.create import create_database
from engine.adapters.data.sqlite.guard import LEDGER_PREFIX
from engine.adapters.data.sqlite.typed import enforce, quoted_name, refusal
from engine.ports.iso import read_moment, write_moment
from engine.ports.stored import MOMENTS
from engine.testing.cases import Cell, GivenRow, TableRows

# Schemas whose databases are kept: the tests of a folder mostly share one or two.
MOST_SCHEMAS = 16
# Errors of sqlite3 for a row that does not fit; OverflowError is a whole number of more than 64 bits.
REFUSALS = (sqlite3.Error, OverflowError)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with their declared types, and those of its primary key (none where it has no key)."""

    name: str
    types: Mapping[str, str]
    key: tuple[str, ...]

    def column(self, name: str) -> str | None:
        """The column of that name, in capitals or not, as SQLite compares names."""
        return next((column for column in self.types if column.casefold() == name.casefold()), None)

    def moment(self, cell: Cell, zone: tzinfo) -> datetime | None:
        """The moment that a test writes for a column of them; one without an offset is in the script's time zone."""
        declared = self.types.get(self.column(cell.column.text) or "", "")
        if declared not in MOMENTS or not isinstance(cell.value, str):
            return None
        return moment_of(cell.value, zone)


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of a script by casefolded name, and the empty database as SQLite stores it."""

    tables: dict[str, Table]
    image: bytes

    def table(self, name: str) -> Table | None:
        """The table of that name, in capitals or not."""
        return self.tables.get(name.casefold())


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that the database does not take, and why."""

    row: GivenRow
    reason: str


@lru_cache(maxsize=MOST_SCHEMAS)
def read_schema(sql: str) -> Schema:
    """The schema that `sql` defines. Raises DatabaseNotMade."""
    with tempfile.TemporaryDirectory(prefix="callsheet-") as folder:
        path = Path(folder, "schema.db")
        create_database(path, sql)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # a log has no place in memory
            names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            tables = [_table(connection, name) for (name,) in names if not name.startswith(("sqlite_", LEDGER_PREFIX))]
            return Schema({table.name.casefold(): table for table in tables}, connection.serialize())


def open_image(image: bytes) -> sqlite3.Connection:
    """A database of its own in memory, as the image has it. Its owner closes it."""
    connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
    connection.deserialize(image)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def moment_of(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a text says, if it says one."""
    found = read_moment(text)
    return found.replace(tzinfo=zone) if found is not None and found.tzinfo is None else found


def fill(schema: Schema, tables: Sequence[TableRows], zone: tzinfo) -> tuple[bytes, list[Refusal]]:
    """The schema's database with these rows in it, and the rows that it does not take.

    Moments are stored as a call would store them, which in the script's `zone` are those without an offset.
    """
    refusals: list[Refusal] = []
    placed: dict[tuple[str, int | None], GivenRow] = {}
    with closing(open_image(schema.image)) as connection:
        enforce(connection)
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")  # tables may stand in any order
        for given in tables:
            table = schema.table(given.name.text)
            for row in given.rows if table else ():
                assert table is not None  # noqa: S101 - the rows of no table are left out above
                try:
                    rowid = _insert(connection, table, row, zone)
                except REFUSALS as error:
                    refusals.append(Refusal(row, _reason(error)))
                else:
                    placed[table.name, rowid] = row
        if not refusals:  # a row that is missing would leave others alone
            refusals = list(_alone(connection, placed))
        if refusals:
            return b"", refusals
        connection.execute("COMMIT")
        return connection.serialize(), []


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = connection.execute(f"PRAGMA table_xinfo({quoted_name(name)})").fetchall()
    keys = sorted((place, column) for _, column, _, _, _, place, _ in columns if place)
    types = {column: declared.upper() for _, column, declared, *_ in columns}
    return Table(name, types, tuple(column for _, column in keys))


def _insert(connection: sqlite3.Connection, table: Table, row: GivenRow, zone: tzinfo) -> int | None:
    columns = ", ".join(quoted_name(cell.column.text) for cell in row.cells)
    marks = ", ".join("?" for _ in row.cells)
    sql = f"INSERT INTO {quoted_name(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - quoted names of columns
    moments = [table.moment(cell, zone) for cell in row.cells]
    values = [write_moment(one) if one else cell.value for one, cell in zip(moments, row.cells, strict=True)]
    return connection.execute(sql, values).lastrowid


def _alone(connection: sqlite3.Connection, placed: dict[tuple[str, int | None], GivenRow]) -> Iterator[Refusal]:
    """The rows that refer to a row which is not there."""
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        row = placed.get((table, rowid)) or next(row for (name, _), row in placed.items() if name == table)
        yield Refusal(row, f'it refers to a row of "{parent}" that is not there')


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
