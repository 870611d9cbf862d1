"""A script as the page shows it: the keys, values and lists that the author wrote, each with its place in the text."""

from collections.abc import Callable

from callsheet.source.document import Broken, Document, Mapping, Node, Scalar, Sequence
from callsheet.studio.texts import PagePlaces

Shown = dict[str, object]


def tree(document: Document) -> Shown:
    """The document's root. Every node has `from`, `to` (in UTF-16 units) and `line`, and one of `value`, `items` and
    `entries`, which are keys with their values; none of them where nothing could be read."""
    return _shown(document.root, PagePlaces(document.text).units)


def _shown(node: Node, at: Callable[[int], int]) -> Shown:
    place: Shown = {"from": at(node.start), "to": at(node.end), "line": node.span.line}
    match node:
        case Scalar():
            place["value"] = node.value
        case Sequence():
            place["items"] = [_shown(item, at) for item in node.items]
        case Mapping():
            place["entries"] = [
                {
                    "key": entry.name,
                    "line": entry.key.span.line,
                    "from": at(entry.key.start),
                    "node": _shown(entry.value, at),
                }
                for entry in node
            ]
        case Broken():
            pass
    return place
