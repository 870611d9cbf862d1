"""Recordings put into words by the recognition that calls have, piece by piece."""

import asyncio
from collections.abc import Iterator

import numpy as np

from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.adapters.speech.samples import from_pcm
from callsheet.ports.speech import Recognition
from callsheet.ports.telephony import RATE, SAMPLE_BYTES

# Seconds of a piece: whoever waits for an answer of theirs waits for no more of a recording than for a long answer.
SHORTEST_PIECE, LONGEST_PIECE = 5, 10
# Samples of a pause between words: the quietest one in reach is where a piece ends.
PAUSE = RATE // 5


class RecognizedRecordings:
    """Implements `Transcriber`. One recording at a time: calls need the recognition more."""

    def __init__(self, recordings: RecordingsFolder, recognition: Recognition) -> None:
        self._recordings = recordings
        self._recognition = recognition
        self._turn = asyncio.Lock()

    async def words(self, file: str, language: str) -> str:
        """What is said in a recording. Raises `RecordingFailed` and `SpeechFailed`."""
        async with self._turn:
            pcm = await self._recordings.sound(file)
            found = [(await self._recognition.recognize(piece, (), language)).text for piece in pieces_of(pcm)]
        return " ".join(" ".join(found).split())


def pieces_of(pcm: bytes) -> Iterator[bytes]:
    """A recording, cut where nobody speaks, as far as that can be told."""
    begin, longest = 0, LONGEST_PIECE * RATE * SAMPLE_BYTES
    while len(pcm) - begin > longest:
        end = begin + _quietest(pcm[begin : begin + longest])
        yield pcm[begin:end]
        begin = end
    yield pcm[begin:]


def _quietest(pcm: bytes) -> int:
    """The byte in the middle of the quietest pause, not before the shortest piece."""
    sound = np.square(from_pcm(pcm))
    energy = np.convolve(sound, np.ones(PAUSE, np.float32), "valid")
    first = SHORTEST_PIECE * RATE
    return int(first + np.argmin(energy[first:]) + PAUSE // 2) * SAMPLE_BYTES
