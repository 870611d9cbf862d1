"""Speech on the lines of a service: the same as without it, and counted."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import cast

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.ports.speech import Mark, Recognized, Speech, SpeechFailed, Voice, VoiceActivity
from callsheet.service.lateness import Lateness
from callsheet.service.lines import measured
from callsheet.service.metrics import Metrics
from tests.service.conftest import run

VOICE = Voice("en-US")


class Slow:
    """Speech that takes its time, and fails where it is told to."""

    def __init__(self) -> None:
        self.failure: SpeechFailed | None = None
        self.prepared: list[str] = []
        self.closed = 0
        self.given_up = False

    async def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        try:
            for number in range(3):
                await asyncio.sleep(0.3)
                if self.failure:
                    raise self.failure
                yield bytes([number])
        except GeneratorExit:
            self.given_up = True
            raise

    def prepare(self, text: str, voice: Voice) -> None:
        self.prepared.append(text)

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        await asyncio.sleep(0.04)
        if self.failure:
            raise self.failure
        return Recognized(" ".join(phrases), 0.9)

    async def close(self) -> None:
        self.closed += 1


def test_speech_is_passed_on_and_timed() -> None:
    slow, metrics = Slow(), Metrics()

    async def work(clock: VirtualClock) -> None:
        speech = measured(Speech(slow, slow, cast(VoiceActivity, slow)), clock, metrics, Lateness(clock))
        assert [piece async for piece in speech.synthesis.speak("Hello.", VOICE)] == [b"\0", b"\1", b"\2"]
        async with aclosing(speech.synthesis.speak("Hello.", VOICE)) as pieces:
            await anext(pieces)
        assert slow.given_up
        assert await speech.recognition.recognize(b"", ("yes", "no"), "en-US") == Recognized("yes no", 0.9)
        speech.synthesis.prepare("Good-bye.", VOICE)
        await speech.synthesis.close()
        await speech.recognition.close()

    run(work)
    assert (slow.prepared, slow.closed) == (["Good-bye."], 2)
    value = metrics.registry.get_sample_value
    # To the first piece, not to the last; up to a third of a second is between two of the buckets.
    assert value("callsheet_synthesis_seconds_bucket", {"le": "0.2"}) == 0
    assert value("callsheet_synthesis_seconds_bucket", {"le": "0.35"}) == 2
    assert value("callsheet_recognition_seconds_bucket", {"le": "0.05"}) == 1


def test_failures_are_passed_on_and_counted_by_their_kind() -> None:
    slow, metrics = Slow(), Metrics()
    slow.failure = SpeechFailed("timeout", "it was late")

    async def work(clock: VirtualClock) -> None:
        speech = measured(Speech(slow, slow, cast(VoiceActivity, slow)), clock, metrics, Lateness(clock))
        with pytest.raises(SpeechFailed):
            await anext(speech.synthesis.speak("Hello.", VOICE))
        with pytest.raises(SpeechFailed):
            await speech.recognition.recognize(b"", (), "en-US")

    run(work)
    for part in ("synthesis", "recognition"):
        assert (
            metrics.registry.get_sample_value("callsheet_speech_failures_total", {"part": part, "kind": "timeout"}) == 1
        )
