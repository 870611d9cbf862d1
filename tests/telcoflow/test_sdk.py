"""What the SDK does that whoever uses it has to guard against. Where one of these fails, its guard can go."""

import asyncio
import logging
import sys

import pytest
from telcoflow import Call, CallState
from telcoflow.exceptions import BufferFullError, WSSCallError, WSSSessionError

from tests.telcoflow.caller import Caller, CutControl, CutVoice, HangUp, Wait
from tests.telcoflow.listener import PROMPT, Listener
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.sdk import RATE, agent, configured, in_virtual_time, takes_calls
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import Reply, ServerSettings
from tests.telcoflow.sounds import tone


async def hangs_up(call: Call) -> None:
    assert await call.answer()
    await call.disconnect()


async def one_after_another(server: TelcoflowServer, count: int) -> int:
    """How many of so many calls were answered."""
    answered = 0
    for _ in range(count):
        call = server.place(Caller())
        await call.ended()
        await asyncio.sleep(1)
        answered += call.answered_ms is not None
    return answered


@pytest.mark.parametrize("guarded", [True, False])
def test_it_goes_deaf_after_a_hundred_events(guarded: bool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)

    async def played() -> int:
        async with TelcoflowServer(ServerSettings(ring_ms=1000)) as server, agent(server, hangs_up, guarded=guarded):
            return await one_after_another(server, 60)

    answered = in_virtual_time(played())
    assert answered == 60 if guarded else 30 <= answered <= 50


def test_it_keeps_every_session_for_ever() -> None:
    async def played() -> None:
        async with TelcoflowServer() as server, agent(server, hangs_up) as manager:
            await one_after_another(server, 20)
            assert len(manager._registry) == 20

    in_virtual_time(played())


def test_it_keeps_back_the_end_of_a_prompt() -> None:
    """Up to one frame, less a byte, until more is to be said."""

    async def played() -> PlacedCall:
        listener = Listener(5, tone(1030, RATE))
        async with TelcoflowServer() as server, agent(server, listener.take):
            call = server.place(Caller())
            await call.ended()
        return call

    call = in_virtual_time(played())
    kept_ms = 1030 - call.playout.received / call.recording.bytes_a_ms
    assert 0 < kept_ms < 60
    assert call.recording.heard_ms() == pytest.approx(1030 - kept_ms, abs=1)


def test_close_leaves_a_caller_ringing() -> None:
    async def played() -> PlacedCall:
        async def take(call: Call) -> None:
            assert await call.close()
            assert call.state == CallState.TERMINATED

        async with TelcoflowServer(ServerSettings(ring_ms=20_000)) as server, agent(server, take):
            call = server.place(Caller())
            await call.ended()
        return call

    call = in_virtual_time(played())
    assert (call.ended_by, call.ended_ms) == ("gave_up", 20_000)


def test_disconnect_turns_away_a_caller() -> None:
    async def played() -> PlacedCall:
        async def take(call: Call) -> None:
            assert await call.disconnect()

        async with TelcoflowServer() as server, agent(server, take):
            call = server.place(Caller())
            await call.ended()
        return call

    call = in_virtual_time(played())
    assert (call.ended_by, call.answered_ms) == ("agent", None)


def test_a_voice_socket_that_is_lost_ends_nothing_but_the_stream() -> None:
    async def played() -> None:
        listener = Listener(3)
        raised: list[Exception] = []

        async def take(call: Call) -> None:
            hearing = await listener.pick_up(call)
            await hearing
            assert call.state == CallState.LIVE
            with pytest.raises(WSSSessionError) as caught:
                await call.connect(ring_time_seconds=3)
            raised.append(caught.value)

        async with TelcoflowServer() as server, agent(server, take):
            call = server.place(Caller((Wait(500), CutVoice())))
            await call.ended()
            await asyncio.sleep(1)
        assert len(raised) == 1
        assert listener.events == []

    in_virtual_time(played())


def test_a_command_that_a_lost_socket_left_open_waits_too_long() -> None:
    async def played() -> None:
        waited: list[float] = []

        async def take(call: Call) -> None:
            await Listener().pick_up(call)
            began = asyncio.get_running_loop().time()
            result = await call.connect(ring_time_seconds=3)
            waited.append(asyncio.get_running_loop().time() - began)
            assert result.error_code == "TIMEOUT"

        async with TelcoflowServer() as server, agent(server, take):
            server.place(Caller((Wait(500), CutVoice())))
            await asyncio.sleep(20)
        assert waited == [pytest.approx(8)]

    in_virtual_time(played())


