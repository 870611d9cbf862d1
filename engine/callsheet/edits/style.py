"""How a file is written: what is new in it is written so, too."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass

from callsheet.source.document import Document, Entry, Mapping, Node, Sequence


@dataclass(frozen=True, slots=True)
class WrittenStyle:
    """How many columns lists and mappings are indented below their key, how many stand from a dash to its text, and
    under which keys brackets are used, or not."""

    lists: int
    mappings: int
    dash: int
    brackets: Dictionary[str, bool]


def style_of(document: Document) -> WrittenStyle:
    """What a document does most often; where it does not say, what the documents of this project do."""
    lists, mappings, dashes = (Counter[int]() for _ in range(3))
    brackets: dict[str, Counter[bool]] = {}
    for node in _nodes(document.root):
        match node:
            case Entry(value=Sequence() | Mapping() as value):
                bracketed = document.text[value.start] in "[{"
                if value.start + 2 < value.end:
                    brackets.setdefault(node.name, Counter())[bracketed] += 1
                if not bracketed and value.span.line > node.key.span.line:
                    columns = lists if isinstance(value, Sequence) else mappings
                    columns[value.span.column - node.key.span.column] += 1
            case Sequence(items=items) if document.text[node.start] == "-":
                dashes.update(width for item in items if (width := item.span.column - node.span.column) > 1)
    return WrittenStyle(
        lists=_most(lists),
        mappings=_most(mappings),
        dash=_most(dashes),
        brackets={key: found.most_common(1)[0][0] for key, found in brackets.items()},
    )


def _most(columns: Counter[int]) -> int:
    return columns.most_common(1)[0][0] if columns else 2


def _nodes(node: Node) -> Iterator[Node | Entry]:
    yield node
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _nodes(item)
    for entry in node if isinstance(node, Mapping) else ():
        yield entry
        yield from _nodes(entry.value)
