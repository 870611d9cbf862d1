"""Runs `sample.sql` in the sandbox, row by row: a rehearsal begins with these rows, and calls read them as typed."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile

from callsheet.adapters.data.sqlite.judging.refusals import explain, too_many_tables
from callsheet.adapters.data.sqlite.judging.sandbox import Rejected, Sandbox
from callsheet.adapters.data.sqlite.judging.schema import define, harmless, read_statements
from callsheet.adapters.data.sqlite.judging.suspect import Suspect
from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.adapters.data.sqlite.judging.tokens import spell
from callsheet.adapters.data.sqlite.judging.weight import MOST_TABLES, weigh
from callsheet.diagnostics.catalogue import BROKEN_SAMPLE, MOMENT_NOT_IN_UTC
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.ports.iso import read_moment, write_moment
from callsheet.ports.sql import WRITING, SqlText, SqlToken, SqlWords, never_ends, verb
from callsheet.ports.stored import FORMS, MOMENTS, fits
from callsheet.ports.text_problem import MOST_PROBLEMS, Source, TextProblem

# Hundreds of SQLite's instructions for all rows together: about half a second, thousands of rows.
_MOST_SPENT = 200_000
# Rows that are put in one by one, so that a wrong one is found where it stands; then whole statements.
_MOST_SINGLY = 5_000
# Values of one column that are looked at.
_MOST_CELLS = 10_000

_CONSTRAINTS = (
    (
        r"UNIQUE constraint failed: (?P<name>.*)",
        "another row has the same {} already",
        "give each row its own",
    ),
    (r"NOT NULL constraint failed: (?P<name>.*)", "{} is NOT NULL, and has no value here", "give it one"),
    (r"CHECK constraint failed.*(?P<name>)", "a CHECK in schema.sql does not allow this row", "correct it"),
    (
        r"FOREIGN KEY constraint failed(?P<name>)",
        "this row belongs to a row of another table, which is not there",
        "put that row in first",
    ),
    (r"database or disk is full(?P<name>)", "the rows up to here are too large", "use fewer"),
    (
        r"datatype mismatch(?P<name>)|cannot store .*",
        "a value does not fit the type of its column",
        "look at the types in schema.sql",
    ),
)
_CONSEQUENCE = "FOREIGN KEY"  # a row that could not be put in is missing to others


def judge_samples(schemas: Sequence[SqlText], samples: Sequence[SqlText]) -> tuple[Diagnostic, ...]:
    """What is wrong with the rows, put into the tables of a sound schema."""
    read = [(Source(sample.shown, sample.text), *read_statements(sample.text, BROKEN_SAMPLE)) for sample in samples]
    codes = [(source, code) for source, found, _ in read for code in found]
    if not any(codes or problem for _, codes, problem in read):
        return ()
    sandbox = Sandbox(foreign_keys=not any(code[0].upper == "PRAGMA" for _, code in codes))
    try:
        defined = define(sandbox, schemas)
        if defined.diagnostics:
            return ()
        tables = defined.tables
        problems = [(source, problem) for source, _, problem in read if problem is not None]
        problems += _put_in(sandbox, tables, codes)
        if not problems:
            written = _Written(codes, tables)
            unfit = chain(_misfits(sandbox, tables, written), _not_in_utc(sandbox, tables, written))
            problems = list(islice(unfit, MOST_PROBLEMS + 1))
    finally:
        sandbox.close()
    found = (problem.in_file(source) for source, problem in problems)
    return tuple(sorted(found, key=lambda one: (one.file, one.span)))


def _put_in(sandbox: Sandbox, tables: Tables, codes: list[tuple[Source, SqlWords]]) -> list[tuple[Source, TextProblem]]:
    """Run every statement; what is wrong with them."""
    problems: list[tuple[Source, TextProblem]] = []
    singly = _MOST_SINGLY
    for source, code in codes:
        if len(problems) > MOST_PROBLEMS:
            break
        if harmless(code):
            continue
        problem = _forbidden(code) or (
            too_many_tables(Suspect(code, tables, lambda _: "", report=BROKEN_SAMPLE))
            if weigh(code, tables.weights) > MOST_TABLES
            else None
        )
        if problem is None:
            parts = list(_rows(code)) if singly > 0 else [code]
            singly -= len(parts)
            for part in takewhile(lambda _: not sandbox.exhausted, parts):
                refused = sandbox.change(spell(part))
                if refused and not (problems and refused.said.startswith(_CONSEQUENCE)):
                    problems.append((source, _refusal(refused, part, sandbox, tables)))
                    break
        else:
            problems.append((source, problem))
        if sandbox.spent > _MOST_SPENT or sandbox.exhausted:
            if not problems or problems[-1][1].start != code[0].start:
                message = "the rows up to here keep SQLite busy for too long"
                at = code[0].start, len(code[0].text)
                problems.append((source, TextProblem(BROKEN_SAMPLE, *at, message, "use fewer")))
            break
    return problems


def _forbidden(code: SqlWords) -> TextProblem | None:
    """What puts no rows into tables."""
    first, last = code[0], code[-1]
    if last.kind == "unclosed":
        return never_ends(last, BROKEN_SAMPLE)
    parameter = next((token for token in code if token.kind == "parameter"), None)
    if parameter is not None:
        message = f"{quoted(parameter.text)} has no value here"
        return TextProblem(BROKEN_SAMPLE, parameter.start, len(parameter.text), message, "write the value itself")
    if verb(code) in WRITING or first.kind != "word":
        return None
    if first.upper not in ("CREATE", "ALTER", "DROP", "SELECT", "PRAGMA", "ATTACH", "DETACH", "VACUUM", "ANALYZE"):
        return None  # a slip, which SQLite finds
    message = f"{quoted(first.text)} does not belong in sample.sql, which puts rows into tables"
    help_ = "tables belong in schema.sql" if first.upper in ("CREATE", "ALTER", "DROP") else "take it out"
    return TextProblem(BROKEN_SAMPLE, first.start, len(first.text), message, help_)


def _rows(code: SqlWords) -> Iterator[SqlWords]:
    """The statement once for each row behind VALUES, so that a wrong row is found where it stands; or as it is."""
    depth, begin = 0, 0
    groups: list[SqlWords] = []
    values = next((index for index, token in enumerate(code) if token.upper == "VALUES"), None)
    if values is None or code[0].upper not in ("INSERT", "REPLACE"):
        yield code
        return
    for index in range(values + 1, len(code)):
        token = code[index]
        if token.text == "(":
            begin = index if not depth else begin
            depth += 1
        elif token.text == ")":
            depth -= 1
            groups += [code[begin : index + 1]] if not depth else []
        elif not depth and token.text != ",":  # ON CONFLICT, RETURNING: judged as a whole
            yield code
            return
    if len(groups) < 2 or depth:
        yield code
        return
    for group in groups:
        yield (*code[: values + 1], *group)


def _refusal(refused: Rejected, code: SqlWords, sandbox: Sandbox, tables: Tables) -> TextProblem:
    """Why SQLite does not take a statement; a row is shown by its parenthesis."""
    values = next((index for index, token in enumerate(code) if token.upper == "VALUES"), -1)
    token = code[values + 1] if 0 <= values < len(code) - 1 else code[0]
    for pattern, message, help_ in _CONSTRAINTS:
        if found := re.fullmatch(pattern, refused.said):
            name = found["name"] or ""
            named = " and ".join(quoted(part.strip().rpartition(".")[2]) for part in name.split(","))
            return TextProblem(BROKEN_SAMPLE, token.start, len(token.text), message.replace("{}", named), help_)

    return explain(refused, Suspect(code, tables, sandbox.refusal, report=BROKEN_SAMPLE))


def _misfits(sandbox: Sandbox, tables: Tables, written: "_Written") -> Iterator[tuple[Source, TextProblem]]:
    """The first value of each column that a query could not read as the column's type."""
    for table in tables.by_name.values():
        for column in table.columns:
            if column.type not in FORMS or table.is_view:
                continue
            for stored in sandbox.cells(table.name, column.name, _MOST_CELLS):
                if not fits(column.type, stored):
                    source, token = written.place(str(stored), table.name)
                    message = f"this does not fit {quoted(column.name)} of {quoted(table.name)}: a {column.type}"
                    help_ = f"write it {FORMS[column.type].written}"
                    yield source, TextProblem(BROKEN_SAMPLE, token.start, len(token.text), message, help_)
                    break


