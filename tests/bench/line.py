"""A line in memory: it speaks at once, and a caller who is asked says nothing until the question's time is over."""

import asyncio
from collections.abc import Sequence

from engine.ports.telephony import CallInfo, Heard, Silence, Spoken


class SilentLine:
    """Implements `Line`."""

    __slots__ = ("info",)

    def __init__(self, info: CallInfo) -> None:
        self.info = info

    async def answer(self) -> None:
        """At once."""

    async def say(self, text: str, *, interruptible: bool) -> Spoken:
        """Heard to its end, at once."""
        return Spoken(0, 0)

    async def listen(self, phrases: Sequence[str], *, timeout_seconds: float, pause_seconds: float) -> Heard:
        """Nothing is said."""
        await asyncio.sleep(timeout_seconds)
        return Silence()

    async def pause(self, seconds: float) -> None:
        """In the loop's time."""
        await asyncio.sleep(seconds)

    async def hang_up(self) -> None:
        """At once."""
