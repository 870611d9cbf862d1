"""A new database is there whole or not at all; a copy is what the source was at one instant."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from callsheet.adapters.data.sqlite.create import copy_database, create_database
from callsheet.ports.dialect import DatabaseNotMade
from tests.unit.data.conftest import Bench, unit

TABLE = "CREATE TABLE t (x INTEGER PRIMARY KEY);\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "new ?#%.db"


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path: Path) -> Iterator[None]:
    yield
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".callsheet-")] == []


def not_made(place: Path, schema: str, sample: str = "", **options: float) -> DatabaseNotMade:
    before = set(place.parent.iterdir())
    with pytest.raises(DatabaseNotMade) as failed:
        create_database(place, schema, sample, **options)
    assert set(place.parent.iterdir()) == before
    return failed.value


def test_a_new_database_holds_its_sample_and_is_ready_for_calls(place: Path) -> None:
    assert create_database(place, TABLE, "INSERT INTO t VALUES (1), (2);")
    bench = Bench(place)
    assert bench.rows("SELECT x FROM t") == [(1,), (2,)]
    assert bench.rows("PRAGMA journal_mode") == [("wal",)]
    assert bench.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    "schema",
    [
        "",
        "-- nothing",
        "PRAGMA foreign_keys = OFF; BEGIN TRANSACTION; CREATE TABLE t (x); COMMIT;",
        "BEGIN; CREATE TABLE t (x)",
        "CREATE TABLE t (x); -- the end; of it",
        "CREATE TABLE t (x DEFAULT ';'); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END; ;",
        "CREATE VIRTUAL TABLE t USING fts5(x);",
    ],
)
def test_whatever_a_schema_looks_like(place: Path, schema: str) -> None:
    assert create_database(place, schema)
    assert Bench(place).rows("SELECT count(*) FROM sqlite_master WHERE name = 't'") == [("CREATE" in schema,)]


def test_a_file_that_is_there_is_not_touched(place: Path) -> None:
    place.write_bytes(b"mine")
    assert not create_database(place, TABLE)
    assert place.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("schema", "sample", "file", "line"),
    [
        ("CREATE TABLE t (x);\n\n-- the next\nCREATE TABL u (x);", "", "schema.sql", 4),
        ("CREATE TABLE t (\n  x\n", "", "schema.sql", 1),
        (TABLE, "\n/* two\nlines */ INSERT INTO t VALUES (1);\nINSERT INTO u VALUES (1);\n", "sample.sql", 4),
        (TABLE, "INSERT INTO t VALUES (1);INSERT INTO t\nVALUES (1);\n", "sample.sql", 1),
        ("CREATE TABLE t (x); \0", "", "schema.sql", 1),
    ],
)
def test_a_mistake_in_the_sql_is_located(place: Path, schema: str, sample: str, file: str, line: int) -> None:
    failed = not_made(place, schema, sample)
    assert (failed.file, failed.line) == (file, line)
    assert failed.message.startswith("SQLite refuses it: ")


@pytest.mark.parametrize(
    "hostile",
    [
        "ATTACH 'FOLDER/other.db' AS o;",
        "VACUUM INTO 'FOLDER/other.db';",
        "PRAGMA writable_schema = ON;",
        "PRAGMA max_page_count = 1000000000;",
        "DETACH main;",
    ],
)
def test_hostile_sql_stays_in_its_file(place: Path, hostile: str) -> None:
    failed = not_made(place, TABLE + hostile.replace("FOLDER", str(place.parent)))
    assert (failed.message, failed.line) == ("ATTACH, VACUUM INTO and most PRAGMAs are not allowed here.", 2)


@pytest.mark.parametrize("hostile", ["SELECT load_extension('x');", "CREATE TABLE u AS SELECT load_extension('x');"])
def test_no_extension_is_loaded(place: Path, hostile: str) -> None:
    assert "not authorized" in not_made(place, hostile).message


@pytest.mark.parametrize(
    "endless",
    [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;",
        "SELECT '" + ";" * 300_000,
    ],
)
def test_endless_sql_is_stopped(place: Path, endless: str) -> None:
    failed = not_made(place, endless, most_seconds=0.1)
    assert (failed.message, failed.line) == ("The SQL takes too long.", 1)


def test_a_value_without_measure_is_refused(place: Path) -> None:
    assert not_made(place, "CREATE TABLE t AS SELECT randomblob(1000000000);").line == 1


def test_text_that_is_no_text(place: Path) -> None:
    not_made(place, "SELECT '\ud800';")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotMade) as failed:
        create_database(tmp_path / "none" / "new.db", TABLE)
    assert failed.value.message.startswith("The database file or its folder is missing or not writable")


def test_the_log_of_a_database_that_is_gone_is_not_taken_for_the_new_ones(place: Path) -> None:
    Path(f"{place}-wal").write_bytes(b"of old")
    assert "-wal" in not_made(place, TABLE).message


FULL_DISK = """
import resource, sys
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.ports.dialect import DatabaseNotMade
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    create_database(sys.argv[1], "CREATE TABLE t AS SELECT zeroblob(1000000);")
except DatabaseNotMade as failed:
    print(failed.message)
