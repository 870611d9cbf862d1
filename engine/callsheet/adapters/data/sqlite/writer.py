"""Writing: one connection, one transaction at a time, each with its line in the ledger."""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.bounded import Stuck, interruptible, settled
from callsheet.adapters.data.sqlite.connection import Connection
from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS, failed, failure_of
from callsheet.adapters.data.sqlite.file import DatabaseFile
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.adapters.data.sqlite.once import Fence, Once
from callsheet.adapters.data.sqlite.typed import Typed
from callsheet.ports.clock import Clock
from callsheet.ports.data import DataFailed, WriteUnit, Written

T = TypeVar("T")

# What is done in the thread of a connection; statements of authors change rows by way of what keeps these typed.
Work = Callable[[sqlite3.Connection, Typed], T]
Look = Callable[[sqlite3.Connection], bool]

WRITER, WITNESS = "writer", "witness"


class Writer:
    """The only one that changes the database. Nobody may use it for two things at once."""

    def __init__(
        self, file: DatabaseFile, clock: Clock, limits: DatabaseLimits, fence: Fence, key: bytes = b""
    ) -> None:
        """`fence` raises DataFailed where the call with an id may not write any more. `key` is that of digests."""
        self._file = file
        self._clock = clock
        self._limits = limits
        self._fence = fence
        self._key = key

    async def write(self, unit: WriteUnit) -> Written:
        """The unit's statement and its line in the ledger: both, or none. Raises DataFailed."""
        once = Once(unit, self._clock, self._fence, self._key)
        return await self.transaction(f'"{unit.query.name}"', once.do, once.is_done)

    async def transaction(self, what: str, work: Work[T], look: Look | None = None, *, waits: bool = True) -> T:
        """Do `work` in a transaction of its own. `look` tells, where COMMIT failed, whether it is in the database. One
        that does not wait fails at once while the database is locked.

        Raises:
            DataFailed: `unknown_outcome` where COMMIT failed and nobody can tell; else it was certainly not done.
        """
        async with self._file.connection(WRITER, what, writing=True) as connection:
            result = await self._begin_and_do(connection, work, waits=waits)
            failure = await self._commit(connection, what)
        if failure is None or (look is not None and await self._is_there(look, what)):
            return result
        raise failure

    async def seal(self) -> None:
        """Move what stands in the log into the file, and keep in mind what the file holds then. Raises DataFailed."""
        async with self._file.connection(WRITER, "the ledger", writing=True) as connection:
            await self._file.check_file()
            await connection.move_home(self._file.seal)

    async def _begin_and_do(self, connection: Connection, work: Work[T], *, waits: bool) -> T:
        def begin_and_do(raw: sqlite3.Connection) -> T:
            # Taking the lock at once: a transaction that first reads could find it gone when it comes to write.
            ledger.change(raw, "BEGIN IMMEDIATE")
            self._file.check_log()
            return work(raw, connection.prepare(raw))

        async def attempt() -> T:
            try:
                return await interruptible(connection.do(begin_and_do), connection, self._limits, stop=None)
            except Stuck:
                raise  # the connection is given up, and its transaction with it: nobody will send COMMIT
            except BaseException:
                await self._roll_back(connection)
                raise

        return await (self._file.patience.with_lock(attempt, writing=True) if waits else attempt())

    async def _commit(self, connection: Connection, what: str) -> DataFailed | None:
        """Commit, or say why not; then the connection is closed, so that nothing of it can come later."""
        try:
            # Never interrupted: that would only make its outcome less certain.
            await settled(connection.commit(), self._limits.settle_seconds)
        except Stuck:
            self._file.abandon(WRITER)
            raise failed("unknown_outcome") from None
        except SQLITE_ERRORS as error:
            failure = failure_of(error, what, self._file.path)
        else:
            return await self._kept()
        try:
            await self._roll_back(connection)
            await self._file.discard(WRITER)
        except Stuck:
            raise failed("unknown_outcome") from None
        return failure

    async def _kept(self) -> DataFailed | None:
        """Whether what was committed stands where the next process will find it, or why nobody can tell."""
        self._file.seal.see_log()
        if self._file.seal.log_is_gone() and not await self._file.bring_home():
            return failed("unknown_outcome")
        return None

    async def _is_there(self, look: Look, what: str) -> bool:
        """Ask over a connection that had no part in the COMMIT that failed."""

        async def ask() -> bool:
            return await interruptible(connection.do(look), connection, self._limits, stop=None)

        try:
            async with self._file.connection(WITNESS, what, writing=False) as connection:
                return await self._file.patience.without(ask, writing=False)
        except DataFailed:
            raise failed("unknown_outcome") from None

    async def _roll_back(self, connection: Connection) -> None:
        try:
            if connection.in_transaction:
                connection.typed = None  # what was made for it is undone
                await settled(connection.rollback(), self._limits.settle_seconds)
        except (*SQLITE_ERRORS, Stuck):
            await self._file.discard(WRITER)  # which rolls back too
