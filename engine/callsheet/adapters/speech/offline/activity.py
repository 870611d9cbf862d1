"""Voices, keys and echoes in the sound of all calls. Frames that wait are judged together: fifty cost what ten cost."""

import asyncio
import weakref
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from callsheet.adapters.speech.offline import work
from callsheet.adapters.speech.offline.processes import Processes
from callsheet.adapters.speech.offline.wire import CallFrame
from callsheet.ports.clock import Clock
from callsheet.ports.speech import FRAME_BYTES, FRAME_MS, Ear, Sound, SpeechFailed
from callsheet.ports.tasks import beside
from callsheet.ports.telephony import BYTES_A_MS, SAMPLE_BYTES

# Frames that are judged at once, of whichever calls. More bring nothing, and would make the first of them wait.
MOST_TOGETHER = 128
# Frames that wait at most; with as many, the machine is some seconds behind its calls.
MOST_WAITING = 4096
# Seconds that a frame waits for those of other calls: nobody notices them, and to judge together costs a fraction.
TOGETHER_SECONDS = 0.01
# Seconds from one judgement to the next: in this time there is one more frame of each call.
APART_SECONDS = FRAME_MS / 1000
# Nothing at all on the line, as where a caller's device sends no sound while nobody speaks.
SILENCE = bytes(FRAME_BYTES)
# Frames of it in a row, a second, after which no more of it is judged: it holds nothing, whatever there was before, and
# the model goes on from there when there is a sound again, hearing words no later.
SETTLED = 1000 // FRAME_MS
# How likely a voice has to be before anybody asks whether it is ours: below, it interrupts nothing.
ECHO_MATTERS = 0.3
# What counts of what the caller heard from us: an echo comes back within 0.8 s, and is compared over 0.3 s.
PLAYED_BYTES = 1200 * BYTES_A_MS


class OfflineVoiceActivity:
    """Implements `ports.speech.VoiceActivity`."""

    def __init__(self, clock: Clock) -> None:
        # One process, and no politer than the audio: whoever interrupts a prompt hears at once that it stops.
        self._processes = Processes(clock, "voice detection", 1, 0, partial(work.judge, (), ()))
        self._clock = clock
        self._numbers = count()
        self._over: list[int] = []
        self._waiting: list[WaitingFrame] = []
        self._judging: asyncio.Task[None] | None = None
        self._judged_at = float("-inf")

    async def load(self) -> None:
        """Load the model now rather than at the first frame. Raises `SpeechFailed`."""
        await self._processes.run(partial(work.judge, (), ()))

    def open(self) -> Ear:
        """An ear for one call."""
        ear = OfflineEar(self, next(self._numbers))
        weakref.finalize(ear, self._over.append, ear.number)
        return ear

    async def close(self) -> None:
        """End the process; frames that still wait fail."""
        await self._processes.close()
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.fail(SpeechFailed("closed", "the offline voice detection was closed"))
        if self._judging:
            await self._judging

    def judge(self, ear: "OfflineEar", frame: CallFrame, played: bytes) -> "asyncio.Future[Sound]":
        """What a frame holds, judged with those of the other calls that arrive meanwhile."""
        if len(self._waiting) >= MOST_WAITING:
            raise SpeechFailed("busy", "the offline voice detection has more to do than this machine can")
        each = WaitingFrame(ear, frame, played, asyncio.get_running_loop().create_future())
        self._waiting.append(each)
        if self._judging is None or self._judging.done():
            self._judging = beside(self._judge_waiting())
        return each.sound

    async def _judge_waiting(self) -> None:
        """One batch after the other, as long as frames wait. Never raises: what fails, fails for those who wait."""
        batch: list[WaitingFrame] = []
        try:
            while self._waiting:
                apart = self._judged_at + APART_SECONDS - self._clock.monotonic()
                await self._clock.sleep(max(TOGETHER_SECONDS, apart))
                self._judged_at = self._clock.monotonic()
                batch = self._next_batch()
                try:
                    sounds = await self._judged(batch)
                except SpeechFailed as failed:
                    for each in batch:
                        each.fail(failed)
                else:
                    for each, sound in zip(batch, sounds, strict=True):
                        each.answer(sound)
        finally:
            for each in batch:  # the loop shuts down
                each.sound.cancel()

    def _next_batch(self) -> "list[WaitingFrame]":
        """The frames to be judged next: the oldest ones, without those whom nobody waits for any more."""
        waiting = [each for each in self._waiting if not each.sound.done()]
        self._waiting = waiting[MOST_TOGETHER:]
        return waiting[:MOST_TOGETHER]

    async def _judged(self, batch: "Sequence[WaitingFrame]") -> list[Sound]:
        """What the process says. Whether a voice is ours is asked only where there is one, and something was played."""
        over, self._over[:] = tuple(self._over), ()
        sounds = await self._processes.run(partial(work.judge, [each.frame for each in batch], over))
        later: Counter[OfflineEar] = Counter()  # frames of the same call that came behind it
        asked: dict[int, tuple[CallFrame, int]] = {}
        for place, each in reversed(list(enumerate(batch))):
            if sounds[place].voice >= ECHO_MATTERS and each.played.strip(b"\0"):
                asked[place] = CallFrame(each.ear.number, each.played), later[each.ear]
            later[each.ear] += 1 + each.frame.passed_over
        if asked:
            echoes = await self._processes.run(partial(work.echoes, list(asked.values())))
            for place, echo in zip(asked, echoes, strict=True):
                sounds[place] = replace(sounds[place], echo=echo)
        return sounds


class OfflineEar:
    """Implements `ports.speech.Ear`. What was heard before is remembered in the process, under its number."""

    def __init__(self, activity: OfflineVoiceActivity, number: int) -> None:
        self._activity = activity
        self._silent = 0  # frames in a row that were judged and had nothing in them
        self._passed_over = 0  # frames since then
        self.number = number

    def passes_over(self, frame: bytes) -> bool:
        """Where it is one more of a line that has been silent for a while."""
        if self._silent < SETTLED or frame != SILENCE:
            return False
        self._passed_over += 1
        return True

    def judge(self, frame: bytes, played: bytes = b"") -> "asyncio.Future[Sound]":
        """What a frame holds. Raises `SpeechFailed`, and `ValueError` for one that is not `FRAME_BYTES` long."""
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(frame)}")
        self._silent = self._silent + 1 if frame == SILENCE else 0
        heard = CallFrame(self.number, frame, self._passed_over)
        self._passed_over = 0
        whole = len(played) - len(played) % SAMPLE_BYTES
        return self._activity.judge(self, heard, played[max(whole - PLAYED_BYTES, 0) : whole])


class WaitingFrame(Struct, frozen=True):
    """A frame that waits for its judgement."""

    ear: OfflineEar
    frame: CallFrame
    played: bytes
    sound: asyncio.Future[Sound]

    def answer(self, sound: Sound) -> None:
        """Unless nobody waits any more."""
        if not self.sound.done():
            self.sound.set_result(sound)

    def fail(self, failed: SpeechFailed) -> None:
        """Unless nobody waits any more. Each gets an exception of its own, to hang its traceback on."""
        if not self.sound.done():
            self.sound.set_exception(SpeechFailed(failed.kind, failed.message))
