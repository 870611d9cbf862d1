"""Runs `schema.sql` in the sandbox, statement by statement, so that each of its mistakes is found where it stands."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from callsheet.adapters.data.sqlite.judging.allowed import with_allowed
from callsheet.adapters.data.sqlite.judging.refusals import explain, too_many_tables
from callsheet.adapters.data.sqlite.judging.sandbox import DefinedTable, Rejected, Sandbox
from callsheet.adapters.data.sqlite.judging.suspect import Suspect
from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.adapters.data.sqlite.judging.tokens import spell, tokenize
from callsheet.adapters.data.sqlite.judging.types import misspelt_types
from callsheet.adapters.data.sqlite.judging.weight import MOST_TABLES, MOST_TABLES_TOGETHER, weigh
from callsheet.diagnostics.catalogue import BROKEN_SCHEMA
from callsheet.diagnostics.diagnostic import Code as Report
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import MOST_CHARACTERS, SqlText, SqlToken, SqlWords, never_ends
from callsheet.ports.text_problem import Source, TextProblem, invisible_in

# Statements in one schema.sql. Each makes SQLite read the whole schema anew.
MOST_STATEMENTS = 2000
# Seconds of a processor for all definitions together: a thousand tables need a tenth of it. Some statements need more
# the more there is (a column renamed, an index on a table of many), or stand for many (a table for full-text search).
MOST_SECONDS = 1.0

# Columns of all tables and views: a thousand tables have a quarter of them.
MOST_COLUMNS = 40_000

_LEAVE_OUT = "leave out what the queries of this script do not need"
_DEFINES = frozenset({"CREATE", "ALTER", "DROP"})
# The same that are accepted where the database is made.
_HARMLESS_PRAGMAS = frozenset(
    {"foreign_keys", "defer_foreign_keys", "encoding", "user_version", "application_id", "auto_vacuum"}
)
# What SQLite says where something is missing: after another mistake of the schema, that is only its consequence.
_CONSEQUENCES = ("no such table", "no such column")
# Rounds of counting the tables behind views that use each other in any order; more deeply they do not stand.
_MOST_ROUNDS = 20
_ENDLESS = MOST_TABLES + 1


class _Definition(Struct, frozen=True):
    """A statement of a schema and the file that it stands in."""

    source: Source
    code: SqlWords

    def says(self, *words: str) -> bool:
        """Whether the statement begins with CREATE and one of `words`."""
        return self.code[0].upper == "CREATE" and len(self.code) > 1 and self.code[1].upper in words


class Defined(Struct, frozen=True):
    """Schemas that were run: their tables, what is wrong with them, and all their statements."""

    tables: Tables
    diagnostics: tuple[Diagnostic, ...] = ()
    statements: tuple[tuple[Source, SqlWords], ...] = ()


def define(sandbox: Sandbox, schemas: Sequence[SqlText]) -> Defined:
    """Define all tables."""
    statements: list[tuple[Source, SqlWords]] = []
    problems: list[tuple[Source, TextProblem]] = []
    refusals: list[tuple[_Definition, Rejected]] = []
    defined: list[_Definition] = []
    for schema in schemas:
        source = Source(schema.shown, schema.text)
        codes, problem = read_statements(schema.text, BROKEN_SCHEMA)
        if problem is not None:
            problems.append((source, problem))
        statements += [(source, code) for code in codes]
        for code in codes:
            if harmless(code):
                continue
            if sandbox.busy > MOST_SECONDS:
                problems.append((source, _too_busy(code)))
                break
            forbidden = _forbidden(code)
            refused = sandbox.define(spell(code)) if forbidden is None else None
            if forbidden is not None:
                problems.append((source, forbidden))
            elif refused is None:
                defined.append(_Definition(source, code))
            elif not (problems or refusals) or not refused.said.startswith(_CONSEQUENCES):
                refusals.append((_Definition(source, code), refused))
    tables, unread = _read_tables(sandbox, defined)
    if not problems and not refusals:
        problems += unread or _too_heavy(defined, tables)
    if not problems and not refusals:
        problems += [(one.source, problem) for one in defined for problem in misspelt_types(one.code)]
    # A view is only understood when it is used: a first use shows whether it can be.
    if not problems and not refusals:
        for view in (one for one in defined if one.says("VIEW")):
            if sandbox.busy > MOST_SECONDS:
                problems.append((view.source, _too_busy(view.code)))
                break
            if (refused := sandbox.use(_name(view.code))) is not None:
                refusals.append((view, refused))
    problems += [(one.source, explain(refused, _statement(sandbox, one.code, tables))) for one, refused in refusals]
    found = sorted((problem.in_file(source) for source, problem in problems), key=lambda one: (one.file, one.span))
    return Defined(tables, tuple(found), tuple(statements))


def read_statements(text: str, report: Report) -> tuple[list[SqlWords], TextProblem | None]:
    """The statements of a file, and what keeps the rest of it from being read."""
    if (hidden := invisible_in(text, report, "in SQL")) is not None:
        return [], hidden
    codes = _cut(tokenize(text, 0, len(text)))
    for index, code in enumerate(codes):
        if index == MOST_STATEMENTS:
            message = f"there are more than {MOST_STATEMENTS} statements in one file"
            return codes[:index], TextProblem(report, code[0].start, len(code[0].text), message)
        if code[-1].end - code[0].start > MOST_CHARACTERS and code[-1].kind != "unclosed":
            message = f"this statement is longer than {MOST_CHARACTERS} characters"
            return codes[:index], TextProblem(report, code[0].start, len(code[0].text), message)
    return codes, None


def _cut(tokens: list[SqlToken]) -> list[SqlWords]:
    """The statements of a file, without comments. A trigger's own statements end at its `; END ;`."""
    found: list[SqlWords] = []
    code: list[SqlToken] = []
    trigger = False
    for token in tokens:
        if token.kind == "comment":
            continue
        if len(code) == 3:
            trigger = _is_trigger(code)
        if token.text != ";" or (trigger and not (code[-1].upper == "END" and code[-2].text == ";")):
            code.append(token)
        elif code:
            found.append(tuple(code))
            code, trigger = [], False
    return [*found, tuple(code)] if code else found


