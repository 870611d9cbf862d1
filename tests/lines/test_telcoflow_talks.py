"""Calls of Telcoflow that are connected with somebody: rings, talks, what is heard in them, and how they are left."""

import asyncio
import contextlib
from dataclasses import replace

import pytest

from callsheet.ports.telephony import (
    DONE,
    Answered,
    Bridged,
    Call,
    CallEvent,
    CallState,
    Ended,
    EndReason,
    LineCode,
    LineError,
    Misuse,
    Played,
)
from tests.lines.cases import a_moment
from tests.lines.telcoflow_peer import Line, answered, end_of, in_virtual_time, line, prompt, to_the_end
from tests.telcoflow.caller import Callee, Caller, CutVoice, HangUp, Wait
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.recording import TICK_MS, Recording
from tests.telcoflow.settings import HangUpHow, Mode, PullMode, Reply, ServerSettings
from tests.telcoflow.sounds import level, tone

RATE = 8000
# Tones that do not disturb each other in a tick.
OURS_HZ, CALLER_HZ, CALLEE_HZ = 1000.0, 500.0, 700.0
# Of full scale, for each of them; below the other nothing is there.
LOUD, NOTHING = 0.3, 0.003
# Who talks all the time, and picks up after a second.
CALLEE = Callee(1000, background=tone(1000, RATE, (CALLEE_HZ,)))
TALKERS = Caller(background=tone(1000, RATE, (CALLER_HZ,)), callees=(CALLEE,))
TICK_BYTES = 320
# Milliseconds from a whisper to its beginning, in the loop's time, in which only the platform's ticks take any.
WHISPER_MS = 120


async def talk(peer: Line, caller: Caller = TALKERS, *, answer: bool = True) -> tuple[PlacedCall, Call]:
    """A caller who talks with somebody."""
    placed, call = await peer.ring(caller)
    if answer:
        await answered(call)
    assert await call.connect() == DONE
    assert call.state is CallState.BRIDGED
    return placed, call


async def say(call: Call, ms: int) -> Played:
    """Play our tone to its end."""
    return await call.play(prompt(ours(ms))).done()


def ours(ms: int) -> bytes:
    return tone(ms, RATE, (OURS_HZ,))


def loud_ticks(recording: Recording, begin_ms: float, end_ms: float) -> list[float]:
    """Where we are heard in a recording: the ticks, each by its beginning."""
    pcm = recording.between(begin_ms, end_ms)
    levels = (level(pcm[at : at + TICK_BYTES], OURS_HZ, RATE) for at in range(0, len(pcm) - TICK_BYTES + 1, TICK_BYTES))
    return [begin_ms + TICK_MS * tick for tick, loudness in enumerate(levels) if loudness > LOUD / 2]


async def to_the_end_of(call: Call) -> list[CallEvent]:
    """What has happened in a call, which is left now."""
    assert await call.leave() == DONE
    return await to_the_end(call)


def of_ours(recording: Recording, begin_ms: float, end_ms: float) -> float:
    """How loud we are at most in a part of a recording."""
    pcm = recording.between(begin_ms, end_ms)
    return max((level(pcm[at : at + 1600], OURS_HZ, RATE) for at in range(0, len(pcm) - 1599, 1600)), default=0.0)


def heard(placed: PlacedCall, begin_ms: float, end_ms: float) -> tuple[float, float]:
    """How loud we are for the caller, and for the callee."""
    assert placed.callee is not None
    return of_ours(placed.recording, begin_ms, end_ms), of_ours(placed.callee.recording, begin_ms, end_ms)


def talks_on(placed: PlacedCall) -> bool:
    """Whether the two hear each other and nobody has ended it."""
    return placed.state in (State.BRIDGED, State.LEFT) and not placed.noted("call.disconnect")


# Rings


