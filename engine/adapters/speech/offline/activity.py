"""Voices, keys and echoes in the sound of all calls. Frames that wait are judged together: fifty cost what ten cost."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.adapters.speech.offline.threads import Threads
from engine.ports.clock import Clock
from engine.ports.speech import FRAME_BYTES, Ear, Sound, SpeechFailed
from engine.ports.telephony import BYTES_A_MS, SAMPLE_BYTES

if TYPE_CHECKING:
    from engine.adapters.speech.offline.hearing import CallMemory, Hearing

# Frames that are judged at once. More bring nothing, and would make the first of them wait.
MOST_TOGETHER = 128
# Frames that wait at most; with as many, the machine is some seconds behind its calls.
MOST_WAITING = 4096
# What counts of what the caller heard from us: an echo comes back within 0.8 s, and is compared over 0.3 s.
PLAYED_BYTES = 1200 * BYTES_A_MS


class OfflineVoiceActivity:
    """Implements `ports.speech.VoiceActivity`."""

    def __init__(self, clock: Clock) -> None:
        # One thread, and no politer than the audio: whoever interrupts a prompt hears at once that it stops.
        self._threads = Threads(clock, "voice detection", 1)
        self._hearing: Hearing | None = None
        self._waiting: list[Waiting] = []
        self._judging: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Load the model now rather than at the first frame. Raises `SpeechFailed`."""
        await self._threads.run(self._loaded)

    def open(self) -> Ear:
        """An ear for one call."""
        return OfflineEar(self)

    async def close(self) -> None:
        """Let go of the thread; frames that still wait fail."""
        self._threads.close()
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.fail(SpeechFailed("the offline voice detection was closed", "closed"))
        if self._judging:
            await self._judging

    async def judge(self, ear: "OfflineEar", frame: bytes, played: bytes) -> Sound:
        """What a frame holds, judged with those of the other calls that arrive meanwhile."""
        if len(self._waiting) >= MOST_WAITING:
            raise SpeechFailed("the offline voice detection has more to do than this machine can", "busy")
        each = Waiting(ear, frame, played, asyncio.get_running_loop().create_future())
        self._waiting.append(each)
        if self._judging is None or self._judging.done():
            self._judging = asyncio.create_task(self._judge_waiting())
        return await each.sound

    async def _judge_waiting(self) -> None:
        """One batch after the other, as long as frames wait. Never raises: what fails, fails for those who wait."""
        batch: list[Waiting] = []
        try:
            while batch := self._next_batch():
                try:
                    sounds = await self._threads.run(lambda batch=batch: self._judge(batch))  # type: ignore[misc]
                except SpeechFailed as failed:
                    for each in batch:
                        each.fail(failed)
                else:
                    for each, sound in zip(batch, sounds, strict=True):
                        each.answer(sound)
        finally:
            for each in batch:  # the loop shuts down
                each.sound.cancel()

    def _next_batch(self) -> "list[Waiting]":
        """The frames to be judged next: the oldest one of each call, without those whom nobody waits for any more."""
        batch: dict[OfflineEar, Waiting] = {}
        later = []
        for each in self._waiting:
            if each.sound.done():
                continue
            if each.ear in batch or len(batch) == MOST_TOGETHER:
                later.append(each)
            else:
                batch[each.ear] = each
        self._waiting = later
        return list(batch.values())

    def _judge(self, batch: "list[Waiting]") -> list[Sound]:
        """In the thread."""
        hearing = self._loaded()
        from engine.adapters.speech.offline.hearing import CallMemory, Question

        questions = []
        for each in batch:
            each.ear.memory = each.ear.memory or CallMemory()
            questions.append(Question(each.ear.memory, each.frame, each.played))
        return hearing.judge(questions)

    def _loaded(self) -> "Hearing":
        if self._hearing is None:
            from engine.adapters.speech.offline.models import require_libraries

            require_libraries()
            from engine.adapters.speech.offline.hearing import Hearing

            self._hearing = Hearing()
        return self._hearing


class OfflineEar:
    """Implements `ports.speech.Ear`. Its memory is touched by the one thread only."""

    def __init__(self, activity: OfflineVoiceActivity) -> None:
        self._activity = activity
        self.memory: CallMemory | None = None

    async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
        """What a frame holds. Raises `SpeechFailed`, and `ValueError` for one that is not `FRAME_BYTES` long."""
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(frame)}")
        whole = len(played) - len(played) % SAMPLE_BYTES
        return await self._activity.judge(self, frame, played[max(whole - PLAYED_BYTES, 0) : whole])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A frame that waits for its judgement."""

    ear: OfflineEar
    frame: bytes
    played: bytes
    sound: asyncio.Future[Sound]

    def answer(self, sound: Sound) -> None:
        """Unless nobody waits any more."""
        if not self.sound.done():
            self.sound.set_result(sound)

    def fail(self, failed: SpeechFailed) -> None:
        """Unless nobody waits any more. Each gets an exception of its own, to hang its traceback on."""
        if not self.sound.done():
            self.sound.set_exception(SpeechFailed(failed.message, failed.kind))
