"""A line in memory: it speaks at once, and a caller who is asked says nothing until the question's time is over."""

import asyncio

from callsheet.ports.line import UNINTERRUPTED, Interruptions, Listening, Spoken
from callsheet.ports.telephony import CallInfo, Heard, Silence


class SilentLine:
    """Implements `Line`."""

    __slots__ = ("info",)

    def __init__(self, info: CallInfo) -> None:
        self.info = info

    async def answer(self) -> None:
        """At once."""

    async def say(
        self, text: str, interruptions: Interruptions = UNINTERRUPTED, before: Listening | None = None
    ) -> Spoken:
        """Heard to its end, at once."""
        return Spoken(0, 0)

    async def listen(self, listening: Listening) -> Heard:
        """Nothing is said."""
        await asyncio.sleep(listening.timeout_seconds)
        return Silence()

    async def pause(self, seconds: float) -> None:
        """In the loop's time."""
        await asyncio.sleep(seconds)

    async def hang_up(self) -> None:
        """At once."""

    def prepare(self, text: str) -> None:
        """There is nothing to prepare."""
