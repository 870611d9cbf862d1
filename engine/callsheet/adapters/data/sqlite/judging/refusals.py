"""What SQLite says against a statement, said in our words and located at the word concerned."""

import re
from collections.abc import Callable

from callsheet.adapters.data.sqlite.judging.missing import ambiguous, no_column, no_function, no_table
from callsheet.adapters.data.sqlite.judging.sandbox import Rejected
from callsheet.adapters.data.sqlite.judging.suspect import Suspect
from callsheet.adapters.data.sqlite.judging.syntax import incomplete, syntax, unrecognized
from callsheet.adapters.data.sqlite.judging.weight import MOST_TABLES
from callsheet.diagnostics.visible import quoted
from callsheet.ports.english import counted
from callsheet.ports.text_problem import TextProblem


def explain(refused: Rejected, statement: Suspect) -> TextProblem:
    """The problem behind a refusal. SQLite's own sentence is never shown: it is written for programmers."""
    if refused.denied:
        return _denied(refused.denied, statement)
    for pattern, rule in _RULES:
        found = re.fullmatch(pattern, refused.said, re.DOTALL)
        if found is not None:
            return rule(found, statement)
    return statement.problem(
        statement.code[0], "SQLite does not accept this statement", "try it in the sqlite3 program, which says more"
    )


def _denied(what: str, statement: Suspect) -> TextProblem:
    place = statement.find(what)
    token = statement.code[place or 0]
    return statement.problem(token, f"{quoted(what)} is not allowed here", "take it out")


def _values(found: re.Match[str], statement: Suspect) -> TextProblem:
    wanted, given = int(found["wanted"]), int(found["given"])
    token = next((token for token in statement.code if token.upper == "VALUES"), statement.code[0])
    message = f"{counted(given, 'value')} for {counted(wanted, 'column')}"
    return statement.problem(
        token, f"there {'is' if given == 1 else 'are'} {message}", "name the columns, and give each a value"
    )


def _at_word(message: str, help_: str = "") -> Callable[[re.Match[str], Suspect], TextProblem]:
    """A rule for a sentence about one word of the statement: `{}` in the message is that word."""

    def rule(found: re.Match[str], statement: Suspect) -> TextProblem:
        name = found["name"]
        token = statement.code[statement.find(name) or 0]
        return statement.problem(token, message.replace("{}", quoted(name)), help_)

    return rule


def _twice(found: re.Match[str], statement: Suspect) -> TextProblem:
    same = [token for token in statement.code if token.named.casefold() == found["name"].casefold()]
    token = same[1] if len(same) > 1 else statement.code[0]
    return statement.problem(token, f"the column {quoted(found['name'])} is defined twice", "take one of them out")


def _plain(message: str, help_: str = "") -> Callable[[re.Match[str], Suspect], TextProblem]:
    """A rule for a sentence about the whole statement."""
    return lambda _found, statement: statement.problem(statement.code[0], message, help_)


def too_many_tables(statement: Suspect) -> TextProblem:
    """For a statement that SQLite is not asked about."""
    message = f"more than {MOST_TABLES} tables stand behind this statement, with all its views written out"
    return statement.problem(statement.code[0], message, "write it simpler")


_TOO_LARGE = _plain("this statement is too large or too deeply nested for SQLite", "divide it into smaller ones")

