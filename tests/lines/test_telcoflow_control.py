"""The control connection to Telcoflow: connecting, losing it, many calls, draining and closing."""

import asyncio
import gc
import logging
import tracemalloc

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.telephony.telcoflow.provider import TelcoflowTelephony
from callsheet.adapters.telephony.telcoflow.settings import TelcoflowSettings
from callsheet.ports.provider import Health
from callsheet.ports.telephony import Call, CallState, EndReason, Played
from tests.lines.telcoflow_peer import Line, answered, end_of, hung_up, in_virtual_time, line, prompt, say, sound
from tests.telcoflow.caller import Caller, CutControl, HangUp, Wait
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.settings import Reply, ServerSettings

# Calls one after another: each puts several events on the SDK's bus, which keeps the last 100.
MANY = 120
# Calls whose memory is counted.
COUNTED = 25


async def greet(call: Call) -> None:
    """Take a call: answer, greet, hang up."""
    await answered(call)
    assert await say(call, 1000) == Played(1000)
    await hung_up(call)
    assert await end_of(call) is EndReason.AGENT_HANGUP


async def arrives_within(peer: Line, seconds: float) -> Call | None:
    """The next call, if it arrives in time."""
    try:
        async with asyncio.timeout(seconds):
            return await peer.next()
    except TimeoutError:
        return None


def test_a_hundred_calls_at_once() -> None:
    async def test() -> None:
        async with line() as peer:
            serving = peer.take_all(greet)
            await peer.server.agent()
            placed = [peer.server.place(Caller()) for _ in range(100)]
            await asyncio.gather(*(call.ended() for call in placed))
            await asyncio.sleep(2)
            assert [call.recording.heard_ms() for call in placed] == [pytest.approx(1000, abs=1)] * 100
            assert sum(len(call.recording.gaps) for call in placed) == 0
            assert {call.ended_by for call in placed} == {"agent"}
            await peer.telephony.close()
            await serving

    in_virtual_time(test())


def test_many_calls_one_after_another() -> None:
    """The SDK alone hears of no call any more after some dozens."""

    async def test() -> None:
        async with line() as peer:
            serving = peer.take_all(greet)
            await peer.server.agent()
            for _ in range(MANY):
                placed = peer.server.place(Caller())
                await placed.ended()
                assert placed.recording.heard_ms() == pytest.approx(1000, abs=1)
                peer.server.forget(placed)
            await peer.telephony.close()
            await serving

    in_virtual_time(test())


@pytest.mark.parametrize(
    "settings",
    [ServerSettings(), ServerSettings(sends_session_closed=False, terminated_after_own_disconnect=False)],
    ids=["told", "not told"],
)
def test_calls_leave_nothing_in_memory(settings: ServerSettings) -> None:
    async def calls(peer: Line, count: int) -> None:
        for _ in range(count):
            placed, call = await peer.ring()
            await answered(call)
            await say(call, 100)
            await hung_up(call)
            await placed.ended()
            await asyncio.sleep(2)
            peer.server.forget(placed)

    async def test() -> None:
        async with line(settings) as peer:
            await calls(peer, 15)
            gc.collect()
            gc.disable()
            tracemalloc.start()
            try:
                await calls(peer, COUNTED)
                uncollected, _ = tracemalloc.get_traced_memory()
                gc.collect()
                collected, _ = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
                gc.enable()
            assert collected / COUNTED < 10_000, "bytes a call that stay: caches of the SDK's, which have limits"
            assert uncollected / COUNTED < 100_000, "bytes a call that are freed at some time"

    in_virtual_time(test())


@pytest.mark.parametrize("resume_sends_call_in", [True, False])
@pytest.mark.parametrize("down_ms", [0, 5000])
def test_calls_go_on_while_the_control_connection_is_lost(down_ms: int, resume_sends_call_in: bool) -> None:
    settings = ServerSettings(resume_sends_call_in=resume_sends_call_in)

    async def test() -> None:
        async with line(settings) as peer:
            placed, call = await peer.ring(Caller((Wait(1000), CutControl(down_ms))))
            await answered(call)
            assert await say(call, 20_000) == Played(20_000)
            assert len(placed.noted("session.notify")) == 2, "announced again"
            assert placed.recording.gaps == []
            assert call.state is CallState.ANSWERED
            assert peer.telephony.health().up
            other, new = await peer.ring()
            assert new.info.call_id == other.call_id, "and the first one does not arrive again"
            await asyncio.gather(hung_up(call), greet(new))
            assert await end_of(call) is EndReason.AGENT_HANGUP
            assert await arrives_within(peer, 60) is None

    in_virtual_time(test())


def test_a_ringing_call_survives_the_loss_of_the_control_connection() -> None:
    async def test() -> None:
        async with line() as peer:
            placed, call = await peer.ring()
            peer.server.cut_control(3000)
            await asyncio.sleep(10)
            assert call.state is CallState.RINGING
            await greet(call)
            placed, call = await peer.ring(Caller(ringing=(Wait(10_000), HangUp())))
            peer.server.cut_control()
            assert await end_of(call) is EndReason.CALLER_HANGUP, "told over the new connection"
            assert placed.ms() == pytest.approx(10_000, abs=100)

    in_virtual_time(test())


