"""Calls over Telcoflow's real SDK, from a platform on the loopback: prompts, interruptions, commands and ends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest

from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.call import TelcoflowCall
from callsheet.ports.telephony import (
    DONE,
    Answered,
    Bridged,
    Call,
    CallState,
    Ended,
    EndReason,
    LineCode,
    LineError,
    Misuse,
    Played,
)
from tests.lines.telcoflow_peer import (
    answered,
    end_of,
    hung_up,
    in_virtual_time,
    line,
    prompt,
    say,
    sound,
    to_the_end,
)
from tests.telcoflow.caller import (
    Action,
    Caller,
    CutVoice,
    HangUp,
    SendError,
    Speak,
    Wait,
)
from tests.telcoflow.placed import State
from tests.telcoflow.settings import HangUpHow, Reply, ServerSettings
from tests.telcoflow.sounds import noise

PLATFORMS = {
    "credit": ServerSettings(),
    "credit, much": ServerSettings(target_ms=2000),
    "blind": ServerSettings(pull_mode="blind"),
    "blind, slow": ServerSettings(pull_mode="blind", pull_ms=100),
    "greedy": ServerSettings(pull_mode="greedy"),
    "greedy, prebuffer": ServerSettings(pull_mode="greedy", prebuffer=True),
    "prebuffer": ServerSettings(prebuffer=True),
    "pieces of 20 ms": ServerSettings(prefer_frame_ms=20),
    "pieces of 160 ms": ServerSettings(prefer_frame_ms=160),
    "pieces of 400 ms": ServerSettings(prefer_frame_ms=400, target_ms=800),
    "the SDK's pieces": ServerSettings(prefer_frame_ms=0),
    "pulls before the answer": ServerSettings(pulls_before_answer=True, pull_mode="blind"),
    "pulls for others": ServerSettings(pulls_other_channels=True),
    "compressed": ServerSettings(compression=True),
    "no events": ServerSettings(terminated_after_own_disconnect=False, sends_session_closed=False),
    "does not close": ServerSettings(closes_voice_socket_after_end=False),
    "the end first": ServerSettings(end_before_reply=True),
    "duplicates": ServerSettings(duplicate_notify=True, duplicate_call_in=True, unknown_frames=True),
    "at once": ServerSettings(notify_after_setup_ms=0),
    "needs the call flow": ServerSettings(needs_call_flow=True),
}
GREETING_MS = 5000


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_prompt_is_heard_to_its_end_before_we_hang_up(platform: str) -> None:
    async def test() -> None:
        async with line(PLATFORMS[platform]) as peer:
            placed, call = await peer.ring()
            await answered(call)
            await asyncio.sleep(2)  # what the platform wants to have at once shows in the silence
            assert await say(call, GREETING_MS) == Played(GREETING_MS)
            done_ms = placed.ms()
            await hung_up(call)
            [heard] = placed.recording.sounds()
            assert heard.ms == pytest.approx(GREETING_MS, abs=1)
            assert placed.recording.gaps == []
            buffered_ms = placed.settings.target_ms if placed.settings.prebuffer else 0
            assert heard.end_ms <= done_ms + buffered_ms + 40, "it was not heard to the end when it was said to be"
            assert heard.begin_ms <= 2000 + buffered_ms + 250
            [disconnect] = placed.noted("call.disconnect")
            assert disconnect.ms > heard.end_ms
            assert disconnect.ms <= done_ms + 400
            assert placed.playout.unasked == 0
            assert placed.ended_by == "agent"
            assert await end_of(call) is EndReason.AGENT_HANGUP

    in_virtual_time(test())


def test_sound_is_not_compressed() -> None:
    async def test() -> None:
        async with line(ServerSettings(compression=True)) as peer:
            placed, call = await peer.ring()
            await answered(call)
            assert placed.voice is not None
            assert placed.voice.protocol.extensions == []
            await hung_up(call)

    in_virtual_time(test())


def test_the_greeting_goes_out_with_the_answer() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            call.play(prompt(sound(1000)))
            await asyncio.sleep(0.1)
            assert placed.answered_ms is not None
            [heard] = placed.recording.sounds()
            assert heard.begin_ms - placed.answered_ms <= 45, "two ticks of the platform"

    in_virtual_time(test())


def test_hanging_up_waits_for_the_prompt() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            playback = call.play(prompt(sound(180_000)))
            await hung_up(call)
            assert placed.recording.heard_ms() == pytest.approx(180_000, abs=1)
            assert placed.recording.gaps == []
            assert await playback.done() == Played(180_000)
            assert placed.ms() <= 181_000

    in_virtual_time(test())


@pytest.mark.parametrize("tail", [1, 2, 3, 961, 1919])
def test_odd_tails_are_heard(tail: int) -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            pcm = sound(1000) + b"\x11" * tail
            await call.play(prompt(pcm, 333)).done()
            await hung_up(call)
            assert pcm[: len(pcm) // 2 * 2] in bytes(placed.recording.pcm)

    in_virtual_time(test())


@pytest.mark.parametrize("platform", ["credit", "credit, much", "blind", "greedy", "pieces of 400 ms"])
def test_an_interruption_silences_the_line(platform: str) -> None:
    async def test() -> None:
        async with line(PLATFORMS[platform]) as peer:
            placed, call = await peer.ring()
            await answered(call)
            await asyncio.sleep(2)
            playback = call.play(prompt(sound(5000)))
            await asyncio.sleep(1.5)
            interrupted_ms = placed.ms()
            played = await call.interrupt()
            assert played.cut
            assert placed.ms() == interrupted_ms
            assert await playback.done() == played
            await asyncio.sleep(1)
            assert placed.recording.heard_ms_after(interrupted_ms + 40) == 0
            assert played.played_ms == pytest.approx(placed.recording.heard_ms(), abs=200)
            assert await say(call, 1000) == Played(1000)
            await hung_up(call)
            assert placed.recording.sounds()[-1].ms == pytest.approx(1000, abs=1)
            assert len(placed.noted("agent.interrupt")) == 1
            assert await call.interrupt() == Played(0)

    in_virtual_time(test())


def test_an_interruption_does_not_wait_for_a_platform_that_says_nothing() -> None:
    async def test() -> None:
        settings = ServerSettings(replies={"agent.interrupt": (Reply(hangs=True), Reply(fails="NOPE"))})
        async with line(settings) as peer:
            placed, call = await peer.ring()
            await answered(call)
            for waited_ms in (500, 0):
                call.play(prompt(sound(5000)))
                await asyncio.sleep(1)
                began_ms = placed.ms()
                assert (await call.interrupt()).cut
                assert placed.ms() - began_ms == pytest.approx(waited_ms, abs=1)

    in_virtual_time(test())


@pytest.mark.parametrize("how", ["event_then_close", "event", "close"])
def test_the_caller_hangs_up_in_a_prompt(how: HangUpHow) -> None:
    async def test() -> None:
        async with line(ServerSettings(hang_up_how=how)) as peer:
            placed, call = await peer.ring(Caller((Wait(1500), HangUp())))
            await answered(call)
            played = await say(call, 5000)
            assert played.cut
            assert 1200 <= played.played_ms <= 1500
            assert await to_the_end(call) == [Answered(), Ended(EndReason.CALLER_HANGUP)]
            assert call.state is CallState.ENDED
            await everything_says_it_is_over(call)
            await asyncio.sleep(2)
            assert placed.voice is None, "the socket stays open"

    in_virtual_time(test())


async def everything_says_it_is_over(call: Call) -> None:
    """After the end, commands are told so."""
    results = [await call.answer(), await call.reject(), await call.hang_up(), await call.leave(), await call.connect()]
    results += [await call.mode("spy"), await call.send_dtmf("1")]
    assert [result.code for result in results] == [LineCode.ENDED] * len(results)
    assert await call.interrupt() == Played(0)
    assert (await call.play(prompt(sound(100))).done()).played_ms == 0
    async for _ in call.audio_in():
        assert call.dropped_frames == 0


def test_the_caller_gives_up_while_it_rings() -> None:
    async def test() -> None:
        async with line() as peer:
            _, call = await peer.ring(Caller(ringing=(Wait(3000), HangUp())))
            assert await to_the_end(call) == [Ended(EndReason.CALLER_HANGUP)]
            assert (await call.answer()).code is LineCode.ENDED

    in_virtual_time(test())


def test_the_caller_gives_up_in_the_moment_of_the_answer() -> None:
    async def test() -> None:
        async with line(ServerSettings(sends_session_closed=False)) as peer:
            placed, call = await peer.ring()
            placed.hang_up()
            assert (await call.answer()).code is LineCode.ENDED
            assert await end_of(call) is EndReason.CALLER_HANGUP

    in_virtual_time(test())


def test_a_caller_whom_nobody_answers_is_let_go_at_last() -> None:
    async def test() -> None:
        async with line(ServerSettings(ring_ms=10_000_000)) as peer:
            placed, call = await peer.ring()
            assert await end_of(call) is EndReason.RING_TIMEOUT
            assert placed.state is State.ENDED
            assert placed.ended_by == "agent"

    in_virtual_time(test())


@pytest.mark.parametrize(
    ("reply", "code", "seconds"),
    [
        (Reply(fails="INTERNAL_ERROR"), LineCode.FAILED, 0),
        (Reply(fails="TIMEOUT"), LineCode.TIMEOUT, 0),
        (Reply(fails="what? +15550100!"), LineCode.FAILED, 0),
        (Reply(hangs=True), LineCode.TIMEOUT, 10),
        (Reply(delay_ms=60_000), LineCode.TIMEOUT, 10),
    ],
)
def test_an_answer_that_fails_can_be_tried_again(reply: Reply, code: LineCode, seconds: float) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.answer": (reply, Reply())})) as peer:
            placed, call = await peer.ring()
            result = await call.answer()
            assert (result.ok, result.code) == (False, code)
            assert "+" not in result.provider_code
            assert placed.ms() == pytest.approx(seconds * 1000, abs=5)
            assert call.state is CallState.RINGING
            await answered(call)
            await say(call, 100)
            await hung_up(call)

    in_virtual_time(test())


def test_an_answer_that_loses_the_connection() -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.answer": (Reply(cuts=True),)})) as peer:
            _, call = await peer.ring()
            assert (await call.answer()).code is LineCode.ENDED
            assert await end_of(call) is EndReason.MEDIA_LOST

    in_virtual_time(test())


def test_nobody_answers_where_we_connect_and_the_call_goes_on() -> None:
    async def test() -> None:
        settings = ServerSettings(connect_ms=5000)
        async with line(settings) as peer:
            placed, call = await peer.ring()
            await answered(call)
            result = await call.connect(ring_seconds=3)
            assert (result.code, result.retryable, result.provider_code) == (
                LineCode.UNANSWERED,
                True,
                "CALL_UNANSWERED",
            )
            assert await say(call, 500) == Played(500)
            assert await call.connect(ring_seconds=6) == DONE
            assert call.state is CallState.BRIDGED
            modes: tuple[Literal["whisper", "spy", "barge"], ...] = ("whisper", "spy", "barge")
            assert [await call.mode(mode) for mode in modes] == [DONE] * 3
            assert placed.mode == "barge"
            assert await call.leave() == DONE
            assert placed.ended_by == "left"
            assert await to_the_end(call) == [Answered(), Bridged(), Ended(EndReason.AGENT_LEFT)]

    in_virtual_time(test())


def test_leaving_an_unconnected_call_ends_it() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            assert await call.leave() == DONE
            assert placed.ended_by == "agent"
            placed, call = await peer.ring()
            assert await call.leave() == DONE
            assert placed.ended_by == "agent"

    in_virtual_time(test())


def test_the_connection_is_lost_while_we_connect() -> None:
    async def test() -> None:
        async with line(ServerSettings(connect_ms=100_000)) as peer:
            placed, call = await peer.ring(Caller((Wait(2000), CutVoice())))
            await answered(call)
            assert (await call.connect(ring_seconds=60)).code is LineCode.ENDED
            assert placed.ms() <= 2100, "not when the ring time is over"

    in_virtual_time(test())


def test_misuse_is_a_mistake_of_the_engine() -> None:
    async def test() -> None:
        async with line() as peer:
            _, call = await peer.ring()
            with pytest.raises(Misuse):
                call.play(prompt(sound(100)))
            with pytest.raises(Misuse):
                await call.mode("spy")
            await answered(call)
            for misuse in (call.answer(), call.reject(), call.mode("spy"), call.turn(1, 1)):
                with pytest.raises(Misuse):
                    await misuse
            with pytest.raises(Misuse):
                call.play("text")
            with pytest.raises(Misuse):
                call.audio_in(1)
            assert call.caps.media == "audio"
            assert (await call.connect(("+15550199",))).code is LineCode.UNSUPPORTED
            assert (await call.send_dtmf("1")).code is LineCode.UNSUPPORTED
            call.audio_in()
            with pytest.raises(Misuse):
                call.audio_in()
            call.events()
            with pytest.raises(Misuse):
                call.events()

    in_virtual_time(test())


def test_a_call_is_turned_away() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            assert await call.reject() == DONE
            assert placed.ended_by == "agent"
            assert placed.answered_ms is None
            assert await end_of(call) is EndReason.REJECTED

    in_virtual_time(test())


@pytest.mark.parametrize("action", [CutVoice(), HangUp()])
def test_the_voice_connection_is_lost(action: Action) -> None:
    async def test() -> None:
        async with line(ServerSettings(hang_up_how="cut", sends_session_closed=False)) as peer:
            _, call = await peer.ring(Caller((Wait(1000), action)))
            await answered(call)
            playback = call.play(prompt(sound(5000)))
            assert (await playback.done()).cut
            events = await to_the_end(call)
            assert isinstance(events[1], LineError)
            assert (events[1].code, events[1].fatal) == (LineCode.MEDIA_LOST, True)
            assert events[2:] == [Ended(EndReason.MEDIA_LOST)]

    in_virtual_time(test())


@pytest.mark.parametrize(
    "reply", [Reply(fails="NOPE"), Reply(hangs=True), Reply(cuts=True), Reply(delay_ms=20_000)], ids=str
)
def test_nobody_is_left_on_an_open_line(reply: Reply) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.disconnect": (reply,)})) as peer:
            placed, call = await peer.ring()
            await answered(call)
            began_ms = placed.ms()
            await call.hang_up()
            assert await end_of(call) is EndReason.AGENT_HANGUP
            await asyncio.sleep(2)
            assert placed.state is State.ENDED
            assert placed.ms() - began_ms <= 8000
            assert placed.voice is None

    in_virtual_time(test())


def test_hanging_up_is_done_once_and_even_if_whoever_told_it_is_cancelled() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            call.play(prompt(sound(1000)))
            cancelled = asyncio.create_task(call.hang_up())
            await asyncio.sleep(0.5)
            cancelled.cancel()
            assert await call.hang_up() == DONE
            assert placed.recording.heard_ms() == pytest.approx(1000, abs=1)
            assert len(placed.noted("call.disconnect")) == 1
            assert (await call.hang_up()).code is LineCode.ENDED

    in_virtual_time(test())


def test_the_platform_takes_no_audio() -> None:
    """It never asks for any: the caller hears nothing, so the call is ended."""

    async def test() -> None:
        async with line(ServerSettings(target_ms=0)) as peer:
            placed, call = await peer.ring()
            await answered(call)
            await asyncio.sleep(60)
            assert call.state is CallState.ANSWERED
            assert (await say(call, 30_000)).cut
            assert await end_of(call) is EndReason.MEDIA_LOST
            assert placed.ended_by == "agent"
            assert placed.ms() <= 60_000 + 20_000

    in_virtual_time(test())


def test_the_platform_reports_errors() -> None:
    async def test() -> None:
        async with line() as peer:
            _, call = await peer.ring(Caller((SendError("TTS_SESSION_ERROR", "call +15550100"), Wait(100), HangUp())))
            await answered(call)
            events = await to_the_end(call)
            error = LineError(
                LineCode.FAILED, "the platform reported an error", fatal=False, provider_code="TTS_SESSION_ERROR"
            )
            assert error in events
            assert call.state is CallState.ENDED
            assert "+1555" not in repr(events)

    in_virtual_time(test())


@pytest.mark.parametrize("settings", [ServerSettings(), ServerSettings(inbound_odd=True, inbound_frame_ms=30)])
def test_the_caller_is_heard(settings: ServerSettings) -> None:
    words = sound(2000)

    async def test() -> None:
        async with line(settings) as peer:
            _, call = await peer.ring(Caller((Wait(500), Speak(words), Wait(200), HangUp())))
            await answered(call)
            frames = [frame async for frame in call.audio_in()]
            assert words in b"".join(frame.pcm for frame in frames)
            assert all(len(frame.pcm) % 2 == 0 for frame in frames)
            assert [frame.at for frame in frames] == sorted(frame.at for frame in frames)
            assert call.dropped_frames == 0

    in_virtual_time(test())


def test_a_caller_whom_nobody_hears_fills_no_memory() -> None:
    async def test() -> None:
        async with line() as peer:
            _, call = await peer.ring(Caller((Wait(60_000), HangUp())))
            await answered(call)
            assert await end_of(call) is EndReason.CALLER_HANGUP
            frames = [frame async for frame in call.audio_in()]
            assert sum(len(frame.pcm) for frame in frames) == 5000 * 16
            assert call.dropped_frames == pytest.approx(55 * 50, abs=5)

    in_virtual_time(test())


def test_who_calls_whom() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring(Caller(number="+1 (555) 01-00", called="15559999"))
            info = call.info
            assert (info.call_id, info.direction, info.provider) == (placed.call_id, "inbound", "telcoflow")
            assert (info.caller_number, info.callee_number, info.person_number) == (
                "+15550100",
                "15559999",
                "+15550100",
            )
            _, call = await peer.ring(Caller(number="anonymous"))
            assert call.info.caller_number == ""

    in_virtual_time(test())


def test_audio_that_fails_is_told_and_the_call_goes_on() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield sound(500)
        raise ValueError("no voice")

    async def test() -> None:
        async with line() as peer:
            _, call = await peer.ring()
            await answered(call)
            with pytest.raises(ValueError, match="no voice"):
                await call.play(failing()).done()
            assert await say(call, 500) == Played(500)

    in_virtual_time(test())


def test_what_was_played_can_be_compared_with_what_comes_back() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            spoken = noise(3000, 8000, 3000)
            call.play(prompt(spoken))
            await asyncio.sleep(2)
            begin_ms = placed.recording.sounds()[0].begin_ms
            last = call.played(400)
            assert len(last) == 6400
            assert (spoken.index(last) + len(last)) / 16 == pytest.approx(placed.ms() - begin_ms, abs=60)

    in_virtual_time(test())


def test_frames_that_mean_nothing_are_passed_over() -> None:
    frames = (
        "no JSON",
        "[]",
        "{}",
        '{"type":"buffer_request"}',
        '{"type":"buffer_request","data":{"requested_bytes":-1}}',
        '{"type":"buffer_request","data":{"requested_bytes":Infinity}}',
        "[" * 100_000,
        '{"type":"buffer_request","data":{"requested_bytes":1000000000000,"channelId":7}}',
        '{"type":"call_event","data":{"event":["x"]}}',
        '{"type":"call_event","data":{"event":"call.error","error_code":{"a":1}}}',
        '{"type":"command_response","data":{"command_id":"?","success":true}}',
    )

    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            for frame in frames:
                placed.send(frame)
            for channel in range(256):
                placed.send(bytes([channel]))
                placed.send(bytes([channel, 1]) * 100)
            await say(call, 1000)
            await hung_up(call)
            assert placed.recording.heard_ms() == pytest.approx(1000, abs=1)
            errors = [event for event in await to_the_end(call) if isinstance(event, LineError)]
            assert [(error.code, error.fatal, error.provider_code) for error in errors] == [
                (LineCode.FAILED, False, "")
            ]

    in_virtual_time(test())


def test_a_flood_of_requests_and_of_other_legs_fills_no_memory() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            await answered(call)
            assert isinstance(call, TelcoflowCall)
            for _ in range(2 * guards.MOST_QUEUED):
                placed.send('{"type":"buffer_request","data":{"requested_bytes":320}}')
                placed.send(b"\x07\0\0")
            await asyncio.sleep(1)
            voice: Any = call._sdk.voice_session
            assert 0 < voice._server_requests_more_bytes_queue.qsize() <= guards.MOST_QUEUED
            assert not any(queue.qsize() for queue in voice._audio_from_server_queues.values())
            await say(call, 1000)
            await hung_up(call)
            assert placed.recording.heard_ms() == pytest.approx(1000, abs=1)

    in_virtual_time(test())


def test_answering_a_call_that_is_being_turned_away() -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.disconnect": (Reply(delay_ms=1000),)})) as peer:
            _, call = await peer.ring()
            rejecting = asyncio.create_task(call.reject())
            await asyncio.sleep(0.1)
            assert (await call.answer()).code is LineCode.ENDED
            assert await rejecting == DONE

    in_virtual_time(test())


def test_giving_up_on_an_answer_leaves_the_call_in_order() -> None:
    """Whoever waits for the answer is cancelled, at any moment."""

    async def test() -> None:
        async with line(ServerSettings(replies={"call.answer": (Reply(delay_ms=50), Reply())})) as peer:
            for passes in range(0, 60, 3):
                placed, call = await peer.ring()
                answering = asyncio.create_task(call.answer())
                for _ in range(passes):
                    await asyncio.sleep(0)
                answering.cancel()
                await asyncio.wait({answering})
                assert (await call.hang_up()).ok
                assert placed.ended_by == "agent"

    in_virtual_time(test())
