"""An author's statement does what it is for: it cannot leave its transaction, its file, or its tables."""

from pathlib import Path

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.ports.data import DataFailed
from tests.unit.data.conftest import Bench, query, unit

FORBIDDEN = [
    "ATTACH 'FOLDER/other.db' AS other",
    "VACUUM INTO 'FOLDER/other.db'",
    "VACUUM",
    "DETACH main",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "COMMIT",
    "END",
    "ROLLBACK",
    "BEGIN",
    "SAVEPOINT s",
    "SELECT load_extension('FOLDER/x.so')",
    "INSERT INTO marks VALUES (1); COMMIT",
    "INSERT INTO callsheet_writes VALUES ('c', 1, 9, 'n', 'd', 1, 'e', 'a')",
    "DELETE FROM callsheet_writes",
    "UPDATE CallSheet_Calls SET ended_at = NULL",
    "CREATE TABLE t (x)",
    "CREATE TEMP TRIGGER t AFTER INSERT ON marks BEGIN DELETE FROM callsheet_writes; END",
    "DROP TABLE callsheet_writes",
    "no SQL at all",
    "INSERT INTO marks VALUES (:missing)",
    "INSERT INTO marks VALUES (1) -- \0",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_write_cannot_break_out(bench: Bench, tmp_path: Path, sql: str) -> None:
    hostile = query(sql.replace("FOLDER", str(tmp_path)), kind="write")

    async def hostile_then_another(database: SqliteDatabase) -> None:
        await database.write(unit(1))
        with pytest.raises(DataFailed) as failed:
            await database.write(unit(2, hostile))
        assert failed.value.kind == "database_refused"
        await database.write(unit(3))

    bench.run(hostile_then_another)
    assert bench.marks() == bench.ledger() == [1, 3]
    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize("sql", [*FORBIDDEN, "INSERT INTO marks VALUES (1) RETURNING visit", "DELETE FROM marks"])
def test_a_read_cannot_write(bench: Bench, tmp_path: Path, sql: str) -> None:
    async def hostile_then_another(database: SqliteDatabase) -> None:
        await database.write(unit(1))
        for _ in range(2):
            with pytest.raises(DataFailed) as failed:
                await database.read(query(sql.replace("FOLDER", str(tmp_path))), {}, most_rows=1)
            assert failed.value.kind == "database_refused"

    bench.run(hostile_then_another)
    assert bench.marks() == bench.ledger() == [1]
    assert not (tmp_path / "other.db").exists()


def test_a_trigger_cannot_reach_the_ledger(bench: Bench) -> None:
    async def write(database: SqliteDatabase) -> None:
        await database.write(unit(1))
        bench.script("CREATE TRIGGER t AFTER INSERT ON marks BEGIN DELETE FROM callsheet_writes; END")
        with pytest.raises(DataFailed):
            await database.write(unit(2))

    bench.run(write)
    assert bench.ledger() == [1]


def test_full_text_search_works(bench: Bench) -> None:
    bench.script("CREATE VIRTUAL TABLE texts USING fts5(body); INSERT INTO texts VALUES ('a parcel')")

    async def write_and_read(database: SqliteDatabase) -> int:
        await database.write(unit(1, query("INSERT INTO texts VALUES ('another parcel')", kind="write")))
        rows = await database.read(query("SELECT body FROM texts WHERE texts MATCH 'parcel'"), {}, most_rows=9)
        return len(rows)

    assert bench.run(write_and_read) == 2


def test_a_message_does_not_hold_what_was_said(bench: Bench) -> None:
    bench.script("CREATE TABLE words (word TEXT PRIMARY KEY CHECK (word <> 'secret'))")
    say = query("INSERT INTO words VALUES (:word)", "word", kind="write", name="keep_word")
    with pytest.raises(DataFailed) as failed:
        bench.run(lambda database: database.write(unit(1, say, word="secret")))
    assert failed.value.message == (
        'The database refused "keep_word": a constraint or trigger of the table does not allow it.'
    )
    assert failed.value.__cause__ is None
