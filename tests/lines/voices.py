"""Speech made of tones, so that tests need no models: a prompt is one tone, each word another, a noise a third.

A frame's frequency is told by how often it crosses zero. Everything is found again after it went over a telephone line.
"""

import asyncio
import math
from array import array
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from callsheet.ports.speech import Mark, Recognized, Sound, Speech, SpeechFailed, Voice
from callsheet.ports.telephony import BYTES_A_MS, RATE

# Hz. The prompts' tone is also what comes back as an echo.
PROMPT_HZ = 1000
NOISE_HZ = 300
WORDS = {"yes": 500, "no": 700, "yes please": 1500}
KEYS = {"1": 2200, "2": 2500}
# Two frequencies are the same within this, Hz: half of the distance between any two of them.
SAME_HZ = 90
# How long a word and a noise last, and each character of a prompt, in milliseconds.
WORD_MS = 400
NOISE_MS = 300
MS_A_CHARACTER = 60
# Half of the level of tones: below this there is silence.
LOUD = 2000
# Samples that are looked at together.
WINDOW = 64
PIECE_MS = 100


@lru_cache(maxsize=64)
def tone(hertz: float, ms: int, rate: int = RATE) -> bytes:
    """A tone, PCM."""
    count = ms * rate // 1000
    return array("h", (round(8000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(count))).tobytes()


def silence(ms: int, rate: int = RATE) -> bytes:
    """Nothing, PCM."""
    return bytes(2 * (ms * rate // 1000))


def word(text: str, ms: int = WORD_MS, rate: int = RATE) -> bytes:
    """A word as it is spoken."""
    return tone(WORDS[text], ms, rate)


def noise(ms: int = NOISE_MS, rate: int = RATE) -> bytes:
    """A cough, music, a crowd: whatever is a voice and no words."""
    return tone(NOISE_HZ, ms, rate)


def frequency(pcm: bytes) -> float:
    """The frequency of what is loud in it; 0.0 for silence."""
    if pcm.count(0) == len(pcm):
        return 0.0
    windows = np.frombuffer(pcm, "<i2", len(pcm) // (2 * WINDOW) * WINDOW).reshape(-1, WINDOW)
    loud = windows[(windows.max(axis=1) > LOUD) & (windows.min(axis=1) < -LOUD)]
    if not len(loud):
        return 0.0
    below = loud < 0
    crossings = int(np.count_nonzero(below[:, 1:] != below[:, :-1]))
    return crossings * RATE / (2 * len(loud) * (WINDOW - 1))


def same(one: float, other: float) -> bool:
    return abs(one - other) < SAME_HZ


def pieces(audio: bytes, mark: Mark | None, ms_a_character: int) -> Iterator[tuple[int, bytes]]:
    """A prompt's audio in pieces, each with where it begins; the mark is passed where its character is."""
    marked = mark.character * ms_a_character * BYTES_A_MS if mark else -1
    begin = 0
    while begin < len(audio):
        if mark and begin == marked:
            mark.passed()
        end = min(begin + PIECE_MS * BYTES_A_MS, len(audio))
        end = marked if begin < marked < end else end
        yield begin, audio[begin:end]
        begin = end
    if mark and begin == marked:
        mark.passed()


@dataclass
class Tones:
    """Implements `Prompting`: `MS_A_CHARACTER` of a tone for each character.

    It fails after `fails_after_ms` of a prompt, and needs `slow_seconds` before each piece.
    """

    fails_after_ms: int | None = None
    fails_with: str = "unavailable"
    slow_seconds: float = 0.0
    spoken: list[str] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    open: int = 0  # prompts whose audio has been neither used up nor closed

    async def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        """The tone, piece by piece."""
        self.spoken.append(text)
        audio = tone(PROMPT_HZ, len(text) * MS_A_CHARACTER)
        self.open += 1
        try:
            for begin, piece in pieces(audio, mark, MS_A_CHARACTER):
                await asyncio.sleep(self.slow_seconds)
                if self.fails_after_ms is not None and begin >= self.fails_after_ms * BYTES_A_MS:
                    raise SpeechFailed(self.fails_with, "the voice is broken")
                yield piece
        finally:
            self.open -= 1

    def prepare(self, text: str, voice: Voice) -> None:
        """Noted."""
        self.prepared.append(text)

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Words:
    """Implements `Recognition`: the word of the utterance's frequency; a noise is no word. `takes` seconds."""

    fails: bool = False
    takes: float = 0.0
    asked: list[tuple[int, tuple[str, ...], str]] = field(default_factory=list)  # milliseconds, phrases, language

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """Look the frequency up."""
        self.asked.append((len(pcm) // BYTES_A_MS, tuple(phrases), language))
        await asyncio.sleep(self.takes)
        if self.fails:
            raise SpeechFailed("unavailable", "nobody understands anything")
        heard = frequency(pcm)
        return next((Recognized(text, 0.9) for text, hertz in WORDS.items() if same(heard, hertz)), Recognized("", 0.0))

    async def close(self) -> None:
        """Nothing to let go of."""


class ToneEar:
    """Implements `Ear`: what is loud is a voice, the prompts' tone after a prompt an echo, some tones keys."""

    def __init__(
        self,
        fails_after: int | None,
        busy: tuple[float, float] = (0.0, 0.0),
        takes: float = 0.0,
        *,
        passes: bool = False,
    ) -> None:
        self._left = fails_after
        self._takes = takes
        self._passes = passes
        self._busy_from, self._busy_until = busy
        self._key: str | None = None

    def passes_over(self, frame: bytes) -> bool:
        """What has nothing in it, where it is to pass over that."""
        return self._passes and not any(frame)

    async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
        """By the frame's frequency."""
        now = asyncio.get_running_loop().time()
        if self._busy_from <= now < self._busy_until:
            await asyncio.sleep(self._busy_until - now)
        if self._takes:
            await asyncio.sleep(self._takes)
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise SpeechFailed("unavailable", "nobody hears anything")
        heard = frequency(frame)
        key = next((key for key, hertz in KEYS.items() if same(heard, hertz)), None)
        pressed = key if key != self._key else None  # once for each time that it is pressed
        self._key = key
        echo = 1.0 if same(heard, PROMPT_HZ) and same(frequency(played), PROMPT_HZ) else 0.0
        return Sound(1.0 if heard and key is None else 0.0, pressed, echo)


@dataclass
class Ears:
    """Implements `VoiceActivity`. Its ears fail after `fails_after` frames; what comes while they are `busy` (from one
    moment of the loop's clock to another) is judged at the end of that. Each frame `takes` seconds, several as one.
    What has nothing in it is not judged where the ear `passes` over that."""

    fails_after: int | None = None
    busy: tuple[float, float] = (0.0, 0.0)
    takes: float = 0.0
    passes: bool = False

    def open(self) -> ToneEar:
        """One for each call."""
        return ToneEar(self.fails_after, self.busy, self.takes, passes=self.passes)

    async def close(self) -> None:
        """Nothing to let go of."""


def speech(
    synthesis: Tones | None = None,
    recognition: Words | None = None,
    ears: Ears | None = None,
    *,
    recognizes_ahead: bool = True,
) -> Speech:
    """All three."""
    return Speech(synthesis or Tones(), recognition or Words(), ears or Ears(), recognizes_ahead)
