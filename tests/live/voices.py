"""Speech made of tones (`tests/lines/voices.py`), quick, with the promises to callers in a tone of their own.

`meets` is awaited before each piece of work, with what the work is, and may fail or hang.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from callsheet.ports.speech import Mark, Recognized, Sound, Speech, Voice
from tests.lines.voices import PROMPT_HZ, ToneEar, Words, pieces, tone
from tests.live.scripts import PROMISE

PROMISE_HZ = 3000
# Milliseconds for each character of a prompt: the whole call takes some seconds.
MS_A_CHARACTER = 12
Meets = Callable[[str], Awaitable[None]]


async def nothing(what: str) -> None:
    """No trouble."""


async def hangs(what: str) -> None:
    """For ever."""
    await asyncio.Event().wait()


@dataclass
class QuickTones:
    """Implements `Prompting`. `open` counts prompts whose audio has been neither used up nor closed."""

    meets: Meets = nothing
    open: int = 0
    closed: bool = False

    async def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        """The tone, piece by piece."""
        audio = tone(PROMISE_HZ if text == PROMISE else PROMPT_HZ, len(text) * MS_A_CHARACTER)
        self.open += 1
        try:
            for _, piece in pieces(audio, mark, MS_A_CHARACTER):
                await self.meets(text)
                yield piece
        finally:
            self.open -= 1

    def prepare(self, text: str, voice: Voice) -> None:
        """Nothing to make ready."""

    async def close(self) -> None:
        """Noted."""
        self.closed = True


@dataclass
class TroubledWords(Words):
    """Implements `Recognition`."""

    meets: Meets = nothing

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """The word, if nothing happens before."""
        await self.meets("recognize")
        return await super().recognize(pcm, phrases, language, words)


@dataclass
class TroubledEar:
    """Implements `Ear`."""

    meets: Meets
    ear: ToneEar = field(default_factory=lambda: ToneEar(None))

    def passes_over(self, frame: bytes) -> bool:
        """It judges every frame."""
        return False

    async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
        """What the frame holds, if nothing happens before."""
        await self.meets("judge")
        return await self.ear.judge(frame, played)


@dataclass
class TroubledEars:
    """Implements `VoiceActivity`."""

    meets: Meets = nothing

    def open(self) -> TroubledEar:
        """One for each call."""
        return TroubledEar(self.meets)

    async def close(self) -> None:
        """Nothing to let go of."""


def voices(speaks: Meets = nothing, recognizes: Meets = nothing, hears: Meets = nothing) -> Speech:
    """All three, and what each of them meets with."""
    return Speech(QuickTones(speaks), TroubledWords(meets=recognizes), TroubledEars(hears))
