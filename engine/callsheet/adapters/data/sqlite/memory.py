"""The port `CallTables`: the tables of a script in memory, for the call of one test."""

import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.guard import own_tables
from callsheet.adapters.data.sqlite.inline import MemoryDatabase
from callsheet.adapters.data.sqlite.typed import TypedSchema, quoted_name
from callsheet.ports.tables import Schema, Stated, StoredRow, Table

# Schemas whose databases are kept: the tests of a folder mostly share one or two.
MOST_SCHEMAS = 16


class SqliteTables:
    """A database of its own in memory, as an image of the schema has it."""

    def __init__(self, schema: Schema, image: bytes) -> None:
        self._connection = opened(image)
        self._typed = _typed(schema.image)

    def database(self) -> MemoryDatabase:
        """It works on the same connection."""
        return MemoryDatabase(self._connection, self._typed)

    def count(self, table: Table) -> int:
        """How many rows there are."""
        [(count,)] = self._connection.execute(f"SELECT count(*) FROM {quoted_name(table.name)}")  # noqa: S608 - a quoted name
        return int(count)

    def rows(self, table: Table, most: int) -> list[StoredRow]:
        """A row is known by its primary key, or by the number that SQLite gives it."""
        key = [quoted_name(name) for name in table.key] or ["rowid"]
        columns = ", ".join([*key, *map(quoted_name, table.types)])
        sql = f"SELECT {columns} FROM {quoted_name(table.name)} ORDER BY {', '.join(key)} LIMIT ?"  # noqa: S608 - as above
        found = self._connection.execute(sql, [most]).fetchall()
        return [StoredRow(row[: len(key)], dict(zip(table.types, row[len(key) :], strict=True))) for row in found]

    def compared(self, table: Table, row: Sequence[tuple[str, Stated]]) -> list[list[tuple[object, bool]]]:
        """The column's own affinity compares: a text column holds 5 as '5'."""
        columns = ", ".join(f"{quoted_name(name)}, {quoted_name(name)} IS ?" for name, _ in row)
        sql = f"SELECT {columns} FROM {quoted_name(table.name)}"  # noqa: S608 - quoted names of columns
        found = self._connection.execute(sql, [value for _, value in row])
        return [[(held, bool(equal)) for held, equal in zip(one[::2], one[1::2], strict=True)] for one in found]

    def close(self) -> None:
        """Let the memory go."""
        self._connection.close()


@lru_cache(maxsize=MOST_SCHEMAS)
def _typed(image: bytes) -> TypedSchema:
    """What is known of a schema, whose empty database is `image`: one test finds it out for all others."""
    return TypedSchema()


def opened(image: bytes) -> sqlite3.Connection:
    """A database of its own in memory, as the image has it. Its owner closes it.

    A statement that is kept was judged when it was first prepared: nobody else could have changed what it names.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(image)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@lru_cache(maxsize=MOST_SCHEMAS)
def read_schema(sql: str, sample: str = "") -> Schema:
    """The schema that `sql` defines, with the rows of `sample`. Raises DatabaseNotMade."""
    with tempfile.TemporaryDirectory(prefix="callsheet-") as folder:
        path = Path(folder, "schema.db")
        create_database(path, sql, sample)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # a log has no place in memory
            tables = [_table(connection, name) for name in own_tables(connection)]
            return Schema({table.name.casefold(): table for table in tables}, connection.serialize())


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = connection.execute(f"PRAGMA table_xinfo({quoted_name(name)})").fetchall()
    keys = sorted((place, column) for _, column, _, _, _, place, _ in columns if place)
    types = {column: declared.upper() for _, column, declared, *_ in columns}
    return Table(name, types, tuple(column for _, column in keys), {column.casefold(): column for column in types})
