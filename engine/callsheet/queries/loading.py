"""Queries as the database runs them: without their headers and comments, which it would read again at every call."""

from callsheet.ports.data import PreparedQuery
from callsheet.ports.sql import SqlWords
from callsheet.queries.headers import Header


def load(header: Header, text: str, tokens: SqlWords, code: SqlWords) -> PreparedQuery | None:
    """A query in which nothing is wrong; None where its header does not say what it is."""
    if header.name is None or header.kind is None or header.parameters is None:
        return None
    declared = tuple(parameter.name for parameter in header.parameters)
    return PreparedQuery(header.name, header.kind, declared, _without_comments(text, tokens, code))


def _without_comments(text: str, tokens: SqlWords, code: SqlWords) -> str:
    start, end = code[0].start, code[-1].end
    pieces: list[str] = []
    for token in tokens:
        if token.kind == "comment" and start < token.start < end:
            before = text[start : token.start].rstrip(" \t")
            own_line = before.endswith("\n") and text[token.end : token.end + 1] == "\n"
            pieces += [before[:-1]] if own_line else [before, " "]
            start = token.end
    return "".join([*pieces, text[start:end]]) + ";"
