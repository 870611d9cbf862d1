"""aiosql's loader, handed one query at a time: it stops at the first mistake, and ours are reported all at once."""

from dataclasses import dataclass

from aiosql.adapters.aiosqlite import AioSQLiteAdapter
from aiosql.query_loader import QueryLoader
from aiosql.types import SQLOperationType
from aiosql.utils import SQLParseException

from engine.ports.data import Query, QueryKind
from engine.queries.headers import Header
from engine.queries.tokens import Token, tokenize

_KINDS: dict[SQLOperationType, QueryKind] = {
    SQLOperationType.SELECT: "many",
    SQLOperationType.SELECT_ONE: "one",
    SQLOperationType.INSERT_UPDATE_DELETE: "write",
}
_LOADER = QueryLoader(AioSQLiteAdapter(), None)


@dataclass(frozen=True, slots=True)
class Unloaded:
    """A query that aiosql does not take, although we found nothing wrong."""


def load(header: Header, text: str, tokens: tuple[Token, ...], code: tuple[Token, ...]) -> Query | Unloaded:
    """The query as aiosql understands it. Comments are left out: aiosql looks for parameters and headers in them."""
    if header.name is None or header.parameters is None:
        return Unloaded()
    declared = tuple(parameter.name for parameter in header.parameters)
    block = f"{header.written(declared)}\n{_without_comments(text, tokens, code)}\n"
    try:
        (datum,) = _LOADER.load_query_data_from_sql(block, [])
    except (SQLParseException, ValueError):
        return Unloaded()
    kind = _KINDS.get(datum.operation_type)
    # The header's order is the one that the author wrote; aiosql's signature has the order of use.
    signature = {name for name in datum.signature.parameters if name != "self"} if datum.signature else set()
    if kind is None or signature != set(declared) or not _same_words(datum.sql, code):
        return Unloaded()
    return Query(datum.query_name, kind, declared, datum.sql)


def _same_words(sql: str, code: tuple[Token, ...]) -> bool:
    """Whether the query is still the one we judged: aiosql takes lines out of a text that has several."""
    return [token.text for token in tokenize(sql, 0, len(sql))] == [*(token.text for token in code), ";"]


def _without_comments(text: str, tokens: tuple[Token, ...], code: tuple[Token, ...]) -> str:
    start, end = code[0].start, code[-1].end
    pieces: list[str] = []
    for token in tokens:
        if token.kind == "comment" and start < token.start < end:
            before = text[start : token.start].rstrip(" \t")
            own_line = before.endswith("\n") and text[token.end : token.end + 1] == "\n"
            pieces += [before[:-1]] if own_line else [before, " "]
            start = token.end
    return "".join([*pieces, text[start:end]]) + ";"
