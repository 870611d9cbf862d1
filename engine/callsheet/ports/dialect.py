"""One kind of database: how it understands the SQL of a script's files."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.sql import SqlText, SqlToken, SqlWords
from callsheet.ports.sql_problem import SqlProblem


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a query gives. `type` is upper-case, empty where unknown; `nullable` None where nobody can tell."""

    name: str
    type: str
    nullable: bool | None


@dataclass(frozen=True, slots=True)
class Use:
    """A parameter beside a column: it is `stored` there, or else compared with it. `type` is in capitals."""

    parameter: str
    column: str
    type: str
    stored: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a database makes of a query. `columns` is None where it could not tell.

    `uses` are the parameters that meet columns; `dated` those that a date function of SQL's looks at, by its name;
    `clock` tells that it looks at the database's clock, and `dates` what its date functions make of moments.
    """

    writes: bool
    problem: SqlProblem | None = None
    columns: tuple[Column, ...] | None = None
    uses: tuple[Use, ...] = ()
    dated: Mapping[str, str] = field(default_factory=dict)
    clock: SqlProblem | None = None
    dates: tuple[SqlProblem, ...] = ()


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


class Dialect(Hashable, Protocol):
    """How one kind of database understands SQL. Whatever the texts hold, its time and memory are bounded."""

    def tokenize(self, text: str, start: int, end: int) -> list[SqlToken]:
        """The words of `text[start:end]`, spaces left out. After an `unclosed` one comes nothing."""

    def forbidden(self, code: SqlWords) -> SqlProblem | None:
        """Why a statement has no place in a query, whatever the tables are; None where it may be judged."""

    def judge(self, schemas: Sequence[SqlText], *, known: bool) -> Judge:
        """Who judges queries against these schemas; `known` tells that they define all tables there are."""

    def judge_samples(self, schemas: Sequence[SqlText], samples: Sequence[SqlText]) -> tuple[Diagnostic, ...]:
        """What is wrong with the rows, put into the tables of schemas without errors."""
