"""The platform, tried with the real SDK: calls that go well, and how calls end."""

import asyncio
from collections.abc import Callable, Coroutine

import pytest
from telcoflow import Call

from tests.telcoflow.caller import Caller, HangUp, Noise, Press, SendError, Speak, Wait, WaitForPrompt, WaitForSound
from tests.telcoflow.listener import PROMPT, WORDS, Listener
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.sdk import RATE, agent, in_virtual_time
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import HangUpHow, PullMode, Reply, ServerSettings
from tests.telcoflow.sounds import key_tone, noise

Take = Callable[[Call], Coroutine[object, object, None]]


def one_call(take: Take, caller: Caller, settings: ServerSettings | None = None, after: float = 1.0) -> PlacedCall:
    """One caller, one agent; looks at the end of it once `after` seconds went by."""

    async def played() -> PlacedCall:
        async with TelcoflowServer(settings) as server, agent(server, take):
            await server.agent()
            call = server.place(caller)
            await call.ended()
            await asyncio.sleep(after)
            assert server.faults == []
        return call

    return in_virtual_time(played())


def test_a_prompt_is_heard_and_the_caller_is_heard() -> None:
    listener = Listener()
    call = one_call(listener.take, Caller((WaitForPrompt(), Press("5"), Speak(WORDS))))
    assert key_tone("5", 100, RATE) in listener.heard
    assert WORDS in listener.heard
    [sound] = call.recording.sounds()
    assert sound.ms == pytest.approx(1000, abs=1)
    assert call.recording.late_frames == 0
    assert call.ended_by == "agent"
    assert call.noted("call.disconnect")[0].ms > sound.end_ms
    assert call.unplayed == b""
    assert listener.events == ["terminated"]
    assert listener.stream_ended
    assert listener.calls[0].caller_number == "+15550100"


@pytest.mark.parametrize("mode", ["credit", "blind", "greedy"])
@pytest.mark.parametrize("prebuffer", [False, True])
def test_every_way_to_pull_plays_it_whole(mode: PullMode, prebuffer: bool) -> None:
    call = one_call(Listener().take, Caller(), ServerSettings(pull_mode=mode, prebuffer=prebuffer))
    assert call.recording.heard_ms() == pytest.approx(1000, abs=1)
    assert call.recording.starved == []
    assert call.playout.unasked == 0


WAYS = {
    "odd": ServerSettings(inbound_odd=True),
    "30 ms": ServerSettings(inbound_frame_ms=30),
    "100 ms and odd": ServerSettings(inbound_frame_ms=100, inbound_odd=True),
    "only sound": ServerSettings(inbound_continuous=False),
    "compressed": ServerSettings(compression=True),
    "unknown frames": ServerSettings(unknown_frames=True, pulls_other_channels=True),
    "before the answer": ServerSettings(pulls_before_answer=True, inbound_before_answer=True),
    "960 bytes": ServerSettings(prefer_frame_ms=0),
    "slow pulls": ServerSettings(pull_ms=100, target_ms=500),
}


@pytest.mark.parametrize("way", WAYS)
def test_however_audio_is_cut_it_arrives(way: str) -> None:
    listener = Listener()
    call = one_call(listener.take, Caller((WaitForPrompt(), Speak(WORDS))), WAYS[way])
    assert WORDS in listener.heard
    assert call.recording.heard_ms() == pytest.approx(1000, abs=1)


def test_silence_is_sent_or_not() -> None:
    spoken = Caller((Wait(500), Speak(WORDS), Wait(500), HangUp()))
    continuous, only_sound = Listener(), Listener()
    one_call(continuous.take, spoken)
    one_call(only_sound.take, spoken, ServerSettings(inbound_continuous=False))
    assert bytes(only_sound.heard) == WORDS
    assert len(continuous.heard) == pytest.approx(1600 * RATE * 2 / 1000, abs=640)


def test_a_caller_stands_in_a_noisy_street() -> None:
    street = noise(300, RATE, 500)
    listener = Listener()
    one_call(listener.take, Caller((Noise(100, 3000),), background=street), ServerSettings(inbound_continuous=False))
    assert street in listener.heard


def test_the_wait_for_an_answer_is_measured() -> None:
    async def take(call: Call) -> None:
        listener = Listener()
        await listener.pick_up(call)
        await asyncio.sleep(1.5)
        await call.send_audio(listener.prompt)
        await asyncio.sleep(2)
        await call.disconnect()

    call = one_call(take, Caller((Speak(WORDS), WaitForSound(), Wait(100), Press("1"))))
    assert call.turns[0].waited_ms == pytest.approx(900, abs=45)
    assert call.in_vain == 0


@pytest.mark.parametrize(
    ("how", "terminated", "stream_ended"),
    [("event_then_close", True, True), ("event", True, False), ("close", False, True), ("cut", False, True)],
)
def test_a_caller_hangs_up(how: HangUpHow, terminated: bool, stream_ended: bool) -> None:
    listener = Listener(100.0)
    call = one_call(listener.take, Caller((Wait(500), HangUp())), ServerSettings(hang_up_how=how), after=10)
    assert (call.ended_by, call.ended_ms) == ("caller", 500)
    assert ("terminated" in listener.events) is terminated
    assert listener.stream_ended is not None
    assert (listener.stream_ended < 5) is stream_ended
    assert call.recording.heard_ms() == pytest.approx(480, abs=21)
    assert call.unplayed


