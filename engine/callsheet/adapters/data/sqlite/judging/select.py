"""A SELECT read by its words, as far as they are plain: what it gives, out of which tables, under which conditions."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from callsheet.adapters.data.sqlite.judging.sandbox import DefinedTable
from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.ports.dialect import Column
from callsheet.ports.sql import SqlToken, SqlWords, depths

_CLAUSES = frozenset({"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT"})
COMPOUND = frozenset({"UNION", "INTERSECT", "EXCEPT"})
JOIN_WORDS = frozenset({"NATURAL", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS", "JOIN"})

_SYMBOLS = frozenset({"=", "==", "<", "<=", ">", ">=", "<>", "!="})
_COMPARES = _SYMBOLS | {"LIKE", "GLOB", "IN", "BETWEEN"}

# The qualifier of a column, empty where it has none, and its name; both casefolded.
Named = tuple[str, str]


class TableSource(Struct, frozen=True):
    """A table of FROM. `table` is None for what is no plain table; a join may leave an `optional` one out."""

    alias: str
    table: DefinedTable | None
    optional: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns, where they are known."""
        return self.table.columns if self.table else ()

    def column(self, name: str) -> Column | None:
        """The column of a casefolded name."""
        return next((one for one in self.columns if one.name.casefold() == name), None)


class Origin(Struct, frozen=True):
    """Where a result column comes from, unchanged."""

    source: TableSource
    column: Column


class Result(Struct, frozen=True):
    """A result column: its words, empty where a star stands for it, and where it comes from, if that is plain."""

    item: SqlWords
    origin: Origin | None


class Select(Struct, frozen=True):
    """A plain SELECT. `certain` are the columns that its WHERE makes sure of (`IS NOT NULL`, a comparison): where they
    are NULL, a row is left out."""

    clauses: Mapping[str, SqlWords]
    items: tuple[SqlWords, ...]
    sources: tuple[TableSource, ...]
    results: tuple[Result, ...] | None  # None where not even their number can be made out
    certain: frozenset[Named]


def read_select(code: SqlWords, tables: Tables) -> Select | None:
    """What a SELECT says; None for one that is not plain."""
    clauses = clauses_of(code)
    if clauses is None:
        return None
    items = tuple(items_of(clauses.get("SELECT", ())))
    outer = clauses.get("FROM", ())
    merged = any(token.upper in ("NATURAL", "USING") for token in outer)
    certain = frozenset(_certain(clauses.get("WHERE", ())))
    found = _sources(outer, tables, _common_names(code))
    sources = tuple(replace(one, optional=one.optional and not _met(one, certain)) for one in found)
    return Select(clauses, items, sources, _results(items, sources, merged=merged), certain)


def most_rows(code: SqlWords) -> int | None:
    """What stands behind the LIMIT of a query, where it is a number: `LIMIT 3`, `LIMIT 3 OFFSET :n`, `LIMIT :n, 3`."""
    words = [token.upper for token in code[-4:]]
    if words[-2:-1] == ["LIMIT"] or (words[:1] == ["LIMIT"] and words[2:3] == [","]):
        number = code[-1]
    elif words[:1] == ["LIMIT"] and words[2:3] == ["OFFSET"]:
        number = code[-3]
    else:
        return None
    return int(number.text) if number.text.isdecimal() else None


def clauses_of(code: SqlWords) -> dict[str, SqlWords] | None:
    """The clauses of a plain SELECT, each without its first word."""
    clauses: dict[str, list[SqlToken]] = {}
    current: list[SqlToken] | None = None
    for depth, token in depths(code):
        if not depth and token.upper in COMPOUND:
            return None
        if not depth and (token.upper == "SELECT" or (current is not None and token.upper in _CLAUSES)):
            current = clauses.setdefault(token.upper, [])
        elif current is not None:
            current.append(token)
    return {word: tuple(tokens) for word, tokens in clauses.items()} if "SELECT" in clauses else None


def items_of(select: SqlWords) -> list[SqlWords]:
    """What a SELECT gives, an item for each column or star."""
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


def _sources(clause: SqlWords, tables: Tables, hidden: set[str]) -> list[TableSource]:
    outer = [token for depth, token in depths(clause) if not depth]
    sources: list[TableSource] = []
    join: set[str] = set()
    expected = True
    for index, token in enumerate(outer):
        if token.text == "," or token.upper in JOIN_WORDS:
            join.add(token.upper)
            expected = token.text == "," or token.upper == "JOIN"
        elif expected:
            if join & {"RIGHT", "FULL"}:
                sources = [TableSource(one.alias, one.table, optional=True) for one in sources]
            sources.append(_source(outer[index:], tables, hidden, optional=bool(join & {"LEFT", "FULL"})))
            join, expected = set(), False
    return sources


