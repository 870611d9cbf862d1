"""The port `Database` over one SQLite file."""

import asyncio
import os
from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from engine.adapters.data.sqlite import ledger
from engine.adapters.data.sqlite.connection import Connection
from engine.adapters.data.sqlite.file import DatabaseFile
from engine.adapters.data.sqlite.jobs import JobQueue
from engine.adapters.data.sqlite.limits import LIMITS, Limits
from engine.adapters.data.sqlite.readers import Reader
from engine.adapters.data.sqlite.worker import Worker
from engine.adapters.data.sqlite.writer import Work, Writer
from engine.ports.clock import Clock
from engine.ports.data import LostCall, OpenedCall, Query, WriteUnit, Written
from engine.ports.values import Cell, Row

T = TypeVar("T")


class SqliteDatabase:
    """A file of tables. It is opened with the first use, anew after a failure, and never made where it is missing.

    It belongs to the event loop of its first use, and must be closed there.

    `worker` is the process whose calls the ledger notes; it is this one where nothing else is said.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        clock: Clock,
        *,
        worker: Worker | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._clock = clock
        self._worker = worker
        self._file = DatabaseFile(path, limits)
        self._writer = Writer(self._file, clock, limits)
        self._readers = [Reader(self._file, limits, number) for number in range(limits.readers)]
        self._writes = JobQueue(clock, limits, hands=1)
        self._reads = JobQueue(clock, limits, hands=limits.readers)

    async def read(self, query: Query, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The first `most_rows` rows of a query; cancelling this stops the reading. Raises DataFailed."""
        with self._clock.working():
            return await self._reads.put(lambda hand, asker: self._readers[hand].read(query, values, most_rows, asker))

    async def write(self, unit: WriteUnit) -> Written:
        """Do the write, or learn that it was done; cancelling this does not stop it. Raises DataFailed."""
        with self._clock.working():
            return await _kept(self._writes.put(lambda hand, asker: self._writer.write(unit)))

    async def open_call(self, call: OpenedCall) -> bool:
        """Note in the ledger that a call has begun; False where it is known already. Raises DataFailed."""

        async def work(connection: Connection) -> bool:
            return await ledger.open_call(connection, call, self._this_worker())

        return await self._note(work)

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        """Note in the ledger how a call ended. Raises DataFailed."""

        async def work(connection: Connection) -> None:
            await ledger.close_call(connection, call_id, ending, failure_kind, at)

        await self._note(work)

    async def close_lost_calls(self, at: datetime) -> tuple[LostCall, ...]:
        """End the calls of this host's dead processes and tell which they were, each once. Raises DataFailed."""

        async def work(connection: Connection) -> tuple[LostCall, ...]:
            return await ledger.close_lost_calls(connection, self._this_worker(), at)

        with self._clock.working():
            if not await self._reads.put(lambda hand, asker: self._readers[hand].has_ledger(asker)):
                return ()
        return await self._note(work)

    async def close(self) -> None:
        """Let the jobs under way end, then close every connection. A closed database stays closed."""
        with self._clock.working():
            await self._writes.close()
            await self._reads.close()
            await self._file.close()

    async def _note(self, work: Work[T]) -> T:
        with self._clock.working():
            return await _kept(self._writes.put(lambda hand, asker: self._writer.transaction("the ledger", work)))

    def _this_worker(self) -> Worker:
        if self._worker is None:
            self._worker = Worker.this()
        return self._worker


async def _kept(answer: asyncio.Future[T]) -> T:
    """The answer; whoever is cancelled while waiting for it leaves it alone."""
    await asyncio.wait({answer})
    return answer.result()