def test_calls_that_come_while_it_is_lost_are_taken_afterwards() -> None:
    async def test() -> None:
        async with line() as peer:
            await peer.server.agent()
            peer.server.cut_control(4000)
            await asyncio.sleep(1)
            assert not peer.telephony.health().up
            assert peer.telephony.health().message
            placed = peer.server.place(Caller())
            call = await peer.next()
            assert placed.ms() <= 8000
            await greet(call)
            assert peer.server.control.requests.count("call_flow.setup") == 2, "set up anew"

    in_virtual_time(test())


def test_a_claim_that_is_lost_holds_up_no_other_call() -> None:
    async def test() -> None:
        settings = ServerSettings(replies={"session.open": (Reply(hangs=True), Reply())})
        async with line(settings) as peer:
            await peer.server.agent()
            first, second = peer.server.place(Caller()), peer.server.place(Caller())
            call = await peer.next()
            assert call.info.call_id == second.call_id
            assert second.ms() <= 50
            again = await peer.next()
            assert again.info.call_id == first.call_id
            assert first.ms() == pytest.approx(3000, abs=50)

    in_virtual_time(test())


def test_a_claimed_call_that_never_comes_is_forgotten() -> None:
    async def test() -> None:
        settings = ServerSettings(replies={"session.open": (Reply(cuts=True), Reply(fails="SESSION_BUSY"))})
        async with line(settings) as peer:
            await peer.server.agent()
            peer.server.place(Caller())
            assert await arrives_within(peer, 100) is None
            await peer.server.agent()
            assert peer.telephony.health().up

    in_virtual_time(test())


@pytest.mark.parametrize("code", ["SESSION_BUSY", "SESSION_CLOSED", "SESSION_NOT_FOUND", "FORBIDDEN", "what?"])
def test_somebody_else_was_faster(code: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"session.open": (Reply(fails=code), Reply())})) as peer:
            await peer.server.agent()
            await asyncio.sleep(1)
            peer.server.place(Caller())
            assert await arrives_within(peer, 10) is None
            placed, call = await peer.ring()
            assert placed.call_id == call.info.call_id

    in_virtual_time(test())


@pytest.mark.parametrize("reply", [Reply(fails="FORBIDDEN"), Reply(hangs=True)], ids=["refused", "no answer"])
def test_a_platform_without_call_flows_may_send_calls_all_the_same(reply: Reply) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call_flow.setup": (reply,)})) as peer:
            _, call = await peer.ring()
            await greet(call)
            await asyncio.sleep(5)
            assert peer.telephony.health().up
            assert "did not agree" in peer.telephony.health().message

    in_virtual_time(test())


def test_a_wrong_key_is_told_and_tried_again() -> None:
    async def test() -> None:
        async with line() as peer:
            loop = asyncio.get_running_loop()
            assert isinstance(loop, VirtualLoop)
            wrong = TelcoflowSettings(key="wrong", connector="test-connector", address=peer.server.url)
            telephony = TelcoflowTelephony(wrong, VirtualClock(loop))
            assert not telephony.health().up
            telephony.start()
            await asyncio.sleep(60)
            assert not telephony.health().up
            assert "TELCOFLOW_API_KEY" in telephony.health().message
            assert "wrong" not in telephony.health().message.replace("key", "")
            await telephony.close()

    in_virtual_time(test())


def test_a_platform_that_is_down_is_waited_for() -> None:
    async def test() -> None:
        async with line() as peer:
            peer.server.cut_control(down_ms=300_000)
            await asyncio.sleep(200)
            assert peer.telephony.health() == Health(
                up=False, message="the platform cannot be used now: it answered with HTTP status 503"
            )
            _, call = await peer.ring()
            assert peer.clock.monotonic() == pytest.approx(305, abs=6)
            await greet(call)

    in_virtual_time(test())


def test_a_platform_that_is_not_there_is_waited_for() -> None:
    async def test() -> None:
        async with line() as peer:
            nowhere = TelcoflowSettings(key="k", connector="c", address="ws://127.0.0.1:1")
            telephony = TelcoflowTelephony(nowhere, peer.clock)
            telephony.start()
            await asyncio.sleep(100)
            assert "cannot be reached" in telephony.health().message
            await telephony.close()

    in_virtual_time(test())


@pytest.mark.parametrize("reply", [Reply(hangs=True), Reply(cuts=True), Reply(delay_ms=15_000)], ids=str)
def test_a_platform_that_does_not_set_up_is_tried_again(reply: Reply) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"setup": (reply, reply, Reply())})) as peer:
            _, call = await peer.ring()
            await greet(call)
            assert len(peer.server.control._connections) == 1, "nothing is left of the attempts"
            await asyncio.sleep(60)
            assert peer.telephony.health().up
            assert len(peer.server.control._connections) == 1

    in_virtual_time(test())


