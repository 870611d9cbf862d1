"""The port `Database` over one SQLite file."""

import math
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import TypeVar

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.calls import Beaten, Calls, End
from callsheet.adapters.data.sqlite.file import DatabaseFile
from callsheet.adapters.data.sqlite.jobs import JobQueue
from callsheet.adapters.data.sqlite.limits import LIMITS, DatabaseLimits
from callsheet.adapters.data.sqlite.readers import ReadingConnection
from callsheet.adapters.data.sqlite.writer import Work, Writer
from callsheet.ports.clock import Clock
from callsheet.ports.data import DataFailed, LostCall, OpenedCall, PreparedQuery, WriteKey, WriteUnit, Written
from callsheet.ports.tasks import done_within
from callsheet.ports.values import Cell, Row

T = TypeVar("T")


class SqliteDatabase:
    """A file of tables. It is opened with the first use, anew after a failure, and never made where it is missing.

    It belongs to the event loop of its first use, and must be closed there. What opens it is a worker of its own: the
    ledger notes its calls, and other workers take them over when it is gone.

    `redact` keeps values from being guessed out of the ledger: what tells one write from another is keyed then, by a
    key that nothing but this process ever has, since no other one goes on with its calls. `keep` is how long the ledger
    keeps calls that have ended.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        clock: Clock,
        *,
        redact: bool = False,
        keep: timedelta | None = None,
        limits: DatabaseLimits = LIMITS,
    ) -> None:
        self._clock = clock
        self._file = DatabaseFile(path, limits)
        self._calls = Calls(self._file.path, keep)
        self._writer = Writer(self._file, clock, limits, self._calls.may_write, token_bytes() if redact else b"")
        self._readers = [ReadingConnection(self._file, limits, number) for number in range(limits.readers)]
        self._writes = JobQueue(clock, limits, hands=1)
        self._reads = JobQueue(clock, limits, hands=limits.readers)

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The first `most_rows` rows of a query; cancelling this stops the reading. Raises DataFailed."""
        with self._clock.working():
            return await self._reads.put(lambda hand, asker: self._readers[hand].read(query, values, most_rows, asker))

    async def write(self, unit: WriteUnit) -> Written:
        """Do the write, or learn that it was done; cancelling this does not stop it. Raises DataFailed."""

        async def do() -> Written:
            written = await self._writer.write(unit)
            self._calls.written(unit.key.call_id)
            return written

        return await self._do(do)

    async def open_sending(self, key: WriteKey, name: str) -> None:
        """Note that a visit is about to send something. Raises DataFailed."""

        async def do() -> None:
            await self._note(lambda connection, _: self._calls.sending(connection, key, name, self._clock.now()))
            self._calls.written(key.call_id)

        await self._do(do)

    async def close_sending(self, key: WriteKey, outcome: str) -> None:
        """Note what came of it. Raises DataFailed."""
        await self._do(lambda: self._note(lambda connection, _: ledger.close_sending(connection, key, outcome)))

    async def open_call(self, call: OpenedCall) -> bool:
        """Note in the ledger that a call has begun; False where it is known already. Raises DataFailed."""
        self._calls.begins(call)

        async def do() -> bool:
            new = await self._note(lambda connection, _: self._calls.opening(connection, call))
            self._calls.opened(call, new=new)
            return new

        return await self._do(do)

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        """Note in the ledger how a call ended; with the next beat, where that is not possible. Raises DataFailed."""
        end = End(call_id, ending, failure_kind, at)

        async def do() -> None:
            await self._note(lambda connection, _: self._calls.ending(connection, end))
            self._calls.ended(end, noted=True)

        try:
            await self._do(do)
        except DataFailed:
            self._calls.ended(end, noted=False)
            raise

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        """Show that this worker lives; the calls of workers that are gone, which are its own now. Raises DataFailed."""

        async def do() -> tuple[LostCall, ...]:
            self._calls.lease.beat += 1
            found: Beaten = await self._note(lambda connection, _: self._calls.beating(connection, self._clock.now()))
            await self._writer.seal()
            return self._calls.beaten(found)

        if not self._calls.lease.begun:
            with self._clock.working():
                if not await self._reads.put(lambda hand, asker: self._readers[hand].has_ledger(asker)):
                    return ()
        return await self._do(do)

    async def close(self) -> None:
        """Let the jobs under way end, then close every connection. A closed database stays closed."""
        with self._clock.working():
            if self._calls.lease.begun:
                with suppress(DataFailed):
                    await self._do(self._end_lease)
            await self._writes.close()
            await self._reads.close()
            await self._file.close()
            self._file.end()
            self._calls.lease.end()

    async def _end_lease(self) -> None:
        # Whoever finds the line there finds nobody who holds the file.
        await self._writer.transaction(
            "the ledger", lambda connection, _: ledger.end_worker(connection, self._calls.lease.worker), waits=False
        )
        self._calls.lease.begun = False

    async def _note(self, work: Work[T]) -> T:
        return await self._writer.transaction("the ledger", work)

    async def _do(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do what must not be stopped, in its turn."""
        with self._clock.working():
            answer = self._writes.put(lambda hand, asker: work())
            await done_within(math.inf, answer)
            return answer.result()