def test_a_prompt_is_heard_whole_before_somebody_is_rung() -> None:
    async def test() -> None:
        async with line(ServerSettings(target_ms=400, prebuffer=True)) as peer:
            placed, call = await peer.ring(TALKERS)
            await answered(call)
            assert await say(call, 1000) == Played(1000)
            assert await call.connect() == DONE
            [ring] = placed.rings
            heard = loud_ticks(placed.recording, placed.recording.began_ms, placed.ms())
            assert len(heard) * TICK_MS == pytest.approx(1000, abs=TICK_MS)
            assert heard[-1] + TICK_MS <= ring.began_ms

    in_virtual_time(test())


def test_the_line_rings_on_until_the_other_side_picks_up() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await talk(peer, answer=False)
            assert placed.answered_ms == placed.rings[0].stopped_ms
            assert not placed.noted("call.answer")
            await asyncio.sleep(1)
            assert await to_the_end_of(call) == [Bridged(), Ended(EndReason.AGENT_LEFT)]
            assert talks_on(placed)

    in_virtual_time(test())


def test_a_platform_that_connects_answered_calls_only_leaves_the_call_ringing() -> None:
    async def test() -> None:
        async with line(ServerSettings(connects_before_answer=False)) as peer:
            _, call = await peer.ring(TALKERS)
            result = await call.connect()
            assert (result.code, result.provider_code) == (LineCode.FAILED, "INVALID_STATE")
            await answered(call)
            assert await call.connect() == DONE
            assert await to_the_end_of(call) == [Answered(), Bridged(), Ended(EndReason.AGENT_LEFT)]

    in_virtual_time(test())


REFUSALS = {
    "CALL_UNANSWERED": LineCode.UNANSWERED,
    "NO_ANSWER": LineCode.UNANSWERED,
    "CALL_BUSY": LineCode.BUSY,
    "CALL_REJECTED": LineCode.REJECTED,
    "NO_SUCH_THING": LineCode.FAILED,
    "+15550000001 said\n\x00": LineCode.FAILED,
}


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("code", REFUSALS)
def test_whoever_does_not_pick_up_leaves_the_call_as_it_was(code: str, answer: bool) -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring(Caller(callees=(Callee(500, refuses=code), CALLEE)))
            if answer:
                await answered(call)
            result = await call.connect()
            assert result.code is REFUSALS[code]
            assert "+1555" not in result.provider_code + result.message
            assert call.state is (CallState.ANSWERED if answer else CallState.RINGING)
            if not answer:
                await answered(call)
            assert await say(call, 500) == Played(500)
            assert placed.recording.heard_ms() == pytest.approx(500, abs=1)
            assert await call.connect() == DONE

    in_virtual_time(test())


def test_a_ring_that_is_never_told_of_takes_as_long_as_it_may_and_a_little() -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.connect": (Reply(hangs=True),)})) as peer:
            placed, call = await peer.ring()
            await answered(call)
            assert (await call.connect(ring_seconds=20)).code is LineCode.TIMEOUT
            assert placed.ms() <= 30_000
            assert await say(call, 500) == Played(500)

    in_virtual_time(test())


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("how", ["event_then_close", "event", "close", "cut"])
def test_a_caller_who_hangs_up_while_it_rings_has_nobody_rung_any_more(how: HangUpHow, answer: bool) -> None:
    async def test() -> None:
        async with line(ServerSettings(hang_up_how=how)) as peer:
            placed, call = await peer.ring(Caller(hang_up_at_ms=3000, callees=(Callee(None),)))
            if answer:
                await answered(call)
            assert (await call.connect(ring_seconds=60)).code is LineCode.ENDED
            assert placed.ms() <= 3100
            assert await end_of(call) is (EndReason.MEDIA_LOST if how == "cut" else EndReason.CALLER_HANGUP)
            assert [ring.how for ring in placed.rings] == ["call ended"]

    in_virtual_time(test())


