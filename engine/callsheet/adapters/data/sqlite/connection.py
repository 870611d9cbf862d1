"""One connection to the file: how it is opened, and how it ends."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

import aiosqlite

from callsheet.adapters.data.sqlite.guard import Guard
from callsheet.adapters.data.sqlite.seal import Seal
from callsheet.adapters.data.sqlite.typed import Typed, up_to_date

# A write is on the disk when COMMIT returns. What stands in the log is moved into the file by beats, which look at the
# file before, and not by whichever write comes next. Foreign keys are off in SQLite until a connection asks for them,
# and what is forgotten is overwritten.
WRITER = (
    *("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 0"),
    *("PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON"),
)
READER = ("PRAGMA query_only = ON", "PRAGMA foreign_keys = ON")

T = TypeVar("T")

# Rows that aiosqlite fetches at a time where it iterates; we never do.
ROWS_AT_A_TIME = 64


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, with the guard of its statements, for who writes or for who only reads.

    `typed` are the columns of the tables that a writer has found, kept to their types.
    """

    def __init__(self, path: str, *, writing: bool) -> None:
        uri = f"file://{quote(os.fsencode(path))}?mode=rw"  # which never makes a file

        def connect() -> sqlite3.Connection:
            # It never waits for a lock by itself; and without a cache the guard judges each statement each time.
            return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0, cached_statements=0)

        super().__init__(connect, ROWS_AT_A_TIME)
        self.writing = writing
        self.guard = Guard()
        self.typed: Typed | None = None
        self._stopped: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Open it. Where that fails, nothing stays behind."""
        try:
            await self
            await self.do(self._set)
        except BaseException:
            await self.stopped()
            raise

    def prepare(self, connection: sqlite3.Connection) -> Typed:
        """Make sure, in the thread, that the ledger is there; what changes rows, where columns hold what they say."""
        self.typed = up_to_date(self.typed, connection, self.guard)
        return self.typed

    def _set(self, connection: sqlite3.Connection) -> None:
        for pragma in WRITER if self.writing else READER:
            connection.execute(pragma).close()
        connection.set_authorizer(self.guard)

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, in this connection's thread. It is one piece: each way to the thread and back waits for
        whatever else the interpreter does just then."""
        result: T = await self._execute(lambda: work(self._conn))  # type: ignore[no-untyped-call]  # aiosqlite's own
        return result

    async def move_home(self, seal: Seal) -> None:
        """Move what stands in the log into the file, where that is the one that it was; in another one it would hide
        that it is another."""

        def move(connection: sqlite3.Connection) -> None:
            if not (seal.was_touched() and seal.is_broken()):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
                seal.set()

        await self.do(move)

    def stop(self) -> asyncio.Future[None] | None:
        """Close it when its thread is free. aiosqlite calls this itself where it cannot connect, and tells nobody."""
        if self._stopped is None:
            self._stopped = super().stop()
        return self._stopped

    async def stopped(self) -> None:
        """Close it, and wait until that is done. What it has not committed is rolled back."""
        stopped = self.stop()
        if stopped is not None:
            await stopped
