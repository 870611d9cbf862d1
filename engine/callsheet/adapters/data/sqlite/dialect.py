"""The port `Dialect` for SQLite. What its methods need is imported with their first use: many a script has no SQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, PreparedQuery
from callsheet.ports.dialect import Forgotten
from callsheet.ports.sql import SqlText, SqlToken, SqlWords
from callsheet.ports.stored import Contents
from callsheet.ports.tables import CallTables, Fixture, Loader, Schema
from callsheet.ports.text_problem import TextProblem

if TYPE_CHECKING:
    from callsheet.adapters.data.sqlite.judging.judge import SchemaJudge


class Sqlite:
    """SQLite itself judges SQL, in memory, and keeps databases in files."""

    # Looks at the tables' names, which makes SQLite open the file and read from it.
    probe = PreparedQuery("readiness", "one", (), "SELECT count(*) AS tables FROM sqlite_master")

    def tokenize(self, text: str, start: int, end: int) -> list[SqlToken]:
        """SQL as SQLite cuts it."""
        from callsheet.adapters.data.sqlite.judging.tokens import tokenize

        return tokenize(text, start, end)

    def forbidden(self, code: SqlWords) -> TextProblem | None:
        """What changes no rows and reads none, and what is written for another database."""
        from callsheet.adapters.data.sqlite.judging.forbidden import forbidden

        return forbidden(code)

    def judge(self, schemas: Sequence[SqlText], *, known: bool) -> "SchemaJudge":
        """A judge with a database of its own in memory."""
        from callsheet.adapters.data.sqlite.judging.judge import SchemaJudge

        return SchemaJudge(schemas, known=known)

    def judge_samples(self, schemas: Sequence[SqlText], samples: Sequence[SqlText]) -> tuple[Diagnostic, ...]:
        """The rows are put in, in memory."""
        from callsheet.adapters.data.sqlite.judging.sample import judge_samples

        return judge_samples(schemas, samples)

    def contents(self, declared: str) -> Contents:
        """By its affinity."""
        from callsheet.adapters.data.sqlite.contents import contents

        return contents(declared)

    def looked_up(self, query: PreparedQuery) -> PreparedQuery:
        """EXPLAIN only compiles a statement."""
        return PreparedQuery(query.name, "many", query.parameters, f"EXPLAIN {query.sql}")

    def open(self, path: Path, clock: Clock, *, redact: bool = False, keep: timedelta | None = None) -> Database:
        """A file, opened with the first use."""
        from callsheet.adapters.data.sqlite.database import SqliteDatabase

        return SqliteDatabase(path, clock, redact=redact, keep=keep)

    def unusable(self, path: Path) -> str:
        """It has to be a file, in a folder that can be written."""
        from callsheet.adapters.data.sqlite.place import unusable

        return unusable(path)

    def create(self, path: Path, schema: str, sample: str) -> bool:
        """A file."""
        from callsheet.adapters.data.sqlite.create import create_database

        return create_database(path, schema, sample)

    def copy(self, source: Path, target: Path) -> None:
        """A file with what its log holds."""
        from callsheet.adapters.data.sqlite.create import copy_database

        copy_database(source, target)

    def files(self, path: Path) -> tuple[Path, ...]:
        """The file, its log and what lies beside them."""
        from callsheet.adapters.data.sqlite.place import files

        return files(path)

    def forget_calls(self, path: Path, before: datetime) -> Forgotten:
        """Leave them out, and overwrite where they stood."""
        from callsheet.adapters.data.sqlite.forgetting import forget_calls

        return forget_calls(path, before)

    def read_schema(self, sql: str, sample: str = "") -> Schema:
        """Its image is that of a file."""
        from callsheet.adapters.data.sqlite.memory import read_schema

        return read_schema(sql, sample)

    def loader(self, schema: Schema, most_seconds: float) -> Loader:
        """Who puts rows in, in memory."""
        from callsheet.adapters.data.sqlite.loader import SqliteLoader

        return SqliteLoader(schema, most_seconds)

    def fixture(self, schema: Schema, most_seconds: float) -> Fixture:
        """Who reads statements backwards, and tries the rows in memory."""
        from callsheet.adapters.data.sqlite.fixture.fixture import SqliteFixture

        return SqliteFixture(schema, most_seconds)

    def tables(self, schema: Schema, image: bytes) -> CallTables:
        """A database in memory, which works in the thread of its event loop."""
        from callsheet.adapters.data.sqlite.memory import SqliteTables

        return SqliteTables(schema, image)
