"""The tables of a script, and databases in memory that hold a test's rows."""

import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.adapters.data.sqlite.create import create_database
from engine.adapters.data.sqlite.guard import LEDGER_PREFIX
from engine.testing.cases import GivenRow, TableRows

# Schemas whose databases are kept: the tests of a folder mostly share one or two.
MOST_SCHEMAS = 16
# Errors of sqlite3 for a row that does not fit; OverflowError is a whole number of more than 64 bits.
REFUSALS = (sqlite3.Error, OverflowError)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and those of its primary key (none where it has no key)."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def column(self, name: str) -> str | None:
        """The column of that name, in capitals or not, as SQLite compares names."""
        return next((column for column in self.columns if column.casefold() == name.casefold()), None)


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


def fill(schema: Schema, tables: Sequence[TableRows]) -> tuple[bytes, list[Refusal]]:
    """The schema's database with these rows in it, and the rows that it does not take."""
    refusals: list[Refusal] = []
    placed: dict[tuple[str, int | None], GivenRow] = {}
    with closing(open_image(schema.image)) as connection:
        connection.execute("BEGIN")
        connection.execute("PRAGMA defer_foreign_keys = ON")  # tables may stand in any order
        for given in tables:
            table = schema.table(given.name.text)
            for row in given.rows if table else ():
                assert table is not None  # noqa: S101 - the rows of no table are left out above
                try:
                    rowid = _insert(connection, table, row)
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


def quoted_name(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = connection.execute(f"PRAGMA table_xinfo({quoted_name(name)})").fetchall()
    keys = sorted((place, column) for _, column, _, _, _, place, _ in columns if place)
    return Table(name, tuple(column[1] for column in columns), tuple(column for _, column in keys))


def _insert(connection: sqlite3.Connection, table: Table, row: GivenRow) -> int | None:
    columns = ", ".join(quoted_name(cell.column.text) for cell in row.cells)
    marks = ", ".join("?" for _ in row.cells)
    sql = f"INSERT INTO {quoted_name(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - quoted names of columns
    return connection.execute(sql, [cell.value for cell in row.cells]).lastrowid


def _alone(connection: sqlite3.Connection, placed: dict[tuple[str, int | None], GivenRow]) -> Iterator[Refusal]:
    """The rows that refer to a row which is not there."""
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        row = placed.get((table, rowid)) or next(row for (name, _), row in placed.items() if name == table)
        yield Refusal(row, f'it refers to a row of "{parent}" that is not there')


def _reason(error: Exception) -> str:
    """What a constraint asks for, in words."""
    said = str(error)
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
