"""A read gives rows of declared types within its time, and leaves its connection as it was."""

import asyncio
import threading
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.ports.data import DataFailed
from callsheet.ports.values import Cell, Row
from tests.unit.data.conftest import ENDLESS, HASTY, IMPATIENT, Bench, query, unit

PENDING = query("SELECT id FROM notifications WHERE status = :status ORDER BY id", "status", name="pending")


def one(bench: Bench, sql: str, *, values: dict[str, Cell] | None = None, **types: str) -> Cell:
    """The column `x` of the only row of `sql`."""
    [row] = bench.run(lambda database: database.read(query(sql, types=types), values or {}, most_rows=2))
    found = row.columns["x"]
    assert not isinstance(found, Row | tuple)
    return found


def failure(bench: Bench, sql: str, *, values: dict[str, Cell] | None = None, **types: str) -> DataFailed:
    with pytest.raises(DataFailed) as raised:
        one(bench, sql, values=values, **types)
    return raised.value


@pytest.mark.parametrize(("most", "ids"), [(0, []), (1, [1]), (2, [1, 2]), (100, [1, 2])])
def test_no_more_rows_than_asked_for(bench: Bench, most: int, ids: list[int]) -> None:
    rows = bench.run(lambda database: database.read(PENDING, {"status": "pending"}, most_rows=most))
    assert [row.columns["id"] for row in rows] == ids


@pytest.mark.parametrize(
    ("stored", "declared", "expected"),
    [
        ("1", "BOOLEAN", True),
        ("0", "boolean", False),
        ("NULL", "BOOLEAN", None),
        ("'2026-11-22'", "DATE", date(2026, 11, 22)),
        ("'10:30'", "TIME", time(10, 30)),
        ("'2026-11-22 10:30:00'", "DATETIME", datetime(2026, 11, 22, 10, 30)),
        ("'2026-11-22T10:30:00Z'", "TIMESTAMP", datetime(2026, 11, 22, 10, 30, tzinfo=UTC)),
        ("1", "BOOL", True),
        ("1", "", 1),
        ("1", "INTEGER", 1),
        ("1.5", "INTEGER", 1.5),
        ("2", "REAL", 2),
        ("1.5", "REAL", 1.5),
        ("'1'", "TEXT", "1"),
    ],
)
def test_columns_come_as_their_declared_type(bench: Bench, stored: str, declared: str, expected: Cell) -> None:
    found = one(bench, f"SELECT {stored} AS x", x=declared)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("stored", "declared"),
    [
        ("2", "BOOLEAN"),
        ("1.0", "BOOLEAN"),
        ("'secret'", "BOOLEAN"),
        ("'secret'", "DATE"),
        ("20261122", "DATE"),
        ("'20261122'", "DATE"),
        ("'2026-W47-7'", "DATE"),
        ("'25:00'", "TIME"),
        ("'secret'", "DATETIME"),
        ("'secret'", "INTEGER"),
        ("'1'", "REAL"),
        ("x'00'", "BIGINT"),
        ("x'00'", ""),
        ("x'00'", "DATE"),
        ("9e999", ""),
        ("CAST(x'ff' AS TEXT)", ""),
    ],
)
def test_a_column_that_does_not_fit_is_told_without_its_value(bench: Bench, stored: str, declared: str) -> None:
    failed = failure(bench, f"SELECT {stored} AS x", x=declared)
    assert failed.kind == "bad_value"
    assert "secret" not in failed.message
    assert "asked" in failed.message


def test_the_row_and_the_column_that_do_not_fit_are_named(bench: Bench) -> None:
    failed = failure(bench, "SELECT 1 AS x UNION ALL SELECT 7", x="BOOLEAN")
    assert failed.message == 'Row 2 of "asked" has something in "x" that does not fit its type.'


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (True, 1),
        (False, 0),
        (None, None),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (1.5, 1.5),
        ("Zoë 👋", "Zoë 👋"),
        ("a\0b", "a\0b"),
        (date(2026, 11, 22), "2026-11-22"),
        (time(10, 30), "10:30:00"),
        (datetime(2026, 11, 22, 10, 30, 0, 999_999, tzinfo=UTC), "2026-11-22T10:30:00Z"),
        (datetime(2026, 11, 22, 10, 30, tzinfo=ZoneInfo("America/New_York")), "2026-11-22T15:30:00Z"),
        (datetime(2026, 11, 22, 10, 30), "2026-11-22T10:30:00"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), "0001-01-01T00:00:00+14:00"),
    ],
)
def test_values_go_in_as_sqlite_keeps_them(bench: Bench, value: Cell, stored: Cell) -> None:
    found = one(bench, "SELECT :v AS x", values={"v": value})
    assert (found, type(found)) == (stored, type(stored))


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, float("nan"), float("inf"), "\ud800", b"bytes"])
def test_a_value_that_sqlite_cannot_hold_is_refused(bench: Bench, value: Cell) -> None:
    failed = failure(bench, "SELECT :v AS x", values={"v": value})
    assert (failed.kind, failed.message) == ("bad_value", 'The database cannot hold the parameter "v" of "asked".')


