"""What SQLite says against a statement, said in our words and located at the word concerned."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from engine.diagnostics.catalogue import SQL_REFUSED
from engine.diagnostics.diagnostic import Code
from engine.diagnostics.suggest import did_you_mean, nearest
from engine.queries.files import quoted
from engine.queries.reports import Problem
from engine.queries.sandbox import Refused
from engine.queries.tables import Tables
from engine.queries.tokens import Token


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that SQLite refused, with what is needed to say why.

    `refusal` judges the first words of it alone, so that the place of a syntax error can be found: SQLite only tells
    the word, which may stand in the statement several times.
    """

    code: tuple[Token, ...]
    tables: Tables
    refusal: Callable[[tuple[Token, ...]], str]
    parameters: tuple[str, ...] = ()
    report: Code = SQL_REFUSED

    def problem(self, token: Token, message: str, help_: str = "") -> Problem:
        return Problem(self.report, token.start, len(token.text), message, help_)

    def find(self, name: str, *, after: frozenset[str] = frozenset()) -> int | None:
        """Where `name` (`a` or `a.b`) stands; behind one of the words `after` before all other places."""
        parts = [part.casefold() for part in name.split(".")]
        named = [token.named.casefold() for token in self.code]
        places = [
            index
            for index in range(len(named))
            if named[index : index + 2 * len(parts) - 1 : 2] == parts
            and all(self.code[index + 2 * dot - 1].text == "." for dot in range(1, len(parts)))
            and (index == 0 or self.code[index - 1].text != "." or bool(after))
        ]
        best = [index for index in places if index and self.code[index - 1].upper in after]
        return next(iter(best or places), None)


# The words that a slip of the fingers most often spoils.
_KEYWORD_LIST = (
    "SELECT DISTINCT FROM WHERE GROUP ORDER HAVING LIMIT OFFSET JOIN INNER OUTER INSERT INTO VALUES UPDATE "
    "DELETE BETWEEN EXISTS COALESCE CREATE TABLE INDEX UNIQUE PRIMARY REFERENCES DEFAULT CHECK TRIGGER VIEW AND NOT "
    "NULL DESC LIKE"
)
_KEYWORDS = _KEYWORD_LIST.split()
_LIKE_KEYWORD = 0.75  # difflib's ratio: FORM is FROM, name is not VALUES
_VERBS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "CREATE", "ALTER", "DROP"})
_BEFORE_TABLE = frozenset({"FROM", "JOIN", "INTO", "UPDATE", ",", "REFERENCES", "ON", "TABLE", "."})


def explain(refused: Refused, statement: Statement) -> Problem:
    """The problem behind a refusal. SQLite's own sentence is never shown: it is written for programmers."""
    if refused.denied:
        return _denied(refused.denied, statement)
    for pattern, rule in _RULES:
        found = pattern.fullmatch(refused.said)
        if found is not None:
            return rule(found, statement)
    return statement.problem(
        statement.code[0], "SQLite does not accept this statement", "try it in the sqlite3 program, which says more"
    )


def _denied(what: str, statement: Statement) -> Problem:
    place = statement.find(what)
    token = statement.code[place or 0]
    return statement.problem(token, f"{quoted(what)} is not allowed here", "take it out")


def _syntax(found: re.Match[str], statement: Statement) -> Problem:
    word, code = found["word"], statement.code
    places = [index for index, token in enumerate(code) if token.text == word or token.named == word]
    # The first of those places whose beginning alone SQLite already refuses at this word.
    low, high = 0, len(places) - 1
    while low < high:
        middle = (low + high) // 2
        if statement.refusal(code[: places[middle] + 1]) == found[0]:
            high = middle
        else:
            low = middle + 1
    if not places:
        return statement.problem(code[0], f"SQLite does not understand this statement at {quoted(word)}")
    index = places[low]
    token, before = code[index], code[index - 1] if index else None
    return statement.problem(
        token, f"SQLite does not understand {quoted(token.text)} here", _syntax_help(token, before)
    )


