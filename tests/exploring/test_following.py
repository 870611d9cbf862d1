"""What was walked is what calls do: moves are followed as whole calls."""

from pathlib import Path

import pytest

from callsheet.exploring.following import follow
from callsheet.exploring.paths import goes_well, onward
from callsheet.exploring.walk import Walk
from callsheet.journal.reading import as_read
from callsheet.ports.records import CallRecord
from tests.checking import check_file
from tests.exploring.scripts import checked
from tests.exploring.test_walk import SCHEMA, TASKS
from tests.prove.conform import path_through, prove

FLOWS = Path(__file__).parents[2] / "flows"
LANGUAGE = Path(__file__).parents[1] / "language"


def test_each_move_of_the_shipped_script_is_what_a_whole_call_does() -> None:
    found = check_file(FLOWS / "interactive_notifications.flow.yaml", "notifications")
    assert found.flow is not None
    proven = prove(found.flow, found.library)
    assert proven.followed == proven.moves > 250
    assert not proven.faults


@pytest.mark.parametrize("name", ["choosing", "collecting", "confirming", "connecting", "recorded"])
def test_moves_of_the_scripts_of_the_language_are_what_calls_do(name: str) -> None:
    found = check_file(LANGUAGE / f"{name}.flow.yaml", name)
    assert found.flow is not None
    assert not prove(found.flow, found.library, most=100).faults


def test_what_was_read_is_not_missing_afterwards(tmp_path: Path) -> None:
    """A column that a condition has found, or that was spoken, is there wherever it is spoken again."""
    steps = """\
steps:
  - answer
  - query: tasks
    as: tasks
  - for_each: task
    in: tasks
    do:
      - if: task.note
        then: [{say: "It says {{ task.note }}."}, {say: "Again, {{ task.note }}."}]
      - say: "{{ task.note | default('nothing') }}"
      - if: task.note is none
        then: [{say: Nothing.}]
  - disconnect
"""
    found = checked(tmp_path, steps, queries=TASKS, schema=SCHEMA)
    assert found.flow is not None
    walk = Walk(found.flow, found.library, rows=2)
    graph = walk.walk()
    assert not prove(found.flow, found.library, rows=2).faults
    said = [move for move in graph.moves if graph.place(move.start).startswith("for_each task/if/then/say")]
    assert said
    assert all(move.failure is None or move.failure.kind == "speech" for move in said if move.outcome == "failed")


def test_a_followed_call_has_a_journal_and_its_rows(tmp_path: Path) -> None:
    steps = """\
steps:
  - answer
  - query: tasks
    as: tasks
  - for_each: task
    in: tasks
    do:
      - if: task.level > 3
        then: [{say: Urgent.}]
  - disconnect
"""
    found = checked(tmp_path, steps, queries=TASKS, schema=SCHEMA)
    assert found.flow is not None
    walk = Walk(found.flow, found.library, rows=2)
    graph = walk.walk()
    move = next(
        move for move in graph.moves if graph.place(move.start) == "for_each task/if" and move.outcome == "then"
    )
    followed = follow(walk.setting, path_through(graph, move))
    (read,) = followed.reads
    assert read.request.query == "tasks"
    assert all(isinstance(level := row.columns.get("level"), int) and level > 3 for row in read.rows[-1:]), read.rows
    told = [entry.event for entry in as_read(followed.events)]
    assert told[0] == "call_started"
    assert told[-1] == "call_ended"
    assert set(told[1:-1]) == {"visit"}


def test_a_followed_call_is_told_in_one_line_like_any_other(tmp_path: Path) -> None:
    """A failure that its script deals with is none of the call's, and what is done after it is no end of it."""
    steps = """\
steps:
  - answer
  - query: tasks
    as: tasks
    if_fails: [{say: Sorry.}]
  - disconnect
after_call:
  - note: It is over.
"""
    found = checked(tmp_path, steps, queries=TASKS, schema=SCHEMA)
    assert found.flow is not None
    walk = Walk(found.flow, found.library)
    graph = walk.walk()
    failed = next(move for move in graph.moves if move.outcome == "failed" and graph.place(move.start) == "query tasks")
    path = [*graph.back(failed.start), failed, *onward(graph, failed.to, goes_well)]
    *_, ended = follow(walk.setting, path).events
    assert isinstance(ended, CallRecord)
    assert (ended.ending, ended.ended_in, ended.failure_kind) == ("completed", "disconnect", "")