def _not_in_utc(sandbox: Sandbox, tables: Tables, written: "_Written") -> Iterator[tuple[Source, TextProblem]]:
    """The first moment of each column that sorts wrongly beside those that a call writes."""
    for table in tables.by_name.values():
        for column in table.columns if not table.is_view else ():
            if column.type not in MOMENTS:
                continue
            for stored in sandbox.cells(table.name, column.name, _MOST_CELLS):
                moment = read_moment(stored) if isinstance(stored, str) else None
                if moment is None or (write_moment(moment) == stored and moment.tzinfo is not None):
                    continue
                source, token = written.place(str(stored), table.name)
                message = (
                    f"this moment of {quoted(column.name)} is not in UTC, and sorts wrongly beside those of a call"
                )
                right = f"'{write_moment(moment)}'" if moment.tzinfo else f"it {FORMS[column.type].written}"
                yield source, TextProblem(MOMENT_NOT_IN_UTC, token.start, len(token.text), message, f"write {right}")
                break


class _Written:
    """Where values are written out in the statements of the sample rows."""

    def __init__(self, codes: list[tuple[Source, SqlWords]], tables: Tables) -> None:
        self._codes = codes
        self._about: dict[str, list[tuple[Source, SqlWords]]] = {}
        self._places: dict[str, dict[str, tuple[Source, SqlToken]]] = {}  # by table, then by value
        for source, code in codes:
            for table in {token.named.casefold() for token in code} & tables.by_name.keys():
                self._about.setdefault(table, []).append((source, code))

    def place(self, value: str, table: str) -> tuple[Source, SqlToken]:
        """Where a value is written out in a statement about the table; else the statement's beginning."""
        table = table.casefold()
        about = self._about.get(table, [])
        if table not in self._places:
            places = self._places[table] = {}
            for source, code in about:
                for token in code:
                    if token.kind in ("text", "number"):
                        written = token.text[1:-1].replace("''", "'") if token.kind == "text" else token.text
                        places.setdefault(written, (source, token))
        if value in self._places[table]:
            return self._places[table][value]
        source, code = about[0] if about else self._codes[0]
        return source, code[0]
