"""What a call's audio holds: utterances with a beginning and an end, and keys. Everything else is noise.

A frame counts as voice where the voice detection says so and it is not our own prompt coming back. An utterance begins
with two such frames and ends with the silence that the question asks for.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable

from msgspec import Struct

from callsheet.ports.clock import Clock
from callsheet.ports.line import LONGEST_SECONDS
from callsheet.ports.speech import FRAME_BYTES, FRAME_MS, Ear, Sound, SpeechFailed
from callsheet.ports.tasks import begun, beside, done, stopped
from callsheet.ports.telephony import BYTES_A_MS, Call, KeyPress
from callsheet.turns.signs import Interrupting, Pressed, Sign, SpeechBegan, SpeechEnded

logger = logging.getLogger("callsheet.turns")

# Likelihoods of a voice: an utterance begins above the one and goes on above the other.
VOICE_BEGINS, VOICE_GOES_ON = 0.5, 0.35
# From here on (0.0 to 1.0) what comes in counts as our own prompt.
ECHO = 0.5
# An echo comes back within this time: the way to the caller's telephone and back, and its buffers.
ECHO_MS = 1200
# Frames of voice in a row that begin an utterance: 64 ms. A click is shorter.
FRAMES_TO_BEGIN = 2
# Frames of voice after which a caller means to interrupt: 190 ms. Most coughs and bangs are shorter.
FRAMES_TO_INTERRUPT = 6
# Frames of silence, 190 ms, after which an utterance may have ended: between words there is less of it.
FRAMES_OF_PAUSE = 6
# Frames of voice that an utterance has at least, 100 ms: "no" has more.
FRAMES_AT_LEAST = 3
# Frames kept from before an utterance was noticed, 380 ms: words begin softly.
FRAMES_BEFORE = 12
# Frames that are judged at the same time, two seconds: what comes after them waits on the line.
MOST_JUDGED = 2000 // FRAME_MS
# What is in a frame that nobody has to judge.
NOTHING = Sound(0.0)
# Seconds. Providers keep their own time, which is shorter. One that does not is given up: no caller waits in silence.
PROVIDER_SECONDS = 25.0


# Signs that nobody has taken: old ones are of no use.
MOST_SIGNS = 16


class Judging(Struct, frozen=True):
    """A frame that the ear judges, and when its sound came: it ended `at`. Both are seconds of the clock; `asked`, when
    the ear was, are the event loop's."""

    frame: bytes
    came: float
    at: float
    asked: float
    sound: "asyncio.Future[Sound]"


