"""What a statement does with its parameters: which columns they go into, or are compared with.

Whatever is not plainly understood is left out: a use that is not found is not judged.
"""

from collections.abc import Iterator, Mapping

from callsheet.adapters.data.sqlite.judging.sandbox import DefinedTable
from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.ports.dialect import ParameterUse
from callsheet.ports.sql import SqlToken, SqlWords

_COMPARES = frozenset({"=", "==", "<", "<=", ">", ">=", "<>", "!=", "IS"})
# Beside one of these, a column or a parameter is only a part of what is compared.
_COMPUTES = frozenset({"+", "-", "*", "/", "%", "||", "->", "->>", ".", "COLLATE"})
_END_OF_SET = frozenset({"WHERE", "FROM", "RETURNING", "ON", "SELECT", "VALUES"})

_END_OF_SELECTED = frozenset({"FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT", "RETURNING"})


def uses_in(code: SqlWords, tables: Tables) -> tuple[ParameterUse, ...]:
    """The parameters that go into columns as they are, or are compared with them."""
    named = tables.named_in(code)
    return tuple(dict.fromkeys([*_inserted(code, tables), *_beside(code, named)]))


def _inserted(code: SqlWords, tables: Tables) -> Iterator[ParameterUse]:
    """`INSERT INTO table (columns) VALUES (…), (…)`, or `SELECT … FROM …`."""
    words = [token.upper for token in code]
    if "INTO" not in words or words[0] not in ("INSERT", "REPLACE"):
        return
    start = words.index("INTO") + 1
    values = next((place for place, word in enumerate(words) if word in ("VALUES", "SELECT")), 0)
    table = tables.get(code[start].named) if start < values else None
    if table is None or table.is_view:
        return
    listed = [token.named for token in code[start + 1 : values] if token.named]
    if not {"AS", "WITH"}.isdisjoint(words[start:values]):
        return
    types = {column.name.casefold(): column for column in table.columns}
    columns = [types.get(name.casefold()) for name in listed] if listed else list(table.columns)
    behind = code[values + 1 :]
    for group in _groups(behind) if words[values] == "VALUES" else _selected(behind):
        for column, item in zip(columns, group, strict=False):
            if column is not None and len(item) == 1 and item[0].kind == "parameter":
                yield ParameterUse(item[0].text[1:], column.name, column.type, stored=True)


def _groups(code: SqlWords) -> Iterator[list[list[SqlToken]]]:
    """The rows behind VALUES, each a list of items."""
    depth = 0
    items: list[list[SqlToken]] = []
    for token in code:
        depth -= token.text == ")"
        if not depth and token.text == ")":
            yield items
        elif not depth and token.text not in ("(", ","):
            return
        elif depth == 1 and token.text == ",":
            items.append([])
        elif depth:
            items[-1].append(token)
        else:
            items = [[]]
        depth += token.text == "("


def _selected(code: SqlWords) -> Iterator[list[list[SqlToken]]]:
    """The one row of items behind SELECT; none where a star stands for several."""
    depth = 0
    items: list[list[SqlToken]] = [[]]
    for token in code:
        depth += (token.text == "(") - (token.text == ")")
        if not depth and token.upper in _END_OF_SELECTED:
            break
        if not depth and token.text == ",":
            items.append([])
        else:
            items[-1].append(token)
    if not any(item and item[-1].text == "*" for item in items):
        yield items


def _beside(code: SqlWords, named: Mapping[str, DefinedTable]) -> Iterator[ParameterUse]:
    """`column = :parameter` in SET, and comparisons."""
    setting = False
    for index, token in enumerate(code):
        setting = token.upper == "SET" or (setting and token.upper not in _END_OF_SET)
        if token.kind != "parameter":
            continue
        before, after = _word(code, index - 1), _word(code, index + 1)
        if after in _COMPUTES:
            continue
        column = -1
        if before in _COMPARES or before == "BETWEEN":
            column = index - 2
        elif before == "AND" and _word(code, index - 3) == "BETWEEN":
            column = index - 4
        elif after in _COMPARES and before not in _COMPUTES:
            column = index + 4 if _word(code, index + 3) == "." else index + 2
        if column < 0 or column >= len(code) or not code[column].named:
            continue
        first = column - 2 if _word(code, column - 1) == "." else column
        if _word(code, first - 1) in _COMPUTES or _word(code, column + 1) in _COMPUTES:
            continue
        declared = declared_type(code, column, named)
        if declared:
            yield ParameterUse(token.text[1:], code[column].named, declared, stored=setting and before == "=")


def _word(code: SqlWords, index: int) -> str:
    return (code[index].upper or code[index].text) if 0 <= index < len(code) else ""


def declared_type(code: SqlWords, index: int, named: Mapping[str, DefinedTable]) -> str:
    """The declared type of the column at this place; empty where it is none, or could be several."""
    name = code[index].named.casefold()
    if not name or _word(code, index + 1) in ("(", "."):
        return ""
    qualifier = code[index - 2].named.casefold() if _word(code, index - 1) == "." and index > 1 else ""
    tables = [named[qualifier]] if qualifier in named else named.values()
    types = {table.types[name] for table in tables if name in table.types}
    return types.pop() if len(types) == 1 else ""