def _source(outer: list[SqlToken], tables: Tables, hidden: set[str], *, optional: bool) -> TableSource:
    name = outer[0].named
    is_call = len(outer) > 1 and outer[1].text in ("(", ".")
    table = None if is_call or name.casefold() in hidden else tables.get(name)
    rest = outer[1:3]
    if rest and rest[0].text == ")":  # a query in parentheses
        rest = outer[2:4]
    alias = rest[1].named if len(rest) > 1 and rest[0].upper == "AS" else rest[0].named if rest else ""
    if alias.upper() in JOIN_WORDS | {"ON", "USING", "INDEXED", "NOT"}:
        alias = ""
    return TableSource((alias or name).casefold(), table, optional)


def _results(
    items: tuple[SqlWords, ...], sources: tuple[TableSource, ...], *, merged: bool
) -> tuple[Result, ...] | None:
    found: list[Result] = []
    for item in items:
        if item and item[-1].text == "*" and (len(item) == 1 or item[-2].text == "."):
            chosen = [one for one in sources if len(item) == 1 or one.alias == item[0].named.casefold()]
            if merged or not chosen or any(one.table is None for one in chosen):
                return None
            found += [Result((), Origin(one, column)) for one in chosen for column in one.columns]
        else:
            plain = without_alias(item)
            found.append(Result(plain, _origin(plain, sources, merged=merged)))
    return tuple(found)


def without_alias(item: SqlWords) -> SqlWords:
    """An item without the name that it is given."""
    if len(item) > 2 and item[-2].upper == "AS":
        return item[:-2]
    if len(item) > 1 and item[-1].named and (item[-2].named or item[-2].text == ")") and item[-1].upper != "END":
        return item[:-1]
    return item


def _origin(item: SqlWords, sources: tuple[TableSource, ...], *, merged: bool) -> Origin | None:
    """The column that the words name and nothing else."""
    named = named_column(item)
    if named is None or (merged and not named[0]):
        return None
    qualifier, name = named
    if qualifier:
        owners = [one for one in sources if one.alias == qualifier]
    else:
        owners = [one for one in sources if one.table is None or one.column(name)]
    column = owners[0].column(name) if len(owners) == 1 else None
    return Origin(owners[0], column) if column else None


def _certain(where: SqlWords) -> set[Named]:
    """The columns that the WHERE clause makes sure of (`IS NOT NULL`, a comparison), with their qualifiers.

    A comparison with NULL never holds, so that its row is left out.
    """
    conditions = _conditions(where)
    if any(token.upper in ("OR", "CASE") for condition in conditions for token in condition):
        return set()
    return {column for condition in conditions for column in _made_sure(condition)}


def _conditions(where: SqlWords) -> list[list[SqlToken]]:
    """What AND joins, without what stands in parentheses."""
    return [[token for depth, token in depths(condition) if not depth] for condition in anded(where)]


def anded(words: SqlWords) -> list[SqlWords]:
    """What AND joins; the AND of a BETWEEN joins nothing."""
    found: list[list[SqlToken]] = [[]]
    between = False
    for depth, token in depths(words):
        if not depth and token.upper == "AND" and not between:
            found.append([])
            continue
        if not depth:
            between = token.upper == "BETWEEN" or (between and token.upper != "AND")
        found[-1].append(token)
    return [tuple(condition) for condition in found]


def _made_sure(condition: list[SqlToken]) -> Iterator[Named]:
    """The columns that cannot be NULL where one condition holds."""
    left = named_column(condition[:3]) if condition[1:2] and condition[1].text == "." else named_column(condition[:1])
    rest = condition[3:] if condition[1:2] and condition[1].text == "." else condition[1:]
    words = [token.upper for token in rest]
    if words == ["IS", "NOT", "NULL"] and left:
        yield left
    if not words or words[0] not in _COMPARES or {"IS", "ISNULL"} & set(words):
        return
    for column in (left, named_column(rest[1:]) if words[0] in _SYMBOLS else None):
        if column:
            yield column


def named_column(tokens: Sequence[SqlToken]) -> Named | None:
    """The qualifier and name of a column, if the tokens are nothing else."""
    if len(tokens) == 1 and tokens[0].named and tokens[0].upper != "NULL":
        return "", tokens[0].named.casefold()
    if len(tokens) == 3 and tokens[0].named and tokens[1].text == "." and tokens[2].named:
        return tokens[0].named.casefold(), tokens[2].named.casefold()
    return None


def _met(source: TableSource, certain: frozenset[Named]) -> bool:
    """Whether the WHERE clause only holds for rows to which an outer join has found this table's."""
    return any(qualifier == source.alias for qualifier, _ in certain)
