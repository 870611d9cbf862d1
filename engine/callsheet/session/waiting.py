"""Waiting on the line, within the call's time and until the engine shuts down."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar

from callsheet.ports.clock import Clock
from callsheet.script.call import LimitReached

T = TypeVar("T")
# A line that does not stop what it is doing when it is told to is left behind after this long.
CANCEL_SECONDS = 5.0


class ShutDown(Exception):
    """The engine is stopping, and the call with it."""


class Waiting:
    """Bounds every wait on the line of one call. What has finished wins over what would have stopped it."""

    __slots__ = ("_clock", "_deadline", "_failure", "_limit", "_stopped", "_woken")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._deadline = float("inf")
        self._limit = ""
        self._stopped = False
        self._failure: Exception | None = None
        self._woken: asyncio.Future[None] | None = None  # what the wait under way waits for

    def stop(self) -> None:
        """The engine is stopping: no wait lasts any longer."""
        self._stopped = True
        if self._woken is not None:
            _wake(self._woken)

    def fail(self, failure: Exception) -> None:
        """The call cannot go on: whoever waits, or waits next, gets `failure` instead, once."""
        self._failure = failure
        if self._woken is not None:
            _wake(self._woken)

    def go_on(self) -> None:
        """The call has failed: there is nothing more to fail with."""
        self._failure = None

    def allow(self, seconds: float, limit: str) -> None:
        """From now on there are `seconds` left; `limit` says in a sentence what has been reached after that."""
        self._deadline = self._clock.monotonic() + seconds
        self._limit = limit

    def check(self) -> None:
        """Raise `ShutDown` or `LimitReached` where it is time, or what the call fails with."""
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        if self._stopped:
            raise ShutDown
        if self._clock.monotonic() >= self._deadline:
            raise LimitReached(self._limit)

    async def for_line(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`; where something else comes first it is cancelled, and has ended when this raises."""
        doing = asyncio.ensure_future(work)
        # Whatever comes first wakes it: the work's end, the deadline, the shut-down. (An `asyncio.wait` for the three
        # would hold as much memory for each call as all the rest of it.)
        loop = asyncio.get_running_loop()
        woken = self._woken = loop.create_future()
        doing.add_done_callback(partial(_wake, woken))
        stopped = self._stopped or self._failure is not None
        left = 0.0 if stopped else max(self._deadline - self._clock.monotonic(), 0.0)
        timer = loop.call_later(left, _wake, woken) if left != float("inf") else None
        try:
            await woken
            if not doing.done():
                await _cancelled(doing)
            if doing.done() and not doing.cancelled():
                return doing.result()
            self.check()
            raise LimitReached(self._limit)
        finally:
            self._woken = None
            if timer is not None:
                timer.cancel()
            await _cancelled(doing)


async def finished(work: Coroutine[Any, Any, T]) -> tuple[T, bool]:
    """The result of `work`, however often this is cancelled meanwhile; and whether it was. Where `work` fails, too, to
    have been cancelled counts."""
    doing = asyncio.ensure_future(work)
    cancelled = False
    while not doing.done():
        try:
            await asyncio.wait({doing})
        except asyncio.CancelledError:
            cancelled = True
    if cancelled and doing.exception() is not None:
        raise asyncio.CancelledError
    return doing.result(), cancelled


def _wake(woken: "asyncio.Future[None]", _done: object = None) -> None:
    if not woken.done():
        woken.set_result(None)


async def _cancelled(task: "asyncio.Future[Any]") -> None:
    """Cancel a task and wait until it has ended; its own result or failure stays its own."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_SECONDS)
