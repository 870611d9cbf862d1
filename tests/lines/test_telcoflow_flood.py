"""More callers than can be taken, and announcements that are not as they should be: nobody who talks notices."""

import asyncio
import gc
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from abxbus import EventBus

from callsheet.adapters.telephony.telcoflow.claims import LEAVE_SECONDS, MOST_REFUSALS
from callsheet.ports.telephony import Played
from tests.lines.telcoflow_peer import Line, answered, hung_up, in_virtual_time, line, say
from tests.telcoflow.caller import Caller
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.settings import Reply, ServerSettings


@dataclass
class Doorkeeper:
    """A door for `most` calls, which knows how many came in."""

    most: int
    inside: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def room(self) -> int:
        return self.most - self.inside

    def refused(self, reason: str = "") -> None:
        self.reasons[reason or "busy"] += 1


async def serve(peer: Line, door: Doorkeeper, ms: int) -> None:
    """Everybody who comes in hears something for so long."""
    async with asyncio.TaskGroup() as talking:
        async for call in peer.telephony.calls():
            door.inside += 1

            async def talk(call=call) -> None:  # type: ignore[no-untyped-def]  # each its own
                try:
                    await answered(call)
                    assert await say(call, ms) == Played(ms)
                    await hung_up(call)
                finally:
                    door.inside -= 1

            talking.create_task(talk())


def test_a_flood_is_turned_away_and_who_talks_does_not_hear_it() -> None:
    async def test() -> None:
        door = Doorkeeper(2)
        async with line(door=door) as peer:
            serving = asyncio.create_task(serve(peer, door, 5000))
            await peer.server.agent()
            inside = [peer.server.place(Caller()) for _ in range(2)]
            await asyncio.sleep(1)
            others = [peer.server.place(Caller()) for _ in range(100)]
            await asyncio.gather(*(call.ended() for call in others))
            assert {call.ended_by for call in others} == {"agent"}
            assert {call.answered_ms for call in others} == {None}
            assert max(call.ms() for call in others) < 3500, "at once, and nobody waits for a place"
            await asyncio.gather(*(call.ended() for call in inside))
            assert [call.recording.heard_ms() for call in inside] == [pytest.approx(5000, abs=1)] * 2
            assert sum(len(call.recording.gaps) for call in inside) == 0
            assert door.reasons == {"busy": 100}
            await peer.telephony.close()
            await serving

    in_virtual_time(test())


def test_no_more_is_claimed_than_there_is_room_for() -> None:
    async def test() -> None:
        door = Doorkeeper(5)
        async with line(ServerSettings(replies={"session.open": (Reply(delay_ms=500),)}), door) as peer:
            await peer.server.agent()
            for _ in range(300):
                peer.server.place(Caller())
            await asyncio.sleep(LEAVE_SECONDS - 0.1)
            assert peer.server.control.requests.count("session.open") == 5
            await asyncio.sleep(0.2 + MOST_REFUSALS * 0.01)
            assert peer.server.control.requests.count("session.open") <= 5 + MOST_REFUSALS

    in_virtual_time(test())


def test_who_is_turned_away_is_not_taken_after_all_because_the_platform_says_everything_twice() -> None:
    async def test() -> None:
        door = Doorkeeper(1)
        async with line(ServerSettings(duplicate_notify=True, duplicate_call_in=True), door) as peer:
            serving = asyncio.create_task(serve(peer, door, 3000))
            await peer.server.agent()
            placed = [peer.server.place(Caller()) for _ in range(10)]
            await asyncio.gather(*(call.ended() for call in placed))
            await asyncio.sleep(1)
            assert sum(call.answered_ms is not None for call in placed) == 1
            assert door.reasons == {"busy": 9}
            await peer.telephony.close()
            await serving

    in_virtual_time(test())


def test_a_place_that_becomes_free_is_given_to_whoever_waits() -> None:
    async def test() -> None:
        door = Doorkeeper(1)
        async with line(door=door) as peer:
            serving = asyncio.create_task(serve(peer, door, 500))
            await peer.server.agent()
            first = peer.server.place(Caller())
            await asyncio.sleep(0.1)
            second = peer.server.place(Caller())
            await asyncio.gather(first.ended(), second.ended())
            assert second.recording.heard_ms() == pytest.approx(500, abs=1)
            assert door.reasons == {}
            await peer.telephony.close()
            await serving

    in_virtual_time(test())


