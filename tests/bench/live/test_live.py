"""What the measurements of live calls are made of. The measurements themselves take real time, and are no tests."""

from pathlib import Path

import pytest

from tests.bench.live import outcomes, rows
from tests.bench.live.clips import TEXTS, trimmed
from tests.bench.live.latency import SCRIPTS
from tests.bench.live.people import MESSAGES, Heard, Person, message, people
from tests.bench.live.sound import heard_after, in_time
from tests.checking import check_file
from tests.telcoflow.plan import Planned, caller_of, read_plan, write_plan
from tests.telcoflow.report import CallReport, Missing
from tests.telcoflow.scenario import NotUnderstood
from tests.telcoflow.sounds import silence, tone

CLIPS = {name: Path(f"{name}.wav") for name in TEXTS}
NUMBER = "+15550000001"


def call(
    *missing: Missing, answered_ms: float | None = 10.0, spans: tuple[tuple[float, float], ...] = ()
) -> CallReport:
    return CallReport(
        call_id="call-000001",
        number=NUMBER,
        placed_at=0.0,
        ended_by="agent",
        answered_ms=answered_ms,
        ended_ms=20_000.0,
        first_sound_ms=40.0,
        heard_ms=10_000.0,
        sounds=1,
        late_frames=0,
        gaps=0,
        longest_gap_ms=0.0,
        unplayed_ms=0.0,
        waited_ms=(),
        in_vain=0,
        commands=(),
        spoke_ms=(),
        turns_ended_ms=(),
        spans=spans,
        ticks=1000,
        loud_ticks=500,
        missing=missing,
    )


def test_callers_are_the_same_for_the_same_seed_and_do_all_there_is_to_do() -> None:
    found = people(50, 1, CLIPS)
    assert found == people(50, 1, CLIPS) != people(50, 2, CLIPS)
    assert len({one.planned.number for one in found}) == 50
    kinds = [one.kind for one in found]
    counts = [
        kinds.count(kind) for kind in ("presses", "interrupts by voice", "interrupts by key", "unclear", "hangs up")
    ]
    assert counts == [6, 4, 4, 1, 1]
    assert {len(one.statuses) for one in found} == {MESSAGES}
    assert [one.ending for one in found if one.kind == "hangs up"] == ["hung_up"]
    assert {one.kind for one in people(5, 1, CLIPS)} == set(kinds) - {"talks"}


def test_nobody_hears_what_another_hears() -> None:
    assert len({message(caller, index) for caller in range(1, 301) for index in range(MESSAGES)}) == 900


def test_what_came_of_a_call_is_compared_with_what_had_to() -> None:
    person = Person("talks", Planned(NUMBER, ""), (Heard("agree", "utterance"),), ("acknowledged",))
    asked: dict[str, object] = {"event": "visit", "verb": "ask", "outcome": "agree", "heard": {"kind": "utterance"}}
    ended: dict[str, object] = {"event": "call_ended", "ending": "completed"}
    right: list[dict[str, object]] = [
        asked | {"said": {"interrupted": False}},
        {"event": "visit", "verb": "say"},
        ended,
    ]
    assert outcomes.wrong(person, call(), right, ("acknowledged",)) == []
    assert outcomes.wrong(person, None, [], ()) == ["was not answered"]
    assert outcomes.wrong(person, call(answered_ms=None), [], ()) == ["was not answered"]
    interrupted: list[dict[str, object]] = [asked | {"said": {"interrupted": True}}, ended, ended]
    assert outcomes.wrong(person, call(), interrupted, ("pending",)) == [
        "ending: ['completed', 'completed'], not ['completed']",
        "questions: agree by utterance who interrupted, not agree by utterance",
        "rows: ('pending',), not ('acknowledged',)",
    ]


def test_the_rows_of_each_caller_are_read(tmp_path: Path) -> None:
    outcomes.make_database(tmp_path / "new" / "calls.db", ["Ann", "Ben"])
    assert outcomes.statuses(tmp_path / "new" / "calls.db") == {
        NUMBER: ("pending",) * MESSAGES,
        "+15550000002": ("pending",) * MESSAGES,
    }
    outcomes.make_database(tmp_path / "none.db", ["Ann"], messages=())
    assert outcomes.statuses(tmp_path / "none.db") == {}


def test_every_tick_of_a_late_frame_counts() -> None:
    gaps = (Missing(100, 60, True), Missing(500, 80, True), Missing(900, 100, False))
    within, overall = (in_time([call(*gaps)], within_prompts=one) for one in (True, False))
    assert (within.ticks, within.late, within.worst_ms) == (500, 4, 80)
    assert (overall.ticks, overall.late, overall.worst_ms) == (1000, 9, 100)
    assert overall.share == pytest.approx(0.991)


def test_what_is_heard_after_a_moment_is_counted() -> None:
    spans = ((0.0, 1000.0), (1200.0, 1400.0), (5000.0, 6000.0))
    assert heard_after(call(spans=spans), 900, 400) == 200


def test_a_row_tells_whether_its_limit_was_met() -> None:
    assert rows.Row("wait", 61.25, "ms", "a call", 60).line() == "| wait | 61.25 ms **missed** | 60 ms | a call |"
    assert rows.Row("wait", 60, "ms", "a call", 60).line() == "| wait | 60 ms | 60 ms | a call |"
    assert not rows.Row("calls", 49, "", "all", least=50).met
    assert rows.Row("calls", 50, "", "all", least=50).met
    assert rows.Row("wait", 9000, "ms", "a call").met


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.yaml")), ids=lambda path: str(path.name))
def test_the_scripts_are_right(path: Path) -> None:
    assert check_file(path, path.name).diagnostics == ()


def test_silence_around_a_clip_is_cut_off() -> None:
    sound = tone(100, 8000)
    kept = trimmed(silence(50, 8000) + sound + silence(80, 8000))
    assert len(sound) - 32 <= len(kept) <= len(sound)
    assert trimmed(silence(50, 8000)) == b""


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = [Planned("+1", "+2", 10, ("prompt", "press=12"), 500), Planned("+3", "+2")]
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan[::-1]
    assert len(caller_of(plan[0], 8000).actions) == 3
    for wrong in ("{", "[1]", '[{"number": "+1"}]', '[{"number": "+1", "called": "", "actions": [], "x": 1}]'):
        (tmp_path / "plan.json").write_text(wrong)
        with pytest.raises(NotUnderstood, match="no list of callers"):
            read_plan(tmp_path / "plan.json")
