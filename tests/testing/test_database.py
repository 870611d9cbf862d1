"""The database of a test keeps the promises of the one that live calls use."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import datetime

import pytest

from callsheet.adapters.data.sqlite.inline import MemoryDatabase
from callsheet.adapters.data.sqlite.memory import opened, read_schema
from callsheet.adapters.data.sqlite.typed import TypedSchema
from callsheet.ports.data import DataFailed, PreparedQuery, WriteKey, WriteUnit, Written
from callsheet.ports.values import Cell

SCHEMA = """
CREATE TABLE tasks (id INTEGER PRIMARY KEY, what TEXT NOT NULL UNIQUE, at DATETIME);
CREATE TABLE parts (task_id INTEGER NOT NULL REFERENCES tasks (id) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO tasks (id, what, at) VALUES (1, 'Water the plants.', '2026-11-22T10:00:00');
"""
ADD = PreparedQuery("add", "write", ("what",), "INSERT INTO tasks (what) VALUES (:what);")
ADD_PART = PreparedQuery("add_part", "write", ("task",), "INSERT INTO parts (task_id) VALUES (:task);")
TASKS = PreparedQuery("tasks", "many", (), "SELECT id, what, at FROM tasks ORDER BY id;", {"at": "DATETIME"})
SNEAK = PreparedQuery("sneak", "many", (), "INSERT INTO tasks (what) VALUES ('x') RETURNING id;")
RESERVED = PreparedQuery("reserved", "write", (), "CREATE TABLE callsheet_writes (id INTEGER);")
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;"
ENDLESS = PreparedQuery("endless", "many", (), COUNT)


def unit(query: PreparedQuery, visit: int, **values: Cell) -> WriteUnit:
    return WriteUnit(WriteKey("c-1", 1, visit), query, values, lambda rows: f'{{"rows":{rows}}}')


def with_database(work: Callable[[MemoryDatabase], Awaitable[None]]) -> list[str]:
    """Do something with a database; the tasks that it has afterwards."""
    with closing(opened(read_schema(SCHEMA).image)) as connection:

        async def session() -> None:
            await work(MemoryDatabase(connection, TypedSchema()))

        asyncio.run(session())
        return [what for (what,) in connection.execute("SELECT what FROM tasks ORDER BY id")]


def test_rows_are_read_and_converted() -> None:
    async def work(database: MemoryDatabase) -> None:
        (row,) = await database.read(TASKS, {}, most_rows=10)
        assert dict(row.columns) == {"id": 1, "what": "Water the plants.", "at": datetime(2026, 11, 22, 10)}

    with_database(work)


def test_a_visit_writes_once() -> None:
    async def work(database: MemoryDatabase) -> None:
        assert await database.write(unit(ADD, 1, what="Feed the cat.")) == Written(1)
        assert await database.write(unit(ADD, 1, what="Feed the cat.")) == Written(1, repeated=True)
        with pytest.raises(DataFailed) as failed:
            await database.write(unit(ADD, 1, what="Feed the dog."))
        assert failed.value.kind == "write_mismatch"

    assert with_database(work) == ["Water the plants.", "Feed the cat."]


@pytest.mark.parametrize(
    ("query", "values"), [(ADD, {"what": "Water the plants."}), (ADD_PART, {"task": 99}), (RESERVED, {})]
)
def test_a_write_that_is_refused_leaves_nothing(query: PreparedQuery, values: dict[str, Cell]) -> None:
    """Also one that is refused at COMMIT; and the database is still there afterwards."""

    async def work(database: MemoryDatabase) -> None:
        with pytest.raises(DataFailed) as failed:
            await database.write(unit(query, 1, **values))
        assert failed.value.kind == "database_refused"
        assert await database.write(unit(ADD, 2, what="Feed the cat.")) == Written(1)

    assert with_database(work) == ["Water the plants.", "Feed the cat."]


def test_a_query_cannot_write() -> None:
    async def work(database: MemoryDatabase) -> None:
        with pytest.raises(DataFailed):
            await database.read(SNEAK, {}, most_rows=10)
        assert len(await database.read(TASKS, {}, most_rows=10)) == 1

    with_database(work)


def test_an_endless_statement_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callsheet.adapters.data.sqlite.inline.RUN_SECONDS", 0.0)

    async def work(database: MemoryDatabase) -> None:
        with pytest.raises(DataFailed) as failed:
            await database.read(ENDLESS, {}, most_rows=1)
        assert failed.value.kind == "database_slow"

    with_database(work)
