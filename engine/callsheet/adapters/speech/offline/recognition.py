"""Callers understood by Moonshine (English), with the question's phrases in mind."""

from collections.abc import Sequence
from functools import partial

from callsheet.adapters.machine import processors
from callsheet.adapters.speech.offline import work
from callsheet.adapters.speech.offline.cores import Cores
from callsheet.adapters.speech.offline.processes import Processes
from callsheet.ports.clock import Clock
from callsheet.ports.languages import is_english
from callsheet.ports.speech import Recognized, SpeechFailed

# Added to the niceness: an answer that is understood a little later is better than audio with holes. More of it would
# leave callers waiting for every other program on the machine.
POLITENESS = 4
# Processes that understand: one for each processor, as far as one process that serves has calls for them. Each holds a
# model of its own, 120 MB.
MOST_PROCESSES = 4


class MoonshineRecognition:
    """Implements `ports.speech.Recognition`. A confidence of less than 0.5 (`confidence.FLOOR`) means that the words
    may as well be noise."""

    def __init__(self, clock: Clock, cores: Cores | None = None) -> None:
        loading = partial(work.transcribe, b"", ())
        self._processes = Processes(clock, "recognition", min(processors(), MOST_PROCESSES), POLITENESS, loading, cores)

    async def load(self) -> None:
        """Load the model now rather than at the first utterance. Raises `SpeechFailed`."""
        await self._processes.run(partial(work.transcribe, b"", ()))

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """The words of one utterance, of which the first 30 seconds count. Raises `SpeechFailed`."""
        if not is_english(language):
            raise SpeechFailed(
                "language",
                "the offline recognition understands English only; "
                "set the script's language to en-US, or listen through a provider that has the language",
            )
        return await self._processes.run(partial(work.transcribe, pcm, tuple(phrases), tuple(words)))

    async def close(self) -> None:
        """End the processes."""
        await self._processes.close()