def _is_trigger(code: list[SqlToken]) -> bool:
    words = [token.upper for token in code[:3]]
    return words[:1] == ["CREATE"] and (
        words[1:2] == ["TRIGGER"] or (words[2:] == ["TRIGGER"] and words[1][:4] == "TEMP")
    )


def _too_busy(code: SqlWords) -> TextProblem:
    message = "the definitions up to here keep SQLite busy for too long"
    return TextProblem(BROKEN_SCHEMA, code[0].start, len(code[0].text), message, _LEAVE_OUT)


def _read_tables(sandbox: Sandbox, defined: list[_Definition]) -> tuple[Tables, list[tuple[Source, TextProblem]]]:
    """The tables and views that were defined, with the number of tables behind each; or why they cannot be read."""
    names = sandbox.tables()
    weights = {name.casefold(): 1 for name, _ in names}
    views = [one for one in defined if one.says("VIEW")]
    for _ in range(_MOST_ROUNDS):
        before = dict(weights)
        for view in views:
            weights[_name(view.code).casefold()] = min(weigh(view.code[_behind_name(view.code) :], weights), _ENDLESS)
        views.reverse()  # whichever of the two orders is the wrong one, the other follows it
        if weights == before:
            break
    else:
        weights |= {_name(view.code).casefold(): _ENDLESS for view in views}
    if max(weights.values(), default=0) > MOST_TABLES or sum(weights.values()) > MOST_TABLES_TOGETHER:
        return Tables({}, known=True, weights=weights), []
    places = {_name(one.code).casefold(): one for one in defined if one.says("TABLE", "VIEW")}
    found: dict[str, DefinedTable] = {}
    columns = 0
    for name, is_view in names:
        table = sandbox.table(name, is_view=is_view)
        columns += len(table.columns) if table else 0
        at = places.get(name.casefold(), defined[-1])
        if sandbox.busy > MOST_SECONDS:
            return Tables(known=True, weights=weights), [(at.source, _too_busy(at.code))]
        if columns > MOST_COLUMNS:
            message = f"the tables and views up to here have more than {MOST_COLUMNS:,} columns"
            problem = TextProblem(BROKEN_SCHEMA, at.code[0].start, len(at.code[0].text), message, _LEAVE_OUT)
            return Tables(known=True, weights=weights), [(at.source, problem)]
        if table is not None:
            found[name.casefold()] = with_allowed(table, at.code) if at.says("TABLE") else table
    return Tables(found, known=True, weights=weights), []


