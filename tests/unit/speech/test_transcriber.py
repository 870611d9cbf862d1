"""Recordings are put into words piece by piece, cut where nobody speaks."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.adapters.speech.transcriber import LONGEST_PIECE, SHORTEST_PIECE, RecognizedRecordings, pieces_of
from callsheet.ports.recordings import RecordingFailed
from callsheet.ports.speech import Recognized, SpeechFailed
from callsheet.ports.telephony import RATE, SAMPLE_BYTES
from tests.lines.voices import silence, word

SPOKEN = word("yes", 1700) + silence(300)


class Counting:
    """Implements `Recognition`: says which piece it was."""

    def __init__(self, fails_at: int = 0) -> None:
        self.pieces: list[bytes] = []
        self.most = self.at_once = 0
        self.fails_at = fails_at

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        self.pieces.append(pcm)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if len(self.pieces) == self.fails_at:
            raise SpeechFailed("unavailable", "nobody understands it")
        return Recognized(f" piece {len(self.pieces)} ", 0.9)

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("seconds", [0, 1, 9, 10, 11, 59])
def test_pieces_are_all_of_it_and_short(seconds: int) -> None:
    pcm = (SPOKEN * 30)[: seconds * RATE * SAMPLE_BYTES]
    pieces = list(pieces_of(pcm))
    assert b"".join(pieces) == pcm
    lengths = [len(piece) / RATE / SAMPLE_BYTES for piece in pieces]
    assert all(SHORTEST_PIECE <= length <= LONGEST_PIECE for length in lengths[:-1])
    assert lengths[-1] <= LONGEST_PIECE
    for piece in pieces[:-1]:
        assert not any(piece[-500:]), "cut in a pause"


def words(folder: Path, recognition: Counting, *files: bytes) -> list[str]:
    async def case() -> list[str]:
        recordings = RecordingsFolder(folder, SystemClock())
        try:
            kept = []
            for pcm in files:
                file = await recordings.begin("c-1", 2, 1)
                file.add(pcm)
                await file.keep()
                kept.append(file.file)
            transcriber = RecognizedRecordings(recordings, recognition)
            return await asyncio.gather(*(transcriber.words(name, "en-US") for name in kept))
        finally:
            recordings.close()

    return asyncio.run(case())


def test_the_words_of_the_pieces_are_the_words_of_the_recording(tmp_path: Path) -> None:
    recognition = Counting()
    assert words(tmp_path, recognition, SPOKEN * 10) == ["piece 1 piece 2 piece 3"]
    assert b"".join(recognition.pieces) == SPOKEN * 10


def test_one_recording_after_the_other(tmp_path: Path) -> None:
    recognition = Counting()
    assert words(tmp_path, recognition, *[SPOKEN] * 3) == ["piece 1", "piece 2", "piece 3"]
    assert recognition.most == 1


def test_what_is_not_understood_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpeechFailed):
        words(tmp_path, Counting(fails_at=2), SPOKEN * 10)


def test_a_recording_that_is_gone_is_told(tmp_path: Path) -> None:
    async def case() -> None:
        transcriber = RecognizedRecordings(RecordingsFolder(tmp_path, SystemClock()), Counting())
        with pytest.raises(RecordingFailed):
            await transcriber.words("2026-11-22/c-1-4.wav", "en-US")

    asyncio.run(case())