def _syntax_help(token: Token, before: Token | None) -> str:
    for word in (token, before):
        guess = get_close_matches(word.upper, _KEYWORDS, n=1, cutoff=_LIKE_KEYWORD) if word and word.upper else []
        if word and guess and guess[0] != word.upper:
            return (
                f'did you mean "{guess[0]}"?' if word is token else f'did you mean "{guess[0]}" by {quoted(word.text)}?'
            )
    if before and before.text == "," and (token.upper in _KEYWORDS or token.text == ")"):
        return f"take out the comma before {quoted(token.text)}"
    if before and token.upper in _VERBS and before.text != "(":
        return f'is a ";" missing before {quoted(token.text)}?'
    if token.upper in _KEYWORDS:
        return (
            f"something is missing or misspelt before {quoted(token.text)}; a column of that name needs double quotes"
        )
    return f"look at what stands before {quoted(token.text)}: a comma, a word or a parenthesis may be missing"


def _unrecognized(found: re.Match[str], statement: Statement) -> Problem:
    word = found["word"]
    token = next((token for token in statement.code if word.startswith(token.text)), statement.code[0])
    message = f"{quoted(word)} means nothing in SQL"
    help_ = 'a parameter is written ":" and its name, such as :phone' if word[:1] in ":@$#?" else ""
    return Problem(statement.report, token.start, len(word), message, help_)


def _incomplete(_found: re.Match[str], statement: Statement) -> Problem:
    opened = [token for token in statement.code if token.text in ("(", ")")]
    missing = sum(1 if token.text == "(" else -1 for token in opened)
    help_ = 'a ")" is missing' if missing > 0 else f"write what belongs behind {quoted(statement.code[-1].text)}"
    return statement.problem(statement.code[-1], "the statement ends too early", help_)


def _no_table(found: re.Match[str], statement: Statement) -> Problem:
    name = found["name"].removeprefix("main.")
    place = statement.find(name, after=_BEFORE_TABLE)
    token = statement.code[place or 0]
    help_ = did_you_mean(name, statement.tables.names(), otherwise="the tables stand in schema.sql")
    where = "in this statement" if place is not None and _is_qualifier(statement, place) else "in schema.sql"
    if place is None:
        return _elsewhere(name, statement)
    return statement.problem(token, f"there is no table {quoted(name)} {where}", help_)


def _is_qualifier(statement: Statement, place: int) -> bool:
    return place + 1 < len(statement.code) and statement.code[place + 1].text == "."


def _elsewhere(name: str, statement: Statement) -> Problem:
    message = (
        f"this statement cannot run, because a view or trigger in schema.sql needs {quoted(name)}, which does not exist"
    )
    return statement.problem(statement.code[0], message, "correct schema.sql")


def _no_column(found: re.Match[str], statement: Statement) -> Problem:
    full = found["name"]
    place = statement.find(full)
    if place is None:
        place = statement.find(full.rpartition(".")[2])
    if place is None:
        return _elsewhere(full, statement)
    qualifier, _, name = full.rpartition(".")
    here = statement.tables.named_in(statement.code)
    token = statement.code[place + 2 * full.count(".")] if place + 2 * full.count(".") < len(statement.code) else None
    if qualifier and qualifier.casefold() not in here and statement.tables.known:
        message = f"there is no table {quoted(qualifier)} in this statement"
        return statement.problem(statement.code[place], message, did_you_mean(qualifier, here))
    token = token if token is not None and token.named.casefold() == name.casefold() else statement.code[place]
    if not qualifier and name in statement.parameters:
        message = f"there is no column {quoted(name)}, but a parameter"
        return statement.problem(token, message, f'write ":{name}"')
    table = here.get(qualifier.casefold()) if qualifier else None
    if table is None and len({id(one) for one in here.values()}) == 1:
        table = next(iter(here.values()))
    columns = [column.name for column in table.columns] if table else list(statement.tables.columns_in(statement.code))
    if token.text.startswith('"') and nearest(name, columns) is None:
        message = f"there is no column {quoted(name)}, and double quotes are for names"
        return statement.problem(token, message, f"a text stands in single quotes: '{name}'")
    message = (
        f"the table {quoted(table.name)} has no column {quoted(name)}"
        if table
        else f"there is no column {quoted(name)}"
    )
    return statement.problem(token, message, did_you_mean(name, columns))