def _too_heavy(defined: list[_Definition], tables: Tables) -> Iterator[tuple[Source, TextProblem]]:
    """The first view, and the first trigger, with too many tables behind it."""
    together = 0
    for one in defined:
        weight = tables.weights[_name(one.code).casefold()] if one.says("VIEW") else int(one.says("TABLE"))
        together += weight
        if weight > MOST_TABLES or together > MOST_TABLES_TOGETHER:
            yield one.source, too_many_tables(Suspect(one.code, tables, lambda _: "", report=BROKEN_SCHEMA))
            break
    behind_triggers = 0  # a write may set off all of them
    for one in defined:
        behind_triggers += weigh(one.code, tables.weights) if one.says("TRIGGER") else 0
        if behind_triggers > MOST_TABLES:
            yield one.source, too_many_tables(Suspect(one.code, tables, lambda _: "", report=BROKEN_SCHEMA))
            break


def _statement(sandbox: Sandbox, code: SqlWords, tables: Tables) -> Suspect:
    return Suspect(code, tables, sandbox.refusal, report=BROKEN_SCHEMA)


def harmless(code: SqlWords) -> bool:
    """What a dump begins and ends with, and what changes nothing that could be judged."""
    if code[0].upper == "PRAGMA":
        return len(code) > 1 and code[1].named in _HARMLESS_PRAGMAS
    return code[0].upper in ("BEGIN", "COMMIT", "END")


def _forbidden(code: SqlWords) -> TextProblem | None:
    """What does not define a table, index, view or trigger, or cannot be judged without rows."""
    first, last = code[0], code[-1]
    if last.kind == "unclosed":
        return never_ends(last, BROKEN_SCHEMA)
    words = [token.upper for token in code[:8]]
    if words[0] in _DEFINES and words[1:2] in (["TEMP"], ["TEMPORARY"]):
        message = f"{quoted(code[1].text)} does not belong in schema.sql: a call would not find it"
        return TextProblem(BROKEN_SCHEMA, code[1].start, len(code[1].text), message, "take it out")
    behind_name = 6 if words[2:5] == ["IF", "NOT", "EXISTS"] else 3
    if words[:2] == ["CREATE", "TABLE"] and words[behind_name : behind_name + 1] == ["AS"]:
        message = "a table made from a query does not belong in schema.sql"
        return TextProblem(BROKEN_SCHEMA, code[behind_name].start, 2, message, "write its columns in parentheses")
    if words[0] in ("PRAGMA", "ATTACH", "DETACH", "VACUUM", "ANALYZE", "REINDEX", "SELECT"):
        message = f"{quoted(first.text)} does not belong in schema.sql, which only defines tables"
        return TextProblem(BROKEN_SCHEMA, first.start, len(first.text), message, "take it out")
    return None


def _name(code: SqlWords) -> str:
    """What a CREATE TABLE or CREATE VIEW calls what it makes."""
    return code[_behind_name(code) - 1].named


def _behind_name(code: SqlWords) -> int:
    place = 5 if [token.upper for token in code[2:5]] == ["IF", "NOT", "EXISTS"] else 2
    if place + 2 < len(code) and code[place + 1].text == ".":  # main.name
        place += 2
    return place + 1
