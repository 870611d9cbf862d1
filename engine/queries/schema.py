"""Runs `schema.sql` in the sandbox, statement by statement, so that each of its mistakes is found where it stands."""

from collections.abc import Sequence

from engine.diagnostics.catalogue import BROKEN_SCHEMA
from engine.diagnostics.diagnostic import Diagnostic
from engine.queries.files import INVISIBLE, Source, quoted
from engine.queries.records import SqlText
from engine.queries.refusals import Statement, explain
from engine.queries.reports import Problem
from engine.queries.sandbox import Refused, Sandbox, Table
from engine.queries.tables import Tables
from engine.queries.tokens import Token, spell, tokenize

# Statements in one schema.sql. Each makes SQLite read the whole schema anew.
MOST_STATEMENTS = 2000

_DEFINES = frozenset({"CREATE", "ALTER", "DROP"})
_ROWS = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE", "WITH"})
# What SQLite says where something is missing: after another mistake of the schema, that is only its consequence.
_CONSEQUENCES = ("no such table", "no such column")


def define(sandbox: Sandbox, schemas: Sequence[SqlText]) -> list[Diagnostic]:
    """Define all tables; what is wrong with them."""
    found: list[Diagnostic] = []
    views: dict[str, tuple[Source, tuple[Token, ...]]] = {}
    for schema in schemas:
        source = Source(schema.shown, schema.text)
        hidden = INVISIBLE.search(schema.text)
        if hidden is not None:
            problem = Problem(
                BROKEN_SCHEMA, hidden.start(), 1, "an invisible character does not belong in SQL", "delete it"
            )
            found.append(problem.in_file(source))
            continue
        codes = statements(tokenize(schema.text, 0, len(schema.text)))
        if len(codes) > MOST_STATEMENTS:
            message = f"there are more than {MOST_STATEMENTS} statements in schema.sql"
            found.append(Problem(BROKEN_SCHEMA, codes[MOST_STATEMENTS][0].start, 1, message).in_file(source))
        for code in codes[:MOST_STATEMENTS]:
            problem_or_none = _forbidden(code) or _define(sandbox, code, bool(found))
            if problem_or_none is not None:
                found.append(problem_or_none.in_file(source))
            elif (name := _view_name(code)) is not None:
                views[name.casefold()] = source, code
    # A view is only understood when it is used: a first use shows whether it can be.
    for name, (source, code) in views.items() if not found else ():
        refused = sandbox.use(name)
        if refused is not None:
            found.append(explain(refused, _statement(sandbox, code)).in_file(source))
    return found


def statements(tokens: list[Token]) -> list[tuple[Token, ...]]:
    """The statements of a file, without comments. A trigger's own statements end at its `; END ;`."""
    found: list[tuple[Token, ...]] = []
    code: list[Token] = []
    for token in tokens:
        if token.kind == "comment":
            continue
        if token.text != ";" or (_is_trigger(code) and not (code[-1].upper == "END" and code[-2].text == ";")):
            code.append(token)
        elif code:
            found.append(tuple(code))
            code = []
    return [*found, tuple(code)] if code else found


def _is_trigger(code: list[Token]) -> bool:
    words = [token.upper for token in code[:3]]
    return words[:1] == ["CREATE"] and (
        words[1:2] == ["TRIGGER"] or (words[2:] == ["TRIGGER"] and words[1][:4] == "TEMP")
    )


def read_tables(sandbox: Sandbox) -> Tables:
    """The tables and views that were defined."""
    found: dict[str, Table] = {}
    for name, is_view in sandbox.tables():
        table = sandbox.table(name, is_view=is_view)
        if table is not None:
            found[name.casefold()] = table
    return Tables(found, known=True)


def _define(sandbox: Sandbox, code: tuple[Token, ...], after_another: bool) -> Problem | None:
    refused = sandbox.define(spell(code))
    if refused is None or (after_another and refused.said.startswith(_CONSEQUENCES)):
        return None
    return explain(refused, _statement(sandbox, code))


def _statement(sandbox: Sandbox, code: tuple[Token, ...]) -> Statement:
    def refusal(part: tuple[Token, ...]) -> str:
        refused = sandbox.judge(spell(part), ())
        return refused.said if isinstance(refused, Refused) else ""

    return Statement(code, read_tables(sandbox), refusal, report=BROKEN_SCHEMA)


def _forbidden(code: tuple[Token, ...]) -> Problem | None:
    """What does not define a table, index, view or trigger, or cannot be judged without rows."""
    first, last = code[0], code[-1]
    if last.kind == "unclosed":
        message = f"{quoted(last.text[:2] if last.text[0] == '/' else last.text[0])} begins here and never ends"
        return Problem(BROKEN_SCHEMA, last.start, 1, message, "close it")
    if first.upper in _ROWS:
        message = f"{quoted(first.text)} does not belong in schema.sql, which holds tables and no rows"
        return Problem(
            BROKEN_SCHEMA, first.start, len(first.text), message, "rows for a rehearsal belong in sample.sql"
        )
    words = [token.upper for token in code[:8]]
    if words[0] in _DEFINES and words[1:2] in (["TEMP"], ["TEMPORARY"]):
        message = f"{quoted(code[1].text)} does not belong in schema.sql: a call would not find it"
        return Problem(BROKEN_SCHEMA, code[1].start, len(code[1].text), message, "take it out")
    behind_name = 6 if words[2:5] == ["IF", "NOT", "EXISTS"] else 3
    if words[:2] == ["CREATE", "TABLE"] and words[behind_name : behind_name + 1] == ["AS"]:
        message = "a table made from a query does not belong in schema.sql"
        return Problem(BROKEN_SCHEMA, code[behind_name].start, 2, message, "write its columns in parentheses")
    if words[0] in ("BEGIN", "COMMIT", "END", "PRAGMA", "ATTACH", "DETACH", "VACUUM", "ANALYZE", "REINDEX", "SELECT"):
        message = f"{quoted(first.text)} does not belong in schema.sql, which only defines tables"
        return Problem(BROKEN_SCHEMA, first.start, len(first.text), message, "take it out")
    return None


def _view_name(code: tuple[Token, ...]) -> str | None:
    words = [token.upper for token in code[:5]]
    if words[:2] != ["CREATE", "VIEW"]:
        return None
    place = 5 if words[2:] == ["IF", "NOT", "EXISTS"] else 2
    return code[place].named if place < len(code) else None
