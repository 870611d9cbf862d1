"""Somebody changes the files under an open database. Nothing that was said to be done is lost, and it is noticed."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.ports.data import DataFailed, OpenedCall
from tests.unit.data.conftest import NOW, SCHEMA, Bench, query, unit

CALL = OpenedCall("c", "interactive_notifications", NOW)
MARKS = query("SELECT visit FROM marks ORDER BY visit")


async def kind_of_write(database: SqliteDatabase, visit: int) -> str:
    """The kind of failure of a write; "done" where it was done."""
    try:
        await database.write(unit(visit))
    except DataFailed as failed:
        return failed.kind
    return "done"


def marks_after_a_crash(path: Path, folder: Path) -> list[int]:
    """What the next process finds, were this one killed now."""
    folder.mkdir()
    for suffix in ("", "-wal"):
        with_suffix = Path(f"{path}{suffix}")
        if with_suffix.exists():
            shutil.copy(with_suffix, folder / f"copy.db{suffix}")
    with closing(sqlite3.connect(folder / "copy.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [visit for (visit,) in connection.execute("SELECT visit FROM marks ORDER BY visit")]


@pytest.mark.parametrize("gone", [("-wal",), ("-wal", "-shm")])
def test_a_log_that_was_deleted_is_noticed_and_loses_nothing(
    bench: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture, gone: tuple[str, ...]
) -> None:
    async def delete(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        assert await kind_of_write(database, 1) == "done"
        await database.read(MARKS, {}, most_rows=9)
        for suffix in gone:
            os.unlink(f"{bench.path}{suffix}")
        assert await kind_of_write(database, 2) == "database_missing"
        assert "log was deleted" in caplog.text
        assert await kind_of_write(database, 3) == "done"
        assert marks_after_a_crash(bench.path, tmp_path / "crash") == [1, 3]

    bench.run(delete)
    assert bench.marks() == [1, 3]


@pytest.mark.parametrize("then", ["reads", "writes", "ends"])
def test_a_log_that_was_deleted_goes_home_although_who_was_first_knows_of_no_log(
    bench: Bench, tmp_path: Path, then: str
) -> None:
    async def delete(database: SqliteDatabase) -> None:
        await database.read(MARKS, {}, most_rows=9)  # of a database that keeps no log yet
        assert await kind_of_write(database, 1) == "done"
        other.execute("SELECT count(*) FROM marks").fetchall()
        os.unlink(f"{bench.path}-wal")
        match then:
            case "reads":
                with pytest.raises(DataFailed, match="log was deleted"):
                    await database.read(MARKS, {}, most_rows=9)
            case "writes":
                assert await kind_of_write(database, 2) == "database_missing"

    with closing(sqlite3.connect(bench.path)) as other:  # who keeps the log from being emptied by whoever closes
        bench.run(delete)
        assert marks_after_a_crash(bench.path, tmp_path / "crash") == [1]


def test_a_log_that_is_deleted_in_the_midst_of_a_write_is_written_home_before_it_is_done(
    bench: Bench, tmp_path: Path
) -> None:
    def event(rows: int) -> str:  # called between the write and its commit
        os.unlink(f"{bench.path}-wal")
        return str(rows)

    async def delete(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        await database.write(unit(1, event=event))
        assert marks_after_a_crash(bench.path, tmp_path / "crash") == [1]

    bench.run(delete)


@pytest.mark.parametrize("other", ["older", "another"])
def test_a_database_that_was_written_over_is_noticed_and_nothing_more_is_said_to_be_done(
    bench: Bench, tmp_path: Path, caplog: pytest.LogCaptureFixture, other: str
) -> None:
    new = tmp_path / "new.db"
    Bench(new).script(SCHEMA)

    async def write_over(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        await database.take_lost_calls()
        older = bench.path.read_bytes()
        assert await kind_of_write(database, 1) == "done"
        await database.take_lost_calls()
        bench.path.write_bytes(older if other == "older" else new.read_bytes())
        for visit in (2, 3):
            assert await kind_of_write(database, visit) == "database_missing"
        with pytest.raises(DataFailed, match="written over"):
            await database.take_lost_calls()
        with pytest.raises(DataFailed, match="written over"):
            await database.read(MARKS, {}, most_rows=9)
        assert caplog.text.count("was written over") == 1

    bench.run(write_over)


def test_checkpoints_of_others_are_no_meddling(bench: Bench) -> None:
    async def work() -> None:
        async with bench.opened() as one, bench.opened() as other:
            await one.open_call(CALL)
            for visit in range(1, 30, 2):
                await one.take_lost_calls()
                await one.write(unit(visit))
                await other.take_lost_calls()
                assert await kind_of_write(other, visit + 1) == "engine_died"
                with closing(sqlite3.connect(bench.path)) as shell:
                    shell.execute("INSERT INTO marks VALUES (0)")
                    shell.commit()
                    shell.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                assert await kind_of_write(one, visit + 1) == "done"

    asyncio.run(work())
    assert len(bench.marks()) == 45


def test_the_calls_of_a_database_that_was_replaced_fail_and_new_ones_are_taken(bench: Bench, tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    Bench(new).script(SCHEMA)

    async def replace(database: SqliteDatabase) -> None:
        await database.open_call(CALL)
        assert await kind_of_write(database, 1) == "done"
        bench.path.rename(old)
        new.rename(bench.path)
        assert await kind_of_write(database, 2) == "database_missing"
        await database.open_call(OpenedCall("d", "interactive_notifications", NOW))

    bench.run(replace)
    assert Bench(old).marks() == [1]
    assert bench.marks() == []
    assert bench.rows("SELECT call_id FROM callsheet_calls") == [("d",)]


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.readline()
"""


def test_one_lock_is_waited_for_once_whatever_a_call_asks_for(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    sleep = asyncio.sleep

    async def counted(seconds: float) -> None:
        waited.append(seconds)
        await sleep(seconds)

    async def call(database: SqliteDatabase) -> None:
        with pytest.raises(DataFailed):
            await database.open_call(CALL)
        for visit in range(1, 5):
            assert await kind_of_write(database, visit) == "database_locked"
        with pytest.raises(DataFailed):
            await database.close_call("c", "failed", "database_locked", NOW)
        holder.kill()
        holder.wait()
        before = sum(waited)
        assert await kind_of_write(database, 6) == "done"
        assert sum(waited) == before
        with bench.locked() as other:  # another lock is waited for anew
            asyncio.get_running_loop().call_later(0.05, other.rollback)
            assert await kind_of_write(database, 7) == "done"
        assert sum(waited) > before

    monkeypatch.setattr("callsheet.adapters.data.sqlite.patience.asyncio.sleep", counted)
    bench.run(lambda database: database.write(unit(0)))
    command = [sys.executable, "-c", HOLD, str(bench.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        bench.run(call, DatabaseLimits(lock_seconds=0.4))
    # The last pause of all may begin just before the time is over, and is as long as what was left.
    assert sum(waited) < 2 * 0.4
    assert bench.marks() == [0, 6, 7]
