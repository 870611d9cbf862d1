"""Speech before the first call: slow is not broken, because nobody waits for it yet."""

from collections.abc import Sequence

import pytest

from engine.adapters.clock.virtual import VirtualClock
from engine.ports.speech import Recognized, Speech, SpeechFailed
from engine.service.providers import NotServed
from engine.service.warmth import warm_up
from tests.lines.voices import Ears, Tones
from tests.speech.providers import ENGLISH, Listener, run

LATE = SpeechFailed("it took too long", "timeout")


class Slow(Listener):
    """Takes too long so many times."""

    def __init__(self, times: int) -> None:
        super().__init__(Recognized("", 0.0), takes=4.0)
        self.times = times

    async def recognize(self, pcm: bytes, phrases: Sequence[str], language: str) -> Recognized:
        found = await super().recognize(pcm, phrases, language)
        if self.asked <= self.times:
            raise LATE
        return found


def begin(listener: Listener) -> None:
    async def work(clock: VirtualClock) -> None:
        await warm_up(Speech(Tones(), listener, Ears()), [ENGLISH])

    run(work)


def test_models_that_are_still_being_loaded_are_waited_for() -> None:
    slow = Slow(5)
    begin(slow)
    assert slow.asked == 6


def test_but_not_without_end() -> None:
    with pytest.raises(NotServed, match="was not ready within 60 s"):
        begin(Slow(1000))


def test_what_does_not_work_is_told_at_once() -> None:
    broken = Listener(SpeechFailed("there is no model", "unavailable"))
    with pytest.raises(NotServed, match="there is no model"):
        begin(broken)
    assert broken.asked == 1