def test_nothing_is_heard_before_the_answer_and_a_caller_who_gave_up_raises() -> None:
    async def played() -> None:
        raised: list[Exception] = []

        async def take(call: Call) -> None:
            assert [pcm async for pcm in call.audio_stream()] == []
            await asyncio.sleep(2)
            with pytest.raises(WSSCallError) as caught:
                await call.answer()
            raised.append(caught.value)
            assert call.state == CallState.NEW

        async with TelcoflowServer() as server, agent(server, take):
            call = server.place(Caller(ringing=(Wait(1000), HangUp())))
            await call.ended()
            await asyncio.sleep(5)
        assert call.ended_by == "gave_up"
        assert len(raised) == 1

    in_virtual_time(played())


def test_a_second_notification_is_a_second_handler(caplog: pytest.LogCaptureFixture) -> None:
    """The session is the same, and its handlers are run one after the other."""
    caplog.set_level(logging.CRITICAL)

    async def played() -> int:
        listener = Listener(2)
        async with TelcoflowServer(ServerSettings(duplicate_notify=True)) as server, agent(server, listener.take):
            call = server.place(Caller())
            await call.ended()
            await asyncio.sleep(5)
        return len(listener.calls)

    assert in_virtual_time(played()) == 2


def test_a_request_that_a_lost_connection_left_open_blocks_every_call(caplog: pytest.LogCaptureFixture) -> None:
    """For the half minute of its time-out, though the connection is there again."""
    caplog.set_level(logging.CRITICAL)

    async def played() -> float | None:
        settings = ServerSettings(ring_ms=60_000, replies={"session.open": (Reply(cuts=True), Reply())})
        async with TelcoflowServer(settings) as server, agent(server, hangs_up):
            await server.agent()
            server.place(Caller())
            await asyncio.sleep(5)
            call = server.place(Caller())
            await call.ended()
        return call.answered_ms

    assert in_virtual_time(played()) == pytest.approx(25_000, abs=100)


# Before 3.12, `asyncio.wait_for` took more turns of the event loop, in which the SDK was not connected yet.
TOO_EARLY = sys.version_info < (3, 12)


def test_a_notification_right_after_the_setup_may_come_too_early(caplog: pytest.LogCaptureFixture) -> None:
    """The manager is connected only when `__aenter__` has returned; until then it opens no session."""
    caplog.set_level(logging.CRITICAL)

    async def played() -> float | None:
        async with TelcoflowServer(ServerSettings(notify_after_setup_ms=0, ring_ms=5000)) as server:
            call = server.place(Caller())
            async with agent(server, hangs_up):
                await call.ended()
        return call.answered_ms

    assert (in_virtual_time(played()) is None) == TOO_EARLY


def test_a_resume_right_after_the_setup_may_meet_the_stale_session(caplog: pytest.LogCaptureFixture) -> None:
    """Then nothing is claimed anew, and the call's handler is run once more when the call is over."""
    caplog.set_level(logging.CRITICAL)

    async def played() -> None:
        listener = Listener(5)
        async with TelcoflowServer(ServerSettings(notify_after_setup_ms=0)) as server:
            manager = configured(server)
            takes_calls(manager, listener.take)
            async with manager:
                call = server.place(Caller((Wait(1000), CutControl())))
                await call.ended()
                await asyncio.sleep(1)
        opened = [noted.detail for noted in call.noted("session.open")]
        assert (opened, len(listener.calls)) == (["sm-1"] if TOO_EARLY else ["sm-1", "sm-2"], 2)

    in_virtual_time(played())


def test_audio_beyond_the_buffer_is_refused_whole() -> None:
    async def played() -> None:
        async def take(call: Call) -> None:
            await Listener().pick_up(call)
            with pytest.raises(BufferFullError):
                await call.send_audio(PROMPT * 70)
            await call.disconnect()

        async with TelcoflowServer() as server, agent(server, take):
            call = server.place(Caller())
            await call.ended()
        assert call.playout.received == 0

    in_virtual_time(played())