# Compiled where they are needed: most statements are not refused.
_RULES: tuple[tuple[str, Callable[[re.Match[str], Suspect], TextProblem]], ...] = (
    (r'near "(?P<word>.*)": syntax error', syntax),
    (r'unrecognized token: "(?P<word>.*)"', unrecognized),
    (r"incomplete input", incomplete),
    (r"no such table: (?P<name>.*)", no_table),
    (r"no such column: (?P<name>.*)", no_column),
    (r"table .* has no column named (?P<name>.*)", no_column),
    (r"unknown column \"(?P<name>.*)\" in foreign key definition", no_column),
    (
        r"cannot join using column (?P<name>.*) - .*",
        _at_word("{} is not a column of both tables", "join them with ON"),
    ),
    (r"ambiguous column name: (?P<name>.*)", ambiguous),
    (r"table .* has (?P<wanted>\d+) columns but (?P<given>\d+) values were supplied", _values),
    (r"(?P<given>\d+) values for (?P<wanted>\d+) columns", _values),
    (r"table .* has (?P<given>\d+) values for (?P<wanted>\d+) columns", _values),
    (r"all VALUES must have .*", _plain("the rows behind VALUES have different numbers of values")),
    (r"no such function: (?P<name>.*)", no_function),
    (
        r"wrong number of arguments to function (?P<name>.*)\(\)",
        _at_word("the function {} takes another number of values"),
    ),
    (
        r"misuse of aggregate( function|:) (?P<name>.*?)(\(\))?",
        _at_word(
            "{} counts over rows and cannot stand here",
            'compare it behind "HAVING", or in a query inside the query',
        ),
    ),
    (
        r"misuse of (aliased )?(aggregate|window function) (?P<name>.*?)(\(\))?",
        _at_word("{} looks at several rows and cannot stand here"),
    ),
    (r"HAVING clause on a non-aggregate query", _plain('"HAVING" needs a "GROUP BY"', 'write "WHERE" instead')),
    (r"no tables specified", _plain('behind "SELECT *" the table is missing', "write FROM and its name")),
    (
        r"SELECTs to the left and right of .*",
        _plain("the joined SELECTs have different numbers of columns", "give each the same columns"),
    ),
    (
        r"sub-select returns .*",
        _plain("a query in parentheses gives another number of columns than its place takes"),
    ),
    (r".* term out of range .*", _plain('"ORDER BY" or "GROUP BY" names a column by a number that there is not')),
    (r"row value misused", _plain("a list of values stands where one value belongs")),
    (r"no such index: (?P<name>.*)", _at_word("there is no index {} in schema.sql")),
    (r"no such collation sequence: (?P<name>.*)", _at_word("there is no collation {}", "use NOCASE, or none")),
    (r"no such window: (?P<name>.*)", _at_word("there is no window {} in this statement")),
    (r"no such (module|trigger|view): (?P<name>.*)", _at_word("there is no {} here")),
    (r"cannot modify (?P<name>.*) because it is a view", _at_word("{} is a view, which cannot be changed")),
    (r"table (?P<name>.*) may not be modified", _at_word("{} belongs to SQLite and cannot be changed")),
    (
        r"ON CONFLICT clause does not match .*",
        _plain('"ON CONFLICT" names columns that are not UNIQUE in schema.sql'),
    ),
    (
        r"(table|view|index|trigger|there is already .* named) (?P<name>.*) already exists",
        _at_word("{} is defined twice"),
    ),
    (r"there is already an? \w+ named (?P<name>.*)", _at_word("{} is defined twice")),
    (r"duplicate column name: (?P<name>.*)", _twice),
    (r"object name reserved for internal use: (?P<name>.*)", _at_word("{} is a name that SQLite keeps for itself")),
    (r"interrupted", _plain("this statement would keep SQLite busy for too long", "write it simpler")),
    (
        r"parser stack overflow|Expression tree is too large.*|too (many|large|much).*|query string is too large",
        _TOO_LARGE,
    ),
    (r"string or blob too big|out of memory|at most \d+ tables in a join|.*too many.*", _TOO_LARGE),
    (r'table "(?P<name>.*)" has more than one primary key', _at_word("{} has more than one primary key")),
    (r"unknown database (?P<name>.*)", _at_word("there is no database {}", "write the table's name alone")),
    (r"view (?P<name>.*) is circularly defined", _at_word("the view {} is made from itself")),
    (r"circular reference: (?P<name>.*)", _at_word("{} is made from itself", 'write "WITH RECURSIVE"')),
)
