"""Prompts spoken by hibari, a small neural voice (American English, 24 kHz) whose package holds its model."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from functools import partial
from typing import TYPE_CHECKING

from engine.adapters.speech.offline.alphabet import spelled, unspoken
from engine.adapters.speech.offline.threads import Threads, processors
from engine.ports.clock import Clock
from engine.ports.speech import SpeechFailed, Voice

if TYPE_CHECKING:
    from engine.adapters.speech.offline.hibari import HibariVoice

logger = logging.getLogger("callsheet.speech")

# The one voice that the package brings along; the library would fetch others from a network.
VOICE = "heart"
LANGUAGE = "en"
# Characters of one prompt: a quarter of an hour. A row of a database, not an author, makes a longer one.
MOST_TEXT = 20_000
# Added to the niceness: a prompt that begins a little later is better than audio with holes.
POLITENESS = 5


class HibariSynthesis:
    """Implements `ports.speech.Narrator`."""

    def __init__(self, clock: Clock) -> None:
        self._threads = Threads(clock, "voice", processors(), POLITENESS)
        self._voice: HibariVoice | None = None
        self._loading = asyncio.Lock()
        self._told_of_names = False

    async def load(self) -> None:
        """Load the model now rather than at the first prompt. Raises `SpeechFailed`."""
        await self._loaded()

    async def speak(self, text: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        """The text sentence by sentence, each as soon as it is made. Raises `SpeechFailed`."""
        if (refusal := self.refusal(text, voice)) is not None:
            raise refusal
        if voice.name not in ("", VOICE) and not self._told_of_names:
            self._told_of_names = True
            logger.warning("a script asks for a voice that the offline speech does not have; it speaks as %s", VOICE)
        speaker = await self._loaded()
        for index, sentence in enumerate(await self._threads.run(partial(speaker.sentences, spelled(text)))):
            pcm = await self._threads.run(partial(speaker.speak, sentence, pause_before=index > 0))
            if pcm:
                yield pcm

    def prepare(self, text: str, voice: Voice) -> None:
        """Nothing: sentences are made faster than anybody asks for them."""

    async def close(self) -> None:
        """Let go of the threads."""
        self._threads.close()

    def refusal(self, text: str, voice: Voice) -> SpeechFailed | None:
        """It speaks English in Latin letters, and no text without end."""
        if voice.language.replace("_", "-").split("-")[0].lower() != LANGUAGE:
            return SpeechFailed(
                "the offline voice speaks English only; "
                "set the script's language to en-US, or speak through a provider that has the language",
                "language",
            )
        if len(text) > MOST_TEXT:
            return SpeechFailed(f"a prompt is longer than {MOST_TEXT} characters", "request")
        if unknown := unspoken(text):
            return SpeechFailed(
                f"the offline voice cannot speak {unknown}; "
                "give the text in Latin letters, or speak through a provider that can",
                "text",
            )
        return None

    async def _loaded(self) -> "HibariVoice":
        async with self._loading:
            if self._voice is None:
                self._voice = await self._threads.run(_load)
            return self._voice


def _load() -> "HibariVoice":
    from engine.adapters.speech.offline.models import find_model, require_libraries

    require_libraries()
    for name in ("hibari/assets/hibari.onnx", "hibari/assets/oov.onnx"):
        find_model(name)
    from engine.adapters.speech.offline.hibari import HibariVoice

    return HibariVoice(VOICE)
