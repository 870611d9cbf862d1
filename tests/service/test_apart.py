"""New versions of scripts are checked in a process of their own, and ended where that takes too much."""

import sys
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import check_file
from callsheet.service import apart
from callsheet.service.apart import brief_turns, check_apart
from callsheet.service.source_files import Noted
from tests.bench.scripts import write_scripts


@pytest.fixture(autouse=True)
def _impolite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests wait for it."""
    monkeypatch.setattr(apart, "POLITENESS", 0)


def noted(script: Path) -> Noted:
    return Noted(Disk.around([script]))


def test_what_passes_has_its_flow_and_the_warnings_that_check_gives(tmp_path: Path) -> None:
    (script,) = write_scripts(tmp_path, 1)
    script.write_text(script.read_text() + "  spare:\n    - note: never run\n")
    own, other = noted(script), noted(script)
    here, there = check_file(script, "a.flow.yaml", own), check_apart(script, "a.flow.yaml", other)
    assert own.digests == other.digests
    assert [item.code.id for item in there.diagnostics] == ["CS231"]
    assert there.diagnostics == here.diagnostics
    assert here.flow is not None
    assert there.flow is not None
    assert list(there.flow.states) == list(here.flow.states)
    assert there.flow.queries == here.flow.queries


def test_what_is_wrong_is_told_and_has_no_flow(tmp_path: Path) -> None:
    script = tmp_path / "a.flow.yaml"
    script.write_text("callsheet: 1\nflow: a\nsteps:\n  - answer\n  - run: nowhere\n  - disconnect\n")
    checked = check_apart(script, "a.flow.yaml", noted(script))
    assert checked.flow is None
    assert checked.diagnostics == check_file(script, "a.flow.yaml", Disk.around([script])).diagnostics


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (script,) = write_scripts(tmp_path, 1)
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.0)
    checked = check_apart(script, "a.flow.yaml", noted(script))
    assert checked.flow is None
    assert [(item.code.id, item.message) for item in checked.diagnostics] == [
        ("CS001", "this script takes too much time or memory to check, and was given up")
    ]


def test_turns_are_brief_while_something_is_compiled_only() -> None:
    usual = sys.getswitchinterval()
    with brief_turns():
        assert sys.getswitchinterval() < usual
    assert sys.getswitchinterval() == usual
