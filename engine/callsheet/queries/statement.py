"""What the words of a query tell without a database: whether they can be read, its mark, its parameters."""

from callsheet.diagnostics.catalogue import BROKEN_SQL, QUERY_MARK, QUERY_PARAMETERS
from callsheet.diagnostics.suggest import ask_for, near
from callsheet.diagnostics.visible import quoted
from callsheet.ports.dialect import Dialect
from callsheet.ports.sql import MOST_CHARACTERS, SqlToken, SqlWords, depths, never_ends
from callsheet.ports.text_problem import TextProblem
from callsheet.queries.blocks import Block
from callsheet.queries.foreign import foreign_parameter
from callsheet.queries.headers import Header

_EMPTY = "write its SQL below the header, or take the header out"


def broken(block: Block, dialect: Dialect) -> TextProblem | None:
    """What keeps the words of a query from being judged at all."""
    code, header = block.code, block.header
    name = f"the query {quoted(header.name)}" if header.name else "this query"
    if not code:
        return TextProblem(BROKEN_SQL, header.name_start, len(header.name or "-"), f"{name} is empty", _EMPTY)
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
            return TextProblem(BROKEN_SQL, at, 1, f"{what} does not belong in SQL", help_)
    if code[-1].end - code[0].start > MOST_CHARACTERS:
        message = f"{name} is longer than {MOST_CHARACTERS} characters"
        return TextProblem(BROKEN_SQL, code[0].start, len(code[0].text), message, "divide it")
    declared = [parameter.name for parameter in header.parameters or ()]
    return dialect.forbidden(code) or foreign_parameter(code, declared)


def wrong_mark(header: Header, code: SqlWords, *, writes: bool) -> TextProblem | None:
    """A mark that says something else than the statement does."""
    if header.kind is None or not header.name:
        return None
    start, length = header.name_start, len(header.name)
    if writes and header.kind != "write":
        message = f"{quoted(header.name)} changes rows, and its header does not say so"
        return TextProblem(QUERY_MARK, start, length, message, f'write "{header.name}(…)!"')
    if not writes and header.kind == "write":
        message = f'{quoted(header.name)} is marked "!" as a write, and only reads'
        return TextProblem(QUERY_MARK, start, length, message, 'take out the "!", or write "^" where it reads one row')
    for depth, token in depths(code):
        if writes and not depth and token.upper == "RETURNING":
            message = f"the write {quoted(header.name)} gives rows back, and only their number can be had"
            help_ = 'take out "RETURNING …" and read the rows with a query of its own'
            return TextProblem(QUERY_MARK, token.start, len(token.text), message, help_)
    return None


def parameter_problems(block: Block) -> list[TextProblem]:
    """Parameters in a form that is not `:name`, used and not declared, or declared and not used."""
    header, problems = block.header, []
    used: dict[str, SqlToken] = {}
    for token in block.code:
        if token.kind == "parameter":
            used.setdefault(token.text, token)
    for written, token in used.items():
        if written[0] != ":":
            help_ = f'write ":{written[1:]}"' if written[0] != "?" else 'write ":" and its name, such as :phone'
            message = f"{quoted(written)} is not how a parameter is written"
            problems.append(TextProblem(QUERY_PARAMETERS, token.start, len(written), message, help_))
    if header.parameters is None or problems:
        return problems
    declared = {parameter.name: parameter for parameter in header.parameters}
    unknown = {written[1:]: token for written, token in used.items() if written[1:] not in declared}
    unused = [name for name in declared if f":{name}" not in used]
    for name, token in unknown.items():
        guesses = near(name, unused) or (unused if len(unused) == len(unknown) == 1 else near(name, declared))
        otherwise = f"declare it: {header.written((*declared, name))}" if header.name else "declare it"
        help_ = ask_for(*(f":{guess}" for guess in guesses)) or otherwise
        if guesses and guesses[0] in unused:  # the two are one mistake
            unused.remove(guesses[0])
        message = f"the parameter {quoted(name)} is not declared in the query's header"
        problems.append(TextProblem(QUERY_PARAMETERS, token.start, len(token.text), message, help_))
    for name in unused:
        message = f"the parameter {quoted(name)} is declared, and the query does not use it"
        help_ = f'use ":{name}" in the SQL, or take it out of the header'
        problems.append(TextProblem(QUERY_PARAMETERS, declared[name].start, len(name), message, help_))
    return problems
