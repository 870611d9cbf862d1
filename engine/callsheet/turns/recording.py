"""Recording on a line with a voice: a message behind a tone, or a call, both ways."""

import asyncio
import math
from array import array
from collections.abc import AsyncIterator
from contextlib import suppress

from callsheet.ports.clock import Clock
from callsheet.ports.line import LONGEST_SECONDS, LineFailed, Listening, SoundSink
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.tasks import Overtaken, Unless
from callsheet.ports.telephony import BYTES_A_MS, RATE, SAMPLE_BYTES, Call
from callsheet.turns.bridge import Bridging
from callsheet.turns.hearing import Hearing
from callsheet.turns.listening import sign_before
from callsheet.turns.prompt import in_pieces
from callsheet.turns.signs import Pressed, SpeechEnded
from callsheet.turns.transcribing import Transcribing

# What people know from answering machines, in Hz: far from the tones of keys, and from what voices do.
TONE_HZ, TONE_SECONDS = 1000, 0.4
# Of full scale: as loud as a voice.
LOUDNESS = 0.25
# Samples in which it begins and ends: at once, it would click.
FADE = RATE // 100


def _tone() -> bytes:
    samples = round(RATE * TONE_SECONDS)
    faded = (min(1.0, at / FADE, (samples - at) / FADE) for at in range(samples))
    loudest = LOUDNESS * (2 ** (8 * SAMPLE_BYTES - 1) - 1)
    wave = (loudest * each * math.sin(math.tau * TONE_HZ * at / RATE) for at, each in enumerate(faded))
    return b"".join(round(each).to_bytes(SAMPLE_BYTES, "little", signed=True) for each in wave)


TONE = _tone()


async def hear_recording(hearing: Hearing, listening: Listening, sink: SoundSink, clock: Clock) -> None:
    """Give `sink` all that comes in, until a silence, a key, or the longest time. Raises `SpeechFailed`."""
    before = hearing.speech_seconds
    hearing.begin_anew(frozenset())
    # What is heard as one utterance is kept in memory: of a longer one, each part is one.
    hearing.pause_seconds, hearing.longest_seconds = listening.pause_seconds, LONGEST_SECONDS
    hearing.also_to.append(sink.add)
    try:
        with suppress(Overtaken), Unless(within=listening.longest_seconds):
            await _until_over(hearing, listening, clock)
    finally:
        hearing.also_to.remove(sink.add)
        sink.add_speech(hearing.speech_seconds - before)


async def _until_over(hearing: Hearing, listening: Listening, clock: Clock) -> None:
    ends_at = clock.monotonic() + listening.timeout_seconds
    while (sign := await sign_before(hearing, ends_at, clock)) is not None:
        match sign:
            case Pressed():
                return
            case SpeechEnded(pcm=pcm, cut=cut) if pcm:
                if not cut:
                    return
                ends_at = clock.monotonic() + listening.pause_seconds


# Seconds between two looks at what the caller has heard from us: less than a line remembers.
LOOK_SECONDS = 0.5
# Bytes, a second, that one side may be behind the other: a network holds nothing up for longer.
MOST_BEHIND = 1000 * BYTES_A_MS


class BothWays:
    """Gives a recording what the caller says and what the caller hears from us, side by side, by the clock."""

    def __init__(self, call: Call, hearing: Hearing, sink: SoundSink, clock: Clock) -> None:
        self._call = call
        self._hearing = hearing
        self._sink = sink
        self._clock = clock
        self._until = clock.monotonic()
        self._said = bytearray()
        self._heard = bytearray()
        hearing.also_to.append(self._said.extend)
        self._look = self._in_a_while()

    def stop(self) -> None:
        """It goes no further."""
        self._look.cancel()
        self._hearing.also_to.remove(self._said.extend)
        self._catch_up()

    def _in_a_while(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look_on)

    def _look_on(self) -> None:
        self._catch_up()
        self._look = self._in_a_while()

    def _catch_up(self) -> None:
        """Take what is there of both sides. Where nothing comes in for long, nothing is said; of what comes in faster
        than it can be said, the oldest is left out."""
        now = self._clock.monotonic()
        passed_ms = int((now - self._until) * 1000)
        self._until += passed_ms / 1000
        self._heard += self._call.played(passed_ms).rjust(passed_ms * BYTES_A_MS, b"\0")
        behind = len(self._heard) - len(self._said)
        if behind > MOST_BEHIND:
            self._said += bytes(behind)
        elif behind < -MOST_BEHIND:
            del self._said[:-behind]
        length = min(len(self._said), len(self._heard))
        both = array("h", bytes(2 * length))
        both[0::2] = array("h", bytes(self._said[:length]))
        both[1::2] = array("h", bytes(self._heard[:length]))
        del self._said[:length], self._heard[:length]
        self._sink.add(both.tobytes())


class RecordingLine(Bridging):
    """What a line with a voice does to record."""

    _hearing: Hearing | None
    _transcribing: Transcribing
    _both_ways: BothWays | None = None  # where the call is recorded

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        """Give a tone, and all that is heard then to `sink`."""
        self._watch.check()
        hearing = self._ready()
        self._transcribing.question = None
        if beep:
            await self._watch.unless_ended(self._play_alone(in_pieces(TONE)))
        try:
            await self._watch.unless_ended(hear_recording(hearing, listening, sink, self._clock))
        except SpeechFailed as failed:
            raise LineFailed("recognition", failed.message) from None

    def record_call(self, sink: SoundSink | None) -> None:
        """From now on give `sink` both sides, until another one comes, or none."""
        if self._both_ways is not None:
            self._both_ways.stop()
        self._both_ways = BothWays(self._call, self._listened_in(), sink, self._clock) if sink else None

    def _listened_in(self) -> Hearing:
        """What comes in, whoever says it."""
        return self._ready()

    def _ready(self) -> Hearing:
        if self._hearing is None:
            raise LineFailed("line", "the call has not been answered yet")
        return self._hearing

    async def _stop_playing(self) -> None:
        with suppress(Exception):
            await self._call.interrupt()

    async def _play_alone(self, audio: AsyncIterator[bytes]) -> None:
        playback = self._call.play(audio)
        try:
            await playback.done()
        except BaseException:
            await self._stop_playing()
            raise
