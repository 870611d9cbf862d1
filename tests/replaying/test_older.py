"""A journal of an older version: no digest, no rows that were found, each silent step an event of its own, no word of
what a lost call had sent. Who reads journals today reads it."""

from pathlib import Path

import pytest

from callsheet.cli import main
from tests.replaying.conftest import Recorded

OLDER = Path(__file__).with_name("older.jsonl")
SHOWN = """\
00:00.0  --        answered
00:00.0  read      person(phone=+15550100): 1 row
00:00.0  engine    Hello Ann.
00:00.6  read      tasks(person_id=1): 1 row
00:00.6  engine    Task 1. Water the plants. Is it done?
00:04.6  caller    "done that" (1.00)
00:04.6            understood as finished, by phrase (1.00)
00:04.6  written   finish(task_id=1, at=2026-11-22T15:00:04Z): 1 row
00:04.6  engine    Good.
00:05.0  engine    Goodbye.
00:05.5  --        hangs up

-- ended: completed, after 00:05.5, 11 steps and 1 write
"""


def read(recorded: Recorded, *arguments: str) -> str:
    assert main([*arguments, "--journal", str(OLDER)]) == 0
    out, err = recorded.bench.capsys.readouterr()
    assert err == ""
    return out


def test_its_calls_are_listed_and_shown(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    listed = [" ".join(line.split()[2:]) for line in read(recorded, "calls").splitlines()[1:]]
    assert listed == ["c-1 tasks 00:05.5 completed", "c-2 tasks 00:01.8 completed", "c-3 tasks ? failed engine_died"]
    assert read(recorded, "show", "c-1").endswith(SHOWN)
    assert read(recorded, "show", "c-3").endswith("--   written, perhaps not spoken: finish (1 row)\n")


def test_its_calls_are_replayed_as_far_as_it_tells_of_them(recorded: Recorded) -> None:
    ran = recorded.replay(journals=(str(OLDER),))
    assert ran.status == 0
    assert "what person found is not in the journal" in ran.out
    assert ran.out.endswith("3 calls of tasks: 1 as before, 0 differ, 2 as before as far as they could be followed\n")
    recorded.change("Hello stranger.", "Hello.")
    ran = recorded.replay(journals=(str(OLDER),))
    assert ran.status == 1
    assert 'now: they hear "Hello. It is 10 AM."' in ran.out
