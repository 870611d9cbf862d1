"""All calls of a script: which places they come to, and how they end."""

from pathlib import Path

from callsheet.exploring.graph import Graph
from callsheet.exploring.paths import goes_well, onward
from callsheet.exploring.walk import Walk
from callsheet.ports.requests import INSTEAD
from tests.exploring.scripts import checked

SCHEMA = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, level INTEGER NOT NULL, note TEXT);\n"
TASKS = "-- name: tasks()\nSELECT id, kind, level, note FROM tasks;\n"


def walked(folder: Path, steps: str, **files: str) -> Graph:
    found = checked(folder, steps, **files)
    assert found.flow is not None
    return Walk(found.flow, found.library).walk()


def taken(graph: Graph) -> set[tuple[str, str]]:
    """Each place with each outcome that calls come to there, but for those that any step may come to."""
    return {(graph.place(move.start), move.outcome) for move in graph.moves if move.outcome not in INSTEAD}


def test_a_question_is_answered_in_every_way(tmp_path: Path) -> None:
    steps = """\
steps:
  - answer
  - ask: Shall I go on?
    answers:
      agree: [{say: Good.}]
      refuse: [{say: All right.}]
    if_silent: [Are you there?]
    if_unclear: [Sorry?]
    otherwise: [{say: Never mind.}]
  - disconnect
"""
    graph = walked(tmp_path, steps)
    outcomes = {outcome for place, outcome in taken(graph) if place == "ask"}
    assert outcomes == {"agree", "refuse", "silent", "unclear", "repeat", "otherwise"}
    assert {"completed", "hung_up", "failed"} <= {graph.ending(each.number) for each in graph.situations}
    assert graph.complete
    well = [move.outcome for move in onward(graph, 1, goes_well)]
    assert well == ["done", "agree", "done", "done"]
    assert not graph.unsaid


def test_a_condition_on_data_holds_and_does_not(tmp_path: Path) -> None:
    steps = """\
steps:
  - answer
  - query: tasks
    as: tasks
  - for_each: task
    in: tasks
    do:
      - branch:
          - if: task.level > 5
            then: [{say: Urgent.}]
          - if: task.kind == "visit"
            then: [{say: A visit.}]
        else:
          - if: task.note is none
            then: [{say: No note.}]
  - disconnect
"""
    graph = walked(tmp_path, steps, queries=TASKS, schema=SCHEMA)
    branch = {outcome for place, outcome in taken(graph) if place == "for_each task/branch"}
    assert branch == {"case 1", "case 2", "else"}
    assert {("for_each task/branch/else/if", "then"), ("for_each task/branch/else/if", "else")} <= taken(graph)
    assert {("for_each task", "rows"), ("for_each task", "none"), ("for_each task/next", "row")} <= taken(graph)


def test_a_counter_grows_no_further_than_it_matters(tmp_path: Path) -> None:
    steps = """\
values: {tries: 0}
steps:
  - answer
  - loop: 50
    do:
      - set: {tries: "{{ tries + 1 }}"}
      - if: tries > 3
        then: [{say: Again.}]
    otherwise: [{say: Enough.}]
  - disconnect
"""
    graph = walked(tmp_path, steps)
    assert {("loop/if", "then"), ("loop/if", "else"), ("loop/next", "otherwise")} <= taken(graph)
    assert len(graph.situations) < 50 * 2 * 4
