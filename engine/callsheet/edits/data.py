"""What operations mean, done to plain data."""

from callsheet.source.document import Broken, Mapping, Node, NodePath, Plain, Scalar, Sequence
from callsheet.source.text import BYTE_ORDER_MARK


def data_of(node: Node) -> Plain:
    """As `plain`; where something could not be read stands what nobody can type."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [data_of(item) for item in node.items]
        case Mapping():
            return {entry.name: data_of(entry.value) for entry in node}
        case Broken():
            return BYTE_ORDER_MARK


def get(data: Plain, path: NodePath) -> Plain:
    """What a path, which is known to lead somewhere, leads to."""
    for part in path:
        match data, part:
            case list(), int():
                data = data[part]
            case dict(), str():
                data = data[part]
    return data


def put(data: Plain, path: NodePath, value: Plain) -> None:
    """Put a value where a path leads to, or under a new last key."""
    match get(data, path[:-1]), path[-1]:
        case list() as items, int(index):
            items[index] = value
        case dict() as entries, str(key):
            entries[key] = value


def put_behind(data: Plain, path: NodePath, value: Plain, after: str | None) -> None:
    """Put a value under a new key, behind the key `after`, or last."""
    put(data, path, value)
    match get(data, path[:-1]):
        case dict() as entries if after in entries:
            keys = list(entries)
            for key in keys[keys.index(after) + 1 : -1]:
                entries[key] = entries.pop(key)


def insert(data: Plain, path: NodePath, index: int, value: Plain) -> None:
    """Put an item into the list that a path leads to."""
    match get(data, path):
        case list() as items:
            items.insert(index, value)


def rename(data: Plain, path: NodePath, key: str) -> None:
    """Put what a path leads to under another key, in the place of the one that the path ends with."""
    match get(data, path[:-1]):
        case dict() as entries:
            before = dict(entries)
            entries.clear()
            entries.update((key if name == path[-1] else name, value) for name, value in before.items())


def take(data: Plain, path: NodePath) -> None:
    """Take away what a path leads to."""
    match get(data, path[:-1]), path[-1]:
        case list() as items, int(index):
            del items[index]
        case dict() as entries, str(key):
            del entries[key]


def move(data: Plain, path: NodePath, to: NodePath, index: int) -> None:
    """Take an item to the list at `to`, before the one at `index`, counted as the lists are before."""
    source, target, item = get(data, path[:-1]), get(data, to), get(data, path)
    if isinstance(source, list) and isinstance(target, list):
        place = path[-1]
        target.insert(index, item)
        del source[int(place) + (source is target and index <= int(place))]
