"""What the platform tells of calls, written and read back."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.telcoflow.__main__ import arguments, calls
from tests.telcoflow.listener import Listener
from tests.telcoflow.plan import Planned, write_plan
from tests.telcoflow.recording import Recording
from tests.telcoflow.report import CallReport, read_report
from tests.telcoflow.sdk import RATE, agent, in_virtual_time
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.sounds import silence, tone

LOUD, QUIET = tone(20, RATE), silence(20, RATE)


def test_what_is_missing_within_a_prompt_is_told_apart() -> None:
    recording = Recording(RATE, began_ms=100)
    for tick in (b"", LOUD, QUIET, b"", b"", QUIET, LOUD, *[QUIET] * 5, b"", LOUD, b""):
        recording.add(tick)
    assert [recording.within_prompt(starved) for starved in recording.starved] == [True, False]
    assert (recording.ticks, recording.loud_ticks) == (13, 3)
    assert Recording(RATE).ticks == 0


def test_callers_of_a_plan_call_when_they_have_to_and_what_they_did_is_told(tmp_path: Path) -> None:
    write_plan(
        [
            Planned("+15550001", "+15559999", 0, ("prompt", "press=1")),
            Planned("+15550002", "+15559999", 1500, ("sound", "hang-up")),
        ],
        tmp_path / "plan.json",
    )
    options = arguments(["--plan", str(tmp_path / "plan.json"), "--at-once", "1", "--rest-ms", "400"])

    async def played() -> list[CallReport]:
        reports: list[CallReport] = []
        async with TelcoflowServer() as server, agent(server, Listener(3).take):
            await server.agent()
            await calls(server, options, reports)
        return reports

    reports = in_virtual_time(played())
    first, second = reports
    assert (first.ended_by, second.ended_by) == ("agent", "caller")
    assert second.placed_at - first.placed_at == pytest.approx((first.ended_ms or 0) / 1000 + 0.4, abs=0.01)
    assert len(first.spoke_ms) == 1
    assert first.ticks >= first.loud_ticks == pytest.approx(50, abs=1)
    assert len(first.spans) == first.sounds
    whole = {"seconds": 4.0, "worst_tick_late_ms": 0.1, "late_ticks": 0, "ticks": 9, "faults": ["one"]}
    (tmp_path / "report.json").write_text(json.dumps(whole | {"calls": [asdict(one) for one in reports]}))
    found = read_report(tmp_path / "report.json")
    assert list(found.calls) == reports
    assert (found.seconds, found.faults) == (4.0, ("one",))
