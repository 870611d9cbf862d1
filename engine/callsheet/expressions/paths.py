"""Expression text -> tree. Most expressions are a name or a column of one: for these no parser is needed."""

import re

from callsheet.expressions.tree import Field, Name, Tree

# A path as nearly all are. Whatever else could be one, or is too long or too deep, `parse` decides.
PATH = re.compile(r"[a-z_][a-z0-9_]{0,60}(?:\.[a-z_][a-z0-9_]{0,60}){0,3}")
WORDS = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none"})


def read_tree(source: str) -> Tree:
    """Read an expression.

    Raises:
        Unparsed: it cannot be read, or says something that scripts cannot say. Never anything else.
    """
    path = source.strip()
    if PATH.fullmatch(path) and WORDS.isdisjoint(parts := path.split(".")):
        return _path(parts, source.index(path))
    from callsheet.expressions.parse import parse  # brings Jinja, as long to import as a short script to check

    return parse(source)


def _path(parts: list[str], offset: int) -> Tree:
    node: Name | Field = Name(parts[0], (offset, len(parts[0])))
    for part in parts[1:]:
        offset += len(node.name) + 1
        node = Field(node, part, (offset, len(part)))
    return node
