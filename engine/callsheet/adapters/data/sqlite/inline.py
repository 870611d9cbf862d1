"""The database of one test: tables in memory, on the code that live calls use, in the loop's own thread.

The writer, the readers, the ledger and the guard are those of live calls; only the file and the threads are gone. So a
write happens exactly once here too, and a test costs milliseconds.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.connection import Connection
from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS, failure_of
from callsheet.adapters.data.sqlite.file import DatabaseFile
from callsheet.adapters.data.sqlite.limits import LIMITS
from callsheet.adapters.data.sqlite.readers import ReadingConnection
from callsheet.adapters.data.sqlite.writer import Writer
from callsheet.ports.clock import Clock
from callsheet.ports.data import LostCall, OpenedCall, PreparedQuery, WriteUnit, Written
from callsheet.ports.values import Cell, Row

T = TypeVar("T")

# A database in memory is nobody else's.
WORKER = "test"
# A statement in the thread of the loop is stopped after this long.
RUN_SECONDS = LIMITS.run_seconds
# SQLite asks whether to go on after so many of its steps (about a millisecond).
STEPS_BETWEEN_LOOKS = 10_000


class InlineConnection(Connection):
    """The adapter's connection without its thread: what is asked for is done at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(":memory:", writing=True)
        self._connection = connection
        connection.set_authorizer(self.guard)

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return fn(*args, **kwargs)

    def let_go(self) -> None:
        """Leave the connection to whoever made it."""
        self._connection = None


class MemoryFile(DatabaseFile):
    """Lends the one connection there is, to readers and writer alike; readers cannot write with it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(":memory:", LIMITS)
        self._sqlite = connection
        self._inline = InlineConnection(connection)
        self._until = 0.0
        # Nobody else can interrupt a statement that runs in the loop's own thread.
        connection.set_progress_handler(lambda: int(time.monotonic() > self._until), STEPS_BETWEEN_LOOKS)

    @asynccontextmanager
    async def connection(self, name: str, what: str, *, writing: bool) -> AsyncIterator[Connection]:
        """Lend it. Raises DataFailed where an error of SQLite's came out of the block."""
        self._sqlite.execute(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
        self._until = time.monotonic() + RUN_SECONDS
        try:
            yield self._inline
        except SQLITE_ERRORS as error:
            raise failure_of(error, what, self.path) from None

    async def discard(self, name: str) -> None:
        """Undo what was not committed: with the connection, everything would be gone."""
        self._sqlite.rollback()

    async def close(self) -> None:
        """Let go of the connection; what it holds is looked at later."""
        self._inline.let_go()


class MemoryDatabase:
    """Implements `Database` on a connection in memory, which stays its owner's."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._file = MemoryFile(connection)
        self._writer = Writer(self._file, clock, LIMITS, _unfenced)
        self._reader = ReadingConnection(self._file, LIMITS, 0)

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The first `most_rows` rows. Raises DataFailed."""
        return await self._reader.read(query, values, most_rows, asyncio.get_running_loop().create_future())

    async def write(self, unit: WriteUnit) -> Written:
        """Do the write, once. Raises DataFailed."""
        return await self._writer.write(unit)

    async def open_call(self, call: OpenedCall) -> bool:
        """Note that the call has begun. Raises DataFailed."""
        return await self._writer.transaction("the ledger", lambda raw, _: ledger.open_call(raw, call, WORKER))

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        """Note how the call ended. Raises DataFailed."""
        await self._writer.transaction(
            "the ledger", lambda raw, _: ledger.close_call(raw, call_id, WORKER, ending, failure_kind, at)
        )

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        """A new database has no calls."""
        return ()

    async def close(self) -> None:
        """Let go of the connection."""
        await self._file.close()


def _unfenced(connection: sqlite3.Connection, call_id: str) -> None:
    """There is no other worker that could take over a call."""
