"""SQLite itself judges each query against the tables of `schema.sql`, in memory, without running it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.diagnostics.catalogue import BROKEN_SCHEMA, SQL_REFUSED
from engine.diagnostics.diagnostic import Diagnostic
from engine.queries.files import Source, quoted
from engine.queries.nullable import nullability
from engine.queries.records import Column, SqlText, Use
from engine.queries.refusals import explain, too_many_tables
from engine.queries.reports import Problem
from engine.queries.sandbox import Refused, Sandbox
from engine.queries.schema import define, read_statements
from engine.queries.statement import clock_problems
from engine.queries.suspect import Statement
from engine.queries.tables import Tables
from engine.queries.tokens import Token, spell
from engine.queries.uses import Dated, date_problems, dates_in, uses_in
from engine.queries.weight import MOST_TABLES, MOST_TABLES_TOGETHER, weigh

# Seconds of a processor for the definitions and all queries together: a hundred times what a script's data needs.
MOST_SECONDS = 2.0
# What a script can write behind a dot.
_COLUMN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# SQLite's view tells columns of one name apart like this.
_REPEATED = re.compile(r"(.*):\d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What SQLite makes of a query. `writes` and `columns` are None where it could not tell.

    `uses` and `dates` tell what it does with its parameters, and with moments.
    """

    problem: Problem | None = None
    writes: bool | None = None
    columns: tuple[Column, ...] | None = None
    uses: tuple[Use, ...] = ()
    dates: tuple[Dated, ...] = ()


class Judge:
    """A sandbox with the tables of a script's data. Close it after use.

    `known` tells that `schemas` are all tables there are. Of a broken schema nothing is used: what it lacks would be
    reported again at every query.
    """

    def __init__(self, schemas: Sequence[SqlText], *, known: bool) -> None:
        self._sandbox = Sandbox()
        self._weight = 0  # tables of all queries so far
        self._tables, diagnostics = define(self._sandbox, schemas)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        if self.diagnostics:
            self._sandbox.close()
            self._sandbox, self._tables = Sandbox(), Tables()
        elif not known:
            self._tables = replace(self._tables, known=False)

    def close(self) -> None:
        """Let the memory go."""
        self._sandbox.close()

    def judge(self, code: tuple[Token, ...], parameters: tuple[str, ...]) -> Verdict:
        """Judge a query. `parameters` are those that its header declares."""
        bound = tuple(token.text[1:] for token in code if token.kind == "parameter" and token.text[0] == ":")

        def refusal(part: tuple[Token, ...]) -> str:
            answer = self._sandbox.judge(spell(part), bound)
            return answer.said if isinstance(answer, Refused) else ""

        statement = Statement(code, self._tables, refusal, parameters)
        if self._sandbox.busy > MOST_SECONDS:
            message = "the queries up to here keep SQLite busy for too long"
            return Verdict(statement.problem(code[0], message, "write them simpler, or divide the file"))
        weight = weigh(code, self._tables.weights)
        if weight > MOST_TABLES:
            return Verdict(too_many_tables(statement))
        self._weight += weight
        if self._weight > MOST_TABLES_TOGETHER:
            message = f"more than {MOST_TABLES_TOGETHER:,} tables stand behind the queries up to here"
            return Verdict(statement.problem(code[0], message, "write them simpler, or divide the file"))
        answer = self._sandbox.judge(spell(code), bound)
        if isinstance(answer, Refused):
            if not self._tables.known and answer.said.startswith("no such table"):
                return Verdict()
            return Verdict(explain(answer, statement))
        uses, dates = uses_in(code, self._tables), tuple(dates_in(code, self._tables))
        if answer.writes:
            return Verdict(writes=True, columns=(), uses=uses, dates=dates)
        found = self._sandbox.columns(spell(code, nulls=True))
        problem = _name_problem(found or (), code)
        if found is None or problem is not None:
            return Verdict(problem, writes=False)
        known = nullability(code, self._tables)
        if known is None or len(known) != len(found):
            known = (None,) * len(found)
        columns = tuple(
            Column(column.name, column.type, nullable) for column, nullable in zip(found, known, strict=True)
        )
        return Verdict(writes=False, columns=columns, uses=uses, dates=dates)

    def dates_of(self, schemas: Sequence[SqlText]) -> tuple[Diagnostic, ...]:
        """Where sound schemas look at SQLite's clock, or at moments with its date functions."""
        found: list[Diagnostic] = []
        for schema in schemas:
            source = Source(schema.shown, schema.text)
            for code in read_statements(schema.text, BROKEN_SCHEMA)[0]:
                problems = [*clock_problems(code), *date_problems(dates_in(code, self._tables))]
                found += [problem.in_file(source) for problem in problems]
        return tuple(found)


def _name_problem(columns: tuple[Column, ...], code: tuple[Token, ...]) -> Problem | None:
    """The first column whose name a script could not use."""
    names = {column.name for column in columns}
    for column in columns:
        repeated = _REPEATED.fullmatch(column.name)
        if repeated and repeated[1] in names:
            name = repeated[1]
            places = [token for token in code if token.named.casefold() == name.casefold()]
            token = places[1] if len(places) > 1 else code[0]
            message = f"two columns of this query are called {quoted(name)}"
            help_ = f'give one another name: "AS other_{name}"'
            return Problem(SQL_REFUSED, token.start, len(token.text), message, help_)
        if not _COLUMN_NAME.fullmatch(column.name):
            token, written = _unnamed(column.name, code)
            message = f"the column {quoted(written)} has no name that a script could use"
            return Problem(SQL_REFUSED, token.start, len(token.text), message, 'give it one, such as "AS number"')
    return None


def _unnamed(name: str, code: tuple[Token, ...]) -> tuple[Token, str]:
    """Where an unnamed column begins and how it is written: SQLite calls it by its own SQL, parameters as NULL."""
    for index, token in enumerate(code):
        window = code[index : index + len(name)]
        if name.startswith(spell((token,), nulls=True)) and spell(window, nulls=True).startswith(name):
            length = next(n for n in range(1, len(window) + 1) if spell(window[:n], nulls=True).startswith(name))
            return token, spell(window[:length])
    return next((token for token in code if token.named == name), code[0]), name


def with_types(columns: tuple[Column, ...], types: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with the types that the query's comment declares."""
    return tuple(Column(column.name, types.get(column.name, column.type), column.nullable) for column in columns)
