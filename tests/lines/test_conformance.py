"""What `ports/telephony.py` promises of a call, on every line: one suite, against each line's own other end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from callsheet.ports.telephony import (
    Answered,
    Call,
    CallState,
    CommandResult,
    Ended,
    EndReason,
    LineCode,
    Misuse,
    Played,
)
from tests.lines.cases import TELLS_SECONDS, a_moment, end_of, events_of, on_lines
from tests.lines.peers import Peer, Trouble
from tests.lines.voices import PROMPT_HZ, frequency, same, tone

# How exactly a line tells what was heard, and how long something takes at most that takes no time, in milliseconds.
EXACT_MS = 150
COMMANDS: dict[str, Callable[[Call], Awaitable[CommandResult]]] = {
    "answer": lambda call: call.answer(),
    "reject": lambda call: call.reject(),
    "hang_up": lambda call: call.hang_up(),
    "leave": lambda call: call.leave(),
    "connect": lambda call: call.connect(),
    "connect to somebody": lambda call: call.connect(("+15550199",)),
    "mode": lambda call: call.mode("whisper"),
    "send_dtmf": lambda call: call.send_dtmf("1"),
}


async def answered(peer: Peer) -> Call:
    """A call that was answered."""
    call = await peer.ring()
    assert state_of(call) is CallState.RINGING
    assert (await call.answer()).ok
    assert state_of(call) is CallState.ANSWERED
    return call


def state_of(call: Call) -> CallState:
    """The state now: type checkers take it for the one that it was."""
    return call.state


# The beginning


@on_lines()
async def test_a_call_rings_is_answered_and_ends(peer: Peer) -> None:
    call = await answered(peer)
    assert call.info.direction == "inbound"
    assert call.info.caller_number == "+15550100"
    assert (await call.play(peer.prompt(1.0)).done()).dropped_ms == 0
    assert (await call.hang_up()).ok
    assert await events_of(call) == [Answered(), Ended(EndReason.AGENT_HANGUP)]


@on_lines()
async def test_a_caller_who_gives_up_while_it_rings_cannot_be_answered(peer: Peer) -> None:
    call = await peer.ring()
    await peer.hang_up(call)
    await asyncio.sleep(0.1)
    assert (await call.answer()).code is LineCode.ENDED
    assert await events_of(call) == [Ended(EndReason.CALLER_HANGUP)]


@on_lines("refuses", trouble=Trouble(answer="fails once"))
async def test_an_answer_that_fails_leaves_the_call_ringing(peer: Peer) -> None:
    call = await peer.ring()
    result = await call.answer()
    assert (result.ok, result.code) == (False, LineCode.FAILED)
    assert result.message
    assert state_of(call) is CallState.RINGING
    assert (await call.answer()).ok
    await call.hang_up()
    assert await events_of(call) == [Answered(), Ended(EndReason.AGENT_HANGUP)]


@on_lines("refuses", trouble=Trouble(answer="hangs"))
async def test_an_answer_takes_no_longer_than_it_may(peer: Peer) -> None:
    call = await peer.ring()
    began = asyncio.get_running_loop().time()
    result = await call.answer(timeout_seconds=3.0)
    assert (result.ok, result.code) == (False, LineCode.TIMEOUT)
    assert asyncio.get_running_loop().time() - began == pytest.approx(3.0, abs=0.5)
    await call.reject()
    assert await end_of(call) is EndReason.REJECTED


# Prompts


@on_lines("lasts")
async def test_a_prompt_lasts_as_long_as_it_takes_to_hear_it(peer: Peer) -> None:
    call = await answered(peer)
    began = asyncio.get_running_loop().time()
    playback = call.play(peer.prompt(2.0))
    await asyncio.sleep(1.0)
    assert playback.position_ms == pytest.approx(1000, abs=EXACT_MS)
    played = await playback.done()
    assert played.played_ms == pytest.approx(2000, abs=50)
    assert not played.cut
    assert (asyncio.get_running_loop().time() - began) * 1000 == pytest.approx(2000, abs=2 * EXACT_MS)
    assert await playback.done() == played
    await call.hang_up()


@on_lines("lasts")
async def test_a_prompt_of_three_minutes_is_heard_to_its_end(peer: Peer) -> None:
    call = await answered(peer)
    played = await call.play(peer.prompt(180.0)).done()
    assert played.played_ms == pytest.approx(180_000, abs=50)
    assert not played.cut
    await call.hang_up()


@on_lines("audio")
async def test_of_a_long_prompt_nothing_is_missing(peer: Peer) -> None:
    call = await answered(peer)
    await call.play(peer.prompt(180.0)).done()
    await asyncio.sleep(0.5)
    assert loud_ms(peer.heard(call)) == pytest.approx(180_000, abs=50)
    await call.hang_up()


@on_lines("lasts")
async def test_an_interruption_tells_what_was_heard_and_what_never_will_be(peer: Peer) -> None:
    call = await answered(peer)
    playback = call.play(peer.prompt(4.0))
    await asyncio.sleep(1.0)
    played = await call.interrupt()
    assert played.played_ms == pytest.approx(1000, abs=EXACT_MS)
    assert played.played_ms + played.dropped_ms == pytest.approx(4000, abs=50)
    assert played.cut
    assert await playback.done() == played
    assert playback.position_ms == played.played_ms
    assert await call.interrupt() == Played(0), "nothing is played any more"
    assert not (await call.play(peer.prompt(0.5)).done()).cut
    await call.hang_up()


@on_lines("audio")
async def test_after_an_interruption_nothing_more_of_the_prompt_is_heard(peer: Peer) -> None:
    call = await answered(peer)
    call.play(peer.prompt(4.0))
    await asyncio.sleep(1.0)
    played = await call.interrupt()
    await asyncio.sleep(2.0)
    assert loud_ms(peer.heard(call)) == pytest.approx(played.played_ms, abs=EXACT_MS)
    await call.hang_up()


@on_lines("lasts")
async def test_whoever_waits_for_a_prompt_can_stop_waiting(peer: Peer) -> None:
    call = await answered(peer)
    playback = call.play(peer.prompt(2.0))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(playback.done(), 0.5)
    assert not (await playback.done()).cut
    await call.hang_up()


@on_lines("lasts")
async def test_before_it_hangs_up_a_call_lets_its_prompt_be_heard(peer: Peer) -> None:
    call = await answered(peer)
    playback = call.play(peer.prompt(2.0))
    await call.hang_up()
    assert not (await playback.done()).cut
    assert await end_of(call) is EndReason.AGENT_HANGUP


@on_lines("audio")
@pytest.mark.parametrize("piece", [1, 33, 319, 321, 1_000_000])
async def test_a_prompt_may_be_cut_anywhere_and_may_end_in_mid_sample(peer: Peer, piece: int) -> None:
    call = await answered(peer)
    audio = tone(PROMPT_HZ, 777) + b"\x01"

    async def pieces() -> AsyncIterator[bytes]:
        for begin in range(0, len(audio), piece):
            yield audio[begin : begin + piece]

    for _ in range(2):
        played = await call.play(pieces()).done()
        assert played.played_ms == pytest.approx(777, abs=2)
        assert not played.cut
    await asyncio.sleep(0.5)
    heard = peer.heard(call)
    assert loud_ms(heard) == pytest.approx(2 * 777, abs=25)
    assert same(frequency(heard), PROMPT_HZ), "no sample was torn"
    await call.hang_up()


@on_lines("audio")
async def test_what_breaks_a_prompts_audio_is_raised_where_it_is_awaited(peer: Peer) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield tone(PROMPT_HZ, 500)
        raise ZeroDivisionError

    call = await answered(peer)
    with pytest.raises(ZeroDivisionError):
        await call.play(broken()).done()
    assert not (await call.play(peer.prompt(0.5)).done()).cut
    await call.hang_up()


@on_lines("audio", trouble=Trouble(odd_frames=True))
async def test_audio_that_comes_in_odd_pieces_is_put_together(peer: Peer) -> None:
    call = await answered(peer)
    peer.interrupt(call, "yes")
    heard = bytearray()
    async with asyncio.timeout(10):
        async for frame in call.audio_in():
            assert len(frame.pcm) % 2 == 0
            heard += frame.pcm
            if len(heard) > 16_000:
                break
    assert loud_ms(bytes(heard)) == pytest.approx(400, abs=25)
    assert same(frequency(bytes(heard)), 500)
    await call.hang_up()


@on_lines("audio")
async def test_a_line_that_nobody_listens_to_forgets_the_oldest(peer: Peer) -> None:
    call = await answered(peer)
    await asyncio.sleep(60)
    assert call.dropped_frames > 0
    kept = 0.0
    async with asyncio.timeout(1):
        async for frame in call.audio_in():
            kept += len(frame.pcm) / 16
            if frame.at >= asyncio.get_running_loop().time() - 0.05:
                break
    assert kept < 10_000
    await call.hang_up()


# The end


@on_lines("lasts")
async def test_a_hang_up_in_mid_prompt_ends_it(peer: Peer) -> None:
    call = await answered(peer)
    playback = call.play(peer.prompt(10.0))
    await asyncio.sleep(2.0)
    await peer.hang_up(call)
    async with asyncio.timeout(TELLS_SECONDS):
        played = await playback.done()
    assert played.cut
    assert played.played_ms == pytest.approx(2000, abs=EXACT_MS)
    assert await end_of(call) is EndReason.CALLER_HANGUP


@on_lines("media")
async def test_a_line_that_is_lost_ends_the_call(peer: Peer) -> None:
    call = await answered(peer)
    playback = call.play(peer.prompt(10.0))
    await asyncio.sleep(2.0)
    peer.lose_media(call)
    async with asyncio.timeout(TELLS_SECONDS):
        assert (await playback.done()).cut
    assert await end_of(call) is EndReason.MEDIA_LOST
    assert (await call.hang_up()).code is LineCode.ENDED


async def gives_up(peer: Peer) -> tuple[Call, EndReason]:
    call = await peer.ring()
    await peer.hang_up(call)
    return call, EndReason.CALLER_HANGUP


async def is_rejected(peer: Peer) -> tuple[Call, EndReason]:
    call = await peer.ring()
    assert call.caps.reject
    assert (await call.reject()).ok
    return call, EndReason.REJECTED


async def is_hung_up_on_while_it_rings(peer: Peer) -> tuple[Call, EndReason]:
    call = await peer.ring()
    assert (await call.hang_up()).ok
    return call, EndReason.AGENT_HANGUP


async def hangs_up(peer: Peer) -> tuple[Call, EndReason]:
    call = await answered(peer)
    await peer.hang_up(call)
    return call, EndReason.CALLER_HANGUP


async def is_hung_up_on(peer: Peer) -> tuple[Call, EndReason]:
    call = await answered(peer)
    assert (await call.hang_up()).ok
    return call, EndReason.AGENT_HANGUP


async def is_left(peer: Peer) -> tuple[Call, EndReason]:
    call = await answered(peer)
    assert (await call.leave()).ok
    return call, EndReason.AGENT_HANGUP  # nobody else is there


async def loses_its_media(peer: Peer) -> tuple[Call, EndReason]:
    call = await answered(peer)
    peer.lose_media(call)
    return call, EndReason.MEDIA_LOST


async def is_there_when_the_provider_is_closed(peer: Peer) -> tuple[Call, EndReason]:
    call = await answered(peer)
    await peer.close()
    return call, EndReason.SHUTDOWN


async def is_left_with_somebody_else(peer: Peer) -> tuple[Call, EndReason]:
    call = await peer.ring(rings=[None])
    assert (await call.answer()).ok
    assert (await call.connect()).ok
    assert (await call.leave()).ok
    return call, EndReason.AGENT_LEFT


Ends = Callable[[Peer], Awaitable[tuple[Call, EndReason]]]
ANYWHERE = [gives_up, is_rejected, is_hung_up_on_while_it_rings, hangs_up, is_hung_up_on, is_left]


async def over_once(peer: Peer, ends: Ends) -> None:
    """However a call ends: its end is told once, and last, and every command says so from then on."""
    call, reason = await ends(peer)
    assert await end_of(call) is reason
    assert state_of(call) is CallState.ENDED
    await asyncio.sleep(TELLS_SECONDS)
    for name, command in COMMANDS.items():
        result = await command(call)
        assert (name, result.ok, result.code) == (name, False, LineCode.ENDED)
    async with asyncio.timeout(TELLS_SECONDS):
        assert (await call.play(peer.prompt(1.0)).done()).played_ms == 0
        assert await call.interrupt() == Played(0)
        if call.caps.media == "text":
            assert await call.turn(1.0, 0.5) is None
        else:
            assert len([frame async for frame in call.audio_in()]) < 1000, "the sound ends with the call"


@on_lines()
@pytest.mark.parametrize("ends", ANYWHERE, ids=lambda ends: ends.__name__)
async def test_the_end_is_told_once_whoever(peer: Peer, ends: Ends) -> None:
    await over_once(peer, ends)


@on_lines("media")
async def test_the_end_is_told_once_where_the_media_is_lost(peer: Peer) -> None:
    await over_once(peer, loses_its_media)


@on_lines("control")
async def test_the_end_is_told_once_where_the_provider_is_closed(peer: Peer) -> None:
    await over_once(peer, is_there_when_the_provider_is_closed)


@on_lines()
async def test_the_end_is_told_once_where_the_others_talk_on(peer: Peer) -> None:
    await over_once(peer, is_left_with_somebody_else)


@on_lines()
async def test_both_hang_up_at_once_and_the_call_ends_once(peer: Peer) -> None:
    for first in (True, False):
        call = await answered(peer)
        if first:
            await peer.hang_up(call)
        ours = asyncio.gather(*(call.hang_up() for _ in range(3)))
        if not first:
            await peer.hang_up(call)
        for result in await ours:
            assert result.ok or result.code is LineCode.ENDED
        assert await end_of(call) in (EndReason.CALLER_HANGUP, EndReason.AGENT_HANGUP)


@on_lines()
async def test_events_from_before_anybody_reads_them_are_kept(peer: Peer) -> None:
    call = await answered(peer)
    await peer.hang_up(call)
    await asyncio.sleep(TELLS_SECONDS)
    assert await events_of(call) == [Answered(), Ended(EndReason.CALLER_HANGUP)]


@on_lines("control")
async def test_a_call_that_is_announced_again_goes_on_and_is_no_new_one(peer: Peer) -> None:
    call = await answered(peer)
    playback = call.play(peer.prompt(20.0))
    await asyncio.sleep(1.0)
    peer.lose_control()
    assert not (await playback.done()).cut
    assert peer.delivered() == [call.info.call_id]
    next_call = await peer.ring()
    assert peer.delivered() == [call.info.call_id, next_call.info.call_id]
    for each in (call, next_call):
        await peer.hang_up(each)
        assert await end_of(each) is EndReason.CALLER_HANGUP
    peer.lose_control()
    await asyncio.sleep(60)
    assert len(peer.delivered()) == 2, "nor is it one when it is over"


# What cannot be done


@on_lines()
async def test_a_command_that_the_line_does_not_have_says_so(peer: Peer) -> None:
    call = await answered(peer)
    lacks = [] if call.caps.dtmf_out else ["send_dtmf"]
    lacks += ["connect to somebody"] if call.caps.connect == "fixed" else []
    for name in lacks:
        result = await COMMANDS[name](call)
        assert (name, result.ok, result.code) == (name, False, LineCode.UNSUPPORTED)
        assert result.message
    assert state_of(call) is CallState.ANSWERED
    await call.hang_up()


@on_lines()
async def test_what_no_state_allows_is_a_mistake_of_the_engine(peer: Peer) -> None:
    call = await peer.ring()
    with pytest.raises(Misuse):
        call.play(peer.prompt(0.1))
    assert (await call.answer()).ok
    with pytest.raises(Misuse):
        await call.answer()
    with pytest.raises(Misuse):
        await call.reject()
    call.events()
    with pytest.raises(Misuse):
        call.events()
    await call.hang_up()


@on_lines("lasts")
async def test_two_prompts_at_once_are_a_mistake(peer: Peer) -> None:
    call = await answered(peer)
    first = call.play(peer.prompt(1.0))
    with pytest.raises(Misuse):
        call.play(peer.prompt(1.0))
    assert not (await first.done()).cut
    await call.hang_up()


@on_lines()
async def test_text_and_audio_are_not_the_same(peer: Peer) -> None:
    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    call = await answered(peer)
    if call.caps.media == "text":
        with pytest.raises(Misuse):
            call.play(nothing())
        with pytest.raises(Misuse):
            call.audio_in()
        with pytest.raises(Misuse):
            call.played(100)
        assert call.dropped_frames == 0
    else:
        with pytest.raises(Misuse):
            call.play("Hello.")
        with pytest.raises(Misuse):
            await call.turn(1.0, 0.5)
        call.audio_in()
        with pytest.raises(Misuse):
            call.audio_in()
    await call.hang_up()


@on_lines()
async def test_a_hundred_calls_at_once_are_a_hundred_calls(peer: Peer) -> None:
    async def whole() -> str:
        call = await answered(peer)
        assert not (await call.play(peer.prompt(1.0)).done()).cut
        await peer.hang_up(call)
        assert await end_of(call) is EndReason.CALLER_HANGUP
        return call.info.call_id

    ids = await asyncio.gather(*(whole() for _ in range(100)))
    assert len(set(ids)) == 100
    await a_moment()


def loud_ms(pcm: bytes) -> float:
    """How much of it is no silence."""
    size = 16  # a millisecond, one period of the prompts' tone
    return sum(1 for begin in range(0, len(pcm), size) if any(pcm[begin : begin + size]))
