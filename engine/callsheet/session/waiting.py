"""Waiting on the line, within the call's time and until the engine shuts down."""

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from callsheet.ports.clock import Clock
from callsheet.ports.line import HungUp, Line, LineFailed, Spoken
from callsheet.ports.tasks import CANCEL_SECONDS, Overtaken, Unless, while_it_obeys
from callsheet.script.call import LimitReached

T = TypeVar("T")
# How long a line may take to end what it was stopped in: it may have to leave something of its own behind, twice.
LINE_SECONDS = 3 * CANCEL_SECONDS
# Letting go of a line that does not answer: after this long the call counts as ended.
HANG_UP_SECONDS = 5.0


class ShutDown(Exception):
    """The engine is stopping, and the call with it."""


class Waiting:
    """Bounds every wait on the line of one call. What has finished wins over what would have stopped it.

    `spoken` is how far the prompt of the request under way has come, once it has ended; `cancelled` tells that somebody
    cancelled the call while something was done to its end all the same.
    """

    __slots__ = ("_clock", "_deadline", "_failure", "_limit", "_stopped", "_timer", "_wait", "cancelled", "spoken")

    def __init__(self, clock: Clock) -> None:
        self.spoken: Spoken | None = None
        self.cancelled = False
        self._clock = clock
        self._deadline = float("inf")
        self._limit = ""
        self._stopped = False
        self._failure: Exception | None = None
        self._wait: Unless | None = None  # the one under way
        self._timer: asyncio.TimerHandle | None = None  # one for all waits: there are many, and hardly one is cut off

    def stop(self) -> None:
        """The engine is stopping: no wait lasts any longer."""
        self._stopped = True
        if self._wait is not None:
            self._wait.overtake()

    def cancel(self) -> None:
        """Somebody has cancelled the call, which ends where what is under way is done."""
        self.cancelled = True
        self.stop()

    def fail(self, failure: Exception) -> None:
        """The call cannot go on: whoever waits, or waits next, gets `failure` instead, once."""
        self._failure = failure
        if self._wait is not None:
            self._wait.overtake()

    def go_on(self) -> None:
        """The call has failed: there is nothing more to fail with."""
        self._failure = None

    def begin_anew(self) -> None:
        """The call has ended: what stopped it, or made it fail, stops nothing that comes then."""
        self._stopped, self._failure = False, None

    def allow(self, seconds: float, limit: str) -> None:
        """From now on there are `seconds` left; `limit` says in a sentence what has been reached after that."""
        self.end()
        self._deadline = self._clock.monotonic() + seconds
        self._limit = limit
        self._timer = asyncio.get_running_loop().call_later(seconds, self._time_is_over)

    def _time_is_over(self) -> None:
        if self._wait is not None:
            self._wait.expire()

    def end(self) -> None:
        """Nothing is waited for any more."""
        if self._timer is not None:
            self._timer.cancel()

    def check(self) -> None:
        """Raise `ShutDown` or `LimitReached` where it is time, or what the call fails with."""
        if (instead := self._instead()) is not None:
            raise instead

    def for_line(self, work: Coroutine[Any, Any, T]) -> Awaitable[T]:
        """The result of `work`; where something else comes first it is cancelled, and has ended when this raises
        `Overtaken`, or is left behind: `why` tells."""
        self._wait = Unless()
        if self._stopped or self._failure is not None or self._clock.monotonic() >= self._deadline:
            self._wait.expire()
        return while_it_obeys(work, self._wait, patience=LINE_SECONDS)

    def why(self) -> Exception:
        """What has come before that which was waited for."""
        return self._instead() or LimitReached(self._limit)

    def _instead(self) -> Exception | None:
        if self._failure is not None:
            failure, self._failure = self._failure, None
            return failure
        if self._stopped:
            return ShutDown()
        return LimitReached(self._limit) if self._clock.monotonic() >= self._deadline else None


async def let_go_of(line: Line, *, bridged: bool) -> None:
    """Leave the call to those who talk, or end it. Raises `LineFailed` where the line does not let go in time; a caller
    who has gone is let go already."""
    try:
        with suppress(HungUp):
            letting_go = line.leave() if bridged else line.hang_up()
            await while_it_obeys(letting_go, Unless(within=HANG_UP_SECONDS), patience=0.0)
    except Overtaken:
        raise LineFailed("line", f"the line was not let go within {HANG_UP_SECONDS:g} s") from None
