"""The caller hangs up, at every moment of a call, and the platform tells it in every way that it may."""

from dataclasses import replace

import pytest

from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.scripts import handled
from tests.live.sweeps import COARSE_MS, MAIN_PATH_MS, STEP_MS, hanging_up, moments
from tests.telcoflow.settings import HangUpHow, Reply, ServerSettings

WAYS = {
    "told, then closed": ServerSettings(),
    "only told": ServerSettings(hang_up_how="event", sends_session_closed=False),
    "only closed": ServerSettings(hang_up_how="close", sends_session_closed=False),
    "torn down": ServerSettings(hang_up_how="cut", sends_session_closed=False),
}
# What the torn-down socket of a caller looks like is a lost line: nobody says that they have hung up.
LOST = {"torn down"}
# The other ways differ in what is done of them, and not so much in when.
WAYS_STEP_MS = 3 * STEP_MS
PICKS_UP_MS = 1500


def endings(way: str) -> set[str]:
    return {"completed", "failed" if way in LOST else "hung_up"}


def all_but_the_last_left(evening: Evening, way: str) -> None:
    records = judge(evening, endings=endings(way))
    assert records[-1].ending == "completed", "whoever stayed on the line heard everything"
    assert {record.failure_kind for record in records} <= ({"", "line"} if way in LOST else {""})


@pytest.mark.parametrize("way", WAYS)
def test_in_the_main_path(way: str) -> None:
    step = STEP_MS if way == "told, then closed" else WAYS_STEP_MS
    evening = spend(hanging_up(moments(MAIN_PATH_MS, step)), settings=WAYS[way])
    all_but_the_last_left(evening, way)


@pytest.mark.parametrize("way", ["told, then closed", "torn down"])
def test_with_handlers(way: str) -> None:
    evening = spend(hanging_up(moments(MAIN_PATH_MS + 1000, COARSE_MS)), settings=WAYS[way], flow=handled())
    all_but_the_last_left(evening, way)
    ends = {str(call_id): how for call_id, how in evening.rows["ends"]}
    for guest in evening.guests:
        if guest.record is not None:
            wanted = None if guest.record.ending == "completed" else guest.record.ending
            assert ends.get(guest.placed.call_id) == wanted, "its handler was run, once"


@pytest.mark.parametrize("how", ["event_then_close", "event", "close", "cut"])
@pytest.mark.parametrize("request_", ["session.open", "call.answer"])
def test_while_it_rings(how: HangUpHow, request_: str) -> None:
    slow = ServerSettings(hang_up_how=how, replies={request_: (Reply(delay_ms=PICKS_UP_MS),)})
    evening = spend(hanging_up(moments(PICKS_UP_MS + 300, STEP_MS)), settings=slow)
    records = judge(evening)
    assert records[-1].ending == "completed"
    unheard = [record for record in records if record.answered_at is None]
    assert {record.ending for record in unheard} <= {"failed" if how == "cut" else "hung_up"}


def test_while_it_rings_and_only_the_voice_connection_tells() -> None:
    slow = ServerSettings(sends_session_closed=False, replies={"call.answer": (Reply(delay_ms=PICKS_UP_MS),)})
    for how in ("event", "close"):
        judge(spend(hanging_up(moments(PICKS_UP_MS + 300, STEP_MS)), settings=replace(slow, hang_up_how=how)))