@pytest.mark.parametrize("answer", [True, False])
def test_whoever_stops_waiting_for_a_ring_stops_it(answer: bool) -> None:
    """At every await of it: before anything is rung the call goes on, and after that nothing rings on."""

    async def test() -> None:
        async with line() as peer:
            for turns in [*range(25), None]:
                placed, call = await peer.ring(Caller(callees=(Callee(None),)))
                if answer:
                    await answered(call)
                ringing = asyncio.ensure_future(call.connect(ring_seconds=60))
                if turns is None:
                    await asyncio.sleep(5)
                for _ in range(turns or 0):
                    await asyncio.sleep(0)
                ringing.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await ringing
                await asyncio.sleep(10)
                assert all(ring.stopped_ms is not None for ring in placed.rings)
                if not placed.noted("call.connect"):
                    assert call.state in (CallState.ANSWERED, CallState.RINGING, CallState.ENDED)
                else:
                    assert placed.noted("call.disconnect")
                    assert await end_of(call) is EndReason.AGENT_HANGUP
                await call.hang_up()
                assert placed.state is State.ENDED

    in_virtual_time(test())


def test_who_is_rung_or_talks_is_not_rung_again() -> None:
    async def test() -> None:
        async with line() as peer:
            _, call = await peer.ring(TALKERS)
            ringing = asyncio.ensure_future(call.connect())
            await a_moment()
            for misuse in (call.connect(), call.answer()):
                with pytest.raises(Misuse):
                    await misuse
            assert await ringing == DONE
            for misuse in (call.connect(), call.answer(), call.reject()):
                with pytest.raises(Misuse):
                    await misuse

    in_virtual_time(test())


# Talks


@pytest.mark.parametrize("pull_mode", ["credit", "blind", "greedy"])
@pytest.mark.parametrize("first", ["barge", "whisper", "spy"])
def test_nothing_of_ours_is_there_while_two_talk(first: Mode, pull_mode: PullMode) -> None:
    async def test() -> None:
        async with line(ServerSettings(mode_after_connect=first, pull_mode=pull_mode)) as peer:
            placed, call = await peer.ring(TALKERS)
            await answered(call)
            await say(call, 700)
            connecting = asyncio.ensure_future(call.connect())
            await asyncio.sleep(0.5)
            await asyncio.sleep((placed.rings[0].began_ms + 1000 - placed.ms()) / 1000)
            before = placed.playout.received
            assert await connecting == DONE
            assert placed.playout.received - before <= TICK_BYTES, "one frame at most, and that is silent"
            await asyncio.sleep(30)
            assert placed.playout.received - before <= TICK_BYTES
            assert placed.mode == "spy"
            assert max(heard(placed, placed.rings[0].stopped_ms or 0, placed.ms())) < NOTHING
            assert len(asyncio.all_tasks()) < 40

    in_virtual_time(test())


def test_who_has_picked_up_before_we_are_told_so_hears_nothing_of_ours() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, _ = await talk(peer, Caller(callees=(replace(CALLEE, told_ms=2000),)))
            picked_up = placed.rings[0].stopped_ms
            assert picked_up is not None
            assert placed.ms() >= picked_up + 2000
            assert max(heard(placed, picked_up, placed.ms())) < NOTHING

    in_virtual_time(test())


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("pull_mode", ["credit", "blind", "greedy"])
@pytest.mark.parametrize("mode", ["whisper", "barge"])
def test_who_hears_what_is_said_beside(mode: Mode, pull_mode: PullMode, answer: bool) -> None:
    async def test() -> None:
        async with line(ServerSettings(pull_mode=pull_mode)) as peer:
            placed, call = await talk(peer, answer=answer)
            await asyncio.sleep(20)
            for _ in range(2):
                began = placed.ms()
                assert await call.mode(mode) == DONE
                assert await say(call, 1000) == Played(1000)
                assert await call.mode("spy") == DONE
                ended = placed.ms()
                assert ended - began <= 1000 + 2 * WHISPER_MS + 400
                await asyncio.sleep(5)
                assert placed.callee is not None
                ticks = loud_ticks(placed.callee.recording, began, ended)
                assert ticks[0] - began <= WHISPER_MS
                assert len(ticks) * TICK_MS == pytest.approx(1000, abs=TICK_MS), "it is heard whole"
                caller = heard(placed, began, ended)[0]
                assert caller > LOUD / 2 if mode == "barge" else caller < NOTHING
                assert max(heard(placed, ended + 100, placed.ms())) < NOTHING

    in_virtual_time(test())