@pytest.mark.parametrize("ms", range(0, 2500, 100))
def test_a_caller_hangs_up_at_any_time(ms: int) -> None:
    settings = ServerSettings(replies={"call.answer": (Reply(delay_ms=350),)})
    call = one_call(Listener(2).take, Caller(hang_up_at_ms=ms), settings)
    assert call.ended_by == ("gave_up" if ms < 350 else "caller" if ms < 2350 else "agent")
    assert call.recording.heard_ms() <= max(0, ms - 350)


@pytest.mark.parametrize("frames", [1, 5, 10])
def test_the_voice_socket_is_cut_after_some_frames(frames: int) -> None:
    listener = Listener()
    call = one_call(listener.take, Caller(end_after_frames=frames))
    assert call.ended_by == "voice_cut"
    assert call.playout.frames == frames
    assert listener.stream_ended is not None
    assert listener.events == []


@pytest.mark.parametrize("terminated", [True, False])
@pytest.mark.parametrize("closes", [True, False])
@pytest.mark.parametrize("reply", [Reply(), Reply(delay_ms=300)])
def test_an_agent_hangs_up(terminated: bool, closes: bool, reply: Reply) -> None:
    settings = ServerSettings(
        terminated_after_own_disconnect=terminated,
        closes_voice_socket_after_end=closes,
        replies={"call.disconnect": (reply,)},
    )
    listener = Listener()
    call = one_call(listener.take, Caller(), settings, after=10)
    assert (call.ended_by, call.ended_ms) == ("agent", 4000)
    assert listener.events == (["terminated"] if terminated else [])
    assert listener.stream_ended is not None
    assert (listener.stream_ended < 5) is closes


def test_an_interrupt_silences_what_was_to_come() -> None:
    async def take(call: Call) -> None:
        await Listener().pick_up(call)
        await call.send_audio(PROMPT * 5)
        await asyncio.sleep(1)
        await call.clear_send_audio_buffer()
        await asyncio.sleep(1)
        await call.disconnect()

    call = one_call(take, Caller())
    [(at_ms, dropped_ms)] = call.interrupted_ms
    assert at_ms == 1000
    assert dropped_ms == pytest.approx(200, abs=20)
    assert call.recording.heard_ms_after(1020) == 0
    assert call.recording.heard_ms() == pytest.approx(980, abs=20)


def test_what_does_not_come_in_time_is_told() -> None:
    async def take(call: Call) -> None:
        await Listener().pick_up(call)
        for _ in range(3):
            await call.send_audio(PROMPT[:4800])
            await asyncio.sleep(0.5)
        await call.disconnect()

    call = one_call(take, Caller())
    assert [gap.ms for gap in call.recording.gaps] == [pytest.approx(200, abs=20)] * 2
    assert call.recording.late_frames == pytest.approx(20, abs=1)
    assert len(call.recording.sounds(pause_ms=100)) == 3


def test_an_answer_fails_and_another_hangs() -> None:
    results: list[object] = []

    async def take(call: Call) -> None:
        for _ in range(3):
            result = await call.answer()
            results.append(result.error_code)
        await call.disconnect()

    settings = ServerSettings(replies={"call.answer": (Reply(fails="LINE_BROKEN"), Reply(hangs=True), Reply())})
    call = one_call(take, Caller(), settings)
    assert results == ["LINE_BROKEN", "TIMEOUT", None]
    assert call.answered_ms == 15_000


def test_nobody_is_there_to_be_connected_then_somebody_is() -> None:
    results: list[object] = []

    async def take(call: Call) -> None:
        await Listener().pick_up(call)
        for ring_seconds in (2, 30):
            result = await call.connect(ring_time_seconds=ring_seconds)
            results.append(result.error_code)
        assert await call.whisper()
        await call.send_audio(PROMPT)
        await asyncio.sleep(2)
        assert await call.barge()
        await call.close()

    call = one_call(take, Caller())
    assert results == ["CALL_UNANSWERED", None]
    assert call.ended_by == "left"
    assert call.recording.heard_ms() == 0
    assert [noted.detail for noted in call.noted("over")] == ["platform"], "the others talked on until then"


def test_the_platform_tells_of_an_error() -> None:
    listener = Listener()
    one_call(listener.take, Caller((SendError("TTS_SESSION_ERROR", "no voice"),)))
    assert listener.events == [{"error_code": "TTS_SESSION_ERROR", "error_message": "no voice"}, "terminated"]


def test_nobody_lets_it_ring_for_ever() -> None:
    async def take(call: Call) -> None:
        await asyncio.sleep(3600)

    call = one_call(take, Caller(), ServerSettings(ring_ms=5000))
    assert (call.ended_by, call.ended_ms, call.answered_ms) == ("gave_up", 5000, None)


def test_sixty_calls_at_once() -> None:
    async def played() -> list[PlacedCall]:
        listener = Listener()
        async with TelcoflowServer() as server, agent(server, listener.take):
            calls = [server.place(Caller((WaitForPrompt(), Speak(WORDS)))) for _ in range(60)]
            for call in calls:
                await call.ended()
            await asyncio.sleep(1)
            assert server.faults == []
        return calls

    for call in in_virtual_time(played()):
        assert call.recording.heard_ms() == pytest.approx(1000, abs=1)
        assert call.recording.starved == []
