"""Cuts a `.sql` file into blocks: a header, and the SQL below it up to the next header."""

import re

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_SQL
from callsheet.ports.dialect import Dialect
from callsheet.ports.sql import SqlToken, SqlWords
from callsheet.ports.text_problem import TextProblem
from callsheet.queries.headers import EXAMPLE, Header, header_lines, read_header

# Queries in one file. Nobody finds one among more, and each costs the database's judgement at every `check`.
MOST_QUERIES = 1000


class Block(Struct, frozen=True):
    """A query as it stands in its file. `code` is its first statement, without comments and semicolon."""

    header: Header
    tokens: SqlWords
    code: SqlWords
    problems: tuple[TextProblem, ...] = ()


class Cut(Struct, frozen=True):
    """A file's blocks, and what is wrong outside of them."""

    blocks: tuple[Block, ...]
    problems: tuple[TextProblem, ...]


def cut(text: str, dialect: Dialect) -> Cut:
    """The blocks of a file. A header inside `/* … */` is a query that somebody has put aside: it is none."""
    lines = header_lines(text)
    problems = [_too_many(lines[MOST_QUERIES])] if len(lines) > MOST_QUERIES else []
    if problems:
        text = text[: lines[MOST_QUERIES].start()]
        del lines[MOST_QUERIES:]
    preface, rest = _segment(text, 0, lines, dialect)
    blocks: list[Block] = []
    problems += [_before_first(token) for token in preface if token.kind != "comment"][:1]
    while rest:
        line = rest[0]
        tokens, rest = _segment(text, line.end(), rest[1:], dialect)
        code, second = _first_statement(tokens)
        used = tuple(dict.fromkeys(token.text[1:] for token in code if token.kind == "parameter" and token.text != "?"))
        problems += [_late_header(token) for token in tokens if _NAME_COMMENT.match(token.text)][:1]
        more = (_second_statement(second),) if second else ()
        blocks.append(Block(read_header(line, used), tuple(tokens), code, more))
    return Cut(tuple(blocks), tuple(problems))


def _segment(
    text: str, start: int, lines: list[re.Match[str]], dialect: Dialect
) -> tuple[list[SqlToken], list[re.Match[str]]]:
    """The tokens from `start` to the next header, and the headers from there on."""
    tokens: list[SqlToken] = []
    last_closed = text.rfind("*/")
    while True:
        tokens += dialect.tokenize(text, start, lines[0].start() if lines else len(text))
        last = tokens[-1] if tokens else None
        if last is None or last.kind != "unclosed" or not last.text.startswith("/*"):
            return tokens, lines
        closed = text.find("*/", last.start + 2, last_closed + 2)
        if closed < 0:
            return tokens, lines
        start = closed + 2
        tokens[-1] = SqlToken("comment", last.start, text[last.start : start])
        lines = [line for line in lines if line.start() >= start]


def _first_statement(tokens: list[SqlToken]) -> tuple[SqlWords, SqlToken | None]:
    """The first statement, and the first word of what comes behind it."""
    code = [token for token in tokens if token.kind != "comment"]
    end = next((index for index, token in enumerate(code) if token.text == ";"), len(code))
    return tuple(code[:end]), next((token for token in code[end:] if token.text != ";"), None)


def _second_statement(token: SqlToken) -> TextProblem:
    message = "a query is one statement, and here a second one begins"
    return TextProblem(BROKEN_SQL, token.start, len(token.text), message, "give it a header of its own")


def _too_many(line: re.Match[str]) -> TextProblem:
    message = f"there are more than {MOST_QUERIES} queries in one file"
    return TextProblem(BROKEN_SQL, line.start(), len(line[0]), message, "divide the file, and name both under data:")


def _before_first(token: SqlToken) -> TextProblem:
    message = "this SQL belongs to no query: the first header comes after it"
    return TextProblem(BROKEN_SQL, token.start, len(token.text), message, f"write a header above it, such as {EXAMPLE}")


_NAME_COMMENT = re.compile(r"--\s*name\s*:")


def _late_header(token: SqlToken) -> TextProblem:
    message = "a query's header stands on a line of its own"
    return TextProblem(BROKEN_SQL, token.start, len(token.text), message, "begin a new line here")