def test_a_platform_that_asks_for_sound_all_the_time_is_not_remembered_all_the_time() -> None:
    async def test() -> None:
        async with line(ServerSettings(pull_mode="blind")) as peer:
            placed, call = await talk(peer, Caller(callees=(Callee(1000),)))
            await asyncio.sleep(180)
            requests = call._sdk.voice_session._server_requests_more_bytes_queue  # type: ignore[attr-defined]
            assert requests.qsize() <= 3000
            began = placed.ms()
            await call.mode("whisper")
            assert await say(call, 1000) == Played(1000)
            assert placed.ms() - began <= 1200
            await call.mode("spy")
            assert placed.callee is not None
            [span] = placed.callee.recording.sounds()
            assert span.ms == pytest.approx(1000, abs=1)
            assert span.begin_ms - began <= WHISPER_MS

    in_virtual_time(test())


MODES = {"refused": Reply(fails="NOPE"), "never": Reply(hangs=True), "late": Reply(delay_ms=1000)}


@pytest.mark.parametrize("reply", MODES)
def test_nothing_of_ours_is_heard_where_the_platform_does_not_make_us_silent(reply: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"agent.spy": (MODES[reply],)})) as peer:
            placed, call = await talk(peer)
            assert placed.ms() <= 1000 + 3200
            picked_up = placed.rings[0].stopped_ms
            assert picked_up is not None
            await call.mode("whisper")
            await say(call, 1000)
            whispered = placed.ms()
            await call.mode("spy")
            await asyncio.sleep(10)
            assert heard(placed, picked_up, placed.ms())[0] < NOTHING
            assert max(heard(placed, whispered + 400, placed.ms())) < NOTHING

    in_virtual_time(test())


@pytest.mark.parametrize("reply", ["refused", "never"])
def test_who_hears_us_is_told_where_it_cannot_be_chosen(reply: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"agent.whisper": (MODES[reply],)})) as peer:
            placed, call = await talk(peer)
            result = await call.mode("whisper")
            assert result.code is (LineCode.FAILED if reply == "refused" else LineCode.TIMEOUT)
            assert placed.mode == "spy"
            assert talks_on(placed)

    in_virtual_time(test())


# The end


@pytest.mark.parametrize("who", ["caller", "callee"])
@pytest.mark.parametrize("how", ["event_then_close", "event", "close"])
def test_whoever_hangs_up_ends_the_call(how: HangUpHow, who: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(hang_up_how=how)) as peer:
            hangs_up = (Wait(3000), HangUp())
            caller = Caller(
                hang_up_at_ms=5000 if who == "caller" else None, callees=(replace(CALLEE, actions=hangs_up),)
            )
            _, call = await talk(peer, caller)
            assert await to_the_end(call) == [Answered(), Bridged(), Ended(EndReason.CALLER_HANGUP)]

    in_virtual_time(test())


LEAVES = {
    "at once": (),
    "refused once": (Reply(fails="NOPE"), Reply()),
    "unanswered once": (Reply(hangs=True), Reply()),
    "late": (Reply(delay_ms=1500),),
    "cut": (Reply(cuts=True),),
}


