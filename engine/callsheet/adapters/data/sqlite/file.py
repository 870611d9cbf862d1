"""The database file, and every connection to it. No connection outlives the file that it was opened for."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple, TypeVar

from callsheet.adapters.data.sqlite.bounded import Stuck, settled
from callsheet.adapters.data.sqlite.connection import Connection
from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS, failed, failure_of
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.adapters.data.sqlite.patience import Patience
from callsheet.adapters.data.sqlite.seal import Seal, is_alone, log_is_in_use
from callsheet.ports.data import DataFailed, FailureKind
from callsheet.ports.on_disk import Identity, identity_of
from callsheet.ports.tasks import Background, Overtaken, Unless, begun

T = TypeVar("T")

logger = logging.getLogger("callsheet.database")

OLD_LOG = "The log of a database that was replaced still lies in its place, and is in use: end who uses it."
LOG_DELETED = "The database's log was deleted while it was in use: leave what lies beside the database alone."
WRITTEN_OVER = (
    "The database file was written over while it was in use: stop every program that uses it, put the right file there,"
    " delete its -wal and -shm, and start again."
)

# After one of these every connection is opened anew: what it knows of the file may be wrong.
MAKES_USELESS: set[FailureKind] = {"database_missing", "database_read_only", "database_full", "database_corrupt"}


class OldLog(NamedTuple):
    """A log, and the file that it belongs to. Whoever closes that file last removes the log."""

    log: Identity | None
    file: Identity | None


class DatabaseFile:
    """Lends connections, each by the name of the hand that uses it."""

    def __init__(self, path: str | os.PathLike[str], limits: DatabaseLimits) -> None:
        self.path = os.path.abspath(path)
        self.patience = Patience(limits.lock_seconds)
        self.seal = Seal(self.path)
        self._limits = limits
        self._written_over = self._log_deleted = False
        self._identity: Identity | None = None
        self._useless = False
        self._open: dict[str, Connection] = {}
        self._leaving = Background()
        self._entrance = asyncio.Lock()
        self._lent = 0
        self._all_back = asyncio.Event()
        self._all_back.set()
        self._old_log: OldLog | None = None
        # Of its own: whoever keeps the loop's own threads busy must not keep the database waiting.
        self._looks = ThreadPoolExecutor(1, "callsheet database")

    @asynccontextmanager
    async def connection(self, name: str, what: str, *, writing: bool) -> AsyncIterator[Connection]:
        """Lend a connection to the file that is at the path now. `what` names the query in failures.

        Raises:
            DataFailed: it could not be opened, or an error of SQLite's came out of the block.
        """
        await self._enter()
        try:
            if name not in self._open:
                self._open[name] = await self.patience.without(lambda: self._opened(writing), writing=writing)
            yield self._open[name]
            self.seal.see_log()
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
        if self.seal.log_is_gone():
            await self.bring_home()
        for name in list(self._open):
            self.abandon(name)
        with suppress(Overtaken), Unless(within=self._limits.settle_seconds):
            await self._leaving.at_most(0)
        self._identity = None
        self.seal.lift()

    async def looking(self, look: Callable[..., T], *arguments: object) -> T:
        """The result of what reads files, in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._looks, look, *arguments)

    def end(self) -> None:
        """Nothing is looked at any more."""
        self._looks.shutdown(wait=False)

    async def _enter(self) -> None:
        async with self._entrance:
            if self._useless or self.seal.log_is_gone() or identity_of(self.path) != self._identity:
                # All or none: a new file must not be read through the old one's log, which has the same name.
                await self._all_back.wait()
                if self.seal.log_is_gone() and identity_of(self.path) == self._identity:
                    await self._save_log()
                    raise DataFailed("database_missing", LOG_DELETED)
                if identity_of(self.path) != self._identity and not await self._log_is_home():
                    raise DataFailed("database_missing", OLD_LOG)
                await self.close()
                self._identity = identity_of(self.path)
                self._useless = self._written_over = self._log_deleted = False
            if self._identity is None:
                raise failed("database_missing")
            if self._old_log_is_in_the_way():
                self._useless = True
                raise DataFailed("database_missing", OLD_LOG)
            self._old_log = None
            if self._log_deleted:
                # Others may still write to the log that was deleted, and share its index with whoever opens it now.
                there = identity_of(self.path + "-wal") is not None
                if not there and not await self.looking(is_alone, self.path):
                    raise DataFailed("database_missing", LOG_DELETED)
                self._log_deleted = False
            await self.check_file()
            self._lent += 1
            self._all_back.clear()

    async def _save_log(self) -> None:
        """The connections hold the only copy of a log that was deleted: they are closed once it is in the file."""
        logger.warning(LOG_DELETED)
        if await self.bring_home():
            await self.close()
            self._identity = identity_of(self.path)
            self._log_deleted = True

    async def check_file(self) -> None:
        """Raises DataFailed where the file was written over."""
        if not self._written_over and self.seal.was_touched() and await self.looking(self.seal.is_broken):
            logger.error(WRITTEN_OVER)
            self._written_over = True
        if self._written_over:
            raise DataFailed("database_missing", WRITTEN_OVER)

    def check_log(self) -> None:
        """Raises DataFailed where the log was deleted: what is done now would be in nobody's file."""
        if self.seal.log_is_gone():
            raise DataFailed("database_missing", LOG_DELETED)

    async def bring_home(self, how: str = "PASSIVE") -> bool:
        """Move what stands in the log into the file; whether all of it could be.

        Who writes has had the log for longest, and of who reads somebody may have read before there was one: who has
        none open moves nothing, and answers -1.
        """
        for connection in sorted(self._open.values(), key=lambda one: not one.writing):
            try:
                checkpoint = connection.execute_fetchall(f"PRAGMA wal_checkpoint({how})")
                [(busy, in_log, moved)] = await settled(checkpoint, self._limits.settle_seconds)
            except (*SQLITE_ERRORS, Stuck):
                return False
            if busy or in_log >= 0:
                return not busy and in_log == moved
        return True

    async def _log_is_home(self) -> bool:
        """Move what stands in the log into the file that is no longer at the path, where one is open; whether all of it
        could be.

        SQLite would take the log for that of the file which is there now, and find it "malformed".
        """
        if not self._open:
            return True
        self._old_log = OldLog(identity_of(self.path + "-wal"), self._identity)
        return await self.bring_home("TRUNCATE")

    def _old_log_is_in_the_way(self) -> bool:
        """Whether others, who have the old file open, may still write to the log that lies there."""
        old = self._old_log
        if old is None or old.file == self._identity or old.log is None:
            return False
        return old.log == identity_of(self.path + "-wal") and log_is_in_use(self.path)

    async def _opened(self, writing: bool) -> Connection:
        connection = Connection(self.path, writing=writing)
        opening = begun(connection.open())
        try:
            await settled(opening, self._limits.settle_seconds)
        except Stuck:
            opening.add_done_callback(lambda _: self._leave(connection))
            raise
        if identity_of(self.path) != self._identity:
            self._leave(connection)
            raise failed("database_missing")
        return connection

    def abandon(self, name: str) -> asyncio.Future[None] | None:
        """Let a connection close itself when its thread is free. What it has begun is rolled back by that."""
        connection = self._open.pop(name, None)
        if not self._open:
            self.seal.lift()  # the last one that closes takes the log with it
        return self._leave(connection) if connection else None

    def _leave(self, connection: Connection) -> asyncio.Future[None]:
        return self._leaving.start(connection.stopped())

    def _failure(self, error: Exception, what: str) -> DataFailed:
        match error:
            case DataFailed():
                return error
            case Stuck():
                return failed("database_slow")
            case _:
                return failure_of(error, what, self.path)
