"""Which columns of a SELECT may be NULL: SQLite does not tell, so its words are read, as far as they are plain.

Whatever is not plainly understood is None, "cannot tell": a wrong "never NULL" would let a script speak a missing
value.
"""

from callsheet.adapters.data.sqlite.judging.select import Result, Select
from callsheet.ports.sql import SqlToken, SqlWords, depths

_NEVER_NULL = frozenset({"COUNT", "TOTAL", "EXISTS", "CHANGES", "RANDOM", "ROW_NUMBER", "RANK"})
_FIRST_NOT_NULL = frozenset({"COALESCE", "IFNULL"})
_AGGREGATES = frozenset(
    {"COUNT", "SUM", "TOTAL", "AVG", "MIN", "MAX", "GROUP_CONCAT", "STRING_AGG", "JSON_GROUP_ARRAY"}
)

Known = bool | None


def nullability(select: Select, results: tuple[Result, ...]) -> tuple[Known, ...]:
    """For each result column, whether it may be NULL."""
    # Counting over no rows at all gives one row, whose plain columns are NULL.
    one_row = not {"GROUP", "HAVING"} & select.clauses.keys() and any(_is_aggregate(item) for item in select.items)
    return tuple(
        True if known is False and one_row and not (result.item and _is_call_or_literal(result.item)) else known
        for result in results
        for known in [_known(result, select)]
    )


def _known(result: Result, select: Select) -> Known:
    origin = result.origin
    if origin is None:
        return _computed(result.item)
    name = origin.column.name.casefold()
    if (origin.source.alias, name) in select.certain or ("", name) in select.certain:
        return False
    if origin.source.optional:
        return True
    return None if origin.source.table is None or origin.source.table.is_view else origin.column.nullable


def _computed(item: SqlWords) -> Known:
    if len(item) == 1 and item[0].kind in ("number", "text"):
        return False
    if len(item) == 1 and item[0].upper == "NULL":
        return True
    if len(item) > 2 and item[1].text == "(" and item[-1].text == ")" and _one_call(item):
        if item[0].upper in _NEVER_NULL:
            return False
        if item[0].upper in _FIRST_NOT_NULL and item[-2].kind in ("number", "text") and item[-3].text == ",":
            return False
    return None


def _one_call(item: SqlWords) -> bool:
    return sum(1 for depth, token in depths(item) if not depth and token.text in "()") == 2


def _is_aggregate(item: SqlWords) -> bool:
    """Whether the item looks at all rows. A query inside it has rows of its own; max(a, b) compares two values."""
    own = _without_queries(item)
    words = [token.upper for token in own]
    return "OVER" not in words and any(
        word in _AGGREGATES and words[index + 1 : index + 2] == ["("] and not _of_two(word, own[index + 2 :])
        for index, word in enumerate(words)
    )


def _without_queries(item: SqlWords) -> SqlWords:
    """The item without the queries in parentheses that stand in it."""
    left: list[SqlToken] = []
    inside = 0  # parentheses since a query began
    for index, token in enumerate(item):
        begins = token.text == "(" and index + 1 < len(item) and item[index + 1].upper in ("SELECT", "WITH", "VALUES")
        if inside or begins:
            inside += (token.text == "(") - (token.text == ")")
        else:
            left.append(token)
    return tuple(left)


def _of_two(function: str, arguments: SqlWords) -> bool:
    """Whether MIN or MAX is given several values: then it is no aggregate."""
    for depth, token in depths(arguments):
        if depth < 0 or function not in ("MIN", "MAX"):
            return False
        if not depth and token.text == ",":
            return True
    return False


def _is_call_or_literal(item: SqlWords) -> bool:
    return any(token.text == "(" or token.kind in ("number", "text") for token in item)