@pytest.mark.parametrize("terminated", [True, False])
@pytest.mark.parametrize("way", LEAVES)
def test_two_who_are_left_talk_on(way: str, terminated: bool) -> None:
    async def test() -> None:
        settings = ServerSettings(
            replies={"call.close": LEAVES[way]} if LEAVES[way] else {},
            terminated_after_own_disconnect=terminated,
            closes_voice_socket_after_end=terminated,
        )
        async with line(settings) as peer:
            placed, call = await talk(peer)
            left = placed.ms()
            leaving = [asyncio.ensure_future(call.leave()) for _ in range(3)]
            assert all(result.ok or result.code is LineCode.ENDED for result in await asyncio.gather(*leaving))
            assert placed.ms() - left <= 4500
            events = [event for event in await to_the_end(call) if not isinstance(event, LineError)]
            assert events == [Answered(), Bridged(), Ended(EndReason.AGENT_LEFT)]
            await asyncio.sleep(20)
            assert talks_on(placed)
            assert placed.voice is None
            assert level(placed.recording.between(placed.ms() - 1000, placed.ms()), CALLEE_HZ, RATE) > 0.2

    in_virtual_time(test())


def test_who_is_whispered_to_hears_it_whole_before_we_leave() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await talk(peer, Caller(callees=(Callee(1000),)))
            await call.mode("whisper")
            call.play(prompt(ours(1000)))
            assert await call.leave() == DONE
            assert placed.callee is not None
            assert placed.callee.recording.heard_ms() == pytest.approx(1000, abs=1)

    in_virtual_time(test())


def test_a_platform_that_does_not_let_us_leave_has_us_listen_until_they_hang_up() -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.close": (Reply(fails="NOPE"), Reply(hangs=True))})) as peer:
            placed, call = await talk(peer, replace(TALKERS, hang_up_at_ms=60_000))
            for _ in range(2):
                began = placed.ms()
                assert (await call.leave()).code is LineCode.TIMEOUT
                assert placed.ms() - began <= 4500
                assert call.state is CallState.BRIDGED
                assert talks_on(placed)
            assert await end_of(call) is EndReason.CALLER_HANGUP
            assert placed.ended_ms == 60_000

    in_virtual_time(test())


@pytest.mark.parametrize("told", [True, False])
def test_who_is_told_too_late_that_we_have_left_lets_go_all_the_same(told: bool) -> None:
    async def test() -> None:
        settings = ServerSettings(
            replies={"call.close": (Reply(delay_ms=8000), Reply(delay_ms=8000), Reply())},
            terminated_after_own_disconnect=told,
            closes_voice_socket_after_end=False,
        )
        async with line(settings) as peer:
            placed, call = await talk(peer)
            assert (await call.leave()).code is LineCode.TIMEOUT
            await asyncio.sleep(40)
            assert call.state is CallState.ENDED
            assert placed.voice is None
            assert talks_on(placed)

    in_virtual_time(test())


def test_whoever_stops_waiting_for_a_leave_has_left() -> None:
    async def test() -> None:
        async with line() as peer:
            for turns in range(15):
                placed, call = await talk(peer)
                leaving = asyncio.ensure_future(call.leave())
                for _ in range(turns):
                    await asyncio.sleep(0)
                leaving.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await leaving
                if turns:
                    assert await end_of(call) is EndReason.AGENT_LEFT
                assert talks_on(placed)

    in_virtual_time(test())


def test_a_call_that_is_hung_up_while_they_talk_ends_for_all() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await talk(peer)
            assert await call.hang_up() == DONE
            assert (placed.state, placed.ended_by) == (State.ENDED, "agent")
            assert await end_of(call) is EndReason.AGENT_HANGUP

    in_virtual_time(test())


@pytest.mark.parametrize("mode", ["spy", "whisper"])
def test_a_voice_connection_that_is_lost_while_they_talk_ends_no_talk(mode: Mode) -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await talk(peer, replace(TALKERS, actions=(Wait(5000), CutVoice())))
            await call.mode(mode)
            if mode == "whisper":
                assert (await say(call, 10_000)).cut
            events = await to_the_end(call)
            assert isinstance(events[2], LineError)
            assert events[3:] == [Ended(EndReason.MEDIA_LOST)]
            assert (await call.hang_up()).code is (await call.leave()).code is LineCode.ENDED
            await asyncio.sleep(10)
            assert placed.state is State.LEFT
            assert talks_on(placed)

    in_virtual_time(test())


