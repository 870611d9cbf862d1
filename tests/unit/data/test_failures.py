"""What can happen to a file, and which kind of failure it is. After each, the database can be used again."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.ports.data import DataFailed
from tests.unit.data.conftest import SCHEMA, Bench, query, unit

STATUS = query("SELECT status FROM notifications ORDER BY id")

# Nobody's user number, for a test that must not be root.
NOBODY = 65534


async def read_and_write(database: SqliteDatabase, visit: int) -> tuple[str, str]:
    """The kinds of failure of a read and of a write; "done" where it was done."""
    kinds = []
    for work in (database.read(STATUS, {}, most_rows=9), database.write(unit(visit))):
        try:
            await work
            kinds.append("done")
        except DataFailed as failed:
            kinds.append(failed.kind)
    return kinds[0], kinds[1]


def new_database(path: Path) -> None:
    Bench(path).script(SCHEMA + "UPDATE notifications SET status = 'new';")


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "who?.db", "#1.db", "ü&x=y.db", "mode=ro.db"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    bench = Bench(tmp_path / name)
    bench.script(SCHEMA)
    assert bench.run(lambda database: read_and_write(database, 1)) == ("done", "done")
    assert bench.marks() == [1]


@pytest.mark.parametrize("name", ["none.db", "none/none.db", "nul\0.db", "x" * 300])
def test_a_missing_file_is_not_made(tmp_path: Path, name: str) -> None:
    bench = Bench(tmp_path / name)
    assert bench.run(lambda database: read_and_write(database, 1)) == ("database_missing", "database_missing")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_comes_later_is_found(bench: Bench) -> None:
    away = bench.path.with_name("away.db")

    async def go_and_come(database: SqliteDatabase) -> None:
        bench.path.rename(away)
        assert await read_and_write(database, 1) == ("database_missing", "database_missing")
        away.rename(bench.path)
        assert await read_and_write(database, 2) == ("done", "done")
        bench.path.rename(away)
        assert await read_and_write(database, 3) == ("database_missing", "database_missing")
        away.rename(bench.path)
        assert await read_and_write(database, 4) == ("done", "done")

    bench.run(go_and_come)
    assert bench.marks() == bench.ledger() == [2, 4]


def test_a_file_that_was_replaced_is_read_and_the_old_one_stays_whole(bench: Bench, tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    new_database(new)

    async def replace(database: SqliteDatabase) -> None:
        for visit in range(50):
            await database.write(unit(visit))
        bench.path.rename(old)
        new.rename(bench.path)
        # Without care, the old file's log would now be taken for the new one's: "malformed".
        rows = await database.read(STATUS, {}, most_rows=9)
        assert [row.columns["status"] for row in rows] == ["new", "new"]
        await database.write(unit(100))

    bench.run(replace)
    assert bench.marks() == bench.ledger() == [100]
    assert bench.rows("PRAGMA integrity_check") == [("ok",)]
    assert Bench(old).marks() == list(range(50))


def test_a_replaced_file_is_left_alone_while_another_program_has_the_old_one(bench: Bench, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    new_database(new)

    async def replace(database: SqliteDatabase) -> None:
        await database.write(unit(1))
        with bench.locked() as other:
            new.replace(bench.path)
            assert await read_and_write(database, 2) == ("database_missing", "database_missing")
            other.rollback()
        os.unlink(f"{bench.path}-wal")
        os.unlink(f"{bench.path}-shm")
        assert await read_and_write(database, 3) == ("done", "done")

    bench.run(replace)
    assert bench.marks() == [3]


def test_what_stands_in_the_log_goes_home_although_who_was_first_knows_of_no_log(bench: Bench, tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    new_database(new)

    async def replace(database: SqliteDatabase) -> None:
        await database.read(STATUS, {}, most_rows=9)  # of a database that keeps no log yet
        await database.write(unit(1))
        with closing(sqlite3.connect(bench.path)) as other:  # who keeps the log from being emptied by whoever closes
            other.execute("SELECT count(*) FROM marks").fetchall()
            bench.path.rename(old)
            new.rename(bench.path)
            assert await read_and_write(database, 2) == ("done", "done")

    bench.run(replace)
    assert bench.marks() == [2]
    assert Bench(old).marks() == [1]


def test_a_file_that_comes_back_is_taken_with_its_log(bench: Bench) -> None:
    away = bench.path.with_name("away.db")

    async def go_and_come(database: SqliteDatabase) -> None:
        await database.write(unit(1))
        with bench.locked() as other:  # so that its log cannot be emptied
            bench.path.rename(away)
            assert await read_and_write(database, 2) == ("database_missing", "database_missing")
            other.rollback()
            away.rename(bench.path)
        assert await read_and_write(database, 3) == ("done", "done")

    bench.run(go_and_come)
    assert bench.marks() == bench.ledger() == [1, 3]


def test_a_file_replaced_under_many_calls_at_once(bench: Bench, tmp_path: Path) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    new_database(new)

    async def replace(database: SqliteDatabase) -> None:
        calls = [asyncio.create_task(database.write(unit(visit))) for visit in range(100)]
        reads = [asyncio.create_task(database.read(STATUS, {}, most_rows=9)) for _ in range(100)]
        await calls[10]
        bench.path.rename(old)
        new.rename(bench.path)
        await asyncio.gather(*calls, *reads)

    bench.run(replace)
    # A statement under way when the file goes is in the old one; each is in exactly one.
    assert sorted(Bench(old).marks() + bench.marks()) == list(range(100))
    assert bench.rows("PRAGMA integrity_check") == Bench(old).rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("damage", [b"no database at all" * 300, os.urandom(4096)])
def test_a_file_that_is_no_database(bench: Bench, damage: bytes) -> None:
    whole = bench.path.read_bytes()

    async def damage_and_repair(database: SqliteDatabase) -> None:
        bench.path.write_bytes(damage)
        assert await read_and_write(database, 1) == ("database_corrupt", "database_corrupt")
        bench.path.write_bytes(whole)
        assert await read_and_write(database, 2) == ("done", "done")

    bench.run(damage_and_repair)
    assert bench.marks() == [2]


def test_a_damaged_page(bench: Bench) -> None:
    bench.script(
        "INSERT INTO notifications SELECT NULL, hex(randomblob(500)), 's', NULL FROM sqlite_master a, sqlite_master"
    )
    [(page,)] = bench.rows("SELECT rootpage FROM sqlite_master WHERE name = 'notifications'")
    with bench.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert bench.run(lambda database: read_and_write(database, 1)) == ("database_corrupt", "done")


def test_a_folder(tmp_path: Path) -> None:
    kinds = Bench(tmp_path).run(lambda database: read_and_write(database, 1))
    assert kinds == ("database_missing", "database_missing")


@contextmanager
def without_rights(*places: Path) -> Iterator[None]:
    """As somebody who may read these places and not change them."""
    for place in places:
        place.chmod(place.stat().st_mode & ~0o222)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        for place in places:
            place.chmod(place.stat().st_mode | 0o200)


def test_a_file_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        bench = Bench(Path(folder, "read-only.db"))
        bench.script(SCHEMA)
        bench.path.chmod(0o644)

        async def lose_and_get_rights(database: SqliteDatabase) -> None:
            with without_rights(Path(folder), bench.path):
                assert await read_and_write(database, 1) == ("done", "database_read_only")
            assert await read_and_write(database, 2) == ("done", "done")

        bench.run(lose_and_get_rights)
        assert bench.marks() == [2]


def test_a_log_that_cannot_be_made() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        bench = Bench(Path(folder, "read-only.db"))
        bench.script(SCHEMA + "PRAGMA journal_mode = WAL;")
        bench.path.chmod(0o644)
        with without_rights(Path(folder), bench.path):
            kinds = bench.run(lambda database: read_and_write(database, 1))
        assert kinds == ("database_read_only", "database_read_only")


def test_a_database_at_its_largest(bench: Bench) -> None:
    fill = query("UPDATE notifications SET message = hex(zeroblob(500000))", kind="write")

    async def fill_then_write(database: SqliteDatabase) -> str:
        await database.write(unit(1))
        writer = database._file._open["writer"]
        await (await writer.execute("PRAGMA max_page_count = 20")).close()
        with pytest.raises(DataFailed) as failed:
            await database.write(unit(2, fill))
        await database.write(unit(3))
        return failed.value.kind

    assert bench.run(fill_then_write) == "database_full"
    assert bench.marks() == bench.ledger() == [1, 3]


FULL_DISK = """
import asyncio, resource, sys
from pathlib import Path
from callsheet.ports.data import DataFailed
from tests.unit.data.conftest import Bench, query, unit