def test_draining_leaves_calls_to_others_and_then_turns_them_away() -> None:
    async def test() -> None:
        async with line() as peer:
            _, old = await peer.ring()
            await answered(old)
            peer.telephony.drain()
            assert not peer.telephony.health().up
            placed = peer.server.place(Caller())
            await asyncio.sleep(0.9)
            assert placed.owner is None
            await placed.ended()
            assert placed.ms() == pytest.approx(1000, abs=50)
            assert (placed.ended_by, placed.answered_ms) == ("agent", None)
            assert await say(old, 1000) == Played(1000)
            await hung_up(old)
            assert await arrives_within(peer, 10) is None

    in_virtual_time(test())


def test_another_worker_takes_what_a_draining_one_leaves() -> None:
    async def test() -> None:
        async with line() as peer:
            await peer.server.agent()
            settings = TelcoflowSettings(key="test-key", connector="test-connector", address=peer.server.url)
            other = TelcoflowTelephony(settings, peer.clock)
            other.start()
            await asyncio.sleep(1)
            peer.telephony.drain()
            placed = peer.server.place(Caller())
            async for call in other.calls():
                assert placed.ms() <= 50
                await greet(call)
                break
            await asyncio.sleep(5)
            assert placed.recording.heard_ms() == pytest.approx(1000, abs=1)
            await other.close()

    in_virtual_time(test())


def test_each_call_goes_to_one_of_the_workers() -> None:
    async def test() -> None:
        async with line() as peer:
            settings = TelcoflowSettings(key="test-key", connector="test-connector", address=peer.server.url)
            other = Line(peer.server, TelcoflowTelephony(settings, peer.clock), peer.clock)
            serving = [peer.take_all(greet), other.take_all(greet)]
            await asyncio.sleep(1)
            placed = [peer.server.place(Caller()) for _ in range(20)]
            await asyncio.gather(*(call.ended() for call in placed))
            assert [call.recording.heard_ms() for call in placed] == [pytest.approx(1000, abs=1)] * 20
            await asyncio.gather(peer.telephony.close(), other.telephony.close())
            await asyncio.gather(*serving)

    in_virtual_time(test())


def test_closing_ends_the_calls_that_are_there() -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.disconnect": (Reply(delay_ms=100),)})) as peer:
            ringing, in_prompt, hanging_up = [await peer.ring() for _ in range(3)]
            waiting = peer.server.place(Caller())
            for _, call in (in_prompt, hanging_up):
                await answered(call)
                call.play(prompt(sound(60_000)))
            leaving = asyncio.create_task(hanging_up[1].hang_up())
            await asyncio.sleep(1)
            began = peer.clock.monotonic()
            await peer.telephony.close()
            assert peer.clock.monotonic() - began <= 2
            await leaving
            placed: list[PlacedCall] = [ringing[0], in_prompt[0], hanging_up[0], waiting]
            assert [call.state for call in placed] == [State.ENDED] * 4
            assert {call.ended_by for call in placed} == {"agent"}
            assert await end_of(ringing[1]) is EndReason.SHUTDOWN
            assert await end_of(in_prompt[1]) is EndReason.SHUTDOWN
            assert [call async for call in peer.telephony.calls()] == []
            await peer.telephony.close()

    in_virtual_time(test())


def test_closing_ends_though_the_platform_does_not_answer() -> None:
    async def test() -> None:
        settings = ServerSettings(
            replies={"call.disconnect": (Reply(hangs=True),)}, closes_voice_socket_after_end=False
        )
        async with line(settings) as peer:
            _, call = await peer.ring()
            await answered(call)
            began = peer.clock.monotonic()
            await peer.telephony.close()
            assert peer.clock.monotonic() - began <= 8
            assert await end_of(call) is EndReason.SHUTDOWN

    in_virtual_time(test())


class Kept(logging.Handler):
    """What an operator would see."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {self.format(record)}")


def test_what_is_logged_holds_nothing_of_a_caller() -> None:
    """Even where an operator wants to know everything, and the SDK has something to say."""
    kept = Kept()

    async def test() -> None:
        settings = ServerSettings(unknown_frames=True, replies={"call.answer": (Reply(fails="NOPE"),)})
        async with line(settings) as peer:
            _, call = await peer.ring(Caller(ringing=(Wait(2000), CutControl(2000), Wait(5000), HangUp())))
            await call.answer()
            await end_of(call)

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(kept)
    try:
        in_virtual_time(test())
    finally:
        root.removeHandler(kept)
        root.setLevel(level)
    text = "\n".join(one for one in kept.lines if not one.startswith("websockets.server:"))
    assert "reported a problem in session_manager_connection, line" in text
    for secret in ("+1555", "test-key", "Traceback"):
        assert secret not in text
