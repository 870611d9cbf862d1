"""Tables, columns and functions that are not there, or that are meant in two ways, in our words."""

import re
from itertools import pairwise

from callsheet.adapters.data.sqlite.judging.suspect import Suspect
from callsheet.diagnostics.suggest import did_you_mean, nearest
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import SqlWords
from callsheet.ports.text_problem import TextProblem

_BEFORE_TABLE = frozenset({"FROM", "JOIN", "INTO", "UPDATE", ",", "REFERENCES", "ON", "TABLE", "."})


def no_table(found: re.Match[str], statement: Suspect) -> TextProblem:
    """A table that schema.sql does not have, or (`nope.*`) that the statement does not read."""
    name = found["name"].removeprefix("main.")
    place = statement.find(name, after=_BEFORE_TABLE)
    if place is None:
        return _elsewhere(name, statement)
    code, otherwise = statement.code, "the tables stand in schema.sql"
    if place + 1 < len(code) and code[place + 1].text == ".":
        help_ = did_you_mean(name, list(statement.tables.named_in(code)), otherwise=otherwise)
        return statement.problem(code[place], f"there is no table {quoted(name)} in this statement", help_)
    help_ = did_you_mean(name, statement.tables.names(), otherwise=otherwise)
    return statement.problem(code[place], f"there is no table {quoted(name)} in schema.sql", help_, "no_table")


def _elsewhere(name: str, statement: Suspect) -> TextProblem:
    message = (
        f"this statement cannot run, because a view or trigger in schema.sql needs {quoted(name)}, which does not exist"
    )
    return statement.problem(statement.code[0], message, "correct schema.sql")


def no_column(found: re.Match[str], statement: Suspect) -> TextProblem:
    """A column that none of the statement's tables has, or a text in the wrong quotes, or a parameter without colon."""
    full = found["name"]
    qualifier, _, name = full.rpartition(".")
    place = statement.find(full)
    place = statement.find(name) if place is None else place
    if place is None:
        return _elsewhere(full, statement)
    tables, code = statement.tables.named_in(statement.code), statement.code
    token = code[place]
    if qualifier and token.named.casefold() != name.casefold():
        if tables and not _names_something(qualifier, code):
            message = f"there is no table {quoted(qualifier)} in this statement"
            return statement.problem(token, message, did_you_mean(qualifier, tables))
        token = code[place + 2 * full.count(".")]
    if not qualifier and name in statement.parameters:
        message = f"there is no column {quoted(name)}, but a parameter"
        return statement.problem(token, message, f'write ":{name}"', "no_colon")
    table = tables.get(qualifier.casefold())
    if table is None and len({one.name for one in tables.values()}) == 1 and _selects(code) < 2:
        table = next(iter(tables.values()))
    columns = (
        [column.name for column in table.columns] if table else [*statement.tables.columns_in(code), *_given(code)]
    )
    if token.text.startswith('"') and nearest(name, columns) is None:
        message = f"there is no column {quoted(name)}, and double quotes are for names"
        return statement.problem(token, message, f"a text stands in single quotes: '{name}'")
    where = f"the table {quoted(table.name)} has no" if table else "there is no"
    reads = any(one.upper in ("FROM", "INTO", "UPDATE", "TABLE") for one in code)
    help_ = did_you_mean(name, columns, otherwise="" if reads else "write FROM and its table")
    return statement.problem(token, f"{where} column {quoted(name)}", help_)


def _names_something(name: str, code: SqlWords) -> bool:
    """Whether a name stands anywhere but before a dot: as a table, its alias, a WITH query."""
    behind = [*code[1:], None]
    return any(
        token.named.casefold() == name.casefold() and (after is None or after.text != ".")
        for token, after in zip(code, behind, strict=True)
    )


def _selects(code: SqlWords) -> int:
    return sum(token.upper == "SELECT" for token in code)


def _given(code: SqlWords) -> list[str]:
    """The names that the statement itself gives to columns."""
    return [token.named for before, token in pairwise(code) if before.upper == "AS" and token.named]


def ambiguous(found: re.Match[str], statement: Suspect) -> TextProblem:
    """A column that two of the statement's tables have."""
    name = found["name"]
    here = statement.tables.named_in(statement.code)
    owners = [alias for alias, table in here.items() if name.casefold() in {c.name.casefold() for c in table.columns}]
    token = statement.code[statement.find(name) or 0]
    help_ = f"write which one is meant: {owners[-1]}.{name}" if owners else "write its table before it"
    return statement.problem(token, f"{quoted(name)} is a column of more than one table here", help_)


def no_function(found: re.Match[str], statement: Suspect) -> TextProblem:
    """A function that SQLite does not have."""
    token = statement.code[statement.find(found["name"]) or 0]
    help_ = did_you_mean(found["name"], _FUNCTIONS, otherwise="give the value as a parameter, from the script")
    if found["name"].casefold() in _CLOCKS:
        help_ = 'declare a parameter, and pass "{{ now }}" or "{{ today }}" from the script'
    return statement.problem(token, f"SQLite has no function {quoted(found['name'])}", help_, "no_parameter")


_FUNCTION_LIST = (
    "abs avg coalesce count date datetime group_concat ifnull iif instr length lower ltrim max min nullif printf "
    "replace round rtrim strftime substr sum time total trim upper"
)
_FUNCTIONS = _FUNCTION_LIST.split()
# The clocks of other databases.
_CLOCKS = ("now", "getdate", "sysdate", "curdate", "curtime", "today", "current_date", "localtimestamp")
