"""How many tables a statement makes SQLite look at, when every view and WITH query in it is written out.

SQLite writes them out wherever they are used: thirty short views, each made of the one before twice, are a thousand
million tables, and no limit of SQLite's own ends that within minutes. So it is counted before SQLite is asked.
"""

from collections.abc import Mapping

from callsheet.ports.sql import SqlWords

# Tables. Some 50 ms of SQLite's time; hand-written queries have a few dozen.
MOST_TABLES = 500
# Tables of all queries of a file, or of all views: a second of SQLite's time.
MOST_TABLES_TOGETHER = 5_000


def weigh(code: SqlWords, weights: Mapping[str, int]) -> int:
    """The tables behind `code`; `weights` are those behind each view or table, by casefolded name."""
    own: dict[str, int] = {}  # of the statement's WITH queries
    # For each open parenthesis: the WITH query that it defines, or "", and what was counted outside of it.
    opened: list[tuple[str, int]] = []
    count = 0
    for index, token in enumerate(code):
        if token.text == "(":
            name = _defined(code, index)
            opened.append((name, count))
            count = 0 if name else count
        elif token.text == ")" and opened:
            name, outside = opened.pop()
            if name:
                own[name] = min(count, MOST_TABLES) + 1
                count = outside
        else:
            word = token.named.casefold()
            count += own.get(word) or weights.get(word, 0)
    return count


def _defined(code: SqlWords, index: int) -> str:
    """The name that `name AS (`, `name (columns) AS (` or `… AS MATERIALIZED (` defines at this parenthesis."""
    place = index - 1
    while place >= 0 and code[place].upper in ("MATERIALIZED", "NOT"):
        place -= 1
    if place < 1 or code[place].upper != "AS":
        return ""
    place -= 1
    if code[place].text == ")":
        while place >= 0 and code[place].text != "(":
            place -= 1
        place -= 1
    return code[place].named.casefold() if place >= 0 else ""