def test_a_platform_that_takes_nothing_of_a_whisper_keeps_the_talk() -> None:
    async def test() -> None:
        async with line(ServerSettings(target_ms=0)) as peer:
            placed, call = await talk(peer, answer=False)
            await call.mode("whisper")
            assert (await say(call, 30_000)).cut
            assert await end_of(call) is EndReason.MEDIA_LOST
            assert placed.ended_by == "left"
            assert talks_on(placed)

    in_virtual_time(test())


@pytest.mark.parametrize("way", ["at once", "refused", "never"])
def test_a_provider_that_is_closed_cuts_nobody_off(way: str) -> None:
    replies = {"at once": Reply(), "refused": Reply(fails="NOPE"), "never": Reply(hangs=True)}

    async def test() -> None:
        async with line(ServerSettings(replies={"call.close": (replies[way],)})) as peer:
            placed, call = await talk(peer)
            began = placed.ms()
            await peer.telephony.close()
            assert placed.ms() - began <= 6000
            assert await end_of(call) is EndReason.SHUTDOWN
            assert placed.state is State.LEFT
            assert talks_on(placed)

    in_virtual_time(test())


def test_a_talk_that_we_have_left_and_that_is_announced_again_is_not_ended() -> None:
    async def test() -> None:
        async with line(ServerSettings(takes_agents_back=True)) as peer:
            placed, call = await talk(peer)
            assert await call.leave() == DONE
            await asyncio.sleep(3)
            peer.server.cut_control()
            await asyncio.sleep(10)
            assert len(placed.noted("voice.open")) == 2, "it was announced again"
            assert talks_on(placed)

    in_virtual_time(test())


@pytest.mark.parametrize("draining", [True, False])
def test_a_talk_of_a_process_that_is_gone_is_not_ended_by_the_next_one(draining: bool) -> None:
    async def test() -> None:
        async with line(ServerSettings(takes_agents_back=True)) as peer:
            placed, _ = await talk(peer)
            voice = placed.voice
            assert voice is not None
            voice.transport.abort()
            peer.telephony._seen.clear()  # as in a process of its own
            peer.server.cut_control()
            if draining:
                peer.telephony.drain()
            else:
                again = await peer.next()
                assert not (await again.answer()).ok
                await again.hang_up()
            await asyncio.sleep(10)
            assert len(placed.noted("voice.open")) == 2
            assert talks_on(placed)

    in_virtual_time(test())


def test_a_caller_whom_the_callee_leaves_alone_can_hang_up() -> None:
    """A platform that tells nothing of it: nothing is noticed, and nothing is kept."""

    async def test() -> None:
        async with line(ServerSettings(callee_hang_up_ends_call=False)) as peer:
            caller = Caller(hang_up_at_ms=9000, callees=(Callee(1000, actions=(Wait(2000), HangUp())),))
            placed, call = await talk(peer, caller)
            assert await end_of(call) is EndReason.CALLER_HANGUP
            assert placed.ended_ms == 9000

    in_virtual_time(test())


def test_fifty_calls_connect_at_once() -> None:
    async def test() -> None:
        async with line() as peer:

            async def whole(call: Call) -> None:
                await answered(call)
                await say(call, 500)
                assert await call.connect() == DONE
                assert await call.mode("whisper") == DONE
                assert await say(call, 1000) == Played(1000)
                assert await call.mode("spy") == DONE
                assert await call.leave() == DONE

            taking = peer.take_all(whole)
            await peer.server.agent()
            calls = [peer.server.place(Caller(callees=(Callee(1000),))) for _ in range(50)]
            await asyncio.sleep(20)
            for placed in calls:
                assert placed.state is State.LEFT
                assert placed.callee is not None
                [span] = placed.callee.recording.sounds()
                assert span.ms == pytest.approx(1000, abs=1)
                assert placed.recording.heard_ms() == pytest.approx(500, abs=1)
                connected = placed.rings[0].stopped_ms
                assert connected is not None
                assert span.begin_ms - connected <= WHISPER_MS
            await peer.telephony.close()
            await taking

    in_virtual_time(test())
