"""A write happens once, and what is said of it is true."""

import asyncio
import sqlite3
from collections.abc import Awaitable
from contextlib import closing
from datetime import date

import aiosqlite
import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.ports.data import DataFailed, Written
from callsheet.ports.values import Cell
from tests.unit.data.conftest import ENDLESS, HASTY, IMPATIENT, MARK, Bench, RealClock, query, unit

SLOW_WRITE = query(f"INSERT INTO marks {ENDLESS}", kind="write")

# One step of SQLite's that takes seconds, which no interrupt reaches: it compares as many bytes as the product.
DEAF_WRITE = query("INSERT INTO marks SELECT instr(zeroblob(800000), zeroblob(400000) || x'01')", kind="write")

# COMMIT finds out that there is no such parent.
ORPHANS = "CREATE TABLE orphans (parent INTEGER REFERENCES notifications (id) DEFERRABLE INITIALLY DEFERRED)"
ORPHAN = query("INSERT INTO orphans VALUES (99)", kind="write")

# Further than any write goes: each turn of the loop is a place to be cancelled at.
MOST_TURNS = 60


async def kind_of(work: Awaitable[object]) -> str:
    """The kind of failure that `work` ends with."""
    with pytest.raises(DataFailed) as failure:
        await work
    return failure.value.kind


def test_a_write_is_there_with_its_line_in_the_ledger(bench: Bench) -> None:
    written = bench.run(lambda database: database.write(unit(1, event=lambda rows: f'{{"rows": {rows}}}')))
    assert written == Written(1)
    assert bench.marks() == [1]
    line = bench.rows("SELECT call_id, session, visit, name, rows, event FROM callsheet_writes")
    assert line == [("c", 1, 1, "mark", 1, '{"rows": 1}')]


def test_the_same_visit_writes_once_also_in_another_process(bench: Bench) -> None:
    async def twice(database: SqliteDatabase) -> list[Written]:
        return [await database.write(unit(1)), await database.write(unit(1))]

    assert bench.run(twice) == [Written(1), Written(1, repeated=True)]
    assert bench.run(lambda database: database.write(unit(1))) == Written(1, repeated=True)
    assert bench.marks() == bench.ledger() == [1]


@pytest.mark.parametrize("other", ["1", True, 1.0, None, date(2026, 11, 22)])
def test_the_same_visit_with_other_values_is_a_fault(bench: Bench, other: Cell) -> None:
    async def twice(database: SqliteDatabase) -> str:
        await database.write(unit(1, visit=1))
        return await kind_of(database.write(unit(1, visit=other)))

    assert bench.run(twice) == "write_mismatch"
    assert bench.marks() == [1]


def test_the_same_visit_with_another_query_is_a_fault(bench: Bench) -> None:
    async def twice(database: SqliteDatabase) -> str:
        await database.write(unit(1))
        return await kind_of(database.write(unit(1, query(MARK.sql, "visit", kind="write", name="other"), visit=1)))

    assert bench.run(twice) == "write_mismatch"


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("UPDATE notifications SET status = 'x'", 2),
        ("UPDATE notifications SET status = 'x' WHERE id = 99", 0),
        ("UPDATE notifications SET status = 'x' RETURNING id", 2),
        ("WITH these AS (SELECT 1 AS id) UPDATE notifications SET status = 'x' WHERE id IN these", 1),
        ("WITH these AS (SELECT 9 AS id) UPDATE notifications SET status = 'x' WHERE id IN these", 0),
        ("DELETE FROM notifications", 2),
        ("REPLACE INTO notifications VALUES (1, 'm', 's', NULL)", 1),
        ("SELECT 1", 0),
    ],
)
def test_the_rows_are_those_that_the_statement_changed(bench: Bench, sql: str, rows: int) -> None:
    async def after_another(database: SqliteDatabase) -> Written:
        await database.write(unit(1))
        return await database.write(unit(2, query(sql, kind="write")))

    assert bench.run(after_another) == Written(rows)


def test_what_a_trigger_does_is_not_counted(bench: Bench) -> None:
    bench.script("CREATE TRIGGER t AFTER INSERT ON marks BEGIN UPDATE notifications SET status = 'x'; END")
    assert bench.run(lambda database: database.write(unit(1))) == Written(1)
    assert bench.rows("SELECT DISTINCT status FROM notifications") == [("x",)]


