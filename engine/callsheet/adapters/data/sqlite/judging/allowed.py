"""The values that a CHECK lets a column have: `CHECK (status IN ('open', 'closed'))`."""

from collections.abc import Iterator

from msgspec.structs import replace

from callsheet.adapters.data.sqlite.judging.sandbox import DefinedTable
from callsheet.ports.sql import SqlToken, SqlWords, inside

Literal = int | float | str


def with_allowed(table: DefinedTable, code: SqlWords) -> DefinedTable:
    """A table, with what its CREATE TABLE allows in its columns."""
    allowed = dict(_allowed(code))
    if not allowed:
        return table
    columns = (replace(column, allowed=allowed.get(column.name.casefold(), ())) for column in table.columns)
    return replace(table, columns=tuple(columns))


def _allowed(code: SqlWords) -> Iterator[tuple[str, tuple[Literal, ...]]]:
    """Columns that a CHECK compares with a list and nothing else, by casefolded name."""
    for index, token in enumerate(code):
        if token.upper == "CHECK":
            check = inside(code, index + 1)
            values = _listed(check)
            if values:
                yield check[0].named.casefold(), values


def _listed(check: SqlWords) -> tuple[Literal, ...]:
    """The values behind `column IN (…)`, also behind `column IS NULL OR`; none where it says something else."""
    words = [token.upper for token in check]
    if words[1:4] == ["IS", "NULL", "OR"] and check[0].named == check[4].named:
        check, words = check[4:], words[4:]
    if words[1:3] != ["IN", "("] or words[-1] != ")" or any(word != "," for word in words[4:-1:2]):
        return ()
    found = [literal(token) for token in check[3:-1:2]]
    values = tuple(value for value in found if value is not None)
    return values if len(values) == len(found) else ()


def literal(token: SqlToken) -> Literal | None:
    """The value that a word of SQL is; None where it is none, or bytes."""
    text = token.text
    if token.kind == "text" and text[0] == "'":
        return text[1:-1].replace("''", "'")
    if token.kind == "number":
        return int(text) if text.isdecimal() else int(text, 16) if text[1:2] in ("x", "X") else float(text)
    return None
