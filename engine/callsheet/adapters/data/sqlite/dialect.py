"""The port `Dialect` for SQLite. What its methods need is imported with their first use: many a script has no SQL."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.sql import SqlText, SqlToken, SqlWords
from callsheet.ports.sql_problem import SqlProblem

if TYPE_CHECKING:
    from callsheet.adapters.data.sqlite.judging.judge import SchemaJudge


class Sqlite:
    """SQLite itself judges SQL, in memory, and keeps databases in files."""

    def tokenize(self, text: str, start: int, end: int) -> list[SqlToken]:
        """SQL as SQLite cuts it."""
        from callsheet.adapters.data.sqlite.judging.tokens import tokenize

        return tokenize(text, start, end)

    def forbidden(self, code: SqlWords) -> SqlProblem | None:
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
