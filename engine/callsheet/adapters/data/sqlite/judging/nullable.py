"""Which columns of a SELECT may be NULL: SQLite does not tell, so its words are read, as far as they are plain.

Whatever is not plainly understood is None, "cannot tell": a wrong "never NULL" would let a script speak a missing
value.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.ports.sql import SqlToken, SqlWords, depths

_CLAUSES = frozenset({"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT"})
_COMPOUND = frozenset({"UNION", "INTERSECT", "EXCEPT"})
_JOIN_WORDS = frozenset({"NATURAL", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS", "JOIN"})
_NEVER_NULL = frozenset({"COUNT", "TOTAL", "EXISTS", "CHANGES", "RANDOM", "ROW_NUMBER", "RANK"})
_FIRST_NOT_NULL = frozenset({"COALESCE", "IFNULL"})
_AGGREGATES = frozenset(
    {"COUNT", "SUM", "TOTAL", "AVG", "MIN", "MAX", "GROUP_CONCAT", "STRING_AGG", "JSON_GROUP_ARRAY"}
)

_SYMBOLS = frozenset({"=", "==", "<", "<=", ">", ">=", "<>", "!="})
_COMPARES = _SYMBOLS | {"LIKE", "GLOB", "IN", "BETWEEN"}

Known = bool | None


class _Source(Struct, frozen=True):
    """A table of FROM. `columns` is None for what is no plain table; a join may leave an `optional` one out."""

    alias: str
    columns: dict[str, Known] | None
    optional: bool

    def nullable(self, column: str) -> Known:
        known = (self.columns or {}).get(column)
        return True if self.optional else known


def nullability(code: SqlWords, tables: Tables) -> tuple[Known, ...] | None:
    """For each result column, whether it may be NULL; None where not even their number can be made out."""
    clauses = _clauses(code)
    if clauses is None:
        return None
    items = _split(clauses.get("SELECT", ()))
    sources = _sources(clauses.get("FROM", ()), tables, _common_names(code))
    merged = any(token.upper in ("NATURAL", "USING") for token in clauses.get("FROM", ()))
    certain = _certain(clauses.get("WHERE", ()))
    sources = [replace(one, optional=one.optional and not _met(one, certain)) for one in sources]
    one_row = not {"GROUP", "HAVING"} & clauses.keys() and any(_is_aggregate(item) for item in items)
    found: list[Known] = []
    for item in items:
        if item and item[-1].text == "*" and (len(item) == 1 or item[-2].text == "."):
            chosen = [one for one in sources if len(item) == 1 or one.alias == item[0].named.casefold()]
            if merged or not chosen or any(one.columns is None for one in chosen):
                return None
            found += [_narrowed(one, name, certain) for one in chosen for name in one.columns or ()]
        else:
            known = _item(_without_alias(item), sources, certain, merged)
            # Counting over no rows at all gives one row, whose plain columns are NULL.
            found.append(True if one_row and known is False and not _is_call_or_literal(item) else known)
    return tuple(found)


def _clauses(code: SqlWords) -> dict[str, SqlWords] | None:
    """The clauses of a plain SELECT, each without its first word."""
    clauses: dict[str, list[SqlToken]] = {}
    current: list[SqlToken] | None = None
    for depth, token in depths(code):
        if not depth and token.upper in _COMPOUND:
            return None
        if not depth and (token.upper == "SELECT" or (current is not None and token.upper in _CLAUSES)):
            current = clauses.setdefault(token.upper, [])
        elif current is not None:
            current.append(token)
    return {word: tuple(tokens) for word, tokens in clauses.items()} if "SELECT" in clauses else None


def _split(select: SqlWords) -> list[SqlWords]:
    if select and select[0].upper in ("DISTINCT", "ALL"):
        select = select[1:]
    items: list[list[SqlToken]] = [[]]
    for depth, token in depths(select):
        if not depth and token.text == ",":
            items.append([])
        else:
            items[-1].append(token)
    return [tuple(item) for item in items]


def _common_names(code: SqlWords) -> set[str]:
    """The names that a WITH gives to queries, which hide tables of the same name; too many rather than too few."""
    if not code or code[0].upper != "WITH":
        return set()
    return {token.named.casefold() for depth, token in _before_select(code) if not depth and token.named}


def _before_select(code: SqlWords) -> Iterator[tuple[int, SqlToken]]:
    for depth, token in depths(code):
        if not depth and token.upper == "SELECT":
            return
        yield depth, token


def _sources(clause: SqlWords, tables: Tables, hidden: set[str]) -> list[_Source]:
    outer = [token for depth, token in depths(clause) if not depth]
    sources: list[_Source] = []
    join: set[str] = set()
    expected = True
    for index, token in enumerate(outer):
        if token.text == "," or token.upper in _JOIN_WORDS:
            join.add(token.upper)
            expected = token.text == "," or token.upper == "JOIN"
        elif expected:
            if join & {"RIGHT", "FULL"}:
                sources = [_Source(one.alias, one.columns, optional=True) for one in sources]
            sources.append(_source(outer[index:], tables, hidden, optional=bool(join & {"LEFT", "FULL"})))
            join, expected = set(), False
    return sources


def _source(outer: list[SqlToken], tables: Tables, hidden: set[str], *, optional: bool) -> _Source:
    name = outer[0].named
    is_call = len(outer) > 1 and outer[1].text in ("(", ".")
    table = None if is_call or name.casefold() in hidden else tables.get(name)
    rest = outer[1:3]
    if rest and rest[0].text == ")":  # a query in parentheses
        rest = outer[2:4]
    alias = rest[1].named if len(rest) > 1 and rest[0].upper == "AS" else rest[0].named if rest else ""
    if alias.upper() in _JOIN_WORDS | {"ON", "USING", "INDEXED", "NOT"}:
        alias = ""
    columns = None
    if table is not None:
        columns = {column.name.casefold(): column.nullable for column in table.columns}
        if table.is_view:
            columns = dict.fromkeys(columns)
    return _Source((alias or name).casefold(), columns, optional)


def _certain(where: SqlWords) -> set[tuple[str, str]]:
    """The columns that the WHERE clause makes sure of (`IS NOT NULL`, a comparison), with their qualifiers.

    A comparison with NULL never holds, so that its row is left out.
    """
    conditions = _conditions(where)
    if any(token.upper in ("OR", "CASE") for condition in conditions for token in condition):
        return set()
    return {column for condition in conditions for column in _made_sure(condition)}


def _conditions(where: SqlWords) -> list[list[SqlToken]]:
    """What AND joins, without what stands in parentheses; the AND of a BETWEEN joins nothing."""
    found: list[list[SqlToken]] = [[]]
    between = False
    for depth, token in depths(where):
        if depth:
            continue
        if token.upper == "AND" and not between:
            found.append([])
            continue
        between = token.upper == "BETWEEN" or (between and token.upper != "AND")
        found[-1].append(token)
    return found


def _made_sure(condition: list[SqlToken]) -> Iterator[tuple[str, str]]:
    """The columns that cannot be NULL where one condition holds."""
    left = _column(condition[:3]) if condition[1:2] and condition[1].text == "." else _column(condition[:1])
    rest = condition[3:] if condition[1:2] and condition[1].text == "." else condition[1:]
    words = [token.upper for token in rest]
    if words == ["IS", "NOT", "NULL"] and left:
        yield left
    if not words or words[0] not in _COMPARES or {"IS", "ISNULL"} & set(words):
        return
    for column in (left, _column(rest[1:]) if words[0] in _SYMBOLS else None):
        if column:
            yield column


def _column(tokens: Sequence[SqlToken]) -> tuple[str, str] | None:
    """The qualifier and name of a column, if the tokens are nothing else."""
    if len(tokens) == 1 and tokens[0].named:
        return "", tokens[0].named.casefold()
    if len(tokens) == 3 and tokens[0].named and tokens[1].text == "." and tokens[2].named:
        return tokens[0].named.casefold(), tokens[2].named.casefold()
    return None


def _met(source: _Source, certain: set[tuple[str, str]]) -> bool:
    """Whether the WHERE clause only holds for rows to which an outer join has found this table's."""
    return any(qualifier == source.alias for qualifier, _ in certain)


