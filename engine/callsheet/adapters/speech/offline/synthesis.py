"""Prompts spoken by hibari, a small neural voice (American English, 24 kHz) whose package holds its model."""

import logging
from collections.abc import AsyncGenerator
from functools import partial

from callsheet.adapters.machine import processors
from callsheet.adapters.speech.offline import work
from callsheet.adapters.speech.offline.alphabet import spelled, unspoken
from callsheet.adapters.speech.offline.cores import Cores
from callsheet.adapters.speech.offline.processes import Processes
from callsheet.ports.clock import Clock
from callsheet.ports.languages import is_english
from callsheet.ports.speech import SpeechFailed, Voice

logger = logging.getLogger("callsheet.speech")

# Characters of one prompt: a quarter of an hour. A row of a database, not an author, makes a longer one.
MOST_TEXT = 20_000
# Added to the niceness: a prompt that begins a little later is better than audio with holes.
POLITENESS = 4
# Processes that speak, where there are as many processors. A sentence takes a hundredth of the time that it lasts, and
# most are spoken once and kept; but many calls may begin in the same moment.
MOST_PROCESSES = 2


class HibariSynthesis:
    """Implements `ports.speech.Narrator`."""

    def __init__(self, clock: Clock, cores: Cores | None = None) -> None:
        count = min(processors(), MOST_PROCESSES)
        # Whoever waits for more to be said takes silence for their own turn; who has said something knows it is ours.
        self._processes = Processes(clock, "voice", count, POLITENESS, partial(work.sentences, ""), cores, urgent=True)
        self._told_of_names = False

    async def load(self) -> None:
        """Load the model now rather than at the first prompt. Raises `SpeechFailed`."""
        await self._processes.run(partial(work.sentences, ""))

    async def speak(self, text: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        """The text sentence by sentence, each as soon as it is made. Raises `SpeechFailed`."""
        if (refusal := self.refusal(text, voice)) is not None:
            raise refusal
        if voice.name not in ("", work.VOICE) and not self._told_of_names:
            self._told_of_names = True
            logger.warning(
                "a script asks for a voice that the offline speech does not have; it speaks as %s", work.VOICE
            )
        for index, sentence in enumerate(await self._processes.run(partial(work.sentences, spelled(text)))):
            pcm = await self._processes.run(partial(work.speak, sentence, pause_before=index > 0))
            if pcm:
                yield pcm

    def prepare(self, text: str, voice: Voice) -> None:
        """Nothing: sentences are made faster than anybody asks for them."""

    async def close(self) -> None:
        """End the process."""
        await self._processes.close()

    def refusal(self, text: str, voice: Voice) -> SpeechFailed | None:
        """It speaks English in Latin letters, and no text without end."""
        if not is_english(voice.language):
            return SpeechFailed(
                "language",
                "the offline voice speaks English only; "
                "set the script's language to en-US, or speak through a provider that has the language",
            )
        if len(text) > MOST_TEXT:
            return SpeechFailed("request", f"a prompt is longer than {MOST_TEXT} characters")
        if unknown := unspoken(text):
            return SpeechFailed(
                "text",
                f"the offline voice cannot speak {unknown}; "
                "give the text in Latin letters, or speak through a provider that can",
            )
        return None
