"""Moments: in UTC in the database and the journal, on the script's own clock in the script."""

import json

import pytest

from callsheet.ports.encoding import to_json
from callsheet.ports.records import NoteTaken
from tests.calls.conftest import QUERIES, Played, Stage

QUERIES_OF_MOMENTS = (
    QUERIES
    + """
-- name: keep(task_id, at)!
-- When it is due.
UPDATE tasks SET at = :at WHERE id = :task_id;
-- name: between(day_begins, day_ends)
-- What is due on a day.
SELECT what, at FROM tasks WHERE at >= :day_begins AND at < :day_ends ORDER BY at;
-- name: kept(task_id)^
-- When it is due.
SELECT at FROM tasks WHERE id = :task_id;
-- name: by_moment(at)^
-- What is due at that moment.
SELECT what FROM tasks WHERE at = :at;
-- name: plan(task_id, due)!
-- On which day it is due.
UPDATE tasks SET due = :due WHERE id = :task_id;
"""
)
NOW = """- answer
- write: keep
  with: {task_id: 1, at: "{{ now }}"}
- query: kept
  with: {task_id: 1}
  as: task
  if_none: [disconnect]
"""


@pytest.fixture
def moments(stage: Stage) -> Stage:
    (stage.folder / "data.sql").write_text(QUERIES_OF_MOMENTS)
    return stage


def written(played: Played) -> list[object]:
    """What the journal says was written, as it stands in the file."""
    visits = [json.loads(to_json(visit)) for visit in played.visits]
    return [visit["written"]["values"] for visit in visits if "written" in visit]


def test_a_moment_is_kept_in_utc_and_read_back_on_the_clock_of_the_script(moments: Stage) -> None:
    say = "- say: '{{ task.at | default(now) }}'\n- set: {text: 'At {{ task.at | default(now) }}.'}\n"
    say += "- note: '{{ text }}'\n- disconnect\n"
    played = moments.play(NOW + say)
    assert played.rows("SELECT at FROM tasks WHERE id = 1") == [("2026-11-22T15:00:00Z",)]
    assert written(played) == [{"task_id": 1, "at": "2026-11-22T15:00:00Z"}]
    assert played.said == ["Sunday, November 22 at 10 AM"]
    assert played.parts(NoteTaken) == [NoteTaken("At 2026-11-22T10:00:00-05:00.")]
    assert json.loads(to_json(played.visits[0]))["at"].startswith("2026-11-22T15:00:00")


def test_what_was_read_finds_its_row_again(moments: Stage) -> None:
    found = "- query: by_moment\n  with: {at: '{{ task.at }}'}\n  as: same\n  if_none: [disconnect]\n"
    assert moments.play(NOW + found + "- say: '{{ same.what }}'\n- disconnect\n").said == ["Water the plants."]


@pytest.mark.parametrize(
    "stored", ["2026-11-22T15:00:00Z", "2026-11-22T10:00:00-05:00", "2026-11-22 20:30:00+05:30", "2026-11-22T10:00"]
)
def test_a_moment_of_any_offset_is_read(moments: Stage, stored: str) -> None:
    keep = f"- answer\n- write: keep\n  with: {{task_id: 1, at: '{stored}'}}\n"
    read = "- query: kept\n  with: {task_id: 1}\n  as: task\n  if_none: [disconnect]\n"
    say = "- say: '{{ task.at | default(now) }}'\n- say: '{{ task.at | default(now) | time }}'\n- disconnect\n"
    assert moments.play(keep + read + say).said == ["Sunday, November 22 at 10 AM", "10 AM"]


def test_a_day_is_asked_for_by_its_bounds(moments: Stage) -> None:
    moments.play("- answer\n- disconnect\n")
    for number, at in enumerate(["2026-11-22T05:00:00Z", "2026-11-23T04:59:59Z", "2026-11-23T05:00:00Z"], start=1):
        keep = f"- answer\n- write: keep\n  with: {{task_id: {number}, at: '{at}'}}\n- disconnect\n"
        assert moments.play(keep).record.ending == "completed"
    query = """- answer
- query: between
  with: {day_begins: "{{ today | day_begins }}", day_ends: "{{ today | day_ends }}"}
  as: tasks
- for_each: task
  in: tasks
  do:
    - say: "{{ task.what }} {{ task.at | time }}"
- disconnect
"""
    assert moments.play(query).said == ["Water the plants. midnight", "Feed the cat. 11:59 PM"]


def test_what_does_not_fit_its_column_is_not_written(moments: Stage) -> None:
    script = """- answer
- set: {day: "{{ today ~ ' or so' }}"}
- write: plan
  with: {task_id: 1, due: "{{ day }}"}
  if_fails:
    - say: That was not written down.
- disconnect
"""
    played = moments.play(script)
    assert played.said == ["That was not written down."]
    assert played.rows("SELECT due FROM tasks WHERE id = 1") == [("2026-11-23",)]
    failed = [json.loads(to_json(visit)).get("failed") for visit in played.visits]
    [failure] = [each for each in failed if each]
    assert failure["kind"] == "bad_value"
    assert '"due" of "tasks" is declared DATE' in failure["message"]