@pytest.mark.parametrize("turns", range(MOST_TURNS))
def test_cancelled_anywhere_a_write_is_whole_and_can_be_repeated(bench: Bench, turns: int) -> None:
    async def cancelled(database: SqliteDatabase) -> None:
        task = asyncio.create_task(database.write(unit(1)))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})

    bench.run(cancelled)
    with bench.locked():  # nobody has left a transaction open
        pass
    if turns:  # it was handed in
        assert bench.marks() == bench.ledger() == [1]
    assert bench.run(lambda database: database.write(unit(1))).rows == 1
    assert bench.marks() == bench.ledger() == [1]


def test_a_failed_write_leaves_no_transaction_open(bench: Bench) -> None:
    async def fail_then_write(database: SqliteDatabase) -> str:
        kind = await kind_of(database.write(unit(1, query("INSERT INTO marks VALUES (NULL)", kind="write"))))
        with bench.locked():
            pass
        await database.write(unit(2))
        return kind

    assert bench.run(fail_then_write) == "database_refused"
    assert bench.marks() == bench.ledger() == [2]


def test_a_failure_to_describe_the_write_undoes_it(bench: Bench) -> None:
    def event(rows: int) -> str:
        raise LookupError

    async def fail_then_write(database: SqliteDatabase) -> None:
        with pytest.raises(LookupError):
            await database.write(unit(1, event=event))
        await database.write(unit(2))

    bench.run(fail_then_write)
    assert bench.marks() == bench.ledger() == [2]


def test_a_statement_over_its_time_is_stopped_and_undone(bench: Bench) -> None:
    async def slow_then_quick(database: SqliteDatabase) -> str:
        kind = await kind_of(database.write(unit(1, SLOW_WRITE)))
        await database.write(unit(2))
        return kind

    assert bench.run(slow_then_quick, HASTY) == "database_slow"
    assert bench.marks() == bench.ledger() == [2]


