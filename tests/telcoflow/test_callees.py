"""Whom callers are connected with, tried with the real SDK: rings, talks, and who hears whom."""

import asyncio
from dataclasses import replace

import pytest
from telcoflow import Call

from tests.telcoflow.caller import Callee, Caller, HangUp, Speak, Wait
from tests.telcoflow.listener import Listener
from tests.telcoflow.recording import Recording
from tests.telcoflow.sdk import RATE
from tests.telcoflow.settings import Mode, ServerSettings
from tests.telcoflow.sounds import level, tone
from tests.telcoflow.test_server import one_call

OURS_HZ, CALLER_HZ, CALLEE_HZ = 1000.0, 500.0, 700.0
# Louder than this is heard: each of the tones has 0.3 of full scale.
HEARD = 0.1
CALLER = Caller(background=tone(1000, RATE, (CALLER_HZ,)), callees=(Callee(background=tone(1000, RATE, (CALLEE_HZ,))),))


def heard(recording: Recording, begin_ms: float, end_ms: float) -> set[str]:
    """Who is heard in a part of a recording."""
    pcm = recording.between(begin_ms, end_ms)
    tones = {"agent": OURS_HZ, "caller": CALLER_HZ, "callee": CALLEE_HZ}
    return {who for who, hertz in tones.items() if level(pcm, hertz, RATE) > HEARD}


@pytest.mark.parametrize(("mode", "hear"), [("whisper", {"callee"}), ("barge", {"caller", "callee"}), ("spy", set())])
def test_who_is_heard_by_whom(mode: Mode, hear: set[str]) -> None:
    listener = Listener()

    async def take(call: Call) -> None:
        await listener.pick_up(call)
        assert await call.connect()
        assert await getattr(call, mode)()
        await call.send_audio(tone(2000, RATE, (OURS_HZ,)))
        await asyncio.sleep(1.5)
        assert await call.close()

    call = one_call(take, CALLER, after=3.0)
    assert call.callee is not None
    assert heard(call.recording, 3500, 4000) == {"callee", *({"agent"} if "caller" in hear else ())}
    assert heard(call.callee.recording, 3500, 4000) == {"caller", *({"agent"} if "callee" in hear else ())}
    assert call.ended_ms is not None
    after = (call.ended_ms + 500, call.ended_ms + 2000)
    assert (heard(call.recording, *after), heard(call.callee.recording, *after)) == ({"callee"}, {"caller"})
    pcm = bytes(listener.heard[3500 * 16 : 4000 * 16])
    assert min(level(pcm, CALLER_HZ, RATE), level(pcm, CALLEE_HZ, RATE)) > HEARD, "the agent hears both"


REFUSALS = {"busy": "CALL_BUSY", "rejects": "CALL_REJECTED", "odd": "NO_SUCH_THING", "nobody": "CALL_UNANSWERED"}


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("callee", REFUSALS)
def test_whoever_does_not_pick_up_leaves_the_call_as_it_was(callee: str, answered: bool) -> None:
    results: list[object] = []
    rung = Callee(None) if callee == "nobody" else Callee(500, refuses=REFUSALS[callee])

    async def take(call: Call) -> None:
        if answered:
            assert await call.answer()
        results.append((await call.connect(ring_time_seconds=5)).error_code)
        results.append((await call.connect(ring_time_seconds=5)).error_code)
        await call.disconnect()

    call = one_call(take, Caller(callees=(rung, Callee(200))))
    assert results == [REFUSALS[callee], None]
    assert [ring.how for ring in call.rings] == ["rang out" if callee == "nobody" else "refused", "picked up"]
    assert (call.ended_by, call.answered_ms is not None) == ("agent", True), "whoever picks up has picked up"


def test_a_platform_may_connect_answered_calls_only() -> None:
    async def take(call: Call) -> None:
        assert (await call.connect()).error_code == "INVALID_STATE"
        await call.disconnect()

    call = one_call(take, CALLER, ServerSettings(connects_before_answer=False))
    assert call.rings == []


@pytest.mark.parametrize("who", ["caller", "agent"])
def test_nothing_rings_on_where_the_call_is_over(who: str) -> None:
    async def take(call: Call) -> None:
        assert await call.answer()
        asyncio.get_running_loop().create_task(call.connect())
        await asyncio.sleep(1.5)
        await call.disconnect()

    call = one_call(take, replace(CALLER, hang_up_at_ms=1000 if who == "caller" else None))
    [ring] = call.rings
    assert (ring.how, call.ended_by) == ("call ended", who)
    assert ring.stopped_ms == pytest.approx(1000 if who == "caller" else 1500, abs=10)


@pytest.mark.parametrize("lost", [True, False])
def test_a_talk_may_go_on_without_its_voice_socket(lost: bool) -> None:
    async def take(call: Call) -> None:
        assert await call.answer()
        assert await call.connect()
        assert call.voice_session is not None
        await call.voice_session.close()

    caller = replace(CALLER, actions=(Wait(4000), HangUp()))
    call = one_call(take, caller, ServerSettings(lost_voice_ends_talk=lost), after=3.0)
    assert call.ended_by == "voice_lost"
    assert [noted.detail for noted in call.noted("over")] == ["voice_lost" if lost else "caller"]


def test_a_callee_says_something_and_hangs_up() -> None:
    callee = Callee(100, actions=(Wait(200), Speak(tone(600, RATE, (CALLEE_HZ,))), Wait(100), HangUp()))
    for ends in (True, False):
        listener = Listener()

        async def take(call: Call, listener: Listener = listener) -> None:
            await listener.pick_up(call)
            assert await call.connect()
            await asyncio.sleep(3)
            await call.disconnect()

        call = one_call(take, Caller(callees=(callee,)), ServerSettings(callee_hang_up_ends_call=ends))
        assert call.ended_by == ("callee" if ends else "agent")
        assert listener.events == ["terminated"]
        [sound] = call.recording.sounds()
        assert sound.ms == pytest.approx(600, abs=1)
