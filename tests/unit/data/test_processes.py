"""Several processes at one database, and processes that are killed in the middle of it."""

import subprocess
import sys
from itertools import islice

import pytest

from tests.unit.data.conftest import Bench

LEDGER = "SELECT session * 1000000 + visit FROM callsheet_writes ORDER BY 1"


def start(bench: Bench, session: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.unit.data.writing_process", str(bench.path), str(session)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after(process: subprocess.Popen[str], writes: int) -> list[int]:
    """Kill it when it has told of so many writes; all the writes that it told of."""
    assert process.stdout is not None
    with process:
        told = list(islice(process.stdout, writes))
        process.kill()
        told += list(process.stdout)
    return [int(line) for line in told if line.endswith("\n")]


def test_what_was_told_before_a_kill_is_there_exactly_once(bench: Bench) -> None:
    told = [mark for session in range(8) for mark in kill_after(start(bench, session), 3 + 40 * session)]
    there = bench.marks()
    assert len(told) > 1000
    assert len(there) == len(set(there))
    assert set(told) <= set(there)
    assert there == [mark for (mark,) in bench.rows(LEDGER)]
    assert bench.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("processes", [3])
def test_processes_that_write_at_once(bench: Bench, processes: int) -> None:
    started = [start(bench, session) for session in range(processes)]
    told = [mark for process in started for mark in kill_after(process, 200)]
    there = bench.marks()
    assert len(told) >= 200 * processes
    assert len(there) == len(set(there))
    assert set(told) <= set(there)
    assert there == [mark for (mark,) in bench.rows(LEDGER)]
