"""The machine's clock."""

import asyncio
import math
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta


class SystemClock:
    """Real time; `start` shifts it, so that a call can be tried as if it were another day."""

    def __init__(self, start: datetime | None = None) -> None:
        self._shift = start - datetime.now(UTC) if start else timedelta()

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC) + self._shift

    def monotonic(self) -> float:
        """Seconds since some fixed point."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        await asyncio.sleep(seconds)

    def working(self, at_most_seconds: float = math.inf) -> AbstractContextManager[None]:
        """Real time waits for nobody."""
        return nullcontext()