FILL = query("UPDATE notifications SET message = hex(zeroblob(1000000))", kind="write")

async def main() -> None:
    async with Bench(Path(sys.argv[1])).opened() as database:
        await database.write(unit(1))
        unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, unlimited[1]))
        try:
            await database.write(unit(2, FILL))
        except DataFailed as failed:
            print(failed.kind)
        await database.write(unit(3))
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        print((await database.write(unit(2, FILL))).rows)

asyncio.run(main())
"""


def test_a_disk_that_takes_no_more(bench: Bench) -> None:
    """The limit on a file's size fails in the middle of COMMIT, as a disk does."""
    command = [sys.executable, "-W", "error", "-c", FULL_DISK, str(bench.path)]
    done = subprocess.run(command, cwd=Path.cwd(), capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("database_full\n2\n", "")
    assert bench.ledger() == [1, 2, 3]
    assert bench.marks() == [1, 3]


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="only root may mount a small disk")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        bench = Bench(disk / "notifications.db")
        bench.script(SCHEMA)
        fill = query("UPDATE notifications SET message = hex(zeroblob(400000))", kind="write")

        async def fill_then_write(database: SqliteDatabase) -> str:
            await database.write(unit(1))
            with pytest.raises(DataFailed) as failed:
                await database.write(unit(2, fill))
            await database.write(unit(3))
            return failed.value.kind

        assert bench.run(fill_then_write) == "database_full"
        assert bench.marks() == bench.ledger() == [1, 3]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_table_that_is_not_there(bench: Bench) -> None:
    with pytest.raises(DataFailed) as failed:
        bench.run(lambda database: database.read(query("SELECT * FROM secrets"), {}, most_rows=1))
    assert failed.value.kind == "database_refused"
    assert "secrets" not in failed.value.message