def _narrowed(source: _Source, column: str, certain: set[tuple[str, str]]) -> Known:
    sure = (source.alias, column) in certain or ("", column) in certain
    return False if sure else source.nullable(column)


def _without_alias(item: SqlWords) -> SqlWords:
    if len(item) > 2 and item[-2].upper == "AS":
        return item[:-2]
    if len(item) > 1 and item[-1].named and (item[-2].named or item[-2].text == ")") and item[-1].upper != "END":
        return item[:-1]
    return item


def _item(item: SqlWords, sources: list[_Source], certain: set[tuple[str, str]], merged: bool) -> Known:
    if not item:
        return None
    name = item[-1].named.casefold()
    if len(item) == 1 and item[0].kind in ("number", "text"):
        return False
    if len(item) == 1 and item[0].upper == "NULL":
        return True
    if len(item) == 1 and name:
        owners = [one for one in sources if one.columns is None or name in one.columns]
        unique = len(owners) == 1 and owners[0].columns is not None and not merged
        return _narrowed(owners[0], name, certain) if unique else None
    if len(item) == 3 and item[1].text == "." and name:
        owners = [one for one in sources if one.alias == item[0].named.casefold()]
        return _narrowed(owners[0], name, certain) if len(owners) == 1 and owners[0].columns else None
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
