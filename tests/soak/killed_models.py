"""Processes of the models are killed while they work: every word is understood, every sentence spoken all the same."""

import asyncio
import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.speech.offline.activity import OfflineVoiceActivity
from callsheet.adapters.speech.offline.recognition import MoonshineRecognition
from callsheet.adapters.speech.offline.synthesis import HibariSynthesis
from callsheet.adapters.speech.samples import from_pcm, to_pcm
from callsheet.ports.speech import FRAME_BYTES, SpeechFailed, Voice
from tests.bench.live.processes import began_by
from tests.channel.channel import RATE, telephone
from tests.channel.clips import levelled
from tests.soak.counts import NOTHING, Counts

ABOUT = "processes that hear, understand and speak are killed while calls go on"

VOICE = Voice("en-US")
PHRASES = ("yes", "no", "okay", "repeat")
SENTENCE = "Your parcel will arrive on Friday."
# Callers at the same time, and seconds between two kills: a process needs one or two until it works again.
CALLERS = 4
KILLS_SECONDS = (1.0, 4.0)


@dataclass
class Offline:
    """Everything that works in processes."""

    clock: SystemClock = field(default_factory=SystemClock)

    def __post_init__(self) -> None:
        self.voice = HibariSynthesis(self.clock)
        self.recognition = MoonshineRecognition(self.clock)
        self.activity = OfflineVoiceActivity(self.clock)

    async def spoken(self, text: str) -> bytes:
        """A sentence."""
        return b"".join([piece async for piece in self.voice.speak(text, VOICE)])

    async def close(self) -> None:
        """End them."""
        for each in (self.voice, self.recognition, self.activity):
            await each.close()


def attack(seed: int, seconds: float) -> Counts:
    """Kill one of them, chosen by chance, again and again."""
    others = began_by(os.getpid())
    counts = asyncio.run(_attack(random.Random(seed), time.monotonic() + seconds, others))  # noqa: S311 - no secret
    left = _working(others)
    return counts + Counts(0, 0, 0, (f"{len(left)} processes are left behind",) if left else ())


def _working(others: Sequence[int]) -> list[int]:
    """The processes of the speech: what this one has begun, without what it had begun before for somebody else."""
    return [each for each in began_by(os.getpid()) if each not in others]


async def _attack(chance: random.Random, until: float, others: Sequence[int]) -> Counts:
    offline = Offline()
    try:
        sentence, word = await offline.spoken(SENTENCE), await offline.spoken("Yes.")
        padded = np.pad(levelled(from_pcm(word)), (RATE // 3, RATE // 2))
        answer = to_pcm(telephone(padded, seed=1))
        killing = asyncio.ensure_future(_kill(chance, others))
        counts = await asyncio.gather(*(_call(offline, sentence, answer, until) for _ in range(CALLERS)))
        killing.cancel()
        return sum(counts, NOTHING)
    finally:
        await offline.close()


async def _kill(chance: random.Random, others: Sequence[int]) -> None:
    while True:
        await asyncio.sleep(chance.uniform(*KILLS_SECONDS))
        if working := _working(others):
            os.kill(chance.choice(working), signal.SIGKILL)


async def _call(offline: Offline, sentence: bytes, answer: bytes, until: float) -> Counts:
    """One caller, who hears the sentence and answers it until the time is over."""
    tried, wrong = 0, []
    for turn in count(1):
        if tried and time.monotonic() >= until:
            break
        tried = turn
        try:
            if await offline.spoken(SENTENCE) != sentence:
                wrong.append("a sentence was spoken otherwise")
            ear = offline.activity.open()
            starts = range(0, len(answer) - FRAME_BYTES + 1, FRAME_BYTES)
            if max([(await ear.judge(answer[start : start + FRAME_BYTES])).voice for start in starts]) < 0.5:
                wrong.append("a voice was not heard")
            if (heard := await offline.recognition.recognize(answer, PHRASES, VOICE.language)).text != "yes":
                wrong.append(f"yes was understood as {heard.text!r}")
        except SpeechFailed as failed:
            wrong.append(failed.message)
    return Counts(tried, len(wrong), 0, tuple(wrong))
