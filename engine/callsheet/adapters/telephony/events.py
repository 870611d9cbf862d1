"""What happens in a call, kept until somebody reads it; the end is last."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from callsheet.ports.telephony import CallEvent, Ended, Misuse

# Events that nobody has read. A provider that reports errors without end must not fill the memory.
MOST_EVENTS = 1000


class CallEvents:
    """The events of one call, for one reader."""

    __slots__ = ("_ended", "_read", "_some", "_waiting")

    def __init__(self) -> None:
        self._waiting: deque[CallEvent] = deque()
        self._ended = False
        self._read = False
        self._some = asyncio.Event()

    def add(self, event: CallEvent) -> None:
        """It happened; after the end nothing happens."""
        if self._ended or (len(self._waiting) >= MOST_EVENTS and not isinstance(event, Ended)):
            return
        self._ended = isinstance(event, Ended)
        self._waiting.append(event)
        self._some.set()

    def read(self) -> AsyncIterator[CallEvent]:
        """All events, `Ended` last. Raises `Misuse` for a second reader."""
        if self._read:
            raise Misuse("the events of a call have one reader")
        self._read = True
        return self._reading()

    async def _reading(self) -> AsyncIterator[CallEvent]:
        while True:
            while self._waiting:
                event = self._waiting.popleft()
                yield event
                if isinstance(event, Ended):
                    return
            self._some.clear()
            await self._some.wait()
