"""Calls that connect their callers with somebody, spoken and on the real SDK: who hears what, and that nobody is cut
off by us, whatever happens and whenever."""

import asyncio
from dataclasses import replace

import pytest

from tests.lines.voices import PROMPT_HZ
from tests.live.evening import Evening, Guest, spend
from tests.live.judge import judge
from tests.live.scripts import BARGE, WHISPER, connected
from tests.live.sweeps import moments
from tests.live.test_commands import TROUBLES
from tests.live.voices import MS_A_CHARACTER
from tests.telcoflow.caller import Callee, Caller
from tests.telcoflow.placed import State
from tests.telcoflow.recording import TICK_MS, Recording
from tests.telcoflow.settings import HangUpHow, ServerSettings
from tests.telcoflow.sounds import level, tone

RATE = 8000
LOUD = 0.1
# Of the others, who talk all the time once they are connected.
CALLEE_HZ = 700.0
PICKS_UP = Callee(1000, background=tone(1000, RATE, (CALLEE_HZ,)))
TALKER = Caller(callees=(PICKS_UP,))
# The whole script: a prompt, a ring, a whisper and a barge.
PATH_MS = 3500
GREETED_MS = len("One moment please, I connect you.") * MS_A_CHARACTER


def ours(recording: Recording, since_ms: float = 0.0) -> int:
    """For how many milliseconds we are heard in a recording."""
    pcm = recording.between(since_ms, recording.now_ms)
    pieces = [pcm[at : at + 320] for at in range(0, len(pcm) - 319, 320)]
    return TICK_MS * sum(level(piece, PROMPT_HZ, RATE) > LOUD for piece in pieces)


def nobody_was_cut_off(evening: Evening) -> None:
    """Who once talked was never disconnected by us, and nothing of ours stays between them; nothing rings on."""
    for guest in evening.guests:
        placed = guest.placed
        assert all(ring.stopped_ms is not None for ring in placed.rings), placed.call_id
        if placed.callee is None:
            continue
        talked_ms = placed.noted("bridged")[0].ms
        assert [noted for noted in placed.noted("call.disconnect") if noted.ms > talked_ms] == [], placed.log
        whisper_ms = len(WHISPER) * MS_A_CHARACTER
        heard = ours(placed.callee.recording)
        assert ours(placed.recording, talked_ms) <= max(0, heard - whisper_ms) + 2 * TICK_MS, "a whisper is not heard"


def how(evening: Evening, guest: Guest) -> list[object]:
    """What the script has noted of a call."""
    return [row[1] for row in evening.rows["ends"] if row[0] == guest.placed.call_id]


def test_who_hears_what() -> None:
    evening = spend([TALKER], flow=connected(), lasts_seconds=30)
    [record] = judge(evening, endings={"completed"})
    [guest] = evening.guests
    placed = guest.placed
    assert how(evening, guest) == ["connected"]
    assert placed.callee is not None
    talked_ms = placed.noted("bridged")[0].ms
    whisper_ms, barge_ms = len(WHISPER) * MS_A_CHARACTER, len(BARGE) * MS_A_CHARACTER
    assert ours(placed.recording) - ours(placed.recording, talked_ms) == pytest.approx(GREETED_MS, abs=TICK_MS)
    assert ours(placed.callee.recording) == pytest.approx(whisper_ms + barge_ms, abs=2 * TICK_MS)
    assert ours(placed.recording, talked_ms) == pytest.approx(barge_ms, abs=TICK_MS)
    assert (placed.ended_by, record.ending) == ("left", "completed")
    assert [noted.detail for noted in placed.noted("over")] == ["platform"], "they talked on until it was closed"
    nobody_was_cut_off(evening)