def test_two_columns_of_one_name_are_refused(bench: Bench) -> None:
    failed = failure(bench, "SELECT 1 AS x, 2 AS x")
    assert (failed.kind, failed.message) == ("database_refused", '"asked" gives two columns the name "x".')


def test_a_read_over_its_time_is_stopped_and_the_next_one_is_quick(bench: Bench) -> None:
    async def slow_then_quick(database: SqliteDatabase) -> None:
        with pytest.raises(DataFailed) as failed:
            await database.read(query(ENDLESS), {}, most_rows=1)
        assert failed.value.kind == "database_slow"
        assert len(await database.read(PENDING, {"status": "pending"}, most_rows=9)) == 2

    bench.run(slow_then_quick, DatabaseLimits(readers=1, run_seconds=0.3))


def test_rows_that_never_end_are_stopped_between_them(bench: Bench) -> None:
    trickle = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i % 1000000 = 1"
    with pytest.raises(DataFailed) as failed:
        bench.run(lambda database: database.read(query(trickle), {}, most_rows=1_000_000), HASTY)
    assert failed.value.kind == "database_slow"


@pytest.mark.parametrize("turns", [1, 2, 3, 5, 8, 13, 21, 34, 55, 500])
def test_a_cancelled_read_is_stopped_and_gives_its_connection_back(bench: Bench, turns: int) -> None:
    async def cancel_then_read(database: SqliteDatabase) -> None:
        task = asyncio.create_task(database.read(query(ENDLESS), {}, most_rows=1))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        # The only reader would be busy for a minute, and nobody may queue for longer than half of that.
        assert len(await database.read(PENDING, {"status": "pending"}, most_rows=9)) == 2
        assert task.cancelled()

    bench.run(cancel_then_read, DatabaseLimits(readers=1, run_seconds=60, queue_seconds=30))


def test_more_reads_than_readers_all_come_to_their_turn(bench: Bench) -> None:
    async def many(database: SqliteDatabase) -> list[int]:
        reads = (database.read(PENDING, {"status": "pending"}, most_rows=9) for _ in range(500))
        return [len(rows) for rows in await asyncio.gather(*reads)]

    assert bench.run(many) == [2] * 500


def test_reading_goes_on_while_another_program_writes(bench: Bench) -> None:
    async def read_while_locked(database: SqliteDatabase) -> int:
        await database.write(unit(1))
        with bench.locked():
            return len(await database.read(PENDING, {"status": "pending"}, most_rows=9))

    assert bench.run(read_while_locked, IMPATIENT) == 2


@pytest.mark.parametrize(("lock_seconds", "expected"), [(60.0, 2), (0.05, "database_locked")])
def test_a_database_locked_for_reading_too(bench: Bench, lock_seconds: float, expected: int | str) -> None:
    async def read_when_unlocked(database: SqliteDatabase) -> int | str:
        with bench.locked() as other:
            other.rollback()
            other.execute("BEGIN EXCLUSIVE")
            if lock_seconds > 1:
                asyncio.get_running_loop().call_later(0.05, other.rollback)
            try:
                return len(await database.read(PENDING, {"status": "pending"}, most_rows=9))
            except DataFailed as failed:
                return failed.kind

    assert bench.run(read_when_unlocked, DatabaseLimits(lock_seconds=lock_seconds)) == expected


def test_closing_leaves_no_thread(bench: Bench) -> None:
    before = set(threading.enumerate())

    async def use(database: SqliteDatabase) -> None:
        await asyncio.gather(*(database.read(PENDING, {"status": "x"}, most_rows=1) for _ in range(9)))
        await database.write(unit(1))

    bench.run(use)
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)
        assert not thread.is_alive()


def test_closing_what_was_never_opened(bench: Bench) -> None:
    async def nothing(database: SqliteDatabase) -> None:
        await database.close()

    bench.run(nothing)
