"""Speech before the first call: slow is not broken, because nobody waits for it yet."""

from collections.abc import Sequence

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.ports.speech import Recognized, Speech, SpeechFailed
from callsheet.service.providers import NotServed
from callsheet.service.warmth import warm_up
from tests.lines.voices import Ears, Tones
from tests.speech.providers import ENGLISH, Listener, run

LATE = SpeechFailed("timeout", "it took too long")


class Slow(Listener):
    """Takes too long so many times."""

    def __init__(self, times: int) -> None:
        super().__init__(Recognized("", 0.0), takes=4.0)
        self.times = times

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        found = await super().recognize(pcm, phrases, language, words)
        if self.asked <= self.times:
            raise LATE
        return found


def begin(listener: Listener) -> list[str]:
    told: list[str] = []

    async def work(clock: VirtualClock) -> None:
        await warm_up(Speech(Tones(), listener, Ears()), [ENGLISH], told.append)

    run(work)
    return told


def test_models_that_are_still_being_loaded_are_waited_for() -> None:
    slow = Slow(20)
    told = begin(slow)
    assert slow.asked == 21
    assert told == [
        "voice detection is being loaded (1 of 3)",
        "the voice en-US is being loaded (2 of 3)",
        "recognition of en-US is being loaded (3 of 3)",
    ]


def test_but_not_without_end() -> None:
    with pytest.raises(NotServed, match="not ready within 300 s: recognition of en-US is being loaded \\(3 of 3\\)"):
        begin(Slow(1000))


def test_what_does_not_work_is_told_at_once() -> None:
    broken = Listener(SpeechFailed("unavailable", "there is no model"))
    with pytest.raises(NotServed, match="there is no model"):
        begin(broken)
    assert broken.asked == 1
