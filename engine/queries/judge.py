"""SQLite itself judges each query against the tables of `schema.sql`, in memory, without running it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics.catalogue import SQL_REFUSED
from engine.diagnostics.diagnostic import Diagnostic
from engine.queries.files import quoted
from engine.queries.nullable import nullability
from engine.queries.records import Column, SqlText
from engine.queries.refusals import Statement, explain
from engine.queries.reports import Problem
from engine.queries.sandbox import Refused, Sandbox
from engine.queries.schema import define, read_tables
from engine.queries.tables import Tables
from engine.queries.tokens import Token, spell

# What a script can write behind a dot.
_COLUMN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# SQLite's view tells columns of one name apart like this.
_REPEATED = re.compile(r"(.*):\d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What SQLite makes of a query. `writes` and `columns` are None where it could not tell."""

    problem: Problem | None = None
    writes: bool | None = None
    columns: tuple[Column, ...] | None = None


class Judge:
    """A sandbox with the tables of a script's data. Close it after use.

    `known` tells that `schemas` are all tables there are. Of a broken schema nothing is used: what it lacks would be
    reported again at every query.
    """

    def __init__(self, schemas: Sequence[SqlText], *, known: bool) -> None:
        self._sandbox = Sandbox()
        self.diagnostics: tuple[Diagnostic, ...] = tuple(define(self._sandbox, schemas))
        self._tables = read_tables(self._sandbox)
        if self.diagnostics:
            self._sandbox.close()
            self._sandbox, self._tables = Sandbox(), Tables()
        elif not known:
            self._tables = Tables(self._tables.by_name)

    def close(self) -> None:
        """Let the memory go."""
        self._sandbox.close()

    def judge(self, code: tuple[Token, ...], parameters: tuple[str, ...]) -> Verdict:
        """Judge a query. `parameters` are those that its header declares."""
        bound = tuple(token.text[1:] for token in code if token.kind == "parameter" and token.text[0] == ":")

        def refusal(part: tuple[Token, ...]) -> str:
            answer = self._sandbox.judge(spell(part), bound)
            return answer.said if isinstance(answer, Refused) else ""

        answer = self._sandbox.judge(spell(code), bound)
        if isinstance(answer, Refused):
            if not self._tables.known and answer.said.startswith("no such table"):
                return Verdict()
            return Verdict(explain(answer, Statement(code, self._tables, refusal, parameters)))
        if answer.writes:
            return Verdict(writes=True, columns=())
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
        return Verdict(writes=False, columns=columns)


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
            token = _beginning(column.name, code)
            message = f"the column {quoted(column.name)} has no name that a script could use"
            return Problem(SQL_REFUSED, token.start, len(token.text), message, 'give it one, such as "AS number"')
    return None


def _beginning(name: str, code: tuple[Token, ...]) -> Token:
    """The word where an unnamed column begins: its name is its own SQL."""
    for index, token in enumerate(code):
        if name.startswith(token.text) and spell(code[index:]).startswith(name):
            return token
    return next((token for token in code if token.named == name), code[0])


def with_types(columns: tuple[Column, ...], types: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns with the types that the query's comment declares."""
    return tuple(Column(column.name, types.get(column.name, column.type), column.nullable) for column in columns)
