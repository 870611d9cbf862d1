"""The database of one test: tables in memory, in the loop's own thread.

What is done in a transaction, and what a statement may do, is that of live calls; only the file, its locks and the
threads are gone. So a write happens exactly once here too.
"""

import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS, failure_of
from callsheet.adapters.data.sqlite.guard import Guard
from callsheet.adapters.data.sqlite.limits import LIMITS
from callsheet.adapters.data.sqlite.once import Once
from callsheet.adapters.data.sqlite.readers import fetch
from callsheet.adapters.data.sqlite.typed import Typed, TypedSchema
from callsheet.adapters.data.sqlite.values import bind, rows_of
from callsheet.ports.clock import Clock
from callsheet.ports.data import LostCall, OpenedCall, PreparedQuery, WriteKey, WriteUnit, Written
from callsheet.ports.tasks import done
from callsheet.ports.values import Cell, Row

T = TypeVar("T")

# A database in memory is nobody else's.
WORKER = "test"
# A statement in the thread of the loop, which nobody else could interrupt, is stopped after this long.
RUN_SECONDS = LIMITS.run_seconds
# SQLite asks whether to go on after so many of its steps (about a millisecond).
STEPS_BETWEEN_LOOKS = 10_000


class MemoryDatabase:
    """Implements `Database` on a connection in memory, which stays its owner's. Nothing is waited for."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock, schema: TypedSchema) -> None:
        self._connection = connection
        self._clock = clock
        self._guard = Guard()
        self._typed = Typed(connection, self._guard, schema)
        self._writing = True
        self._until = 0.0
        connection.set_authorizer(self._guard)
        connection.set_progress_handler(lambda: int(time.monotonic() > self._until), STEPS_BETWEEN_LOOKS)

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The first `most_rows` rows. Raises DataFailed."""
        bound = bind(query, values)
        with self._in_use(f'"{query.name}"', writing=False):
            return rows_of(query, *fetch(self._connection, self._guard, query, bound, most_rows))

    def write(self, unit: WriteUnit) -> Awaitable[Written]:
        """Do the write, once. Raises DataFailed."""
        return done(self._transaction(f'"{unit.query.name}"', Once(unit, self._clock, _unfenced).do))

    async def open_sending(self, key: WriteKey, name: str) -> None:
        """Note that a visit is about to send something. Raises DataFailed."""
        self._transaction("the ledger", lambda raw, _: ledger.open_sending(raw, key, name, self._clock.now()))

    async def close_sending(self, key: WriteKey, outcome: str) -> None:
        """Note what came of it. Raises DataFailed."""
        self._transaction("the ledger", lambda raw, _: ledger.close_sending(raw, key, outcome))

    async def open_call(self, call: OpenedCall) -> bool:
        """Note that the call has begun. Raises DataFailed."""
        return self._transaction("the ledger", lambda raw, _: ledger.open_call(raw, call, WORKER))

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        """Note how the call ended. Raises DataFailed."""
        self._transaction(
            "the ledger", lambda raw, _: ledger.close_call(raw, call_id, WORKER, ending, failure_kind, at)
        )

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        """A new database has no calls."""
        return ()

    async def close(self) -> None:
        """The connection stays open; what it holds is looked at later."""

    def _transaction(self, what: str, work: Callable[[sqlite3.Connection, Typed], T]) -> T:
        connection = self._connection
        with self._in_use(what, writing=True):
            ledger.change(connection, "BEGIN IMMEDIATE")
            try:
                result = work(connection, self._typed)
                ledger.change(connection, "COMMIT")
            except BaseException:
                connection.rollback()
                self._typed = Typed(connection, self._guard, self._typed.schema)  # what was made for it is undone
                raise
            return result

    @contextmanager
    def _in_use(self, what: str, *, writing: bool) -> Iterator[None]:
        """Statements have their time from here on. Raises DataFailed where an error of SQLite's came out of the block,
        and where one that does not write is to write."""
        if self._writing != writing:
            self._writing = writing
            ledger.change(self._connection, f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        self._until = time.monotonic() + RUN_SECONDS
        try:
            yield
        except SQLITE_ERRORS as error:
            raise failure_of(error, what, ":memory:") from None


def _unfenced(connection: sqlite3.Connection, call_id: str) -> None:
    """There is no other worker that could take over a call."""
