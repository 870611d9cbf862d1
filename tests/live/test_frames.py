"""Frames that no platform should send: one at a time, in the midst of a call, on either socket."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from tests.lines.voices import WORDS, noise, tone, word
from tests.live.evening import During, Evening, spend
from tests.live.judge import judge
from tests.live.sweeps import MAIN_PATH, WITNESS
from tests.telcoflow import wire
from tests.telcoflow.caller import Caller
from tests.telcoflow.settings import ServerSettings

Frame = str | bytes
HUGE = 10**15
# What stands where a number belongs, as JSON; Python's reader takes the last three.
ODD_NUMBERS = ("0", "-1", "-960", "1", "7", str(HUGE), "960.5", '"960"', '"x"', "true", "null", "[]", "{}", "9" * 4000)
NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
ODD_WORDS = ("null", "[]", "{}", "0", "true", '""', '"\\ud800"', '"\\u0000"', json.dumps("x" * 5000), '"+15550000001"')
DEEP = "[" * 100_000 + "]" * 100_000
# The SDK's own limit is 1 MiB: what is longer closes the socket.
LONG = json.dumps({"type": "unheard-of", "data": "x" * 1_000_000})
JUNK: tuple[Frame, ...] = ("", "no JSON", "[]", "null", "0", "{}", '{"type": null}', '{"type": []}', "\x00", LONG)


def with_field(kind: str, field: str, values: Sequence[str], **others: object) -> list[str]:
    """Frames of the voice plane with one odd field."""
    return [wire.data(kind, **{field: "?", **others}).replace(json.dumps("?"), value, 1) for value in values]


MILD: tuple[Frame, ...] = (
    *JUNK,
    *(json.dumps({"type": kind}) for kind in ("buffer_request", "call_event", "command_response", "unheard-of")),
    *(json.dumps({"type": kind, "data": []}) for kind in ("buffer_request", "call_event", "command_response")),
    *with_field("buffer_request", "requested_bytes", (*ODD_NUMBERS, "NaN")),
    *with_field("buffer_request", "channelId", (*ODD_NUMBERS, "NaN"), requested_bytes=320),
    *with_field("call_event", "event", ODD_WORDS),
    *with_field("call_event", "error_code", ODD_WORDS, event="call.error"),
    *with_field("command_response", "success", ODD_WORDS, command_id="?!"),
    *with_field("command_response", "command_id", ("null", "0", '""', '"?"'), success=True),
    b"",
    b"\0",
    b"\0\1",
    b"\0" * 4,
    *(bytes([channel]) + noise(200) for channel in (1, 2, 127, 255)),
)
# Of these the SDK dies, or has to close the socket: the call may be lost, and nothing else.
HARD: tuple[Frame, ...] = (
    *with_field("buffer_request", "requested_bytes", NO_NUMBERS),
    *with_field("buffer_request", "prefer_audio_frame_bytes", (*ODD_NUMBERS, *NO_NUMBERS), requested_bytes=320),
    *with_field("buffer_request", "channelId", NO_NUMBERS, requested_bytes=320),
    *with_field("command_response", "command_id", ("[]", "{}", "[[]]"), success=True),
    wire.data("buffer_request", requested_bytes=HUGE, prefer_audio_frame_bytes=HUGE),
    DEEP,
    LONG * 2,
    b"\0" * 1_000_000,
    b"\0" * 2_000_000,
)


def sent(frames: Sequence[Frame], at_ms: Sequence[int]) -> tuple[list[Caller], During]:
    """Callers, and what sends them these frames: one each at every moment, so that none comes twice."""
    rounds = [frames[begin :: len(at_ms)] for begin in range(len(at_ms))]

    async def during(evening: Evening) -> None:
        began = evening.clock.monotonic()
        for ms, frames_now in zip(at_ms, rounds, strict=True):
            await asyncio.sleep(began + ms / 1000 - evening.clock.monotonic())
            for guest, frame in zip(evening.guests, frames_now, strict=False):
                guest.placed.send(frame)

    return [Caller(MAIN_PATH)] * (len(rounds[0]) + 1), during


def test_odd_frames_are_passed_over() -> None:
    callers, during = sent(MILD, (700, 1600, 1650, 2400, 4000))
    judge(spend(callers, during=during), endings={"completed"})


@pytest.mark.parametrize("ms", [700, 1600])
def test_worse_frames_cost_no_more_than_the_call(ms: int) -> None:
    callers, during = sent(HARD, (ms,))
    records = judge(spend(callers, during=during), endings={"completed", "failed"})
    assert records[-1].ending == "completed"
    assert {record.failure_kind for record in records} <= {"", "line"}


CONTROL: tuple[Frame, ...] = (
    *JUNK,
    b"\xff\xfe",
    b"[]",
    b'{"type": "session.notify", "sessionId": "session-000001"}',
    DEEP,
    *(
        wire.text(kind, sessionId="?").replace(json.dumps("?"), value)
        for kind in ("session.notify", "session.closed", "call.in", "wa.msg.in", "response", "setup.done")
        for value in (*ODD_WORDS, *NO_NUMBERS)
    ),
    *(
        wire.text("session.notify", sessionId="nobody", channel="TELCO", createdAt="?").replace(json.dumps("?"), value)
        for value in (*ODD_NUMBERS, *NO_NUMBERS)
    ),
    *(wire.text("session.notify", sessionId="nobody", channel=channel) for channel in ("WA", "FAX", "", "TELCO")),
    *(wire.text("session.closed", sessionId="session-000001", reason=reason) for reason in ("FORCE_CLOSE", "?", "")),
    wire.text("call.in", sessionId="session-000001", callId="call-000001", url="ws://127.0.0.1:1/", token="?"),  # noqa: S106
    wire.text("call.in", sessionId="nobody", callId="call-000001", url="", token=""),
)


def test_odd_frames_on_the_control_connection_are_passed_over() -> None:
    async def during(evening: Evening) -> None:
        for number, frame in enumerate(CONTROL):
            for agent in list(evening.server.control.agents.values()):
                await agent.connection.send(frame)
            await asyncio.sleep(0.05)
            if number % 20 == 0:
                evening.dial(WITNESS)

    evening = spend([WITNESS], during=during)
    records = judge(evening, endings={"completed"})
    assert len(records) == len(evening.guests)


@pytest.mark.parametrize("frame", [LONG * 2, b"\0" * 2_000_000])
def test_what_is_too_long_costs_the_control_connection_and_no_call(frame: Frame) -> None:
    async def during(evening: Evening) -> None:
        for _ in range(4):
            for agent in list(evening.server.control.agents.values()):
                await agent.connection.send(frame)
            evening.dial(WITNESS)
            await asyncio.sleep(1.5)

    evening = spend([WITNESS], during=during)
    records = judge(evening, endings={"completed"})
    assert len(records) == len(evening.guests)


def test_a_call_with_odd_numbers_and_ids() -> None:
    """Whoever is not known by their number hears so; nothing else comes of it."""
    numbers = ("", "anonymous", "+1 (555) 999-0001", "١٢٣", "+" * 40, "1" * 40, "\x00", "sip:+15559990001@x", "'; --")

    async def during(evening: Evening) -> None:
        for number in numbers:
            evening.dial(Caller(MAIN_PATH, called=number))
            evening.guests[-1].placed.caller = Caller(MAIN_PATH, number=number, called=number)

    judge(spend([], during=during), endings={"completed"})


def test_frames_after_the_end() -> None:
    settings = ServerSettings(hang_up_how="event", closes_voice_socket_after_end=False)

    async def during(evening: Evening) -> None:
        for guest in evening.guests:
            await guest.placed.ended()
        for _ in range(20):
            for guest in evening.guests:
                for frame in (b"\0" + noise(100), wire.data("call_event", event="call.terminated"), "junk"):
                    guest.placed.send(frame)
                guest.placed.send(wire.data("buffer_request", requested_bytes=HUGE))
            await asyncio.sleep(0.05)

    callers = [Caller(MAIN_PATH, hang_up_at_ms=ms) for ms in (500, 2000, 2600, 3000)]
    records = judge(spend([*callers, WITNESS], settings=settings, during=during), endings={"completed", "hung_up"})
    assert [record.ending for record in records] == ["hung_up"] * 4 + ["completed"]


@pytest.mark.parametrize(
    "settings",
    [
        ServerSettings(pull_mode="blind", pull_ms=20, target_ms=2000),
        ServerSettings(pull_mode="greedy", greedy_ms=60_000),
        ServerSettings(pull_mode="credit", target_ms=10_000),
        ServerSettings(pull_mode="blind", pull_ms=1000),
        ServerSettings(prefer_frame_ms=1),
        ServerSettings(prefer_frame_ms=1900),
        ServerSettings(pulls_before_answer=True, inbound_before_answer=True, pulls_other_channels=True),
        ServerSettings(inbound_frame_ms=1000),
        ServerSettings(inbound_frame_ms=1, inbound_odd=True),
        ServerSettings(inbound_odd=True),
        ServerSettings(inbound_continuous=False),
        ServerSettings(duplicate_notify=True, duplicate_call_in=True, unknown_frames=True, compression=True),
    ],
)
def test_platforms_of_every_kind(settings: ServerSettings) -> None:
    judge(spend([WITNESS] * 2, settings=settings), endings={"completed"})


@pytest.mark.parametrize("times", [10.0, 0.1])
def test_sound_comes_too_fast_or_too_slowly(times: float) -> None:
    """Beside what the platform itself sends."""
    pieces = {name: word(name, 300) for name in WORDS} | {"noise": noise(300), "tone": tone(1000, 300)}

    async def during(evening: Evening) -> None:
        began = evening.clock.monotonic()
        while evening.clock.monotonic() < began + 8:
            for pcm in pieces.values():
                for begin in range(0, len(pcm), 320):
                    for guest in evening.guests[:-1]:
                        guest.placed.send(b"\0" + pcm[begin : begin + 320])
                    await asyncio.sleep(0.02 / times)

    records = judge(spend([Caller(), Caller(MAIN_PATH), WITNESS], during=during), endings={"completed"})
    assert records[-1].writes == 2
