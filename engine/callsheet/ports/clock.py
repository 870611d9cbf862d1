"""The clock: where calls, limits and time-outs get their time from."""

import math
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol


class Timekeeper(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds since some fixed point; never goes back."""


class Clock(Timekeeper, Protocol):
    """Real time in live calls; time that jumps when nothing happens in rehearsals and tests."""

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""

    def working(self, at_most_seconds: float = math.inf) -> AbstractContextManager[None]:
        """While this is entered, real work is under way elsewhere (a thread, a disk): time must not jump over it.

        It may take `at_most_seconds` of real time: when these have passed, so have as many here.
        """
