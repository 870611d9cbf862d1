"""The offline speech in tests: models are loaded once, and time is virtual where something waits."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TypeVar

import numpy as np
import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.speech.offline.hibari import HibariVoice
from callsheet.adapters.speech.offline.transcription import Transcription
from callsheet.adapters.speech.samples import Samples, from_pcm
from tests.channel.channel import RATE, telephone
from tests.channel.clips import as_spoken, levelled

T = TypeVar("T")
InTime = Callable[[Callable[[VirtualClock], Awaitable[T]]], T]


@pytest.fixture
def in_time() -> InTime[T]:
    """Runs something that takes a clock, on a loop of its own, whose time is virtual."""

    def run(work: Callable[[VirtualClock], Awaitable[T]]) -> T:
        loop = VirtualLoop()

        async def main() -> T:
            return await work(VirtualClock(loop))

        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(main())

    return run


@pytest.fixture(scope="session")
def voice() -> HibariVoice:
    return HibariVoice("heart")


@pytest.fixture(scope="session")
def transcription() -> Transcription:
    return Transcription()


@pytest.fixture(scope="session")
def said(voice: HibariVoice) -> Callable[[str], Samples]:
    """A text, as loud as callers are, with a pause before and after it, at the other end of a telephone line."""

    @cache
    def say(text: str) -> Samples:
        spoken = levelled(from_pcm(voice.speak(as_spoken(text), pause_before=False)))
        return telephone(np.pad(spoken, (RATE * 3 // 10, RATE // 2)), seed=1)

    return say
