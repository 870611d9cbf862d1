"""The tables of `schema.sql`, as SQLite read them, and where a statement names them."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from callsheet.adapters.data.sqlite.judging.sandbox import DefinedTable
from callsheet.ports.sql import SqlWords


class Tables(Struct, frozen=True):
    """Tables and views by casefolded name. Not `known`: there may be others, so that a missing one is no mistake."""

    by_name: Mapping[str, DefinedTable] = {}
    known: bool = False
    weights: Mapping[str, int] = {}  # the tables behind each, by casefolded name

    def get(self, name: str) -> DefinedTable | None:
        """The table of that name, in capitals or not, as SQLite compares names."""
        return self.by_name.get(name.casefold())

    def names(self) -> list[str]:
        """All names, as they were defined."""
        return [table.name for table in self.by_name.values()]

    def named_in(self, code: SqlWords) -> dict[str, DefinedTable]:
        """The tables that a statement names, by casefolded name and alias."""
        found: dict[str, DefinedTable] = {}
        for index, token in enumerate(code):
            qualifies = index + 1 < len(code) and code[index + 1].text == "."
            table = self.get(token.named) if token.named and not qualifies else None
            if table is not None:
                found[token.named.casefold()] = table
                alias = _alias(code, index + 1)
                if alias:
                    found[alias.casefold()] = table
        return found

    def columns_in(self, code: SqlWords) -> Iterator[str]:
        """The columns of the tables that a statement names."""
        for table in self.named_in(code).values():
            yield from (column.name for column in table.columns)


_KEYWORDS = (
    "ON USING LEFT RIGHT FULL OUTER INNER CROSS NATURAL JOIN INDEXED NOT WHERE SET GROUP ORDER LIMIT UNION EXCEPT "
    "INTERSECT VALUES SELECT DEFAULT HAVING WINDOW FROM IS IN AND OR LIKE BETWEEN THEN ELSE END WHEN ASC DESC RETURNING"
)
_NO_ALIAS = frozenset(_KEYWORDS.split())


def _alias(code: SqlWords, index: int) -> str:
    if index < len(code) and code[index].upper == "AS":
        index += 1
    if index < len(code) and code[index].upper not in _NO_ALIAS:
        return code[index].named
    return ""