def _ambiguous(found: re.Match[str], statement: Statement) -> Problem:
    name = found["name"]
    here = statement.tables.named_in(statement.code)
    owners = [alias for alias, table in here.items() if name.casefold() in {c.name.casefold() for c in table.columns}]
    token = statement.code[statement.find(name) or 0]
    help_ = f"write which one is meant: {owners[-1]}.{name}" if owners else "write its table before it"
    return statement.problem(token, f"{quoted(name)} is a column of more than one table here", help_)


def _values(found: re.Match[str], statement: Statement) -> Problem:
    wanted, given = int(found["wanted"]), int(found["given"])
    token = next((token for token in statement.code if token.upper == "VALUES"), statement.code[0])
    message = f"{_count(given, 'value')} for {_count(wanted, 'column')}"
    return statement.problem(
        token, f"there {'is' if given == 1 else 'are'} {message}", "name the columns, and give each a value"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _no_function(found: re.Match[str], statement: Statement) -> Problem:
    token = statement.code[statement.find(found["name"]) or 0]
    return statement.problem(
        token, f"SQLite has no function {quoted(found['name'])}", did_you_mean(found["name"], _FUNCTIONS)
    )


_FUNCTION_LIST = (
    "abs avg coalesce count date datetime group_concat ifnull iif instr length lower ltrim max min nullif printf "
    "replace round rtrim strftime substr sum time total trim upper"
)
_FUNCTIONS = _FUNCTION_LIST.split()


def _at_word(message: str, help_: str = "") -> Callable[[re.Match[str], Statement], Problem]:
    """A rule for a sentence about one word of the statement: `{}` in the message is that word."""

    def rule(found: re.Match[str], statement: Statement) -> Problem:
        name = found["name"]
        token = statement.code[statement.find(name) or 0]
        return statement.problem(token, message.replace("{}", quoted(name)), help_)

    return rule


def _plain(message: str, help_: str = "") -> Callable[[re.Match[str], Statement], Problem]:
    """A rule for a sentence about the whole statement."""
    return lambda _found, statement: statement.problem(statement.code[0], message, help_)


_TOO_LARGE = _plain("this statement is too large or too deeply nested for SQLite", "divide it into smaller ones")

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Statement], Problem]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), rule)
    for pattern, rule in (
        (r'near "(?P<word>.*)": syntax error', _syntax),
        (r'unrecognized token: "(?P<word>.*)"', _unrecognized),
        (r"incomplete input", _incomplete),
        (r"no such table: (?P<name>.*)", _no_table),
        (r"no such column: (?P<name>.*)", _no_column),
        (r"table .* has no column named (?P<name>.*)", _no_column),
        (r"unknown column \"(?P<name>.*)\" in foreign key definition", _no_column),
        (
            r"cannot join using column (?P<name>.*) - .*",
            _at_word("{} is not a column of both tables", "join them with ON"),
        ),
        (r"ambiguous column name: (?P<name>.*)", _ambiguous),
        (r"table .* has (?P<wanted>\d+) columns but (?P<given>\d+) values were supplied", _values),
        (r"(?P<given>\d+) values for (?P<wanted>\d+) columns", _values),
        (r"table .* has (?P<given>\d+) values for (?P<wanted>\d+) columns", _values),
        (r"all VALUES must have .*", _plain("the rows behind VALUES have different numbers of values")),
        (r"no such function: (?P<name>.*)", _no_function),
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
        (r"duplicate column name: (?P<name>.*)", _at_word("the column {} is defined twice")),
        (r"object name reserved for internal use: (?P<name>.*)", _at_word("{} is a name that SQLite keeps for itself")),
        (r"interrupted", _plain("this statement would keep SQLite busy for too long", "write it simpler")),
        (
            r"parser stack overflow|Expression tree is too large.*|too (many|large|much).*|query string is too large",
            _TOO_LARGE,
        ),
        (r"string or blob too big|out of memory|at most \d+ tables in a join|.*too many.*", _TOO_LARGE),
        (r"view (?P<name>.*) is circularly defined", _at_word("the view {} is made from itself")),
        (r"circular reference: (?P<name>.*)", _at_word("{} is made from itself", 'write "WITH RECURSIVE"')),
    )
)
