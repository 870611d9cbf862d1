"""The beginning of what `make prove` does for as long as it is let."""

from pathlib import Path

import pytest

from callsheet.interpreter.live_call import LiveCall
from callsheet.script.call import Asking
from tests.checking import check_file
from tests.prove.conform import Proven, prove
from tests.prove.generated import written

SCRIPTS = range(40)


def proven(folder: Path, seeds: range, most: int = 40) -> tuple[int, list[Proven]]:
    """How many of these scripts are right, and what was proven of them."""
    found = []
    for seed in seeds:
        checked = check_file(written(folder, seed), "by_chance.flow.yaml")
        if checked.flow is not None:
            found.append(prove(checked.flow, checked.library, rows=2, most=most))
    return len(found), found


def test_scripts_by_chance_are_walked_as_their_calls_go(tmp_path: Path) -> None:
    scripts, found = proven(tmp_path, SCRIPTS)
    assert scripts > len(SCRIPTS) * 0.8
    assert sum(each.followed for each in found) > 500
    assert [fault for each in found for fault in each.faults] == []


def test_a_fault_that_depends_on_what_came_before_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk forgets how often a question was repeated; a call that goes wrong by that is found as it is followed."""

    def end_question(self: LiveCall) -> None:
        self.state.asking = None if self.state.visits < 12 else Asking(1, "if_silent", 7)

    monkeypatch.setattr(LiveCall, "end_question", end_question)
    _, found = proven(tmp_path, range(6))
    assert [fault for each in found for fault in each.faults]
