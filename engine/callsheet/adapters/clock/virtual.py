"""A clock whose time jumps: an event loop that does not wait for its timers when nothing else can happen.

While real work is under way (a thread with a database in it), time passes as it does outside, so that time-outs hold.
While a person is waited for, it stands still.
"""

import asyncio
import math
import selectors
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any


class JumpingSelector(selectors.BaseSelector):
    """Waits for files as the real selector does, and jumps where the real one would wait for time alone."""

    def __init__(self, real: selectors.BaseSelector) -> None:
        self._real = real
        self.elapsed = 0.0  # virtual seconds since the loop was made
        self.working = 0
        self.standing_still = 0
        self.limits: list[tuple[float, float]] = []  # of work under way: the real moment, and the virtual one it is at

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """The files that are ready; the virtual time has moved on by up to `timeout` seconds."""
        for real, virtual in self.limits:
            if time.monotonic() >= real:
                self.elapsed = max(self.elapsed, virtual)
        if timeout is not None and timeout <= 0:
            return self._real.select(0)
        if self.working:
            before = time.monotonic()
            ready = self._real.select(timeout)
            self.elapsed += time.monotonic() - before
            return ready
        if self.standing_still or timeout is None:
            return self._real.select(None)
        ready = self._real.select(0)
        if not ready:
            self.elapsed += timeout
        return ready

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop in virtual time; its `VirtualClock` tells it."""

    def __init__(self, files: selectors.BaseSelector | None = None) -> None:
        """`files` waits for files, where there are any."""
        self.jumping = JumpingSelector(files or selectors.DefaultSelector())
        super().__init__(self.jumping)

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self.jumping.elapsed

    async def shutdown_default_executor(self, *at_most_seconds: float | None) -> None:
        """Threads end in real time, and from 3.13 on Python bounds the wait for them in the time of the loop."""
        with VirtualClock(self).working():
            await super().shutdown_default_executor(*at_most_seconds)


class VirtualClock:
    """The clock of a `VirtualLoop`; it begins at `start`."""

    def __init__(self, loop: VirtualLoop, start: datetime | None = None) -> None:
        self._jumping = loop.jumping
        self._start = (start or datetime.now(UTC)).astimezone(UTC)

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return self._start + timedelta(seconds=self._jumping.elapsed)

    def monotonic(self) -> float:
        """Virtual seconds."""
        return self._jumping.elapsed

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass, which takes no time."""
        await asyncio.sleep(seconds)

    @contextmanager
    def working(self, at_most_seconds: float = math.inf) -> Iterator[None]:
        """Real work is under way elsewhere: while it is waited for, time passes as it does outside.

        While it keeps this loop busy, none does: what a limit of it is for, a flood of data, would never reach it.
        """
        limit = (time.monotonic() + at_most_seconds, self._jumping.elapsed + at_most_seconds)
        self._jumping.working += 1
        if at_most_seconds < math.inf:
            self._jumping.limits.append(limit)
        try:
            yield
        finally:
            self._jumping.working -= 1
            if at_most_seconds < math.inf:
                self._jumping.limits.remove(limit)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """A person is waited for: no time passes, however long it takes."""
        self._jumping.standing_still += 1
        try:
            yield
        finally:
            self._jumping.standing_still -= 1
