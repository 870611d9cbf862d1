"""What `ports/telephony.py` and `ports/line.py` promise of somebody else in the call: one suite, on every line."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from callsheet.ports.line import HungUp, Line, LineFailed, Rung, Spoken
from callsheet.ports.telephony import (
    CALLEE,
    Answered,
    Bridged,
    Call,
    CallState,
    Ended,
    EndReason,
    LineCode,
    LineError,
    Misuse,
    Unbridged,
    Utterance,
)
from tests.lines.cases import QUESTION, TELLS_SECONDS, a_moment, events_of, on_lines
from tests.lines.peers import RING_SECONDS, Peer, Rings
from tests.lines.voices import PROMPT_HZ
from tests.telcoflow.sounds import level

# Loud enough for our tone, and so little that nothing of it is there.
LOUD, NOTHING = 0.1, 0.003
WHISPER = "This is a call about a broken window."


async def ringing(peer: Peer, rings: Rings = (None,), answers: Sequence[str] = ()) -> tuple[Call, Line]:
    """A call that rings. `rings` are given here, as those of a line that reads them are not to be guessed."""
    call = await peer.ring(answers, list(rings))
    return call, peer.line(call)


async def answered(peer: Peer, rings: Rings = (None,), answers: Sequence[str] = ()) -> tuple[Call, Line]:
    call, line = await ringing(peer, rings, answers)
    await line.answer()
    return call, line


async def talking(peer: Peer) -> tuple[Call, Line]:
    """A caller who talks with somebody."""
    call, line = await answered(peer)
    rung = await line.connect((CALLEE,), 30.0)
    assert rung.outcome == "answered"
    assert state_of(call) is CallState.BRIDGED
    return call, line


def state_of(call: Call) -> CallState:
    """The state now: type checkers take it for the one that it was."""
    return call.state


def ours(pcm: bytes) -> list[bool]:
    """In which pieces of 20 ms we are heard."""
    return [level(pcm[at : at + 320], PROMPT_HZ, 8000) > LOUD for at in range(0, len(pcm) - 319, 320)]


# Rings


@on_lines()
async def test_somebody_is_rung_and_talks_with_the_caller(peer: Peer) -> None:
    call, line = await talking(peer)
    assert (await call.leave()).ok
    await line.leave()
    with pytest.raises(HungUp):
        await line.connect((CALLEE,), 30.0)


@on_lines()
async def test_somebody_is_rung_while_the_caller_hears_it_ring(peer: Peer) -> None:
    call, line = await ringing(peer)
    assert (await line.connect((CALLEE,), 30.0)).outcome == "answered"
    with pytest.raises(Misuse):
        await call.answer()
    spoken = await line.speak_beside(WHISPER, "other")
    assert spoken.heard_ms == spoken.length_ms
    await line.leave()
    assert state_of(call) is CallState.ENDED


@on_lines()
async def test_events_tell_of_a_talk(peer: Peer) -> None:
    call = await peer.ring(rings=[None])
    assert (await call.answer()).ok
    assert (await call.connect()).ok
    assert (await call.leave()).ok
    assert await events_of(call) == [Answered(), Bridged(), Ended(EndReason.AGENT_LEFT)]


@on_lines()
async def test_a_caller_whom_nobody_talks_with_is_asked_again(peer: Peer) -> None:
    call, line = await answered(peer, (LineCode.UNANSWERED, None), ["yes"] if peer.name != "console" else [])
    rung = await line.connect((CALLEE,), 10.0)
    assert rung.outcome == "unanswered"
    assert rung.seconds == pytest.approx(10, abs=1)
    assert state_of(call) is CallState.ANSWERED
    if peer.name != "console":
        said = await ask(line)
        assert isinstance(said, Utterance)
        assert said.text == "yes"
    assert (await line.connect((CALLEE,), 10.0)).outcome == "answered"
    await line.hang_up()


async def ask(line: Line) -> object:
    """What the caller says to a question."""
    await line.say("Is it done?", before=QUESTION)
    return await line.listen(QUESTION)


@on_lines("is_busy")
@pytest.mark.parametrize("code", [LineCode.BUSY, LineCode.REJECTED])
async def test_a_line_tells_why_nobody_picks_up(peer: Peer, code: LineCode) -> None:
    call, line = await ringing(peer, (code, None))
    rung = await line.connect((CALLEE,), 30.0)
    assert rung.outcome == code.value
    assert rung.seconds == pytest.approx(RING_SECONDS, abs=1)
    assert state_of(call) is CallState.RINGING
    await line.answer()
    assert (await line.connect((CALLEE,), 30.0)).outcome == "answered"
    await line.hang_up()


@on_lines()
async def test_whom_a_line_cannot_ring_is_not_rung(peer: Peer) -> None:
    call, line = await answered(peer)
    if call.caps.connect == "fixed":
        for targets in (("+15550199",), (CALLEE, "+15550199"), ("queue:Support",)):
            rung = await line.connect(targets, 30.0)
            assert (rung.outcome, bool(rung.message)) == ("failed", True)
    await line.hang_up()


@on_lines()
async def test_two_rings_at_once_are_a_mistake(peer: Peer) -> None:
    call = await peer.ring(rings=[None])
    assert (await call.answer()).ok
    first = asyncio.ensure_future(call.connect())
    await asyncio.sleep(0)
    with pytest.raises(Misuse):
        await call.connect()
    assert (await first).ok
    with pytest.raises(Misuse):
        await call.connect()
    await call.hang_up()


# Hang-ups, failures, and whoever waits no longer

RINGS = "ring"
DOINGS: dict[str, Callable[[Line], Awaitable[object]]] = {
    RINGS: lambda line: line.connect((CALLEE,), 30.0),
    "whisper": lambda line: line.speak_beside(WHISPER, "other"),
    "barge": lambda line: line.speak_beside(WHISPER, "both"),
    "talk": lambda line: line.until_unbridged(),
    "leave": lambda line: line.leave(),
}


async def before(peer: Peer, doing: str) -> tuple[Call, Line]:
    """Where it can be done; nobody picks up there."""
    return await answered(peer, (LineCode.UNANSWERED,)) if doing == RINGS else await talking(peer)


@on_lines("lasts")
@pytest.mark.parametrize("doing", [RINGS, "whisper", "barge", "talk"])
async def test_a_hang_up_ends_whatever_is_done(peer: Peer, doing: str) -> None:
    call, line = await before(peer, doing)
    waiting = asyncio.ensure_future(DOINGS[doing](line))
    await asyncio.sleep(0.5)
    await peer.hang_up(call)
    with pytest.raises(HungUp) as gone:
        async with asyncio.timeout(TELLS_SECONDS):
            await waiting
    if doing in ("whisper", "barge"):
        assert gone.value.spoken is not None
        assert 200 <= gone.value.spoken.heard_ms <= 600 < gone.value.spoken.length_ms
    with pytest.raises(HungUp):
        await DOINGS[doing](line)
    await line.hang_up()


@on_lines()
async def test_a_hang_up_while_it_rings_is_told(peer: Peer) -> None:
    call, line = await ringing(peer, ()) if peer.name == "console" else await ringing(peer, (LineCode.UNANSWERED,))
    waiting = asyncio.ensure_future(line.connect((CALLEE,), 30.0))
    await a_moment()
    await peer.hang_up(call)
    with pytest.raises(HungUp):
        await waiting
    await line.hang_up()


@on_lines("media")
@pytest.mark.parametrize("doing", ["whisper", "barge", "talk"])
async def test_a_line_that_is_lost_while_two_talk_says_what_is_not_known(peer: Peer, doing: str) -> None:
    call, line = await talking(peer)
    waiting = asyncio.ensure_future(DOINGS[doing](line))
    await asyncio.sleep(0.5)
    peer.lose_media(call)
    with pytest.raises(LineFailed) as failed:
        async with asyncio.timeout(TELLS_SECONDS):
            await waiting
    assert failed.value.kind == "line"
    assert failed.value.message.endswith("whether they talk on is unknown")
    with pytest.raises(HungUp):
        await DOINGS[doing](line)
    await line.leave()


@on_lines("lasts")
@pytest.mark.parametrize("doing", DOINGS)
async def test_whatever_is_done_can_be_stopped_at_every_await(peer: Peer, doing: str) -> None:
    for turns in (*range(14), 200):
        call, line = await before(peer, doing)
        waiting = asyncio.ensure_future(DOINGS[doing](line))
        for _ in range(turns):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting}, timeout=10)
        assert waiting.done()
        if doing not in (RINGS, "leave") and "audio" in peer.can:
            heard = len(peer.heard_by_callee(call))
            await asyncio.sleep(1.0)
            assert not any(ours(peer.heard_by_callee(call)[heard + 3200 :])), "silent again"
        await line.leave()
        assert not (await call.hang_up()).ok


# Talks


@on_lines("lasts")
@pytest.mark.parametrize("to", ["other", "both"])
async def test_something_is_said_beside_a_talk(peer: Peer, to: str) -> None:
    call, line = await talking(peer)
    await asyncio.sleep(3.0)
    for _ in range(2):
        spoken = await line.speak_beside(WHISPER, "other" if to == "other" else "both")
        assert spoken == Spoken(spoken.length_ms, spoken.length_ms)
        assert spoken.length_ms > 1000
        await asyncio.sleep(2.0)
    if "audio" in peer.can:
        callee, caller = ours(peer.heard_by_callee(call)), ours(peer.heard(call))
        assert sum(callee) * 20 == pytest.approx(2 * spoken.length_ms, abs=60)
        assert sum(caller) == (sum(callee) if to == "both" else 0)
        assert not any(callee[-50:])
    await line.leave()


@on_lines("audio")
async def test_what_the_caller_was_told_is_heard_whole_before_somebody_is_rung(peer: Peer) -> None:
    call, line = await answered(peer)
    spoken = await line.say(WHISPER)
    await line.connect((CALLEE,), 30.0)
    await asyncio.sleep(3.0)
    assert sum(ours(peer.heard(call))) * 20 == pytest.approx(spoken.length_ms, abs=40)
    assert not any(ours(peer.heard_by_callee(call)))
    await line.leave()


@on_lines("comes_back")
async def test_the_caller_comes_back_and_talks_with_somebody_again(peer: Peer) -> None:
    call, line = await ringing(peer, (None, None))
    for _ in range(2):
        assert (await line.connect((CALLEE,), 30.0)).outcome == "answered"
        waiting = asyncio.ensure_future(line.until_unbridged())
        await a_moment()
        assert not waiting.done()
        peer.callee_hangs_up(call)
        await waiting
        assert state_of(call) is CallState.ANSWERED
        assert not (spoken := await line.say("Thank you.")).interrupted_by
        assert spoken.heard_ms == spoken.length_ms
        with pytest.raises(HungUp):
            await line.speak_beside(WHISPER, "other")
    await line.hang_up()


@on_lines("comes_back", "lasts")
async def test_what_was_meant_for_the_other_side_is_not_heard_by_the_caller_who_comes_back(peer: Peer) -> None:
    call, line = await talking(peer)
    waiting = asyncio.ensure_future(line.speak_beside(WHISPER, "other"))
    await asyncio.sleep(0.5)
    peer.callee_hangs_up(call)
    with pytest.raises(HungUp) as gone:
        async with asyncio.timeout(TELLS_SECONDS):
            await waiting
    assert gone.value.spoken is not None
    assert gone.value.spoken.heard_ms < gone.value.spoken.length_ms
    if "audio" in peer.can:
        await asyncio.sleep(2.0)
        assert not any(ours(peer.heard(call)))
    await line.hang_up()


@on_lines("comes_back")
async def test_events_tell_that_the_caller_comes_back(peer: Peer) -> None:
    call = await peer.ring(rings=[None])
    assert (await call.connect()).ok
    peer.callee_hangs_up(call)
    assert (await call.leave()).ok
    assert await events_of(call) == [Bridged(), Unbridged(), Ended(EndReason.AGENT_HANGUP)]


@on_lines("is_busy")
async def test_where_the_caller_does_not_come_back_the_other_side_ends_the_call(peer: Peer) -> None:
    call, line = await talking(peer)
    if not call.caps.unbridge:
        peer.callee_hangs_up(call)
        with pytest.raises(HungUp):
            await line.until_unbridged()
    await line.hang_up()


@on_lines("media")
async def test_a_talk_whose_media_is_lost_is_told_as_such(peer: Peer) -> None:
    call = await peer.ring(rings=[None])
    assert (await call.answer()).ok
    assert (await call.connect()).ok
    peer.lose_media(call)
    events = [event for event in await events_of(call) if not isinstance(event, LineError)]
    assert events == [Answered(), Bridged(), Ended(EndReason.MEDIA_LOST)]


@on_lines("lasts")
async def test_fifty_calls_are_connected_at_once(peer: Peer) -> None:
    async def whole() -> Rung:
        call, line = await answered(peer)
        await line.say("One moment.")
        rung = await line.connect((CALLEE,), 30.0)
        assert (await line.speak_beside(WHISPER, "other")).heard_ms > 1000
        await line.leave()
        assert state_of(call) is CallState.ENDED
        return rung

    rungs = await asyncio.gather(*(whole() for _ in range(50)))
    assert {rung.outcome for rung in rungs} == {"answered"}
    await a_moment()
