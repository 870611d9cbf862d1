"""Waiting on the line, within the call's time and until the engine shuts down."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from callsheet.ports.clock import Clock
from callsheet.ports.line import LineFailed
from callsheet.ports.tasks import Overtaken, Unless
from callsheet.script.call import LimitReached

T = TypeVar("T")


class ShutDown(Exception):
    """The engine is stopping, and the call with it."""


class Waiting:
    """Bounds every wait on the line of one call. What has finished wins over what would have stopped it."""

    __slots__ = ("_clock", "_deadline", "_failure", "_limit", "_stopped", "_wait")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._deadline = float("inf")
        self._limit = ""
        self._stopped = False
        self._failure: Exception | None = None
        self._wait: Unless | None = None  # the one under way

    def stop(self) -> None:
        """The engine is stopping: no wait lasts any longer."""
        self._stopped = True
        if self._wait is not None:
            self._wait.overtake()

    def fail(self, failure: Exception) -> None:
        """The call cannot go on: whoever waits, or waits next, gets `failure` instead, once."""
        self._failure = failure
        if self._wait is not None:
            self._wait.overtake()

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

    async def for_line(self, work: Awaitable[T]) -> T:
        """The result of `work`; where something else comes first it is cancelled, and has ended when this raises.

        It is awaited by the call's own task: another one would hold as much memory as the rest of a call that waits."""
        task = asyncio.current_task()
        cancelled_before = task.cancelling() if task else 0
        stopped = self._stopped or self._failure is not None
        left = 0.0 if stopped else max(self._deadline - self._clock.monotonic(), 0.0)
        try:
            with Unless(within=left) as self._wait:
                return await work
        except Overtaken:
            self.check()
            raise LimitReached(self._limit) from None
        except asyncio.CancelledError:
            if task and task.cancelling() > cancelled_before:
                raise
            raise LineFailed("line", "the line stopped what it was asked for, and did not say why") from None
        finally:
            self._wait = None
