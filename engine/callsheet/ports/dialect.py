"""One kind of database: how it understands the SQL of a script's files, and how databases are made and opened."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, PreparedQuery
from callsheet.ports.exceptions import Told
from callsheet.ports.sql import SqlText, SqlToken, SqlWords
from callsheet.ports.stored import Contents
from callsheet.ports.tables import CallTables, Fixture, Loader, Schema
from callsheet.ports.text_problem import TextProblem


class Column(Struct, frozen=True):
    """A column that a query gives. `type` is upper-case, empty where unknown, and `contents` what the database keeps
    under it; `nullable` None where nobody can tell.

    `allowed` are all values that the schema lets it have, beside NULL, where it lists them; else there is none.
    """

    name: str
    type: str
    nullable: bool | None
    contents: Contents
    allowed: tuple[int | float | str, ...] = ()


class ParameterUse(Struct, frozen=True):
    """A parameter beside a column: it is `stored` there, or else compared with it. `type` is in capitals."""

    parameter: str
    column: str
    type: str
    stored: bool


class Verdict(Struct, frozen=True):
    """What a database makes of a query. `columns` is None where it could not tell.

    `uses` are the parameters that meet columns; `dated` those that a date function of SQL's looks at, by its name;
    `clock` tells that it looks at the database's clock, and `dates` what its date functions make of moments.
    `most_rows` is how many rows its LIMIT lets it give; None where it has none that is a number.
    """

    writes: bool
    problem: TextProblem | None = None
    columns: tuple[Column, ...] | None = None
    uses: tuple[ParameterUse, ...] = ()
    dated: Mapping[str, str] = {}
    clock: TextProblem | None = None
    dates: tuple[TextProblem, ...] = ()
    most_rows: int | None = None


class Judge(Hashable, Protocol):
    """Judges queries against the tables of schemas, and runs none. Two that judge alike are equal. Close it after use.

    Of schemas with an error nothing is used: what they lack would be reported again at every query.
    """

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the schemas: their errors; where there is none, their warnings."""

    def begin(self) -> None:
        """A file begins: what its queries may take is counted anew."""

    def judge(self, code: SqlWords, parameters: tuple[str, ...]) -> Verdict:
        """Judge a query. `parameters` are those that its header declares."""

    def close(self) -> None:
        """Let the memory go."""


class DatabaseNotMade(Told):
    """The database was not made, and nothing was left behind. `message` is a sentence for an operator.

    `file` is `SCHEMA` or `SAMPLE`, and `line` the line in it (from 1), where the mistake is there.
    """

    def __init__(self, message: str, file: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.file = file
        self.line = line


class Forgotten(Struct, frozen=True):
    """How much of the ledger is gone."""

    calls: int
    writes: int


class Dialect(Hashable, Protocol):
    """One kind of database. Whatever SQL it is given, its time and memory are bounded."""

    # Reads something that every database has: so it tells whether one answers.
    probe: PreparedQuery

    def tokenize(self, text: str, start: int, end: int) -> list[SqlToken]:
        """The words of `text[start:end]`, spaces left out. After an `unclosed` one comes nothing."""

    def forbidden(self, code: SqlWords) -> TextProblem | None:
        """Why a statement has no place in a query, whatever the tables are; None where it may be judged."""

    def judge(self, schemas: Sequence[SqlText], *, known: bool) -> Judge:
        """Who judges queries against these schemas; `known` tells that they define all tables there are."""

    def judge_samples(self, schemas: Sequence[SqlText], samples: Sequence[SqlText]) -> tuple[Diagnostic, ...]:
        """What is wrong with the rows, put into the tables of schemas without errors."""

    def contents(self, declared: str) -> Contents:
        """What columns of a declared type, in capitals, hold."""

    def looked_up(self, query: PreparedQuery) -> PreparedQuery:
        """Another query, which makes the database look up all that this one names, and runs none of it."""

    def open(self, path: Path, clock: Clock, *, redact: bool = False, keep: timedelta | None = None) -> Database:
        """The database at `path`, which must be there when it is first used.

        `redact` keeps the values of writes from being guessed out of the ledger. `keep` is how long the ledger keeps
        calls that have ended; without it, for ever.
        """

    def unusable(self, path: Path) -> str:
        """Why calls cannot be served from what is at `path`, and what to do, in a sentence; empty where they can."""

    def create(self, path: Path, schema: str, sample: str) -> bool:
        """Make a database of tables and rows, whole or not at all. False where there is one, which is left as it is.

        Raises:
            DatabaseNotMade: the SQL is wrong, or the database could not be written.
        """

    def copy(self, source: Path, target: Path) -> None:
        """Copy a database as it is at one instant, also while it is written to.

        Raises:
            DatabaseNotMade: the source cannot be read, or there is something at `target` already.
        """

    def files(self, path: Path) -> tuple[Path, ...]:
        """The files that a database at `path` consists of, whether they are there or not."""

    def forget_calls(self, path: Path, before: datetime) -> Forgotten:
        """Leave the calls that ended before an instant out of the ledger, while others are under way.

        Raises:
            DataFailed: the ledger could not be written.
        """

    def read_schema(self, sql: str, sample: str = "") -> Schema:
        """The tables that `sql` defines, for tests; and in them the rows of `sample`.

        Raises:
            DatabaseNotMade: the SQL is wrong.
        """

    def loader(self, schema: Schema, most_seconds: float) -> Loader:
        """Who puts rows into the tables of a schema, within so many seconds of a processor."""

    def fixture(self, schema: Schema, most_seconds: float) -> Fixture:
        """Who finds the rows of a call, within so many seconds of a processor."""

    def tables(self, schema: Schema, image: bytes) -> CallTables:
        """A database of the schema in memory, as it was stored."""
