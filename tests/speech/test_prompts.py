"""Prompts: sentence by sentence, each made once, and nothing kept that is not whole."""

import asyncio
from contextlib import aclosing

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.speech.fallback import STAND_IN
from callsheet.adapters.speech.prompts import BREATH, PromptLimits, Prompts
from callsheet.ports.speech import Mark, SpeechFailed, Voice
from tests.speech.providers import BROKEN, ENGLISH, PRIVATE, Narrator, Step, failure, heard, run, tone

SLOW: list[Step] = [1.0, tone("a"), 1.0, tone("b"), 1.0]  # three seconds
WHOLE = tone("a") + tone("b")


def test_a_text_is_spoken_in_sentences_and_words() -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator()
        audio = await heard(Prompts(narrator), "Hello Mr. Smith. You owe $5! Press 1.")
        assert narrator.asked == ["Hello Mr. Smith.", "You owe five dollars!", "Press one."]
        assert audio == BREATH.join((tone("H"), tone("Y"), tone("P")))

    run(main)


@pytest.mark.parametrize("text", ["", " \n", "...", "?! -"])
def test_nothing_to_say(text: str) -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator()
        assert await heard(Prompts(narrator), text) == b""
        assert narrator.asked == []

    run(main)


def test_a_text_is_refused_before_any_of_it_is_heard() -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator(refuses={"您": SpeechFailed("text", "no sounds for it")})
        prompts = Prompts(narrator)
        failed = await failure(heard(prompts, "Hello. 您的预约。 Can you confirm?"))
        assert (failed.kind, failed.message) == ("text", "no sounds for it")
        prompts.prepare("Hello. 您的预约。", ENGLISH)
        await prompts.close()
        assert narrator.asked == []

    run(main)


@pytest.mark.parametrize(
    ("text", "data", "before"),
    [
        ("Your parcel is here. Can you confirm?", "Your parcel is here.", 1),
        ("Your parcel is here Can you confirm?", "Your parcel is here", 1),
        ("You owe $5.50. Will you pay?", "You owe $5.50", 1),
        ("Hello Ann, will you come? Say yes.", "Hello Ann", 1),
        ("One. Two. Three. Four.", "One. Two.", 2),
        ("One. Two. Three. Four.", "One. Two. T", 3),
        ("Can you confirm? Can you confirm?", "Can you confirm?", 1),
        ("Is it Mr. Smith? Yes or no?", "Is it Mr.", 1),
        ("One. Two.", "One. Two.", 2),
        ("... One. Two.", "...", 0),
        ("Come at 9 a.m. tomorrow. Yes?", "Come at 9", 1),
        (f"{'long ' * 100}data, and more. End.", f"{'long ' * 100}data", 2),
    ],
)
def test_a_mark_is_passed_at_the_end_of_the_sentence_that_holds_it(text: str, data: str, before: int) -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator()
        given, passed = 0, []
        mark = Mark(len(data), lambda: passed.append(given))
        async with aclosing(Prompts(narrator).speak(text, ENGLISH, mark)) as pieces:
            async for piece in pieces:
                given += len(piece)
        sound = sum(len(tone(sentence[0])) for sentence in narrator.asked[:before])
        assert passed == [sound + max(before - 1, 0) * len(BREATH)]

    run(main)


def test_what_is_said_again_is_there_at_once() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": SLOW})
        prompts = Prompts(narrator)
        assert await heard(prompts, "Hello. One.") == WHOLE + BREATH + tone("O")
        before = clock.monotonic()
        assert await heard(prompts, "One. Hello.") == tone("O") + BREATH + WHOLE
        assert clock.monotonic() == before
        assert narrator.asked == ["Hello.", "One."]

    run(main)


def test_voices_and_languages_are_kept_apart() -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator()
        prompts = Prompts(narrator)
        for voice in (ENGLISH, Voice("en-US", "ann"), Voice("en-GB"), ENGLISH):
            await heard(prompts, "Hello.", voice)
        assert len(narrator.asked) == 3

    run(main)


