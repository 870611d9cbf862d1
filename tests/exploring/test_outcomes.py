"""Every outcome that a verb has is walked: those of callers, of other people, of the database and of other systems."""

from collections import defaultdict
from pathlib import Path

from callsheet.exploring.walk import Walk
from tests.checking import check_file

LANGUAGE = Path(__file__).parents[1] / "language"
SCRIPTS = ("connecting", "recorded", "elsewhere", "messages", "written", "confirming", "choosing", "again", "number")
# What the world can do to a verb. Whoever does not reach it has not walked every call.
WALKED = {
    "answer": {"done", "hung_up", "limit_reached", "shut_down"},
    "ask": {"given", "silent", "unclear", "otherwise", "failed", "hung_up", "limit_reached", "shut_down"},
    "ask_again": {"again", "given_up"},
    "barge": {"done", "failed", "hung_up", "limit_reached", "shut_down"},
    "connect": {"done", "unanswered", "failed", "hung_up", "limit_reached", "shut_down"},
    "message": {"done", "failed", "fault", "limit_reached", "shut_down"},
    "query": {"done", "none", "failed", "limit_reached", "shut_down"},
    "record": {"done", "none", "failed", "hung_up", "limit_reached", "shut_down"},
    "record_call": {"done", "failed", "limit_reached", "shut_down"},
    "request": {"done", "none", "failed", "fault", "limit_reached", "shut_down"},
    "say": {"done", "failed", "hung_up", "limit_reached", "shut_down"},
    "transcribe": {"done", "failed", "limit_reached", "shut_down"},
    "whisper": {"done", "failed", "hung_up", "limit_reached", "shut_down"},
    "write": {"done", "unchanged", "failed", "fault", "limit_reached", "shut_down"},
}


def test_a_value_that_decides_something_once_it_is_confirmed_is_not_one_with_others() -> None:
    checked = check_file(LANGUAGE / "confirming.flow.yaml", "confirming")
    assert checked.flow is not None
    graph = Walk(checked.flow, checked.library).walk()
    decided = {move.outcome for move in graph.moves if graph.place(move.start) == "ask/if_given/if"}
    assert decided >= {"then", "else"}


def test_every_outcome_of_every_verb_is_walked() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name in SCRIPTS:
        checked = check_file(LANGUAGE / f"{name}.flow.yaml", name)
        assert checked.flow is not None
        graph = Walk(checked.flow, checked.library, rows=1).walk()
        assert graph.is_whole, name
        for move in graph.moves:
            if state := graph.state(move.start):
                found[state.step.verb].add(move.outcome)
    assert {verb: outcomes - found[verb] for verb, outcomes in WALKED.items() if outcomes - found[verb]} == {}