"""


def test_a_disk_that_takes_no_more(place: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", FULL_DISK, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("The disk has no room for the database: make room.\n", "")
    assert list(place.parent.iterdir()) == []


MAKE = """
import sys
from callsheet.adapters.data.sqlite.create import create_database
input()
print(create_database(sys.argv[1], "CREATE TABLE t (x);", "INSERT INTO t VALUES (%s);" % sys.argv[2]))
"""


def test_of_several_at_once_one_makes_it_and_the_others_use_it(place: Path) -> None:
    def begin(number: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", MAKE, str(place), str(number)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    makers = [begin(number) for number in range(4)]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("\n")
        maker.stdin.flush()
    made = [maker.communicate(timeout=60)[0].strip() for maker in makers]
    assert sorted(made) == ["False", "False", "False", "True"]
    assert Bench(place).rows("SELECT x FROM t") == [(made.index("True"),)]
    assert list(place.parent.iterdir()) == [place]


def test_a_copy_holds_what_is_still_in_the_log(bench: Bench, tmp_path: Path) -> None:
    bench.run(lambda database: database.write(unit(1)))
    with bench.locked() as other:
        other.execute("INSERT INTO marks VALUES (2)")
        other.execute("COMMIT")
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO marks VALUES (3)")
        assert Path(f"{bench.path}-wal").stat().st_size > 0
        copy_database(bench.path, tmp_path / "copy.db")
    assert Bench(tmp_path / "copy.db").marks() == [1, 2]
    assert bench.marks() == [1, 2]


def test_a_copy_leaves_the_source_as_it_is(bench: Bench, tmp_path: Path) -> None:
    bench.script("PRAGMA journal_mode = WAL")
    before = bench.path.read_bytes()
    copy_database(bench.path, tmp_path / "copy.db")
    assert bench.path.read_bytes() == before
    assert Bench(tmp_path / "copy.db").rows("SELECT count(*) FROM notifications") == [(2,)]


def test_a_copy_of_what_is_locked_gives_up(bench: Bench, tmp_path: Path) -> None:
    with closing(sqlite3.connect(bench.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseNotMade) as failed:
            copy_database(bench.path, tmp_path / "copy.db", most_seconds=0.1)
    assert failed.value.message == "The database to copy stayed locked."
    assert list(tmp_path.iterdir()) == [bench.path]


@pytest.mark.parametrize("content", [None, b"no database" * 1000])
def test_what_cannot_be_copied(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "source.db"
    if content:
        source.write_bytes(content)
    with pytest.raises(DatabaseNotMade):
        copy_database(source, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_replaces_nothing(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"mine")
    with pytest.raises(DatabaseNotMade):
        copy_database(bench.path, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"
