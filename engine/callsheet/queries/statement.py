"""What the words of a query tell without a database: its verb, its parameters, the clock it looks at."""

from collections.abc import Iterator

from callsheet.diagnostics.catalogue import BROKEN_SQL, QUERY_MARK, QUERY_PARAMETERS, SQL_CLOCK, SQL_REFUSED
from callsheet.diagnostics.diagnostic import Code
from callsheet.diagnostics.suggest import nearest
from callsheet.queries.blocks import Block
from callsheet.queries.files import quoted
from callsheet.queries.foreign import foreign_cast, foreign_parameter
from callsheet.queries.headers import Header
from callsheet.queries.reports import Problem
from callsheet.queries.tokens import Token

# Characters of one query. SQLite's own limit is a thousand times higher; nobody has written a longer one by hand.
MOST_CHARACTERS = 100_000

READING = frozenset({"SELECT", "VALUES"})
WRITING = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE"})

_TRANSACTION = "take it out: every write is a transaction of its own already"
_TABLES = "tables belong in schema.sql"
_REFUSED = {
    **dict.fromkeys(("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"), _TRANSACTION),
    **dict.fromkeys(("CREATE", "DROP", "ALTER"), _TABLES),
    **dict.fromkeys(("PRAGMA", "ATTACH", "DETACH", "ANALYZE", "REINDEX", "VACUUM", "EXPLAIN"), "take it out"),
}

_CLOCK_WORDS = frozenset({"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"})
_CLOCK_FUNCTIONS = frozenset({"DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH", "STRFTIME", "TIMEDIFF"})
_CLOCK_HELP = 'declare a parameter and pass "{{ now }}" or "{{ today }}" from the script, so that tests can set it'


_EMPTY = "write its SQL below the header, or take the header out"


def verb(code: tuple[Token, ...]) -> str:
    """The statement's verb, behind a WITH the main one; empty where there is none."""
    if not code or code[0].upper != "WITH":
        return code[0].upper if code else ""
    return next((token.upper for depth, token in depths(code) if not depth and token.upper in READING | WRITING), "")


def depths(code: tuple[Token, ...]) -> Iterator[tuple[int, Token]]:
    """Each token with the number of parentheses it stands in; a parenthesis itself stands outside."""
    depth = 0
    for token in code:
        depth -= token.text == ")"
        yield depth, token
        depth += token.text == "("


def broken(block: Block) -> Problem | None:
    """What keeps the words of a query from being judged at all."""
    code, header = block.code, block.header
    name = f"the query {quoted(header.name)}" if header.name else "this query"
    if not code:
        return Problem(BROKEN_SQL, header.name_start, len(header.name or "-"), f"{name} is empty", _EMPTY)
    last = block.tokens[-1]
    if last.kind == "unclosed":
        return never_ends(last, BROKEN_SQL)
    for token in code:
        if token.kind == "word" and (odd := next((c for c in token.text if not (c.isalnum() or c in "_$")), "")):
            what = (
                f"the character {quoted(odd)}" if odd.isprintable() and not odd.isspace() else "an invisible character"
            )
            help_ = "write straight quotes" if odd in "‘’“”´" else "write it anew, without the character"
            at = token.start + token.text.index(odd)
            return Problem(BROKEN_SQL, at, 1, f"{what} does not belong in SQL", help_)
    if code[-1].end - code[0].start > MOST_CHARACTERS:
        message = f"{name} is longer than {MOST_CHARACTERS} characters"
        return Problem(BROKEN_SQL, code[0].start, len(code[0].text), message, "divide it")
    first = code[0]
    if first.upper not in _REFUSED:
        declared = [parameter.name for parameter in header.parameters or ()]
        return foreign_parameter(code, declared) or foreign_cast(code)
    message = f"{quoted(first.text)} has no place in a query, which reads or changes rows"
    return Problem(SQL_REFUSED, first.start, len(first.text), message, _REFUSED[first.upper])


