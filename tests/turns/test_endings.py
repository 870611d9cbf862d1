"""A line with a voice ends at any moment, or is told to stop: nothing is left running, and nobody is left waiting."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from callsheet.ports.line import HungUp, LineFailed
from callsheet.ports.telephony import EndReason, KeyPress, Silence, Utterance
from tests.lines.voices import KEYS, MS_A_CHARACTER, Words, noise, tone, word
from tests.turns.conftest import FREELY, QUESTION, Talk, prompt, talk

# A conversation with everything in it, 12 s long: a prompt with a noise in it, an answer, an interruption, a key.
SOUNDS = [(1.0, noise()), (4.2, word("yes")), (6.5, word("no")), (9.5, tone(KEYS["1"], 100))]
LASTS_SECONDS = 12


async def converse(talk: Talk) -> list[object]:
    talk.says(*SOUNDS)
    heard: list[object] = [(await talk.line.say(prompt(2400), FREELY)).interrupted_by]
    heard.append(await talk.line.listen(QUESTION))
    heard.append((await talk.line.say(prompt(3000), FREELY, QUESTION)).interrupted_by)
    await talk.line.pause(0.5)
    heard.append(await talk.line.listen(QUESTION))
    await talk.line.say(prompt(600))
    return heard


def test_the_whole_conversation() -> None:
    async def case(talk: Talk) -> None:
        assert await converse(talk) == [None, Utterance("yes", 0.9), Utterance("no", 0.9), KeyPress("1")]
        assert talk.now < LASTS_SECONDS

    talk(case)


MOMENTS = range(0, LASTS_SECONDS * 1000, 100)


@pytest.mark.parametrize(
    ("reason", "moments"),
    [
        (EndReason.CALLER_HANGUP, MOMENTS),
        # Whatever the reason, it is the same end: the others are looked at less closely, each at its own moments.
        (EndReason.MEDIA_LOST, MOMENTS[::4]),
        (EndReason.SHUTDOWN, MOMENTS[2::4]),
    ],
)
def test_the_call_ends_at_every_tenth_of_a_second(reason: EndReason, moments: range) -> None:
    for moment in moments:

        async def case(talk: Talk, moment: int = moment) -> None:
            doing = asyncio.ensure_future(converse(talk))
            await talk.clock.sleep(moment / 1000)
            going_on = not doing.done()
            talk.call.end(reason)
            if going_on:
                with pytest.raises((HungUp, LineFailed)):
                    await doing
                assert talk.now == pytest.approx(moment / 1000, abs=0.01), "it ends with the call"

        talk(case, words=Words(takes=0.3))


def test_it_is_stopped_at_every_tenth_of_a_second() -> None:
    """A limit is reached, or the engine shuts down: the line falls silent and can be used again."""
    for moment in MOMENTS:

        async def case(talk: Talk, moment: int = moment) -> None:
            doing = asyncio.ensure_future(converse(talk))
            await talk.clock.sleep(moment / 1000)
            doing.cancel()
            await asyncio.wait({doing})
            assert talk.now == pytest.approx(moment / 1000, abs=0.01), "it stops at once"
            spoken = await talk.line.say("Goodbye.")
            assert spoken.heard_ms == len("Goodbye.") * MS_A_CHARACTER

        talk(case, words=Words(takes=0.3))


@pytest.mark.parametrize(
    "waits",
    [
        lambda talk: talk.line.say(prompt(3000), FREELY),
        lambda talk: talk.line.listen(QUESTION),
        lambda talk: talk.line.pause(3.0),
        lambda talk: talk.line.hang_up(),
    ],
    ids=["say", "listen", "pause", "hang_up"],
)
def test_it_is_stopped_at_every_await(waits: Callable[[Talk], Awaitable[object]]) -> None:
    """After one turn of the loop, after two, and so on: also within what ends a prompt."""
    for turns in range(40):

        async def case(talk: Talk, turns: int = turns) -> None:
            doing = asyncio.ensure_future(waits(talk))
            for _ in range(turns):
                await asyncio.sleep(0)
            doing.cancel()
            await asyncio.wait({doing}, timeout=5)
            assert doing.done()

        talk(case)


def test_hanging_up_twice_does_nothing() -> None:
    async def case(talk: Talk) -> None:
        await talk.line.hang_up()
        await talk.line.hang_up()
        with pytest.raises(HungUp):
            await talk.line.listen(QUESTION)

    talk(case)


def test_a_line_that_was_lost_is_told_once() -> None:
    async def case(talk: Talk) -> None:
        talk.call.end(EndReason.MEDIA_LOST)
        await talk.clock.sleep(0.1)
        with pytest.raises(LineFailed):
            await talk.line.listen(QUESTION)
        with pytest.raises(HungUp):
            await talk.line.listen(QUESTION)

    talk(case)


def test_whoever_hangs_up_in_mid_prompt_has_hung_up_even_if_the_prompt_tells_first() -> None:
    """A call that tells the end of its prompt before its own end."""

    async def case(talk: Talk) -> None:
        saying = asyncio.ensure_future(talk.line.say(prompt(3000), FREELY))
        await talk.clock.sleep(1.0)
        assert talk.call.playing_now is not None
        talk.call.playing_now.finish()
        asyncio.get_running_loop().call_later(0.05, talk.call.end, EndReason.CALLER_HANGUP)
        with pytest.raises(HungUp) as gone:
            await saying
        assert gone.value.spoken is not None
        assert gone.value.spoken.heard_ms == pytest.approx(1000, abs=30)

    assert len(talk(case).tones.spoken) == 1


def test_silence_after_everything() -> None:
    async def case(talk: Talk) -> None:
        await converse(talk)
        assert await talk.line.listen(QUESTION) == Silence()

    talk(case)
