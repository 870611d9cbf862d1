"""SQLite itself judges each query against the tables of `schema.sql`, in memory, without running it."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from callsheet.adapters.data.sqlite.judging.moments import clock_problems, date_problems, dates_in
from callsheet.adapters.data.sqlite.judging.nullable import nullability
from callsheet.adapters.data.sqlite.judging.refusals import explain, too_many_tables
from callsheet.adapters.data.sqlite.judging.sandbox import Rejected, Sandbox
from callsheet.adapters.data.sqlite.judging.schema import Defined, define
from callsheet.adapters.data.sqlite.judging.select import most_rows, read_select
from callsheet.adapters.data.sqlite.judging.suspect import Suspect
from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.adapters.data.sqlite.judging.tokens import pieces, spell
from callsheet.adapters.data.sqlite.judging.uses import uses_in
from callsheet.adapters.data.sqlite.judging.weight import MOST_TABLES, MOST_TABLES_TOGETHER, weigh
from callsheet.diagnostics.catalogue import SQL_REFUSED
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.ports.dialect import Column, Verdict
from callsheet.ports.sql import WRITING, SqlText, SqlToken, SqlWords, verb
from callsheet.ports.text_problem import TextProblem

# Seconds of a processor for all queries of a file: a hundred times what they need.
MOST_SECONDS = 2.0
# Columns that the queries of a file give: a hundred queries of all columns of a wide table.
MOST_COLUMNS = 50_000
# What a script can write behind a dot.
_COLUMN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# SQLite's view tells columns of one name apart like this.
_REPEATED = re.compile(r"(.*):\d+", re.DOTALL)


class SchemaJudge:
    """A sandbox with the tables of a script's data, made when it is needed."""

    def __init__(self, schemas: Sequence[SqlText], *, known: bool) -> None:
        self._of = (tuple(schemas), known)
        self._sandbox: Sandbox | None = None
        self._defined = Defined(Tables())
        self._tables = Tables()
        self._busy = 0.0  # seconds of a processor when the file began
        self._weight = 0  # tables of all queries of the file so far
        self._columns = 0  # that these give

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchemaJudge) and self._of == other._of

    def __hash__(self) -> int:
        return hash(self._of)

    def _ready(self) -> Sandbox:
        if self._sandbox is None:
            schemas, known = self._of
            self._sandbox = Sandbox()
            self._defined = define(self._sandbox, schemas)
            if self._defined.diagnostics:
                self._sandbox.close()
                self._sandbox = Sandbox()
            else:
                self._tables = replace(self._defined.tables, known=known)
        return self._sandbox

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The errors of the schemas; or where they look at SQLite's clock, or at moments with its date functions."""
        self._ready()
        return self._defined.diagnostics or tuple(
            problem.in_file(source)
            for source, code in self._defined.statements
            for problem in [*clock_problems(code), *date_problems(dates_in(code, self._tables))]
        )

    def close(self) -> None:
        """Let the memory go."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def begin(self) -> None:
        """A file begins: what its queries may take is counted anew."""
        self._busy, self._weight, self._columns = self._ready().busy, 0, 0

    def judge(self, code: SqlWords, parameters: tuple[str, ...]) -> Verdict:
        """Judge a query. `parameters` are those that its header declares."""
        begun = Verdict(writes=verb(code) in WRITING, clock=next(clock_problems(code), None))
        return self._judged(begun, code, parameters)

    def _judged(self, begun: Verdict, code: SqlWords, parameters: tuple[str, ...]) -> Verdict:
        sandbox = self._ready()
        bound = tuple(token.text[1:] for token in code if token.kind == "parameter" and token.text[0] == ":")

        def refusal(part: str) -> str:
            answer = sandbox.judge(part, bound)
            return answer.said if isinstance(answer, Rejected) else ""

        statement = Suspect(code, self._tables, refusal, parameters)

        def refused(message: str, help_: str = "write them simpler, or divide the file") -> Verdict:
            return replace(begun, problem=statement.problem(code[0], message, help_))

        if sandbox.busy - self._busy > MOST_SECONDS:
            return refused("the queries up to here keep SQLite busy for too long")
        weight = weigh(code, self._tables.weights)
        if weight > MOST_TABLES:
            return replace(begun, problem=too_many_tables(statement))
        self._weight += weight
        if self._weight > MOST_TABLES_TOGETHER:
            return refused(f"more than {MOST_TABLES_TOGETHER:,} tables stand behind the queries up to here")
        answer = sandbox.judge(spell(code), bound)
        if isinstance(answer, Rejected):
            if not self._tables.known and answer.said.startswith("no such table"):
                return begun
            return replace(begun, problem=explain(answer, statement))
        dates = tuple(dates_in(code, self._tables))
        judged = replace(
            begun,
            writes=answer.writes,
            uses=uses_in(code, self._tables),
            dated={one.given.text[1:]: one.function.text.lower() for one in dates if one.parameter},
            dates=tuple(date_problems(dates)),
        )
        if answer.writes:
            return replace(judged, columns=())
        found = sandbox.columns(spell(code, nulls=True))
        self._columns += len(found or ())
        if self._columns > MOST_COLUMNS:
            message = f"the queries up to here give more than {MOST_COLUMNS:,} columns"
            return refused(message, "name those that are needed, or divide the file")
        problem = _name_problem(found or (), code)
        if found is None or problem is not None:
            return replace(begun, writes=False, problem=problem)
        return replace(judged, columns=self._known(found, code), most_rows=most_rows(code))

    def _known(self, columns: tuple[Column, ...], code: SqlWords) -> tuple[Column, ...]:
        """The columns of a query, with what its words tell of them."""
        select = read_select(code, self._tables)
        results = select.results if select else None
        if select is None or results is None or len(results) != len(columns):
            return columns
        return tuple(
            replace(column, nullable=nullable, allowed=result.origin.column.allowed if result.origin else ())
            for column, nullable, result in zip(columns, nullability(select, results), results, strict=True)
        )


def _name_problem(columns: tuple[Column, ...], code: SqlWords) -> TextProblem | None:
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
            return TextProblem(SQL_REFUSED, token.start, len(token.text), message, help_)
        if not _COLUMN_NAME.fullmatch(column.name):
            token, written = _unnamed(column.name, code)
            message = f"the column {quoted(written)} has no name that a script could use"
            return TextProblem(SQL_REFUSED, token.start, len(token.text), message, 'give it one, such as "AS number"')
    return None


def _unnamed(name: str, code: SqlWords) -> tuple[SqlToken, str]:
    """Where an unnamed column begins and how it is written: SQLite calls it by its own SQL, parameters as NULL."""
    for index, token in enumerate(code):
        if name.startswith(spell((token,), nulls=True)):
            end = _end_of(name, code, index)
            if end is not None:
                return token, spell(code[index:end])
    return next((token for token in code if token.named == name), code[0]), name


def _end_of(name: str, code: SqlWords, index: int) -> int | None:
    """Behind which token the words from `index` on are the name; None where they say something else."""
    read = 0  # characters of the name
    for end, piece in enumerate(pieces(code[index : index + len(name)], nulls=True), start=index + 1):
        if len(name) - read <= len(piece):
            return end if piece.startswith(name[read:]) else None
        if not name.startswith(piece, read):
            return None
        read += len(piece)
    return None
