"""Jobs for the database, done in the order in which they came."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from msgspec import Struct

from callsheet.adapters.data.sqlite.failures import failed
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.ports.clock import Clock
from callsheet.ports.data import DataFailed
from callsheet.ports.tasks import Background

T = TypeVar("T")


class Job(Struct, Generic[T], frozen=True, eq=False):
    """Something to do with hand number `int`, and the future that its result goes to."""

    do: Callable[[int, asyncio.Future[T]], Awaitable[T]]
    answer: asyncio.Future[T]
    expiry: asyncio.TimerHandle


class JobQueue:
    """A queue with `hands` tasks that take jobs off it. They start with the first job.

    Jobs wait in one line and never for a certain hand, so that none is overtaken for long.
    """

    def __init__(self, clock: Clock, limits: DatabaseLimits, hands: int) -> None:
        self._clock = clock
        self._limits = limits
        self._hands = hands
        self._waiting: asyncio.Queue[Job[Any] | None] = asyncio.Queue()
        self._tasks = Background()
        self._closed = False

    def put(self, do: Callable[[int, asyncio.Future[T]], Awaitable[T]]) -> asyncio.Future[T]:
        """Hand in a job. It is dropped if its answer is cancelled before it was started.

        Raises:
            DataFailed: too many jobs wait already, or the database has been closed.
        """
        if self._closed:
            raise DataFailed("database_missing", "The database has been closed.")
        if self._waiting.qsize() >= self._limits.waiting:
            raise DataFailed("database_slow", "Too much is waiting for the database.")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        expiry = loop.call_later(self._limits.queue_seconds, _expire, answer)
        answer.add_done_callback(lambda answered: _answered(answered, expiry))
        self._waiting.put_nowait(Job(do, answer, expiry))
        if not self._tasks:
            for hand in range(self._hands):
                self._tasks.start(self._work(hand))
        return answer

    async def close(self) -> None:
        """Do what waits, then let the tasks end."""
        self._closed = True
        for _ in range(len(self._tasks)):
            self._waiting.put_nowait(None)
        await self._tasks.at_most(0)

    async def _work(self, hand: int) -> None:
        while (job := await self._waiting.get()) is not None:
            if not job.answer.done():
                job.expiry.cancel()
                with self._clock.working():
                    await _do(job, hand)


async def _do(job: Job[T], hand: int) -> None:
    try:
        result = await job.do(hand, job.answer)
    except asyncio.CancelledError:  # the loop ends
        job.answer.cancel()
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is belongs to the one who asked
        if not job.answer.done():
            job.answer.set_exception(failure)
    else:
        if not job.answer.done():
            job.answer.set_result(result)


def _expire(answer: asyncio.Future[Any]) -> None:
    if not answer.done():
        answer.set_exception(failed("database_slow"))


def _answered(answer: asyncio.Future[Any], expiry: asyncio.TimerHandle) -> None:
    expiry.cancel()
    if not answer.cancelled():
        answer.exception()  # the one who asked may be gone; without this, asyncio would complain
