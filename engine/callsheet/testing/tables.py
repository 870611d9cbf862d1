"""The tables of a script, and databases in memory that have them."""

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.guard import LEDGER_PREFIX
from callsheet.adapters.data.sqlite.typed import quoted_name
from callsheet.ports.iso import read_moment
from callsheet.ports.stored import MOMENTS
from callsheet.testing.cases import Cell

# Schemas whose databases are kept: the tests of a folder mostly share one or two.
MOST_SCHEMAS = 16


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with their declared types, and those of its primary key (none where it has no key)."""

    name: str
    types: Mapping[str, str]
    key: tuple[str, ...]
    columns: Mapping[str, str]  # their names as they were declared, by casefolded name

    def column(self, name: str) -> str | None:
        """The column of that name, in capitals or not, as SQLite compares names."""
        return self.columns.get(name.casefold())

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


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = connection.execute(f"PRAGMA table_xinfo({quoted_name(name)})").fetchall()
    keys = sorted((place, column) for _, column, _, _, _, place, _ in columns if place)
    types = {column: declared.upper() for _, column, declared, *_ in columns}
    return Table(name, types, tuple(column for _, column in keys), {column.casefold(): column for column in types})