def test_callers_who_want_the_same_wait_together() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": SLOW})
        prompts = Prompts(narrator)

        async def joins(after: float) -> tuple[bytes, float]:
            await clock.sleep(after)
            return await heard(prompts, "Hello."), clock.monotonic()

        results = await asyncio.gather(*(joins(after) for after in (0.0, 0.0, 1.5, 2.5)))
        assert results == [(WHOLE, 3.0)] * 4
        assert narrator.asked == ["Hello."]

    run(main)


def test_audio_is_given_on_while_the_rest_is_made() -> None:
    async def main(clock: VirtualClock) -> None:
        came = []
        async for piece in Prompts(Narrator({"Hello.": SLOW})).speak("Hello.", ENGLISH):
            came.append((piece[:1], clock.monotonic()))
        assert came == [(b"a", 1.0), (b"b", 2.0)]

    run(main)


def test_who_leaves_does_not_stop_what_others_wait_for() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": SLOW})
        prompts = Prompts(narrator)
        stays = asyncio.create_task(heard(prompts, "Hello."))
        leaves = asyncio.create_task(heard(prompts, "Hello."))
        await clock.sleep(1.5)
        leaves.cancel()
        async with aclosing(prompts.speak("Hello.", ENGLISH)) as pieces:
            assert await anext(pieces) == tone("a")
        assert await stays == WHOLE
        assert await heard(prompts, "Hello.") == WHOLE
        assert narrator.ended == narrator.asked == ["Hello."]

    run(main)


def test_what_nobody_wants_any_more_is_not_made_and_not_kept() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": SLOW})
        prompts = Prompts(narrator)
        both = [asyncio.create_task(heard(prompts, "Hello. One.")) for _ in range(2)]
        await clock.sleep(1.5)
        for task in both:
            task.cancel()
        again = asyncio.create_task(heard(prompts, "Hello."))  # in the same turn, before it has stopped
        assert await again == WHOLE
        assert narrator.left == ["Hello."]
        assert narrator.asked == ["Hello.", "Hello."]

    run(main)


def test_the_next_sentence_is_made_meanwhile_and_none_beyond_it() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"One.": [tone("1", 1000)], "Two.": [2.0, tone("2")]})
        prompts = Prompts(narrator)
        async with aclosing(prompts.speak("One. Two. Three. Four.", ENGLISH)) as pieces:
            await anext(pieces)
            await clock.sleep(0.5)  # this much is played meanwhile
            await anext(pieces)
            await clock.sleep(3)
            assert narrator.ended == ["One.", "Two."]
            before = clock.monotonic()
            assert [await anext(pieces) for _ in range(5)][4] == tone("2")
            assert clock.monotonic() == before
            await asyncio.sleep(0)
            assert narrator.asked == ["One.", "Two.", "Three."]
        assert narrator.left == []

    run(main)


def test_a_sentence_is_not_begun_while_the_one_before_is_made() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"One.": SLOW})
        async with aclosing(Prompts(narrator).speak("One. Two.", ENGLISH)) as pieces:
            await anext(pieces)
            await clock.sleep(0.5)
            assert narrator.asked == ["One."]

    run(main)


