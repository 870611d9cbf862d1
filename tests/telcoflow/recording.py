"""What a caller heard, as it was played to them: the sound, where it is, and where it was missing."""

import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.telcoflow.sounds import SAMPLE_BYTES, SILENCE_PEAK, as_samples, is_loud

TICK_MS = 20  # what is played at once; telephone networks carry frames of so many milliseconds
# Silence within a prompt: longer than a stop before a consonant, shorter than the pause between two prompts.
PAUSE_MS = 200
# What is missing lies within a prompt where sound is so near on both sides: speech has silent moments of its own.
NEAR_MS = 100


@dataclass(frozen=True, slots=True)
class Span:
    """Sound, from its first sample to its last, in milliseconds of the call."""

    begin_ms: float
    end_ms: float

    @property
    def ms(self) -> float:
        return self.end_ms - self.begin_ms


@dataclass(frozen=True, slots=True)
class Starved:
    """Nothing was there to be played for `ms`, and more came after it.

    In the middle of a sound (`in_sound`) it was heard as a gap. Else it may be no fault: the agent had nothing to say.
    """

    begin_ms: float
    ms: float
    in_sound: bool


@dataclass(slots=True)
class Recording:
    """Grows while the call goes on. All times are milliseconds of the call, counted from the dialling.

    `late_frames` counts the frames that were missing between the first and the last that came.
    """

    rate: int
    began_ms: float = 0.0
    pcm: bytearray = field(default_factory=bytearray)
    starved: list[Starved] = field(default_factory=list)
    late_frames: int = 0
    _loud: bytearray = field(default_factory=bytearray)  # of each tick, whether there is sound in it
    _first_tick: int = -1
    _last_tick: int = -1
    _missing_ms: float = 0.0
    _missing_frames: int = 0
    _last_loud: bool = False
    _came: bool = False

    @property
    def bytes_a_ms(self) -> int:
        return self.rate * SAMPLE_BYTES // 1000

    @property
    def now_ms(self) -> float:
        """Up to when it goes."""
        return self.began_ms + len(self.pcm) / self.bytes_a_ms

    def add(self, played: bytes) -> bool:
        """One tick was played, the end of it silence where there was not enough; returns whether it was loud."""
        loud = is_loud(played)
        whole = TICK_MS * self.bytes_a_ms
        if played:
            if self._came and self._missing_ms:
                self._note_starved(self._last_loud and loud)
            self._missing_ms, self._missing_frames = 0.0, 0
            self._came, self._last_loud = True, loud
            self._first_tick = len(self._loud) if self._first_tick < 0 else self._first_tick
            self._last_tick = len(self._loud)
        self.pcm += played
        self._loud.append(loud)
        if len(played) < whole:
            self.pcm += bytes(whole - len(played))
            self._missing_ms += (whole - len(played)) / self.bytes_a_ms
            self._missing_frames += 1
        return loud

    def _note_starved(self, in_sound: bool) -> None:
        began_ms = round(self.now_ms - self._missing_ms, 3)
        self.starved.append(Starved(began_ms, round(self._missing_ms, 3), in_sound))
        self.late_frames += self._missing_frames

    def stop(self, ms: float) -> None:
        """The call ended: what was to be played after `ms` was not heard."""
        kept = max(0, int((ms - self.began_ms) * self.rate / 1000)) * SAMPLE_BYTES
        del self.pcm[kept:]
        del self._loud[-(-kept // (TICK_MS * self.bytes_a_ms)) :]

    @property
    def gaps(self) -> list[Starved]:
        """Where a sound was broken."""
        return [starved for starved in self.starved if starved.in_sound]

    @property
    def ticks(self) -> int:
        """How many ticks there were from the first in which something came to the last."""
        return self._last_tick - self._first_tick + 1 if self._came else 0

    @property
    def loud_ticks(self) -> int:
        """In how many ticks there was sound."""
        return sum(self._loud)

    def within_prompt(self, starved: Starved) -> bool:
        """Whether there is sound shortly before what was missing, and shortly behind it."""
        near = NEAR_MS // TICK_MS
        began = int((starved.begin_ms - self.began_ms) // TICK_MS)
        ended = round((starved.begin_ms + starved.ms - self.began_ms) / TICK_MS)
        return any(self._loud[max(0, began - near) : began + 1]) and any(self._loud[ended : ended + near])

    def sounds(self, pause_ms: float = PAUSE_MS) -> list[Span]:
        """The sounds; ones with no more than `pause_ms` between them are one, as are ones within neighbouring ticks."""
        spans: list[Span] = []
        for span in self._pieces():
            if spans and span.begin_ms - spans[-1].end_ms <= pause_ms:
                spans[-1] = Span(spans[-1].begin_ms, span.end_ms)
            else:
                spans.append(span)
        return spans

    def heard_ms(self, pause_ms: float = PAUSE_MS) -> float:
        """How much sound was heard, pauses within it included."""
        return self.heard_ms_after(0, pause_ms)

    def heard_ms_after(self, ms: float, pause_ms: float = PAUSE_MS) -> float:
        """How much sound was heard after a moment of the call."""
        return round(sum(max(0.0, span.end_ms - max(span.begin_ms, ms)) for span in self.sounds(pause_ms)), 3)

    def between(self, begin_ms: float, end_ms: float) -> bytes:
        """The PCM of a part of the call."""
        begin, end = (max(0, round((ms - self.began_ms) * self.rate / 1000)) for ms in (begin_ms, end_ms))
        return bytes(self.pcm[begin * SAMPLE_BYTES : end * SAMPLE_BYTES])

    def write_wav(self, path: Path) -> None:
        """For ears."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(SAMPLE_BYTES)
            file.setframerate(self.rate)
            file.writeframes(bytes(self.pcm))

    def _pieces(self) -> Iterator[Span]:
        """Runs of ticks that have sound, from the first loud sample to the last."""
        began: int | None = None
        for index, loud in enumerate((*self._loud, 0)):
            if loud and began is None:
                began = index
            elif not loud and began is not None:
                yield Span(self._edge_ms(began, first=True), self._edge_ms(index - 1, first=False))
                began = None

    def _edge_ms(self, tick: int, *, first: bool) -> float:
        """Where sound begins, or ends, in a tick that has some."""
        whole = TICK_MS * self.bytes_a_ms
        samples = as_samples(bytes(self.pcm[tick * whole : (tick + 1) * whole]))
        places = range(len(samples)) if first else range(len(samples) - 1, -1, -1)
        loud = next((place for place in places if abs(samples[place]) >= SILENCE_PEAK), 0)
        at = loud if first else loud + 1
        return round(self.began_ms + tick * TICK_MS + at * 1000 / self.rate, 3)
