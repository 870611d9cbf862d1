"""The port `Loader`: rows of tests on their way into tables in memory."""

import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

from callsheet.adapters.data.sqlite.guard import Guard
from callsheet.adapters.data.sqlite.memory import opened
from callsheet.adapters.data.sqlite.typed import Typed, TypedSchema, quoted_name, refusal
from callsheet.ports.tables import Alone, NotTaken, Placed, Schema, Stated, Table

# Errors of sqlite3 for a row that does not fit; OverflowError is a whole number of more than 64 bits.
REFUSALS = (sqlite3.Error, OverflowError)
# Bytes of one value or row, and pages of 4 KiB of all of them: a file of tests has one MiB. Rules could make gigabytes.
MOST_VALUE_BYTES = 2 << 20
MOST_PAGES = 16_384
# SQLite asks whether to go on after so many of its steps (about a millisecond).
STEPS_BETWEEN_LOOKS = 10_000


class SqliteLoader:
    """A database of its own in memory, whose columns are kept to their types."""

    def __init__(self, schema: Schema, most_seconds: float) -> None:
        self._until = time.thread_time() + most_seconds
        self._connection = opened(schema.image)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES)
        self._connection.execute(f"PRAGMA max_page_count = {MOST_PAGES}")
        guard = Guard()
        self._connection.set_authorizer(guard)
        self._typed = Typed(self._connection, guard, TypedSchema())
        self._connection.set_progress_handler(lambda: int(time.thread_time() > self._until), STEPS_BETWEEN_LOOKS)

    @property
    def exhausted(self) -> bool:
        """The time is over."""
        return time.thread_time() > self._until

    @property
    def gone(self) -> bool:
        """A rule that says ROLLBACK ends the transaction."""
        return not self._connection.in_transaction

    def begin(self, tables: Iterable[Table]) -> None:
        """Whether rows refer to others that are there is looked at in the end: tables may stand in any order."""
        for table in tables:
            with suppress(*REFUSALS):  # each row is refused for that
                # Before the transaction, which takes what it makes with it.
                self._typed.prepare(f"INSERT INTO {quoted_name(table.name)} DEFAULT VALUES", {})
        self._connection.execute("BEGIN")
        self._connection.execute("PRAGMA defer_foreign_keys = ON")

    def put_in(self, table: Table, row: Mapping[str, Stated]) -> Placed | NotTaken:
        """Put in one row."""
        columns = ", ".join(map(quoted_name, row))
        marks = ", ".join("?" for _ in row)
        sql = f"INSERT INTO {quoted_name(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - quoted names of columns
        try:
            return Placed(self._connection.execute(sql, tuple(row.values())).lastrowid)
        except REFUSALS as error:
            return NotTaken(_reason(error))

    def alone(self) -> list[Alone] | None:
        """The rows that refer to a row which is not there."""
        try:
            found = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.Error:  # interrupted
            return None
        return [Alone(table, number, parent) for table, number, parent, _ in found]

    def undo(self) -> None:
        """Take all rows out again."""
        self._connection.rollback()

    def image(self) -> bytes:
        """The database with its rows."""
        self._connection.commit()
        return self._connection.serialize()

    def close(self) -> None:
        """Let the memory go."""
        self._connection.close()


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