def never_ends(token: Token, code: Code) -> Problem:
    """An `unclosed` token: everything behind it belongs to it, so that nothing there can be judged."""
    kind, mark = "a name", token.text[0]
    if token.text.startswith("/*"):
        kind, mark = "a comment", "*/"
    elif token.text[0] == "'" or token.text[1:2] == "'":
        kind, mark = "a text", "'"
    elif token.text[0] == "[":
        mark = "]"
    return Problem(code, token.start, 1, f"{kind} begins here and never ends", f"write {mark} where it ends")


def wrong_mark(header: Header, code: tuple[Token, ...], *, writes: bool) -> Problem | None:
    """A mark that says something else than the statement does."""
    if header.kind is None or not header.name:
        return None
    start, length = header.name_start, len(header.name)
    if writes and header.kind != "write":
        message = f"{quoted(header.name)} changes rows, and its header does not say so"
        return Problem(QUERY_MARK, start, length, message, f'write "{header.name}(…)!"')
    if not writes and header.kind == "write":
        message = f'{quoted(header.name)} is marked "!" as a write, and only reads'
        return Problem(QUERY_MARK, start, length, message, 'take out the "!", or write "^" where it reads one row')
    for depth, token in depths(code):
        if writes and not depth and token.upper == "RETURNING":
            message = f"the write {quoted(header.name)} gives rows back, and only their number can be had"
            help_ = 'take out "RETURNING …" and read the rows with a query of its own'
            return Problem(QUERY_MARK, token.start, len(token.text), message, help_)
    return None


def parameter_problems(block: Block) -> list[Problem]:
    """Parameters in a form that is not `:name`, used and not declared, or declared and not used."""
    header, problems = block.header, []
    used: dict[str, Token] = {}
    for token in block.code:
        if token.kind == "parameter":
            used.setdefault(token.text, token)
    for written, token in used.items():
        if written[0] != ":":
            help_ = f'write ":{written[1:]}"' if written[0] != "?" else 'write ":" and its name, such as :phone'
            message = f"{quoted(written)} is not how a parameter is written"
            problems.append(Problem(QUERY_PARAMETERS, token.start, len(written), message, help_))
    if header.parameters is None or problems:
        return problems
    declared = {parameter.name: parameter for parameter in header.parameters}
    unknown = {written[1:]: token for written, token in used.items() if written[1:] not in declared}
    unused = [name for name in declared if f":{name}" not in used]
    for name, token in unknown.items():
        meant = nearest(name, unused) or (unused[0] if len(unused) == len(unknown) == 1 else None)
        if meant in unused:  # the two are one mistake
            unused.remove(meant)
        guess = meant or nearest(name, declared)
        written_out = header.written((*declared, name))
        help_ = f'did you mean ":{guess}"?' if guess else f"declare it: {written_out}" if header.name else "declare it"
        message = f"the parameter {quoted(name)} is not declared in the query's header"
        problems.append(Problem(QUERY_PARAMETERS, token.start, len(token.text), message, help_))
    for name in unused:
        message = f"the parameter {quoted(name)} is declared, and the query does not use it"
        help_ = f'use ":{name}" in the SQL, or take it out of the header'
        problems.append(Problem(QUERY_PARAMETERS, declared[name].start, len(name), message, help_))
    return problems


def clock_problems(code: tuple[Token, ...]) -> Iterator[Problem]:
    """Each place where a statement looks at SQLite's clock."""
    calls: list[bool] = []  # for each open parenthesis, whether it holds what a clock function is told
    inside = 0
    for index, token in enumerate(code):
        if token.text == "(":
            before = code[index - 1] if index else token
            calls.append(before.upper in _CLOCK_FUNCTIONS)
            inside += calls[-1]
            if calls[-1] and index + 1 < len(code) and code[index + 1].text == ")":
                yield _clock(before)
        elif token.text == ")" and calls:
            inside -= calls.pop()
        elif token.upper in _CLOCK_WORDS or (inside and token.text.lower() == "'now'"):
            yield _clock(token)


def _clock(token: Token) -> Problem:
    message = f"{quoted(token.text)} is the database's own clock, which no test can set"
    return Problem(SQL_CLOCK, token.start, len(token.text), message, _CLOCK_HELP)
