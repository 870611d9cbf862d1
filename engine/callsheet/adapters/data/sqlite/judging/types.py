"""The types of columns: those that values are converted by, and slips of the fingers in schema.sql."""

from collections.abc import Iterator
from itertools import pairwise

from callsheet.diagnostics.catalogue import BROKEN_SCHEMA
from callsheet.diagnostics.suggest import ask_for
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import SqlWords, depths
from callsheet.ports.stored import TYPES
from callsheet.ports.text_problem import TextProblem

# Parts of the types that SQLite itself sorts by, and types that other databases have and SQLite takes for a number.
_KNOWN_PARTS = ("INT", "CHAR", "CLOB", "TEXT", "BLOB", "REAL", "FLOA", "DOUB", "NUM", "DEC", "STAMP", "TZ")
_KNOWN = frozenset({*TYPES, "BOOL", "ANY", "DATETIME2", "DATETIMEOFFSET", "SMALLDATETIME"})
_LIKE = 0.75  # difflib's ratio: DAET is DATE, STATE is not
_NO_COLUMN = frozenset({"PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"})
_NO_TYPE = frozenset(
    {"PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS", "CONSTRAINT"}
)


def misspelt_types(code: SqlWords) -> Iterator[TextProblem]:
    """The types of a CREATE TABLE that nobody knows, and that are nearly one: SQLite accepts any word as a type."""
    if [token.upper for token in code[:2]] != ["CREATE", "TABLE"]:
        return
    outer = [token for depth, token in depths(code) if depth == 1 or (depth == 0 and token.text == "(")]
    for before, (column, kind) in zip(outer, pairwise(outer[1:]), strict=False):
        begins = before.text in ("(", ",") and column.named and column.upper not in _NO_COLUMN
        if not begins or kind.kind != "word" or kind.upper in _NO_TYPE:
            continue
        if kind.upper in _KNOWN or any(part in kind.upper for part in _KNOWN_PARTS):
            continue
        from difflib import get_close_matches  # who checks what is right does not wait for it

        if guess := get_close_matches(kind.upper, TYPES, n=1, cutoff=_LIKE):
            message = f"there is no type {quoted(kind.text)}"
            yield TextProblem(BROKEN_SCHEMA, kind.start, len(kind.text), message, ask_for(guess[0]))
