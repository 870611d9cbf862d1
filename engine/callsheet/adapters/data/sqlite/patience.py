"""Waiting for a lock that another program holds."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from callsheet.adapters.data.sqlite.failures import is_locked

T = TypeVar("T")

# A lock is tried again after a pause that doubles: most are over in a millisecond, a backup's is not.
FIRST_PAUSE_SECONDS = 0.001
LONGEST_PAUSE_SECONDS = 0.05


class Patience:
    """One lock is waited for `seconds` in all, by everything that it keeps waiting: from when it was first met until
    somebody has found it gone. So a caller hears silence for that long once, and not for each statement.

    SQLite's own waiting (`busy_timeout`) would hold the thread, and an interrupt does not end it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._met: dict[bool, tuple[float, float]] = {}  # writing or reading: first and last met

    async def with_lock(
        self, attempt: Callable[[], Awaitable[T]], *, writing: bool, unless: asyncio.Future[Any] | None = None
    ) -> T:
        """The result of `attempt`, tried again while the database is locked, or until `unless` is done. Once it is
        there, the lock is gone."""
        result = await self.without(attempt, writing=writing, unless=unless)
        self._met.pop(False, None)
        if writing:
            self._met.pop(True, None)
        return result

    async def without(
        self, attempt: Callable[[], Awaitable[T]], *, writing: bool, unless: asyncio.Future[Any] | None = None
    ) -> T:
        """The same for what may be there while others are still locked out."""
        clock = asyncio.get_running_loop().time
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await attempt()
            except sqlite3.Error as error:
                left = self._left(clock(), writing=writing) if is_locked(error) else 0.0
                if left <= 0 or (unless is not None and unless.done()):
                    raise
            await asyncio.sleep(min(pause, left))
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _left(self, now: float, *, writing: bool) -> float:
        """How long this lock is still waited for; it is met now."""
        first, last = self._met.get(writing, (now, now))
        # One that nobody has met for so long was another.
        self._met[writing] = (first if now - last <= 2 * self._seconds else now, now)
        return min(first for first, _ in self._met.values()) + self._seconds - now