def test_a_statement_that_no_interrupt_reaches_never_comes_true(bench: Bench) -> None:
    async def deaf_then_another(database: SqliteDatabase) -> None:
        assert await kind_of(database.write(unit(1, DEAF_WRITE))) == "database_slow"
        with closing(sqlite3.connect(bench.path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")  # it has not come back yet
        async with bench.opened(DatabaseLimits(lock_seconds=60)) as patient:  # until the lost statement has let go
            await patient.write(unit(2))
        await database.write(unit(3))

    bench.run(deaf_then_another, DatabaseLimits(run_seconds=0.3, settle_seconds=0.5))
    assert bench.marks() == bench.ledger() == [2, 3]


def test_a_commit_that_is_refused_is_undone(bench: Bench) -> None:
    bench.script(ORPHANS)

    async def refused_then_write(database: SqliteDatabase) -> str:
        kind = await kind_of(database.write(unit(1, ORPHAN)))
        await database.write(unit(2))
        return kind

    assert bench.run(refused_then_write) == "database_refused"
    assert bench.rows("SELECT * FROM orphans") == []
    assert bench.ledger() == [2]


class BadCommit(sqlite3.OperationalError):
    """What SQLite says when the disk fails."""

    sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    sqlite_errorname = "SQLITE_IOERR_FSYNC"


@pytest.mark.parametrize("committed", [True, False])
def test_a_commit_that_failed_is_looked_up(bench: Bench, monkeypatch: pytest.MonkeyPatch, committed: bool) -> None:
    commit = aiosqlite.Connection.commit

    async def failing(connection: aiosqlite.Connection) -> None:
        if committed:
            await commit(connection)
        raise BadCommit

    async def fail_then_repeat(database: SqliteDatabase) -> Written | str:
        with monkeypatch.context() as patch:
            patch.setattr(aiosqlite.Connection, "commit", failing)
            try:
                first: Written | str = await database.write(unit(1))
            except DataFailed as failure:
                first = failure.kind
        assert await database.write(unit(1)) == Written(1, repeated=committed)
        return first

    assert bench.run(fail_then_repeat) == (Written(1) if committed else "database_corrupt")
    assert bench.marks() == bench.ledger() == [1]


def test_a_commit_that_failed_and_cannot_be_looked_up_is_unknown(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(connection: aiosqlite.Connection) -> None:
        bench.path.rename(bench.path.with_suffix(".away"))
        raise BadCommit

    monkeypatch.setattr(aiosqlite.Connection, "commit", failing)
    assert bench.run(lambda database: kind_of(database.write(unit(1)))) == "unknown_outcome"


def test_a_commit_that_does_not_come_back_is_unknown_and_never_comes_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(connection: aiosqlite.Connection) -> None:
        await asyncio.Event().wait()

    async def unknown_then_write(database: SqliteDatabase) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(aiosqlite.Connection, "commit", endless)
            kind = await kind_of(database.write(unit(1)))
        await database.write(unit(2))
        return kind

    assert bench.run(unknown_then_write, DatabaseLimits(settle_seconds=1.0)) == "unknown_outcome"
    assert bench.marks() == bench.ledger() == [2]


def test_a_lock_that_goes_away_in_time_is_waited_for(bench: Bench) -> None:
    async def write_when_unlocked(database: SqliteDatabase) -> Written:
        with bench.locked() as other:
            asyncio.get_running_loop().call_later(0.05, other.rollback)
            return await database.write(unit(1))

    assert bench.run(write_when_unlocked) == Written(1)


def test_a_lock_that_stays_is_told_and_nothing_was_written(bench: Bench) -> None:
    async def locked_then_write(database: SqliteDatabase) -> str:
        with bench.locked():
            kind = await kind_of(database.write(unit(1)))
        await database.write(unit(2))
        return kind

    assert bench.run(locked_then_write, IMPATIENT) == "database_locked"
    assert bench.marks() == bench.ledger() == [2]


def test_a_write_still_waiting_at_its_deadline_is_never_tried(bench: Bench) -> None:
    async def queue_behind_a_lock(database: SqliteDatabase) -> Written:
        with bench.locked() as other:
            first = asyncio.create_task(database.write(unit(1)))
            await asyncio.sleep(0)
            assert await kind_of(database.write(unit(2))) == "database_slow"
            other.rollback()
            return await first

    assert bench.run(queue_behind_a_lock, DatabaseLimits(queue_seconds=0.1, lock_seconds=60)) == Written(1)
    assert bench.marks() == bench.ledger() == [1]


def test_no_more_wait_than_there_is_room_for(bench: Bench) -> None:
    async def two(database: SqliteDatabase) -> list[Written | BaseException]:
        return await asyncio.gather(*(database.write(unit(visit)) for visit in (1, 2)), return_exceptions=True)

    first, second = bench.run(two, DatabaseLimits(waiting=1))
    assert first == Written(1)
    assert isinstance(second, DataFailed)
    assert second.kind == "database_slow"


def test_the_clock_stands_still_while_a_write_is_under_way_that_nobody_waits_for(bench: Bench) -> None:
    clock = RealClock()

    async def leave_a_write(database: SqliteDatabase) -> None:
        await database.read(query("SELECT 1"), {}, most_rows=1)
        assert clock.at_work == 0
        with bench.locked():
            task = asyncio.create_task(database.write(unit(1)))
            await asyncio.sleep(0.01)  # it may be waiting for the lock now, or still on its way there
            task.cancel()
            await asyncio.wait({task})
            assert clock.at_work == 1

    bench.run(leave_a_write, clock=clock)
    assert clock.at_work == 0
    assert bench.marks() == [1]


def test_a_hundred_calls_at_once(bench: Bench) -> None:
    async def call(database: SqliteDatabase, visit: int) -> None:
        await database.write(unit(visit))
        rows = await database.read(query("SELECT visit FROM marks WHERE visit = :v", "v"), {"v": visit}, most_rows=9)
        assert [row.columns["visit"] for row in rows] == [visit]

    async def all_of_them(database: SqliteDatabase) -> None:
        await asyncio.gather(*(call(database, visit) for visit in range(100)))

    bench.run(all_of_them)
    assert bench.marks() == bench.ledger() == list(range(100))


def test_closing_does_what_waits_and_takes_nothing_more(bench: Bench) -> None:
    async def main() -> None:
        database = bench.open()
        waiting = [asyncio.create_task(database.write(unit(visit))) for visit in range(5)]
        await asyncio.sleep(0)
        await database.close()
        assert [task.result() for task in waiting] == [Written(1)] * 5
        assert await kind_of(database.write(unit(6))) == "database_missing"
        await database.close()

    asyncio.run(main())
    assert bench.marks() == list(range(5))
