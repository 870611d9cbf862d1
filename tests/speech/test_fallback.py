"""Several providers as one: who speaks, who listens, and how long anybody is waited for."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.remote.breaker import BreakerSettings
from callsheet.adapters.speech.fallback import BREAKER, PATIENCE, STAND_IN, FallbackRecognition, FallbackSynthesis
from callsheet.adapters.speech.prompts import BREATH, Prompts
from callsheet.ports.speech import Recognized, SpeechFailed
from tests.speech.providers import BROKEN, ENGLISH, PRIVATE, Listener, Narrator, Step, failure, heard, run, tone

YES = Recognized("yes", 0.9)
# One failure opens the breaker: whoever is asked again was not taken for broken.
TOUCHY = BreakerSettings(failures=1)


def both(
    clock: VirtualClock, first: Narrator, second: Narrator, breaker: BreakerSettings = BREAKER
) -> FallbackSynthesis:
    return FallbackSynthesis({"the first": first, "the second": second}, clock, breaker=breaker)


def test_the_first_speaks() -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(), Narrator()
        voice = both(clock, first, second)
        assert [piece async for piece in voice.speak("Hello.", ENGLISH)] == [tone("H")]
        assert second.asked == []
        await voice.close()
        assert first.closed
        assert second.closed

    run(main)


@pytest.mark.parametrize(
    ("steps", "seconds", "before"),
    [
        ([BROKEN], 0.0, b""),
        ([RuntimeError(PRIVATE)], 0.0, b""),
        ([60.0], PATIENCE.first_audio, b""),
        ([tone("x", 500), BROKEN], 0.0, tone("x", 500)),
        ([tone("x", 500), 60.0], 0.5 + PATIENCE.silence, tone("x", 500)),
        ([1.0, tone("x", 500), 1.2, tone("x", 500), 60.0], 1.0 + 1.0 + PATIENCE.silence, tone("x", 1000)),
        ([b"", 1.0] * 9, PATIENCE.first_audio, b""),
    ],
    ids=["fails", "a mistake", "silent", "breaks off", "stops", "stops later", "nothing but nothing"],
)
def test_the_next_one_speaks_the_sentence_from_its_beginning(
    steps: Sequence[Step], seconds: float, before: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=steps), Narrator()
        pieces = [piece async for piece in both(clock, first, second).speak("Hello.", ENGLISH)]
        begins = pieces.index(STAND_IN)
        assert b"".join(pieces[:begins]) == before
        assert pieces[begins + 1 :] == [tone("H")]
        assert clock.monotonic() == pytest.approx(seconds)

    run(main)
    assert "the first" in caplog.text
    assert PRIVATE not in caplog.text


def test_a_provider_that_is_ahead_of_the_caller_may_pause() -> None:
    """Ten seconds of audio are there; nobody hears a pause of nine."""

    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=[tone("x", 10_000), 9.0, tone("y")]), Narrator()
        assert await heard(both(clock, first, second), "Hello.") == tone("x", 10_000) + tone("y")
        assert second.asked == []

    run(main)


def test_the_time_of_a_slow_listener_is_not_the_providers() -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=[tone("x"), tone("y"), 0.5, tone("z")]), Narrator()
        async with aclosing(both(clock, first, second).speak("Hello.", ENGLISH)) as pieces:
            async for _ in pieces:
                await clock.sleep(60)
        assert second.asked == []

    run(main)


def test_of_several_sentences_only_the_one_is_repeated() -> None:
    async def main(clock: VirtualClock) -> None:
        first = Narrator({"Two.": [tone("x", 200), 0.1, BROKEN]})
        second = Narrator()
        prompts = Prompts(both(clock, first, second))
        assert await heard(prompts, "One. Two. Three.") == BREATH.join(
            (tone("O"), tone("x", 200) + tone("T"), tone("T"))
        )
        assert second.asked == ["Two."]
        first.tells = {}
        await heard(prompts, "One. Two. Three.")
        assert first.asked == ["One.", "Two.", "Three.", "Two."]  # what the second spoke was not kept

    run(main)


def test_a_text_that_one_cannot_speak_is_spoken_by_the_next() -> None:
    async def main(clock: VirtualClock) -> None:
        no_sounds = SpeechFailed("text", "no sounds for it")
        first, second = Narrator({"您的": [no_sounds]}, refuses={"您": no_sounds}), Narrator()
        voice = both(clock, first, second, TOUCHY)
        assert voice.refusal("您的", ENGLISH) is None
        assert await heard(voice, "您的") == tone("您的"[0])
        assert await heard(voice, "Hello.") == tone("H")
        assert first.asked == ["您的", "Hello."]
        second.refuses = {"的": no_sounds}
        refused = voice.refusal("您的", ENGLISH)
        assert refused is not None
        assert refused.kind == "text"
        assert "the first: no sounds for it; the second: no sounds for it" in refused.message

    run(main)


def test_silence_is_no_speech() -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator({"Hm.": []}), Narrator()
        voice = both(clock, first, second, TOUCHY)
        assert await heard(voice, "Hm.") == tone("H")
        second.tells = {"Hm.": [b""]}
        error = await failure(heard(voice, "Hm."))
        assert (error.kind, "the second: it made no sound" in error.message) == ("text", True)

    run(main)


def test_nobody_can_speak() -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=[BROKEN]), Narrator(always=[60.0])
        error = await failure(heard(both(clock, first, second), PRIVATE))
        assert error.message == ("a text could not be spoken (the first: it is broken; the second: it took too long)")
        assert error.kind == "timeout"
        assert clock.monotonic() == PATIENCE.last_first_audio

    run(main)


def test_a_provider_that_fails_again_and_again_rests(caplog: pytest.LogCaptureFixture) -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=[BROKEN]), Narrator()
        voice = both(clock, first, second)
        for _ in range(5):
            assert await heard(voice, "Hello.") == tone("H")
        assert len(first.asked) == 3
        await clock.sleep(31)
        first.always = None
        await heard(voice, "Hello.")
        await heard(voice, "Hello.")
        assert len(first.asked) == 5
        assert len(second.asked) == 5

    run(main)
    assert [record.getMessage() for record in caplog.records] == [
        "the first failed: it is broken",
        "the first failed: it is broken",
        "the first is left alone for a while: it is broken",
    ]


def test_a_wrong_key_rests_for_long() -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=[SpeechFailed("access", "wrong key")]), Narrator()
        voice = both(clock, first, second)
        for _ in range(3):
            await heard(voice, "Hello.")
            await clock.sleep(100)
        assert len(first.asked) == 1

    run(main)


def test_the_last_one_is_always_asked() -> None:
    async def main(clock: VirtualClock) -> None:
        only = Narrator(always=[BROKEN])
        voice = FallbackSynthesis({"it": only}, clock, breaker=TOUCHY)
        for _ in range(5):
            await failure(heard(voice, "Hello."))
        assert len(only.asked) == 5

    run(main)


@pytest.mark.parametrize("steps", [[60.0], [tone("x"), 60.0], [SpeechFailed("request", "too long")]])
def test_neither_callers_who_leave_nor_single_texts_take_the_provider_away(steps: Sequence[Step]) -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Narrator(always=steps), Narrator()
        voice = both(clock, first, second, breaker=TOUCHY)
        for _ in range(3):
            task = asyncio.create_task(heard(voice, "Hello."))
            await clock.sleep(0.5)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert len(first.asked) == 3

    run(main)


@pytest.mark.parametrize(
    ("first", "seconds"),
    [
        (Listener(BROKEN), 0.0),
        (Listener(YES, takes=60.0), PATIENCE.recognition),
        (Listener(RuntimeError(PRIVATE)), 0.0),
    ],
    ids=["fails", "slow", "a mistake"],
)
def test_the_next_one_listens(first: Listener, seconds: float, caplog: pytest.LogCaptureFixture) -> None:
    async def main(clock: VirtualClock) -> None:
        recognition = FallbackRecognition({"the first": first, "the second": Listener(YES)}, clock)
        assert await recognition.recognize(b"", (), "en-US") == YES
        assert clock.monotonic() == seconds

    run(main)
    assert PRIVATE not in caplog.text


def test_the_first_listens() -> None:
    async def main(clock: VirtualClock) -> None:
        first, second = Listener(YES, takes=2.0), Listener(BROKEN)
        recognition = FallbackRecognition({"the first": first, "the second": second}, clock)
        assert await recognition.recognize(b"", (), "en-US") == YES
        assert second.asked == 0
        await recognition.close()
        assert first.closed
        assert second.closed

    run(main)


def test_nobody_understands_and_the_last_one_was_waited_for() -> None:
    async def main(clock: VirtualClock) -> None:
        slow = {name: Listener(YES, takes=60.0) for name in ("the first", "the second")}
        error = await failure(FallbackRecognition(slow, clock).recognize(b"", (), "en-US"))
        assert error.message == (
            "what the caller said could not be understood as words"
            " (the first: it took too long; the second: it took too long)"
        )
        assert clock.monotonic() == PATIENCE.recognition + PATIENCE.last_recognition

    run(main)


def test_all_are_closed_also_where_one_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    class Stuck(Narrator):
        async def close(self) -> None:
            raise RuntimeError(PRIVATE)

    async def main(clock: VirtualClock) -> None:
        second = Narrator()
        await both(clock, Stuck(), second).close()
        assert second.closed

    run(main)
    assert "the first could not be closed" in caplog.text
    assert PRIVATE not in caplog.text