@pytest.mark.parametrize(
    ("error", "kind"), [(BROKEN, "server"), (RuntimeError(PRIVATE), "fault"), (TimeoutError(PRIVATE), "fault")]
)
def test_what_failed_is_told_to_all_and_not_kept(error: Exception, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator({"Hello.": [0.5, tone("a"), 0.5, error]})
        prompts = Prompts(narrator)
        failures = await asyncio.gather(*(failure(heard(prompts, "Hello. One.")) for _ in range(3)))
        assert [one.kind for one in failures] == [kind] * 3
        narrator.tells = {}
        assert await heard(prompts, "Hello.") == tone("H")
        assert narrator.asked == ["Hello.", "Hello."]

    run(main)
    assert PRIVATE not in caplog.text


def test_a_sentence_without_end_is_cut() -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator(always=[tone("a", 1000)] * 100)
        assert (await failure(heard(Prompts(narrator), "Hello."))).kind == "rubbish"
        assert narrator.left == ["Hello."]

    run(main)


def test_the_oldest_is_forgotten_and_the_longest_never_kept() -> None:
    async def main(_: VirtualClock) -> None:
        narrator = Narrator({"Long.": [tone("l", 300)]})
        prompts = Prompts(narrator, limits=PromptLimits(kept=len(tone("a", 250)), kept_sentence=len(tone("a", 200))))
        for text in ("One.", "Two.", "One.", "Three.", "One.", "Two.", "Long.", "Long."):
            await heard(prompts, text)
        assert narrator.asked == ["One.", "Two.", "Three.", "Two.", "Long.", "Long."]

    run(main)


def test_a_stand_in_begins_anew_and_is_not_kept() -> None:
    """Who has heard the beginning hears it again; who comes later hears only what counts."""

    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": [tone("a"), 1.0, STAND_IN, tone("b"), 1.0, tone("c")]})
        prompts = Prompts(narrator)
        early = asyncio.create_task(heard(prompts, "Hello."))
        await clock.sleep(1.5)
        assert await heard(prompts, "Hello.") == tone("b") + tone("c")
        assert await early == tone("a") + tone("b") + tone("c")
        await heard(prompts, "Hello.")
        assert len(narrator.asked) == 2

    run(main)


def test_what_is_prepared_is_there() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": SLOW})
        prompts = Prompts(narrator)
        prompts.prepare("Hello. One.", ENGLISH)
        assert narrator.asked == []  # it returned at once
        await clock.sleep(4)
        assert await heard(prompts, "Hello. One.") == WHOLE + BREATH + tone("O")
        assert clock.monotonic() == 4
        assert narrator.asked == ["Hello.", "One."]

    run(main)


def test_what_is_being_prepared_is_joined() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator({"Hello.": SLOW})
        prompts = Prompts(narrator)
        prompts.prepare("Hello.", ENGLISH)
        await clock.sleep(1.5)
        async with aclosing(prompts.speak("Hello.", ENGLISH)) as pieces:
            assert await anext(pieces) == tone("a")
        await clock.sleep(2)
        assert narrator.ended == narrator.asked == ["Hello."]

    run(main)


def test_preparing_is_bounded_and_fails_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator(always=[1.0, BROKEN])
        prompts = Prompts(narrator, limits=PromptLimits(preparing=2, prepared_sentences=2))
        for text in ("A one. Not reached.", "B one.", "C one."):
            prompts.prepare(text, ENGLISH)
        await clock.sleep(2)
        assert narrator.asked == ["A one.", "B one."]
        narrator.always = [tone("a")]
        prompts.prepare("D one. D two. D three.", ENGLISH)
        await clock.sleep(1)
        assert narrator.asked[2:] == ["D one.", "D two."]

    run(main)
    assert caplog.text == ""


def test_closing_ends_everything() -> None:
    async def main(clock: VirtualClock) -> None:
        narrator = Narrator(always=[tone("a"), 100.0])
        prompts = Prompts(narrator)
        waits = asyncio.create_task(failure(heard(prompts, "Hello.")))
        prompts.prepare("One.", ENGLISH)
        await clock.sleep(1)
        waits_too = asyncio.create_task(failure(heard(prompts, "Two.")))
        await asyncio.sleep(0)  # it has been asked for, and nothing has been made of it
        await prompts.close()
        assert ((await waits).kind, (await waits_too).kind) == ("closed", "closed")
        assert (await failure(heard(prompts, "Hello."))).kind == "closed"
        prompts.prepare("Hello.", ENGLISH)
        assert narrator.closed
        assert clock.monotonic() == 1

    run(main)


def test_cancelled_after_any_number_of_turns() -> None:
    """Nothing is left, and the next caller hears everything."""

    async def main(clock: VirtualClock) -> None:
        text = "One. Two. Three."
        whole = BREATH.join((tone("O"), tone("T"), tone("T")))
        ended = 0
        for turns in range(60):
            prompts = Prompts(Narrator())
            task = asyncio.create_task(heard(prompts, text))
            for _ in range(turns):
                await asyncio.sleep(0)
            ended += task.done()
            task.cancel()
            assert await heard(prompts, text) == whole
            await prompts.close()
        assert 0 < ended < 60
        assert clock.monotonic() == 0

    run(main)
