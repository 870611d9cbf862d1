"""The ledger of calls: opened, closed, and those that died with their process."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.lease import MISSED_BEATS
from callsheet.ports.data import DataFailed, LostCall, LostSending, LostWrite, OpenedCall, WriteKey, WriteUnit, Written
from tests.unit.data.conftest import IMPATIENT, MARK, NOW, Bench, query, unit

CALL = OpenedCall("c", "interactive_notifications", NOW)
CALLS = "SELECT call_id, flow, started_at, ended_at, ending, failure_kind FROM callsheet_calls"
LATER = NOW + timedelta(minutes=1)
STARTED = "2026-11-22T10:00:00Z"
LOST = LostCall("c", CALL.flow, STARTED, (LostWrite("mark", 1), LostWrite("forget", 2)))


class Worker:
    """Another process with a call."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.hears("begun")

    def hears(self, words: str) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == words

    def types(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.read()  # until whoever it has started is dead, too


@contextmanager
def worker(bench: Bench, *before: str, call_id: str = "c") -> Iterator[Worker]:
    command = [*before, sys.executable, "-m", "tests.unit.data.worker_process", str(bench.path), call_id]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Worker(process)
        finally:
            process.kill()


def leave_open(bench: Bench, *before: str) -> None:
    """A call with two writes, whose worker does not get round to closing it."""
    with worker(bench, *before) as dying:
        dying.kill()


def lost(bench: Bench) -> tuple[LostCall, ...]:
    """The calls that the next worker takes over and ends."""

    async def take(database: SqliteDatabase) -> tuple[LostCall, ...]:
        found = await database.take_lost_calls()
        for call in found:
            await database.close_call(call.call_id, "failed", "engine_died", LATER)
        return found

    return bench.run(take)


def beside(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if "-worker-" in file.name)


def test_a_call_is_opened_and_closed(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        assert await database.open_call(CALL)
        assert not await database.open_call(CALL)
        assert bench.rows(CALLS) == [("c", CALL.flow, STARTED, None, None, None)]
        await database.close_call("c", "completed", "", LATER)
        await database.close_call("c", "failed", "line", LATER)

    bench.run(call)
    ended = ("c", CALL.flow, STARTED, "2026-11-22T10:01:00Z", "completed", "")
    assert bench.rows(CALLS) == [ended]
    assert lost(bench) == ()


def test_what_is_sent_is_noted_before_and_once_and_told_of_a_lost_call(bench: Bench) -> None:
    first, second = WriteKey("c", 1, 3), WriteKey("c", 1, 4)

    async def call(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        await database.open_sending(first, "tell")
        with pytest.raises(DataFailed) as failed:
            await database.open_sending(first, "tell")
        assert failed.value.kind == "unknown_outcome"
        await database.close_sending(first, "done")
        await database.open_sending(second, "message")
        with bench.locked(), pytest.raises(DataFailed):
            await database.close_sending(second, "done")

    bench.run(call, IMPATIENT)
    (taken,) = lost(bench)
    assert taken.sent == (LostSending("tell", "done"), LostSending("message", ""))


def test_nothing_is_sent_where_it_cannot_be_noted_or_another_worker_has_the_call(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        with bench.locked(), pytest.raises(DataFailed) as failed:
            await database.open_sending(WriteKey("c", 1, 1), "tell")
        assert failed.value.kind == "database_locked"
        bench.script("UPDATE callsheet_calls SET worker = 'another'")
        with pytest.raises(DataFailed) as failed:
            await database.open_sending(WriteKey("c", 1, 2), "tell")
        assert failed.value.kind == "engine_died"

    bench.run(call, IMPATIENT)
    assert bench.rows("SELECT * FROM callsheet_sendings") == []


def test_a_call_that_was_never_opened_may_write_and_close(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> Written:
        with bench.locked(), pytest.raises(DataFailed):
            await database.open_call(CALL)
        written = await database.write(unit(1))
        await database.close_call("c", "completed", "", LATER)
        return written

    assert bench.run(call, IMPATIENT) == Written(1)


def test_the_calls_of_a_dead_worker_end_once_with_what_they_wrote(bench: Bench) -> None:
    leave_open(bench)
    assert lost(bench) == (LOST,)
    ended = ("2026-11-22T10:01:00Z", "failed", "engine_died")
    assert bench.rows(CALLS)[0][3:] == ended
    assert lost(bench) == ()
    # The platform may announce it again: it is known, and stays as it ended.
    assert not bench.run(lambda database: database.open_call(CALL))
    assert bench.rows(CALLS)[0][3:] == ended
    assert beside(bench.path) == []


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="only root may make namespaces")
def test_a_worker_that_died_in_another_container_is_noticed_at_once(bench: Bench) -> None:
    apart = ("unshare", "--pid", "--fork", "--kill-child", "--uts", "--mount-proc", "sh", "-c")
    if subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("namespaces cannot be made here")
    with worker(bench, *apart, 'hostname other && exec "$@"', "sh") as dying:
        assert lost(bench) == ()
        dying.kill()
    # The system lets go of a dead process's files one after the other.
    assert next(found for _ in range(100) if (found := lost(bench))) == (LOST,)


def test_a_call_that_was_taken_over_is_told_until_it_is_ended_also_by_who_comes_next(bench: Bench) -> None:
    leave_open(bench)
    taken = bench.run(lambda database: database.take_lost_calls())
    assert taken == (LOST,)
    assert bench.rows(CALLS)[0][3:] == (None, None, None)

    async def twice(database: SqliteDatabase) -> tuple[LostCall, ...]:
        assert await database.take_lost_calls() == (LOST,)
        assert await database.take_lost_calls() == (LOST,)
        await database.close_call("c", "failed", "engine_died", LATER)
        return await database.take_lost_calls()

    assert bench.run(twice) == ()


def test_the_calls_of_a_living_worker_are_left_alone(bench: Bench) -> None:
    with worker(bench) as other:
        assert lost(bench) == ()
        assert bench.rows(CALLS)[0][3:] == (None, None, None)
        other.types("write")
        other.hears("written")
        other.kill()
    assert [call.call_id for call in lost(bench)] == ["c"]


def test_a_worker_that_stands_still_is_taken_over_and_writes_nothing_more(bench: Bench) -> None:
    with worker(bench) as still:
        still.signal(signal.SIGSTOP)

        async def wait(database: SqliteDatabase) -> None:
            for _ in range(MISSED_BEATS):
                assert await database.take_lost_calls() == ()
            assert await database.take_lost_calls() == (LOST,)
            still.types("write")
            still.signal(signal.SIGCONT)
            still.hears("engine_died")  # before the call has ended, and after it
            await database.close_call("c", "failed", "engine_died", LATER)
            still.types("write")
            still.hears("engine_died")
            still.types("")
            still.hears("beat")
            still.hears("engine_died")
            assert await database.take_lost_calls() == ()

        bench.run(wait)
    assert bench.marks() == [1]
    assert bench.ledger() == [1, 2]


def test_a_worker_that_beats_is_never_taken_over(bench: Bench) -> None:
    async def beat() -> None:
        async with bench.opened() as one, bench.opened() as other:
            await one.open_call(CALL)
            for _ in range(3 * MISSED_BEATS):
                assert await other.take_lost_calls() == ()
                assert await one.take_lost_calls() == ()
            await one.write(unit(1))

    asyncio.run(beat())
    assert bench.marks() == [1]


def test_a_worker_without_its_file_lives_by_its_beat(bench: Bench) -> None:
    with worker(bench) as other:
        [file] = beside(bench.path)
        bench.path.with_name(file).unlink()
        assert lost(bench) == ()
        other.kill()

    async def wait(database: SqliteDatabase) -> None:
        for _ in range(MISSED_BEATS):
            assert await database.take_lost_calls() == ()
        assert await database.take_lost_calls() == (LOST,)

    bench.run(wait)


def test_a_worker_that_was_taken_over_goes_on_with_new_calls(bench: Bench) -> None:
    async def work() -> None:
        async with bench.opened() as still, bench.opened() as other:
            await still.open_call(CALL)
            for _ in range(MISSED_BEATS + 1):
                taken = await other.take_lost_calls()
            assert [call.call_id for call in taken] == ["c"]
            new = OpenedCall("d", CALL.flow, NOW)
            assert await still.open_call(new)
            with pytest.raises(DataFailed) as failed:
                await still.take_lost_calls()
            assert failed.value.kind == "engine_died"
            assert await still.take_lost_calls() == ()
            await still.close_call("c", "completed", "", LATER)  # which it may say no more
            await still.close_call("d", "completed", "", LATER)

    asyncio.run(work())
    assert bench.rows("SELECT call_id, ending FROM callsheet_calls ORDER BY 1") == [("c", None), ("d", "completed")]


def test_an_end_that_could_not_be_noted_is_noted_with_the_next_beat(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        with bench.locked(), pytest.raises(DataFailed):
            await database.close_call("c", "completed", "", LATER)
        assert bench.rows(CALLS)[0][4] is None
        await database.take_lost_calls()
        assert bench.rows(CALLS)[0][4] == "completed"

    bench.run(call, IMPATIENT)
    assert lost(bench) == ()


def test_a_call_that_could_not_be_noted_is_noted_with_its_first_write(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        with bench.locked(), pytest.raises(DataFailed):
            await database.open_call(CALL)
        await database.write(unit(1))
        assert bench.rows("SELECT call_id FROM callsheet_calls") == [("c",)]

    bench.run(call, IMPATIENT)


def test_a_call_that_could_not_be_noted_does_not_write_in_another_worker_s(bench: Bench) -> None:
    async def calls() -> None:
        async with bench.opened(IMPATIENT) as one, bench.opened() as other:
            with bench.locked(), pytest.raises(DataFailed):
                await one.open_call(CALL)
            assert await other.open_call(CALL)
            with pytest.raises(DataFailed) as failed:
                await one.write(unit(1))
            assert failed.value.kind == "engine_died"

    asyncio.run(calls())
    assert bench.marks() == []


def test_without_a_ledger_nothing_is_lost_and_nothing_written(bench: Bench) -> None:
    before = bench.path.read_bytes()
    assert lost(bench) == ()
    assert bench.path.read_bytes() == before


def test_two_that_start_at_once_report_a_call_once(bench: Bench) -> None:
    leave_open(bench)

    async def main() -> tuple[tuple[LostCall, ...], ...]:
        async with bench.opened() as one, bench.opened() as two:
            return await asyncio.gather(one.take_lost_calls(), two.take_lost_calls())

    assert sorted(len(calls) for calls in asyncio.run(main())) == [0, 1]


VALUES = "SELECT digest, event FROM callsheet_writes"


def test_what_a_write_was_asked_with_is_kept_as_long_as_its_call(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        await database.write(unit(1, event=lambda rows: "+15550100"))
        [(digest, event)] = bench.rows(VALUES)
        assert digest
        assert event == "+15550100"
        await database.close_call("c", "completed", "", LATER)
        assert bench.rows(VALUES) == [("", "")]
        assert await database.write(unit(1)) == Written(1, repeated=True)

    bench.run(call)
    files = [path.read_bytes() for path in bench.path.parent.iterdir()]
    assert not any(b"+15550100" in content for content in files)


def test_what_is_redacted_cannot_be_guessed_from_the_ledger(bench: Bench) -> None:
    number = query("INSERT INTO marks VALUES (:number)", "number", kind="write")

    def digest_of(redact: bool) -> str:
        async def write(database: SqliteDatabase) -> str:
            await database.write(unit(1, number, number="+15550100"))
            [(digest,)] = bench.rows("SELECT digest FROM callsheet_writes")
            assert await database.write(unit(1, number, number="+15550100")) == Written(1, repeated=True)
            return str(digest)

        digest = bench.run(write, redact=redact)
        bench.script("DELETE FROM callsheet_writes")
        return digest

    assert digest_of(redact=False) == digest_of(redact=False)
    assert len({digest_of(redact=True), digest_of(redact=True), digest_of(redact=False)}) == 3


def test_calls_are_kept_as_long_as_they_are_to_be(bench: Bench) -> None:
    async def call(database: SqliteDatabase) -> None:
        today = datetime.now(UTC)
        for day, call_id in ((today - timedelta(days=40), "c"), (today, "new")):
            await database.open_call(OpenedCall(call_id, CALL.flow, day))
            await database.write(WriteUnit(WriteKey(call_id, 1, 1), MARK, {"visit": 1}, str))
            await database.open_sending(WriteKey(call_id, 1, 2), "tell")
            await database.close_call(call_id, "completed", "", day)
        await database.open_call(OpenedCall("open", CALL.flow, NOW))
        await database.take_lost_calls()

    bench.run(call, keep=timedelta(days=30))
    assert bench.rows("SELECT call_id FROM callsheet_calls ORDER BY 1") == [("new",), ("open",)]
    assert bench.rows("SELECT call_id FROM callsheet_writes") == [("new",)]
    assert bench.rows("SELECT call_id FROM callsheet_sendings") == [("new",)]
    assert bench.marks() == [1, 1]
