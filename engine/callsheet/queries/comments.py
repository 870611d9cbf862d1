"""The comments of a query: what it is for, and the types of columns that it computes."""

import re
from collections.abc import Iterable

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_SQL
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.ports.stored import TYPES
from callsheet.ports.text_problem import TextProblem
from callsheet.queries.blocks import Block

_TYPES_LINE = re.compile(r"--[ \t]*types[ \t]*:", re.IGNORECASE)
_DECLARED = r"\s*(?P<name>\w+)\s+(?P<type>\w+)\s*"


class SqlComments(Struct, frozen=True):
    """What a query's comments say. `places` tells where a type was declared, for those of no column."""

    doc: str = ""
    types: dict[str, str] = {}
    places: dict[str, int] = {}
    problems: tuple[TextProblem, ...] = ()

    def without_column(self, columns: Iterable[str]) -> list[TextProblem]:
        """The declared types of columns that the query does not give."""
        names = list(columns)
        return [
            TextProblem(
                BROKEN_SQL,
                start,
                len(name),
                f"the query has no column {quoted(name)} to give a type",
                did_you_mean(name, names, otherwise="take it out"),
            )
            for name, start in self.places.items()
            if name not in names
        ]


def read_comments(block: Block) -> SqlComments:
    """The comments between a header and its SQL say what the query is for; `-- types:` may stand anywhere."""
    said: list[str] = []
    types: dict[str, str] = {}
    places: dict[str, int] = {}
    problems: list[TextProblem] = []
    first = block.code[0].start if block.code else block.header.end
    for token in block.tokens:
        if token.kind != "comment":
            continue
        found = _TYPES_LINE.match(token.text)
        if found is not None:
            problems += _read_types(token.text[found.end() :], token.start + found.end(), types, places)
        elif token.start < first:
            said.append(token.text[2:] if token.text.startswith("--") else token.text[2:-2])
    doc = "\n".join(line.strip() for text in said for line in text.split("\n"))
    return SqlComments(doc.strip(), types, places, tuple(problems))


def _read_types(declared: str, start: int, types: dict[str, str], places: dict[str, int]) -> list[TextProblem]:
    problems: list[TextProblem] = []
    for part in declared.split(","):
        found = re.fullmatch(_DECLARED, part)
        at = start + len(part) - len(part.lstrip())
        typed = part.strip()
        if found is None:
            message = f"{quoted(typed)} is not a column and its type"
            problems.append(
                TextProblem(BROKEN_SQL, at, max(1, len(typed)), message, "write: -- types: day DATE, at DATETIME")
            )
        elif found["type"].upper() not in TYPES:
            message = f"there is no type {quoted(found['type'])}"
            help_ = did_you_mean(found["type"], TYPES)
            problems.append(TextProblem(BROKEN_SQL, start + found.start("type"), len(found["type"]), message, help_))
        elif found["name"] in types:
            message = f"the column {quoted(found['name'])} has two types here"
            problems.append(TextProblem(BROKEN_SQL, at, len(found["name"]), message, "take one out"))
        else:
            types[found["name"]] = found["type"].upper()
            places[found["name"]] = at
        start += len(part) + 1
    return problems
