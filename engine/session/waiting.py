"""Waiting on the line, within the call's time and until the engine shuts down."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from engine.ports.clock import Clock
from engine.steps.step import LimitReached

T = TypeVar("T")
# A line that does not stop what it is doing when it is told to is left behind after this long.
CANCEL_SECONDS = 5.0


class ShutDown(Exception):
    """The engine is stopping, and the call with it."""


class Waiting:
    """Bounds every wait on the line of one call. What has finished wins over what would have stopped it."""

    def __init__(self, clock: Clock, stopping: asyncio.Event) -> None:
        self._clock = clock
        self._stopping = stopping
        self._deadline = float("inf")
        self._limit = ""

    def allow(self, seconds: float, limit: str) -> None:
        """From now on there are `seconds` left; `limit` says in a sentence what has been reached after that."""
        self._deadline = self._clock.monotonic() + seconds
        self._limit = limit

    def check(self) -> None:
        """Raise `ShutDown` or `LimitReached` where it is time."""
        if self._stopping.is_set():
            raise ShutDown
        if self._clock.monotonic() >= self._deadline:
            raise LimitReached(self._limit)

    async def for_line(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`; at a limit or a shut-down it is cancelled, and has ended when this raises."""
        doing = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            left = self._deadline - self._clock.monotonic()
            timeout = max(left, 0.0) if left != float("inf") else None
            await asyncio.wait({doing, stopping}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                await _cancelled(doing)
            if doing.done() and not doing.cancelled():
                return doing.result()
            self.check()
            raise LimitReached(self._limit)
        finally:
            stopping.cancel()
            await _cancelled(doing)


async def _cancelled(task: "asyncio.Future[Any]") -> None:
    """Cancel a task and wait until it has ended; its own result or failure stays its own."""
    if not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=CANCEL_SECONDS)