@pytest.mark.parametrize(
    "callee", [Callee(None), Callee(500, refuses="CALL_BUSY"), Callee(500, refuses="CALL_REJECTED")], ids=str
)
def test_where_nobody_picks_up_the_call_takes_another_way(callee: Callee) -> None:
    evening = spend([Caller(callees=(callee,))], flow=connected(), lasts_seconds=30)
    judge(evening, endings={"completed"})
    [guest] = evening.guests
    assert how(evening, guest) == ["unanswered"]
    apology_ms = len("I am sorry, nobody is free right now.") * MS_A_CHARACTER
    assert ours(guest.placed.recording) == pytest.approx(GREETED_MS + apology_ms, abs=2 * TICK_MS)
    assert guest.placed.ended_by == "agent"
    nobody_was_cut_off(evening)


@pytest.mark.parametrize("hangs_up", ["event_then_close", "event", "close"])
def test_somebody_hangs_up_at_any_moment(hangs_up: HangUpHow) -> None:
    at = moments(PATH_MS, 245)
    settings = ServerSettings(hang_up_how=hangs_up)
    evening = spend([*(replace(TALKER, hang_up_at_ms=ms) for ms in at), TALKER], flow=connected(), settings=settings)
    records = judge(evening, endings={"completed", "hung_up"})
    assert records[-1].ending == "completed"
    assert {record.ending for record in records} == {"completed", "hung_up"}
    nobody_was_cut_off(evening)


def test_the_voice_connection_is_cut_at_any_moment() -> None:
    at = moments(PATH_MS, 245)

    async def cut(evening: Evening) -> None:
        for guest, ms in zip(evening.guests, at, strict=False):
            asyncio.get_running_loop().call_later(ms / 1000, guest.placed.cut_voice)

    evening = spend([*(TALKER for _ in at), TALKER], flow=connected(), during=cut)
    records = judge(evening, endings={"completed", "failed"})
    assert {record.failure_kind for record in records} == {"", "line"}
    nobody_was_cut_off(evening)


@pytest.mark.parametrize("way", ["with a farewell", "at once", "closed"])
def test_the_engine_stops_at_any_moment(way: str) -> None:
    at = moments(PATH_MS, 245)

    async def stop(evening: Evening) -> None:
        for guest in evening.guests[: len(at)]:
            if way == "with a farewell":
                guest.stop()
            elif way == "at once":
                guest.cut()
            await asyncio.sleep(0.245)
        if way == "closed":
            await evening.telephony.close()

    pick_up_at = at if way == "closed" else [1000] * len(at)
    callers = [replace(TALKER, callees=(replace(PICKS_UP, picks_up_ms=ms),)) for ms in pick_up_at]
    evening = spend(callers, flow=connected(), during=stop)
    judge(evening, endings={"completed", "shut_down", "failed", "hung_up"})
    nobody_was_cut_off(evening)


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("command", ["call.connect", "agent.spy", "agent.whisper", "agent.barge"])
def test_a_command_meets_trouble(command: str, trouble: str) -> None:
    settings = ServerSettings(replies={command: (TROUBLES[trouble],)})
    callers = [TALKER, replace(TALKER, hang_up_at_ms=30_000)]
    evening = spend(callers, flow=connected(), settings=settings, lasts_seconds=60)
    judge(evening, unheard=True)
    nobody_was_cut_off(evening)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_two_who_cannot_be_left_talk_until_they_hang_up(trouble: str) -> None:
    settings = ServerSettings(replies={"call.close": (TROUBLES[trouble],)})
    caller = replace(TALKER, hang_up_at_ms=30_000)
    evening = spend([caller], flow=connected(), settings=settings, lasts_seconds=60)
    [guest] = evening.guests
    assert [noted.detail for noted in guest.placed.noted("over")] in (["caller"], ["platform"])
    assert guest.record is not None
    assert guest.record.ending == "completed"
    assert guest.record.took_ms < 15_000
    assert guest.left_open == ""
    assert (evening.unnoticed, evening.left, evening.server.faults) == ([], [], [])
    nobody_was_cut_off(evening)


def test_fifty_calls_connect_at_once() -> None:
    evening = spend([TALKER] * 50, flow=connected(), lasts_seconds=30)
    assert len(judge(evening, endings={"completed"})) == 50
    nobody_was_cut_off(evening)
    for guest in evening.guests:
        assert guest.placed.callee is not None
        assert guest.placed.state is State.ENDED
        assert len(how(evening, guest)) == 1
