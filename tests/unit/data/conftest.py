"""A database of notifications in a real file, and the few things that every test here does with it."""

import asyncio
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import LIMITS, DatabaseLimits
from callsheet.ports.clock import Clock
from callsheet.ports.data import PreparedQuery, QueryKind, WriteKey, WriteUnit
from callsheet.ports.values import Cell

T = TypeVar("T")

SCHEMA = """
CREATE TABLE notifications (id INTEGER PRIMARY KEY, message TEXT NOT NULL, status TEXT NOT NULL, at TEXT);
CREATE TABLE marks (visit INTEGER NOT NULL);
INSERT INTO notifications VALUES
(1, 'Your parcel is here.', 'pending', NULL), (2, 'Your bill is due.', 'pending', NULL);
"""

# Counts for minutes, and can be interrupted at every step.
ENDLESS = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

# For a test that must see a limit pass. On a loaded machine a quick statement must still fit in.
IMPATIENT = DatabaseLimits(lock_seconds=0.05)
HASTY = DatabaseLimits(run_seconds=0.3)


class RealClock:
    """Time as it passes. `at_work` counts who is working."""

    at_work = 0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    @contextmanager
    def working(self, at_most_seconds: float = math.inf) -> Iterator[None]:
        self.at_work += 1
        try:
            yield
        finally:
            self.at_work -= 1


def query(
    sql: str,
    *parameters: str,
    kind: QueryKind = "many",
    name: str = "asked",
    types: Mapping[str, str] | None = None,
) -> PreparedQuery:
    return PreparedQuery(name, kind, parameters, sql, types or {})


MARK = query("INSERT INTO marks VALUES (:visit)", "visit", kind="write", name="mark")


def unit(visit: int, write: PreparedQuery = MARK, /, event: Callable[[int], str] = str, **values: Cell) -> WriteUnit:
    """A write of call "c": by default a mark that tells its visit."""
    return WriteUnit(WriteKey("c", 1, visit), write, values or {"visit": visit}, event)


@dataclass(frozen=True)
class Bench:
    """The file of one test, seen from outside of the engine."""

    path: Path

    def open(self, limits: DatabaseLimits = LIMITS, *, clock: Clock | None = None, **options: Any) -> SqliteDatabase:
        return SqliteDatabase(self.path, clock or RealClock(), limits=limits, **options)

    @asynccontextmanager
    async def opened(self, limits: DatabaseLimits = LIMITS, **options: Any) -> AsyncIterator[SqliteDatabase]:
        database = self.open(limits, **options)
        try:
            yield database
        finally:
            await database.close()

    def run(
        self,
        work: Callable[[SqliteDatabase], Coroutine[Any, Any, T]],
        limits: DatabaseLimits = LIMITS,
        **options: Any,
    ) -> T:
        """Run `work` with a database that is closed afterwards."""

        async def main() -> T:
            async with self.opened(limits, **options) as database:
                return await work(database)

        return asyncio.run(main())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql).fetchall()

    def script(self, sql: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(sql)

    def marks(self) -> list[int]:
        return [visit for (visit,) in self.rows("SELECT visit FROM marks ORDER BY visit")]

    def ledger(self) -> list[int]:
        return [visit for (visit,) in self.rows("SELECT visit FROM callsheet_writes ORDER BY visit")]

    @contextmanager
    def locked(self) -> Iterator[sqlite3.Connection]:
        """While this is entered, another connection has begun to write."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield other


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path / "notifications.db")
    made.script(SCHEMA)
    return made
