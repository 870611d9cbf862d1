"""The engine stops, or lets go of the provider, at every moment of a call; and sockets that stand still."""

import asyncio
import math

import pytest

from tests.lines.telcoflow_peer import in_virtual_time, line
from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.scripts import handled
from tests.live.sweeps import COARSE_MS, MAIN_PATH, MAIN_PATH_MS, WITNESS, moments
from tests.telcoflow.caller import Caller
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.settings import Reply, ServerSettings

# Passes of the event loop around the arrival of an answer.
PASSES = 12
STOPPED = {"completed", "shut_down"}


@pytest.mark.parametrize("how", ["with a farewell", "at once", "first this, then that"])
def test_the_engine_stops_calls(how: str) -> None:
    at = moments(MAIN_PATH_MS, COARSE_MS)

    async def stop(evening: Evening) -> None:
        for guest, _ in zip(evening.guests, at, strict=False):
            if how != "at once":
                guest.stop()
            if how == "first this, then that":
                await asyncio.sleep(0.15)
            if how != "with a farewell":
                guest.cut()
            await asyncio.sleep(COARSE_MS / 1000 - 0.15)

    flow = None if how == "at once" else handled()
    records = judge(spend([*(Caller(MAIN_PATH) for _ in at), WITNESS], flow=flow, during=stop), endings=STOPPED)
    assert records[-1].ending == "completed"


@pytest.mark.parametrize("ms", [*moments(4000, COARSE_MS)])
def test_the_provider_is_closed(ms: int) -> None:
    """Nobody is left on the line, whatever their call was just doing; whoever rings is turned away."""

    async def close(evening: Evening) -> None:
        await asyncio.sleep(ms / 1000)
        evening.dial(WITNESS)
        await evening.telephony.close()

    callers = [Caller((*MAIN_PATH, *MAIN_PATH), hang_up_at_ms=3000 + 200 * n) for n in range(3)]
    settings = ServerSettings(ring_ms=5000)
    evening = spend([*callers, WITNESS], during=close, settings=settings)
    records = judge(evening, endings={"completed", "failed", "hung_up"})
    assert {record.failure_kind for record in records} <= {"", "line"}


def test_draining_turns_callers_away_and_lets_calls_end() -> None:
    async def drain(evening: Evening) -> None:
        await asyncio.sleep(2)
        evening.telephony.drain()
        evening.dial(WITNESS)

    evening = spend([WITNESS], during=drain)
    assert len(judge(evening, endings={"completed"})) == 1
    assert evening.guests[1].placed.ended_by == "agent"


def silence(placed: PlacedCall) -> None:
    """The platform sends no sound any more."""
    usual = placed.send

    def send(frame: str | bytes) -> None:
        if isinstance(frame, str):
            usual(frame)

    placed.send = send  # type: ignore[method-assign]


@pytest.mark.parametrize("ms", [30, 1600, 2500])
@pytest.mark.parametrize("what", ["asks for nothing", "sends nothing", "reads nothing", "does nothing"])
def test_the_platform_stands_still(what: str, ms: int) -> None:
    """From this moment on; the socket is there. The call ends in some time, however it is."""

    async def stand_still(evening: Evening) -> None:
        await asyncio.sleep(ms / 1000)
        for guest in evening.guests[:-1]:
            if what in ("asks for nothing", "does nothing"):
                guest.placed.playout._next_pull_ms = math.inf
            if what in ("sends nothing", "does nothing"):
                silence(guest.placed)
            if what in ("reads nothing", "does nothing") and guest.placed.voice is not None:
                guest.placed.voice.transport.pause_reading()
        await asyncio.sleep(80)
        for guest in evening.guests[:-1]:
            if guest.placed.voice is not None:
                guest.placed.voice.transport.resume_reading()  # so that it sees the end

    flow = handled() if ms == 2500 else None
    evening = spend([Caller(MAIN_PATH), WITNESS], during=stand_still, flow=flow)
    records = judge(evening, endings={"completed", "failed"}, unheard=True)
    assert records[-1].ending == "completed"
    assert records[0].took_ms < 60_000


@pytest.mark.parametrize("request_", ["setup", "call_flow.setup", "session.open"])
def test_the_provider_is_closed_in_the_moment_of_an_answer(request_: str) -> None:
    """The SDK drops a cancellation that comes together with an answer of the platform."""
    answers_ms = 40
    settings = ServerSettings(replies={request_: (Reply(delay_ms=answers_ms),)}, ring_ms=1000, notify_after_setup_ms=0)

    async def close(passes: int) -> None:
        async with line(settings) as peer:
            if request_ == "session.open":
                await peer.server.agent()
                peer.server.place(WITNESS)
            await asyncio.sleep(answers_ms / 1000)
            for _ in range(passes):
                await asyncio.sleep(0)
            began = peer.clock.monotonic()
            await peer.telephony.close()
            assert peer.clock.monotonic() - began < 2

    for passes in range(PASSES):
        in_virtual_time(close(passes))