def test_calls_make_no_buses_that_each_event_has_to_walk_through() -> None:
    async def test() -> None:
        door = Doorkeeper(100)
        async with line(door=door) as peer:
            serving = asyncio.create_task(serve(peer, door, 1000))
            await peer.server.agent()
            gc.collect()
            before = len(EventBus.all_instances)
            placed = [peer.server.place(Caller()) for _ in range(20)]
            await asyncio.sleep(0.9)
            assert door.inside == 20
            assert len(EventBus.all_instances) == before
            await asyncio.gather(*(call.ended() for call in placed))
            await peer.telephony.close()
            await serving

    in_virtual_time(test())


def test_closing_in_the_midst_of_a_flood_ends_soon() -> None:
    async def test() -> None:
        door = Doorkeeper(0)
        async with line(ServerSettings(replies={"call.disconnect": (Reply(hangs=True),)}), door) as peer:
            await peer.server.agent()
            for _ in range(500):
                peer.server.place(Caller())
            await asyncio.sleep(LEAVE_SECONDS + 0.5)
            began = peer.clock.monotonic()
            await peer.telephony.close()
            assert peer.clock.monotonic() - began < 2

    in_virtual_time(test())


WRONG: Mapping[str, Mapping[str, object]] = {
    "a number that is none": {"from": 15550100},
    "no number at all": {"from": None},
    "a list": {"to": ["+15559999"]},
    "an id that is a number": {"callId": 5},
    "no id": {"callId": ...},
    "an empty id": {"callId": ""},
    "a token that is none": {"token": {"a": 1}},
}


async def ends(peer: Line) -> PlacedCall:
    """Somebody calls, and nobody takes it."""
    await peer.server.agent()
    placed = peer.server.place(Caller())
    async with asyncio.timeout(20):
        await placed.ended()
    return placed


