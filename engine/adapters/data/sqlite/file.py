"""The database file, and every connection to it. No connection outlives the file that it was opened for."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from engine.adapters.data.sqlite.bounded import Stuck, patiently, settled
from engine.adapters.data.sqlite.connection import Connection
from engine.adapters.data.sqlite.failures import SQLITE_ERRORS, failed, failure_of
from engine.adapters.data.sqlite.limits import Limits
from engine.ports.data import DataFailed, FailureKind

# After one of these every connection is opened anew: what it knows of the file may be wrong.
MAKES_USELESS: set[FailureKind] = {"database_missing", "database_read_only", "database_full", "database_corrupt"}


class Identity(NamedTuple):
    """What tells a file from another at the same path."""

    device: int
    inode: int


class OldLog(NamedTuple):
    """A log that could not be emptied, and the file that it belongs to."""

    log: Identity | None
    file: Identity | None


class DatabaseFile:
    """Lends connections, each by the name of the hand that uses it."""

    def __init__(self, path: str | os.PathLike[str], limits: Limits) -> None:
        self.path = os.path.abspath(path)
        self._limits = limits
        self._identity: Identity | None = None
        self._useless = False
        self._open: dict[str, Connection] = {}
        self._leaving: set[asyncio.Future[None]] = set()
        self._entrance = asyncio.Lock()
        self._lent = 0
        self._all_back = asyncio.Event()
        self._all_back.set()
        self._old_log: OldLog | None = None

    @asynccontextmanager
    async def connection(self, name: str, what: str, *, writing: bool) -> AsyncIterator[Connection]:
        """Lend a connection to the file that is at the path now. `what` names the query in failures.

        Raises:
            DataFailed: it could not be opened, or an error of SQLite's came out of the block.
        """
        await self._enter()
        try:
            if name not in self._open:
                self._open[name] = await patiently(lambda: self._opened(writing), self._limits.lock_seconds)
            yield self._open[name]
        except (*SQLITE_ERRORS, Stuck, DataFailed) as error:
            failure = self._failure(error, what)
            if isinstance(error, Stuck):
                self.abandon(name)
            if failure.kind in MAKES_USELESS:
                self._useless = True
            raise failure from None
        finally:
            self._lent -= 1
            if not self._lent:
                self._all_back.set()

    async def discard(self, name: str) -> None:
        """Close a connection in use, with whatever it has not committed.

        Raises:
            Stuck: it does not close.
        """
        closing = self.abandon(name)
        if closing is not None:
            await settled(closing, self._limits.settle_seconds)

    async def close(self) -> None:
        """Close every connection; the next `connection` opens again."""
        for name in list(self._open):
            self.abandon(name)
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=self._limits.settle_seconds)
        self._identity = None

    async def _enter(self) -> None:
        async with self._entrance:
            if self._useless or _identity_of(self.path) != self._identity:
                # All or none: a new file must not be read through the old one's log, which has the same name.
                await self._all_back.wait()
                if _identity_of(self.path) != self._identity:
                    await self._bring_log_home()
                await self.close()
                self._identity = _identity_of(self.path)
                self._useless = False
            if self._identity is None:
                raise failed("database_missing")
            if self._old_log_is_in_the_way():
                self._useless = True
                raise DataFailed("database_missing", "The log of a database that was replaced still lies in its place.")
            self._lent += 1
            self._all_back.clear()

    async def _bring_log_home(self) -> None:
        """Move what stands in the log into the file that is no longer at the path, where one is open.

        SQLite would take the log for that of the file which is there now, and find it "malformed".
        """
        if not self._open:
            return
        log = OldLog(_identity_of(self.path + "-wal"), self._identity)
        checkpoint = next(iter(self._open.values())).execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            [(busy, *_)] = await settled(checkpoint, self._limits.settle_seconds)
        except (*SQLITE_ERRORS, Stuck):
            busy = True
        self._old_log = log if busy else None

    def _old_log_is_in_the_way(self) -> bool:
        old = self._old_log
        return old is not None and old.file != self._identity and old.log == _identity_of(self.path + "-wal")

    async def _opened(self, writing: bool) -> Connection:
        connection = Connection(self.path)
        opening = asyncio.ensure_future(connection.open(writing=writing))
        try:
            await settled(opening, self._limits.settle_seconds)
        except Stuck:
            opening.add_done_callback(lambda _: self._leave(connection))
            raise
        if _identity_of(self.path) != self._identity:
            self._leave(connection)
            raise failed("database_missing")
        return connection

    def abandon(self, name: str) -> asyncio.Future[None] | None:
        """Let a connection close itself when its thread is free. What it has begun is rolled back by that."""
        connection = self._open.pop(name, None)
        return self._leave(connection) if connection else None

    def _leave(self, connection: Connection) -> asyncio.Future[None]:
        closed = asyncio.ensure_future(connection.stopped())
        self._leaving.add(closed)
        closed.add_done_callback(self._leaving.discard)
        return closed

    def _failure(self, error: Exception, what: str) -> DataFailed:
        match error:
            case DataFailed():
                return error
            case Stuck():
                return failed("database_slow")
            case _:
                return failure_of(error, what, self.path)


def _identity_of(path: str) -> Identity | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):  # not there, not to be looked at, or no path at all
        return None
    return Identity(found.st_dev, found.st_ino)
