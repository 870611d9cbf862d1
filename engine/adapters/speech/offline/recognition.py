"""Callers understood by Moonshine (English), with the question's phrases in mind."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from engine.adapters.speech.offline.threads import Threads, processors
from engine.ports.clock import Clock
from engine.ports.speech import Recognized, SpeechFailed

if TYPE_CHECKING:
    from engine.adapters.speech.offline.transcription import Transcription

LANGUAGE = "en"
# Added to the niceness: an answer that is understood a little later is better than audio with holes.
POLITENESS = 10


class MoonshineRecognition:
    """Implements `ports.speech.Recognition`. A confidence of less than 0.5 (`confidence.FLOOR`) means that the words
    may as well be noise."""

    def __init__(self, clock: Clock) -> None:
        self._threads = Threads(clock, "recognition", processors(), POLITENESS)
        self._transcription: Transcription | None = None
        self._loading = asyncio.Lock()

    async def load(self) -> None:
        """Load the model now rather than at the first utterance. Raises `SpeechFailed`."""
        await self._loaded()

    async def recognize(self, pcm: bytes, phrases: Sequence[str], language: str) -> Recognized:
        """The words of one utterance, of which the first 30 seconds count. Raises `SpeechFailed`."""
        if language.replace("_", "-").split("-")[0].lower() != LANGUAGE:
            raise SpeechFailed(
                "the offline recognition understands English only; "
                "set the script's language to en-US, or listen through a provider that has the language",
                "language",
            )
        transcription = await self._loaded()
        return await self._threads.run(partial(transcription.transcribe, pcm, tuple(phrases)))

    async def close(self) -> None:
        """Let go of the threads."""
        self._threads.close()

    async def _loaded(self) -> "Transcription":
        async with self._loading:
            if self._transcription is None:
                self._transcription = await self._threads.run(_load)
            return self._transcription


def _load() -> "Transcription":
    from engine.adapters.speech.offline.models import require_libraries

    require_libraries()
    from engine.adapters.speech.offline.transcription import Transcription

    return Transcription()