@pytest.mark.parametrize("says", [says for name, says in WRONG.items() if "token" not in says], ids=str)
def test_a_call_with_a_wrong_field_is_counted_and_ended(
    says: Mapping[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    async def test() -> None:
        door = Doorkeeper(3)
        async with line(ServerSettings(call_in_says=says), door) as peer:
            placed = await ends(peer)
            assert (placed.ended_by, placed.answered_ms) == ("agent", None)
            assert placed.ms() < 1000
            assert door.reasons == {"malformed": 1}

    in_virtual_time(test())
    assert f"a call came with fields that are wrong: {next(iter(says))}" in caplog.text
    assert "1555" not in caplog.text


@pytest.mark.parametrize(
    "says",
    [WRONG["a token that is none"], {"url": 5}, {"url": "http://127.0.0.1/"}, {"url": "ws://["}, {"url": ...}],
    ids=str,
)
def test_a_call_that_cannot_be_reached_is_counted_and_told(
    says: Mapping[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    async def test() -> None:
        door = Doorkeeper(3)
        async with line(ServerSettings(call_in_says=says), door) as peer:
            await peer.server.agent()
            placed = peer.server.place(Caller())
            await asyncio.sleep(5)
            assert placed.state is State.RINGING
            assert door.reasons == {"malformed": 1}
            assert peer.telephony.health().up

    in_virtual_time(test())
    assert "could not be ended" in caplog.text


@pytest.mark.parametrize(
    "call_id", ["\ud800", "call-\udfff-1", "a\nb", "a\x1b[31mb", "\u202ea", "x" * 1_000_000], ids=ascii
)
def test_whatever_stands_in_an_id_the_call_is_taken_under_one_that_can_be_written(call_id: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(call_in_says={"callId": call_id}, sends_session_closed=False)) as peer:
            _, call = await peer.ring()
            assert call.info.call_id.isprintable()
            assert len(call.info.call_id.encode()) <= 200
            await answered(call)
            await hung_up(call)

    in_virtual_time(test())


def test_a_second_call_under_the_same_id_does_not_end_the_first() -> None:
    async def test() -> None:
        door = Doorkeeper(3)
        async with line(ServerSettings(call_in_says={"callId": "the-same"}), door) as peer:
            _, call = await peer.ring()
            await answered(call)
            peer.server.place(Caller())
            assert await say(call, 1000) == Played(1000)
            assert door.reasons == {"malformed": 1}
            await hung_up(call)

    in_virtual_time(test())


@pytest.mark.parametrize("session_id", [5, None, "", ["s"], ..., "x" * 500_000], ids=lambda value: repr(value)[:10])
def test_an_announcement_that_nobody_can_claim_is_counted(session_id: object) -> None:
    async def test() -> None:
        door = Doorkeeper(3)
        async with line(ServerSettings(notify_says={"sessionId": session_id}), door) as peer:
            await peer.server.agent()
            await asyncio.sleep(1)  # those who ring already are announced again
            peer.server.place(Caller())
            await asyncio.sleep(2)
            assert door.reasons == {"malformed": 1}
            assert peer.server.control.requests.count("session.open") == 0
            assert peer.telephony.health().up

    in_virtual_time(test())


@pytest.mark.parametrize("session_id", ["\ud800", "a\nb", "\x00"], ids=ascii)
def test_an_announcement_with_an_odd_id_is_claimed_like_any_other(session_id: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(notify_says={"sessionId": session_id})) as peer:
            await peer.server.agent()
            peer.server.place(Caller())
            await asyncio.sleep(2)
            assert peer.server.control.requests.count("session.open") >= 1
            assert peer.telephony.health().up

    in_virtual_time(test())


@pytest.mark.parametrize("says", [{"remoteAddress": 5}, {"createdAt": "x"}, {"activity": None}, {"localAddress": []}])
def test_what_is_not_needed_of_an_announcement_may_be_anything(says: Mapping[str, object]) -> None:
    async def test() -> None:
        async with line(ServerSettings(notify_says=says)) as peer:
            _, call = await peer.ring()
            await answered(call)
            await hung_up(call)

    in_virtual_time(test())


WRONG_VOICE: Mapping[str, str] = {
    "no JSON": "{",
    "a list": "[]",
    "a deep one": "[" * 20_000,
    "no data": '{"type": "call_event"}',
    "data that is none": '{"type": "call_event", "data": []}',
    "a type that is none": '{"type": ["call_event"], "data": {"event": "call.terminated"}}',
    "an event that is none": '{"type": "call_event", "data": {"event": ["call.terminated"]}}',
    "an event of fields": '{"type": "call_event", "data": {"event": {}}}',
    "an answer to a list": '{"type": "command_response", "data": {"command_id": [], "success": true}}',
    "an answer to fields": '{"type": "command_response", "data": {"command_id": {}, "success": true}}',
    "an answer to nothing": '{"type": "command_response", "data": {"success": true}}',
    "bytes that are a text": '{"type": "buffer_request", "data": {"requested_bytes": "many"}}',
    "bytes that are nothing": '{"type": "buffer_request", "data": {"requested_bytes": null}}',
    "bytes below nothing": '{"type": "buffer_request", "data": {"requested_bytes": -5}}',
    "bytes without end": '{"type": "buffer_request", "data": {"requested_bytes": 1e999}}',
    "half bytes": '{"type": "buffer_request", "data": {"requested_bytes": 0.5}}',
    "a frame of a text": '{"type": "buffer_request", "data": {"requested_bytes": 9, "prefer_audio_frame_bytes": ""}}',
    "a channel that is none": '{"type": "buffer_request", "data": {"requested_bytes": 320, "channelId": "x"}}',
}


@pytest.mark.parametrize("frame", list(WRONG_VOICE.values()), ids=list(WRONG_VOICE))
def test_a_frame_of_a_call_that_is_none_does_not_end_it(frame: str) -> None:
    async def test() -> None:
        async with line(ServerSettings(replies={"call.answer": (Reply(delay_ms=300),)})) as peer:
            placed, call = await peer.ring()
            answering = asyncio.create_task(answered(call))
            await asyncio.sleep(0.1)
            placed.send(frame)
            await answering
            placed.send(frame)
            assert await say(call, 500) == Played(500)
            assert placed.recording.heard_ms() == pytest.approx(500, abs=1)
            await hung_up(call)

    in_virtual_time(test())