class Hearing:
    """Hears one call from the answer to the end. Always reads, so that nothing piles up; `sign` says what it heard, and
    `paused` is told at once of an utterance that may have ended."""

    def __init__(self, call: Call, ear: Ear, clock: Clock, paused: Callable[[SpeechEnded], None]) -> None:
        self._call = call
        self._ear = ear
        self._clock = clock
        self._paused = paused
        self._before: deque[bytes] = deque(maxlen=FRAMES_BEFORE)
        self._signs: deque[Sign] = deque(maxlen=MOST_SIGNS)
        self._news = asyncio.Event()
        self._utterance: list[bytes] = []
        self._in_a_row = self._voiced = self._silent = 0
        self._heard_at = self._began_at = 0.0
        self._judging: deque[Judging] = deque()  # in the order in which they came
        self._room = asyncio.Event()
        self._limit: asyncio.TimerHandle | None = None  # looks whether the ear answers at all
        self._silence: asyncio.TimerHandle | None = None  # looks whether anything comes at all
        self.pause_seconds = 0.5  # the silence that ends an utterance; of the question at hand
        self.longest_seconds = LONGEST_SECONDS  # how long one may last
        self.failed: SpeechFailed | None = None
        self.also_to: list[Callable[[bytes], None]] = []  # who is given all that comes in, as it comes
        self.speech_seconds = 0.0  # in which somebody spoke, so far
        self.resting = False  # what comes is not said to us, and nobody judges it
        self._reading = beside(self._read())

    @property
    def speaking(self) -> bool:
        """Whether an utterance is under way."""
        return bool(self._utterance)

    @property
    def heard_until(self) -> float:
        """Up to when it is known what was said, on the clock: now, unless the machine is late."""
        return self._judging[0].came if self._judging else self._clock.monotonic()

    def begin_anew(self, keys: frozenset[str]) -> None:
        """A prompt begins: nothing that was said before it answers it, and of what was pressed only these `keys`."""
        pressed = [sign for sign in self._signs if isinstance(sign, Pressed) and sign.key.key in keys]
        self._signs.clear()
        self._signs.extend(pressed)

    def ignore_unfinished(self) -> None:
        """What is just being said is no answer; what follows it may be."""
        self._end_utterance()

    def press(self, key: KeyPress) -> None:
        """A key that the line itself has told."""
        self._press(key, self._clock.monotonic())

    @property
    def has_sign(self) -> bool:
        """Whether there is something that nobody has taken."""
        return bool(self._signs) or self.failed is not None

    async def sign(self) -> Sign:
        """The next thing that is heard. Raises `SpeechFailed` where nothing can be heard any more."""
        while not self._signs:
            if self.failed is not None:
                raise self.failed
            self._news.clear()
            await self._news.wait()
        return self._signs.popleft()

    async def close(self) -> None:
        """Hear no more."""
        for timer in (self._limit, self._silence):
            if timer is not None:
                timer.cancel()
        await stopped(self._reading)
        await stopped(*(each.sound for each in self._judging))

    async def _read(self) -> None:
        """Have every frame judged, without waiting for those before it: how long each takes does not add up."""
        loop = asyncio.get_running_loop()
        waiting = bytearray()
        async for audio in self._call.audio_in():
            waiting += audio.pcm
            for give in self.also_to:
                give(audio.pcm)
            while len(waiting) >= FRAME_BYTES:
                frame = bytes(waiting[:FRAME_BYTES])
                del waiting[:FRAME_BYTES]
                if self.resting or self.failed is not None:  # it is only read, so that it does not pile up
                    continue
                at = audio.at - len(waiting) / BYTES_A_MS / 1000
                sound = self._judged(frame)
                if sound is None and not self._judging:  # as it is on most lines most of the time
                    self._take(frame, NOTHING, at)
                    continue
                self._judging.append(Judging(frame, audio.at, at, loop.time(), sound := sound or done(NOTHING)))
                sound.add_done_callback(self._take_judged)
                self._limit = self._limit or loop.call_later(PROVIDER_SECONDS, self._look_at_limit)
                if len(self._judging) >= MOST_JUDGED:
                    self._room.clear()
                    await self._room.wait()

    def _take_judged(self, _: object) -> None:
        """Take the frames that are judged, in the order in which they came."""
        while self._judging and (first := self._judging[0]).sound.done() and not first.sound.cancelled():
            if (error := first.sound.exception()) is not None:
                self._give_up(self._failure(error))
                return
            self._judging.popleft()
            self._room.set()
            self._take(first.frame, first.sound.result(), first.at)

    def _look_at_limit(self) -> None:
        """One timer for all frames: to set one for each would cost more than all else that is done for it here."""
        self._limit = None
        if not self._judging:
            return
        loop = asyncio.get_running_loop()
        left = self._judging[0].asked + PROVIDER_SECONDS - loop.time()
        if left > 0:
            self._limit = loop.call_later(left, self._look_at_limit)
        else:
            self._give_up(SpeechFailed("timeout", "the voice detection did not answer in time"))

    def _give_up(self, failed: SpeechFailed) -> None:
        """Nothing can be heard any more."""
        self.failed = failed
        for each in self._judging:
            each.sound.cancel()
        self._judging.clear()
        self._room.set()
        self._news.set()

    def _judged(self, frame: bytes) -> "asyncio.Future[Sound] | None":
        """What the ear says of a frame, or how it fails, whatever the ear does; None where it passes it over."""
        try:
            if self._ear.passes_over(frame):
                return None
            return begun(self._ear.judge(frame, self._call.played(ECHO_MS)))
        except Exception as error:  # noqa: BLE001 - who is deaf without knowing takes everybody for silent
            failed: asyncio.Future[Sound] = asyncio.get_running_loop().create_future()
            failed.set_exception(error)
            return begun(failed)

    def _failure(self, error: BaseException) -> SpeechFailed:
        """How the ear failed, without a traceback, which could hold what the caller said."""
        if isinstance(error, SpeechFailed):
            return error
        logger.error("call %s: the voice detection made a mistake: %s", self._call.info.call_id, type(error).__name__)
        return SpeechFailed("fault", "the voice detection made a mistake; see the log")

    def _press(self, key: KeyPress, at: float) -> None:
        self._end_utterance()  # what was said before it is overruled
        self._tell(Pressed(key, at))

    def _take(self, frame: bytes, sound: Sound, at: float) -> None:
        """`at` is when the frame ended: where many come or are judged at once, that was a while ago."""
        if sound.key is not None:
            self._press(KeyPress(sound.key), at)
            return
        voice = 0.0 if sound.echo >= ECHO else sound.voice
        if voice >= VOICE_GOES_ON:
            self.speech_seconds += FRAME_MS / 1000
        self._heard_at = self._clock.monotonic()
        if self._utterance:
            self._go_on(frame, voice)
            return
        self._before.append(frame)
        self._in_a_row = self._in_a_row + 1 if voice >= VOICE_BEGINS else 0
        if self._in_a_row >= FRAMES_TO_BEGIN:
            self._utterance = list(self._before)
            self._before.clear()
            self._voiced, self._silent = self._in_a_row, 0
            self._began_at = at
            self._tell(SpeechBegan(at))
            if self._silence is None:
                self._end_where_nothing_comes_in(self.pause_seconds)

    def _go_on(self, frame: bytes, voice: float) -> None:
        self._utterance.append(frame)
        if voice >= VOICE_GOES_ON:
            self._voiced += 1
            self._silent = 0
            if self._voiced == FRAMES_TO_INTERRUPT:
                self._tell(Interrupting())
        else:
            self._silent += 1
            if self._silent == FRAMES_OF_PAUSE and self._voiced >= FRAMES_AT_LEAST:
                self._paused(self._so_far())
        lasted, silent = len(self._utterance) * FRAME_MS, self._silent * FRAME_MS
        if silent >= self.pause_seconds * 1000 or lasted >= self.longest_seconds * 1000:
            self._finish(cut=silent < self.pause_seconds * 1000)

    def _end_where_nothing_comes_in(self, seconds: float) -> None:
        """A line that sends nothing while nobody speaks has no frames of silence to count."""
        self._silence = asyncio.get_running_loop().call_later(seconds, self._look_for_silence)

    def _look_for_silence(self) -> None:
        self._silence = None
        left = self._heard_at + self.pause_seconds - self._clock.monotonic()
        if self._utterance and left <= 0 and not self._judging:
            self._finish()
        elif self._utterance:
            self._end_where_nothing_comes_in(left if left > 0 else self.pause_seconds)

    def _finish(self, *, cut: bool = False) -> None:
        ended = self._so_far(cut=cut)
        self._end_utterance()
        self._tell(ended)

    def _so_far(self, *, cut: bool = False) -> SpeechEnded:
        pcm = b"".join(self._utterance) if self._voiced >= FRAMES_AT_LEAST else b""
        return SpeechEnded(pcm, self._began_at, self._voiced, cut)

    def _end_utterance(self) -> None:
        # Only the silence behind it: a word that was understood is no beginning of the next utterance.
        self._before.extend(self._utterance[len(self._utterance) - self._silent :])
        self._utterance = []
        self._in_a_row = self._voiced = self._silent = 0

    def _tell(self, sign: Sign) -> None:
        self._signs.append(sign)
        self._news.set()
