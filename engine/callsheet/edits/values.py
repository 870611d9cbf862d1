"""Another value in the place of one."""

from collections.abc import Iterable
from functools import partial

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.layout import Layout
from callsheet.edits.outcome import Edited, EditRefused, NodePath, NotEdited
from callsheet.edits.proof import IN_THE_TEXT, proved
from callsheet.edits.scalars import written
from callsheet.source.document import Plain, Scalar


def set_value(text: str, path: NodePath, value: Plain) -> Edited | NotEdited:
    """Put a value in the place of the one that a path leads to."""
    return proved(text, partial(_put, path, value), partial(_meant, path, value))


def _put(path: NodePath, value: Plain, layout: Layout) -> Iterable[Edit]:
    node = layout.node(path)
    if not path or not isinstance(node, Scalar) or isinstance(value, list | dict):
        raise EditRefused(IN_THE_TEXT)
    first = layout.text[node.start : node.start + 1]
    quote = first if node.quoted else ""
    yield layout.replace(node.start, node.end, written(value, in_brackets=layout.within_brackets(path), quote=quote))


def _meant(path: NodePath, value: Plain, data: Plain) -> None:
    put(inside(data, path[:-1]), path[-1], value)


def inside(data: Plain, path: NodePath) -> Plain:
    """The data that a path leads to."""
    for part in path:
        match data, part:
            case list(), int():
                data = data[part]
            case dict(), str():
                data = data[part]
    return data


def put(data: Plain, part: str | int, value: Plain) -> None:
    """Put a value under a key, or in the place of an item."""
    match data, part:
        case list(), int():
            data[part] = value
        case dict(), str():
            data[part] = value
