"""The database of one test: tables in memory, in the loop's own thread.

What is done in a transaction, and what a statement may do, is that of live calls; only the file, its locks, the
threads and the ledger are gone. A write happens exactly once here too: the database lives no longer than its call.
"""

import sqlite3
import time
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager

from callsheet.adapters.data.nothing import NoLedger
from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS, failure_of
from callsheet.adapters.data.sqlite.guard import Guard
from callsheet.adapters.data.sqlite.limits import LIMITS
from callsheet.adapters.data.sqlite.once import changed, mismatch
from callsheet.adapters.data.sqlite.readers import fetch
from callsheet.adapters.data.sqlite.typed import Typed, TypedSchema
from callsheet.adapters.data.sqlite.values import bind, rows_of
from callsheet.ports.data import PreparedQuery, WriteKey, WriteUnit, Written
from callsheet.ports.tasks import done
from callsheet.ports.values import Cell, Row

# A statement in the thread of the loop, which nobody else could interrupt, is stopped after as much of a processor: how
# a test ends is not to depend on what else the machine does.
RUN_SECONDS = LIMITS.run_seconds
# SQLite asks whether to go on after so many of its steps (about a millisecond).
STEPS_BETWEEN_LOOKS = 10_000


class MemoryDatabase(NoLedger):
    """Implements `Database` on a connection in memory, which stays its owner's. Nothing is waited for."""

    def __init__(self, connection: sqlite3.Connection, schema: TypedSchema) -> None:
        self._connection = connection
        self._guard = Guard()
        self._typed = Typed(connection, self._guard, schema)
        self._writing = True
        self._until = 0.0
        self._written: dict[WriteKey, tuple[int, PreparedQuery, Mapping[str, Cell]]] = {}
        connection.set_authorizer(self._guard)
        connection.set_progress_handler(lambda: int(time.thread_time() > self._until), STEPS_BETWEEN_LOOKS)

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The first `most_rows` rows. Raises DataFailed."""
        bound = bind(query, values)
        with self._in_use(f'"{query.name}"', writing=False):
            return rows_of(query, *fetch(self._connection, self._guard, query, bound, most_rows))

    def write(self, unit: WriteUnit) -> Awaitable[Written]:
        """Do the write, once. Raises DataFailed."""
        return done(self._write(unit))

    def _write(self, unit: WriteUnit) -> Written:
        known = self._written.get(unit.key)
        if known is not None:
            rows, query, values = known
            if (query, values) == (unit.query, unit.values):
                return Written(rows, repeated=True)
            raise mismatch(query.name)
        connection, bound = self._connection, bind(unit.query, unit.values)
        with self._in_use(f'"{unit.query.name}"', writing=True):
            ledger.change(connection, "BEGIN IMMEDIATE")
            try:
                rows = changed(connection, self._typed, unit.query, bound)
                ledger.change(connection, "COMMIT")
            except BaseException:
                connection.rollback()
                self._typed = Typed(connection, self._guard, self._typed.schema)  # what was made for it is undone
                raise
        self._written[unit.key] = rows, unit.query, unit.values
        return Written(rows)

    @contextmanager
    def _in_use(self, what: str, *, writing: bool) -> Iterator[None]:
        """Statements have their time from here on. Raises DataFailed where an error of SQLite's came out of the block,
        and where one that does not write is to write."""
        if self._writing != writing:
            self._writing = writing
            ledger.change(self._connection, f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        self._until = time.thread_time() + RUN_SECONDS
        try:
            yield
        except SQLITE_ERRORS as error:
            raise failure_of(error, what, ":memory:") from None
