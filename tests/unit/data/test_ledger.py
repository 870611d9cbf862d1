"""The ledger of calls: opened, closed, and those that died with their process."""

import asyncio
import os
import subprocess
import sys
from datetime import timedelta

import pytest

from engine.adapters.data.sqlite import SqliteDatabase, Worker
from engine.ports.data import DataFailed, LostCall, LostWrite, OpenedCall, Written
from tests.unit.data.conftest import IMPATIENT, NOW, Bench, query, unit

CALL = OpenedCall("c", "interactive_notifications", NOW)
CALLS = "SELECT call_id, flow, started_at, ended_at, ending, failure_kind FROM callsheet_calls"
LATER = NOW + timedelta(minutes=1)

HERE = Worker.this()
ELSEWHERE = Worker("another-host", HERE.pid, "before")


def dead_worker() -> Worker:
    """This host's process that has just ended."""
    with subprocess.Popen(["true"]) as ended:
        return Worker(HERE.host, ended.pid, HERE.started)


def leave_open(bench: Bench, worker: Worker) -> None:
    """A call with two writes, whose worker does not get round to closing it."""

    async def begin(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        await database.write(unit(2, query("DELETE FROM notifications", kind="write", name="forget")))
        await database.write(unit(1))

    bench.run(begin, worker=worker)


def lost(bench: Bench) -> tuple[LostCall, ...]:
    return bench.run(lambda database: database.close_lost_calls(LATER))


def test_a_call_is_opened_and_closed(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        assert await database.open_call(CALL)
        assert not await database.open_call(CALL)
        assert bench.rows(CALLS) == [("c", CALL.flow, "2026-11-22T10:00:00Z", None, None, None)]
        await database.close_call("c", "completed", "", LATER)
        await database.close_call("c", "failed", "line", LATER)

    bench.run(call)
    ended = ("c", CALL.flow, "2026-11-22T10:00:00Z", "2026-11-22T10:01:00Z", "completed", "")
    assert bench.rows(CALLS) == [ended]
    assert lost(bench) == ()


def test_a_call_that_was_never_opened_may_write_and_close(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> Written:
        with bench.locked(), pytest.raises(DataFailed):
            await database.open_call(CALL)
        written = await database.write(unit(1))
        await database.close_call("c", "completed", "", LATER)
        return written

    assert bench.run(call, IMPATIENT) == Written(1)


def test_the_calls_of_a_dead_worker_end_once_with_what_they_wrote(bench: Bench) -> None:
    leave_open(bench, dead_worker())
    writes = (LostWrite("mark", 1), LostWrite("forget", 2))
    assert lost(bench) == (LostCall("c", CALL.flow, "2026-11-22T10:00:00Z", writes),)
    assert bench.rows(CALLS)[0][3:] == ("2026-11-22T10:01:00Z", "failed", "engine_died")
    assert lost(bench) == ()
    # The platform may announce it again: it is known, and stays as it ended.
    assert not bench.run(lambda database: database.open_call(CALL))
    assert bench.rows(CALLS)[0][3:] == ("2026-11-22T10:01:00Z", "failed", "engine_died")


def test_a_number_that_was_given_to_another_process_is_not_taken_for_alive(bench: Bench) -> None:
    leave_open(bench, Worker(HERE.host, os.getpid(), "another boot/1"))
    assert [call.call_id for call in lost(bench)] == ["c"]


@pytest.mark.parametrize("worker", [HERE, ELSEWHERE])
def test_the_calls_of_others_are_left_alone(bench: Bench, worker: Worker) -> None:
    leave_open(bench, worker)
    assert lost(bench) == ()
    assert bench.rows(CALLS)[0][3:] == (None, None, None)


def test_the_calls_of_a_living_process_are_left_alone(bench: Bench) -> None:
    script = "from engine.adapters.data.sqlite import Worker; print(Worker.this(), flush=True); input()"
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        worker = Worker.parse(other.stdout.readline().strip())
        assert worker is not None
        leave_open(bench, worker)
        assert lost(bench) == ()
        other.kill()
    assert len(lost(bench)) == 1


def test_a_worker_is_read_back() -> None:
    assert Worker.parse(str(HERE)) == HERE
    assert Worker.parse(str(Worker("a pid 1 start 2", 3, "x"))) == Worker("a pid 1 start 2", 3, "x")
    assert Worker.parse("something else") is None


def test_without_a_ledger_nothing_is_lost_and_nothing_written(bench: Bench) -> None:
    before = bench.path.read_bytes()
    assert lost(bench) == ()
    assert bench.path.read_bytes() == before


def test_two_that_start_at_once_report_a_call_once(bench: Bench) -> None:
    leave_open(bench, dead_worker())

    async def main() -> tuple[tuple[LostCall, ...], ...]:
        async with bench.opened() as one, bench.opened() as two:
            return await asyncio.gather(one.close_lost_calls(LATER), two.close_lost_calls(LATER))

    assert sorted(len(calls) for calls in asyncio.run(main())) == [0, 1]
