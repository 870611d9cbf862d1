"""Lines in memory: they speak at once, and who is asked says nothing for the question's time, or answers at once."""

import asyncio

from callsheet.ports.line import UNINTERRUPTED, Interruptions, Listening, SoundSink, Spoken
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Silence
from tests.alone import Alone


class SilentLine(Alone):
    """Implements `Line`."""

    __slots__ = ("info",)

    def __init__(self, info: CallInfo) -> None:
        self.info = info

    async def answer(self) -> None:
        """At once."""

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        """Heard to its end, at once."""
        return Spoken(0, 0)

    async def listen(self, listening: Listening) -> Heard:
        """Nothing is said."""
        await asyncio.sleep(listening.timeout_seconds)
        return Silence()

    async def key(self, within_seconds: float) -> KeyPress | None:
        """None is pressed."""
        return None

    async def pause(self, seconds: float) -> None:
        """In the loop's time."""
        await asyncio.sleep(seconds)

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        """Nothing is said."""
        await asyncio.sleep(listening.timeout_seconds)

    def record_call(self, sink: SoundSink | None) -> None:
        """Nothing is heard."""

    async def hang_up(self) -> None:
        """At once."""

    def prepare(self, text: str) -> None:
        """There is nothing to prepare."""


class AnsweringLine(SilentLine):
    """A caller who gives every question the same answer, at once."""

    __slots__ = ("answered",)

    def __init__(self, info: CallInfo, answered: Heard) -> None:
        super().__init__(info)
        self.answered = answered

    async def listen(self, listening: Listening) -> Heard:
        """The answer."""
        return self.answered
