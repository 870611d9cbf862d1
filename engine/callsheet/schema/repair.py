"""Repairs: what the document becomes, so that later checks keep silent about mistakes that are reported already."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.source.document import Broken, Entry, Mapping, Node, NodePath, Scalar, Sequence

# What stands where a node stood. In a list one node may become several; elsewhere the first counts.
Repair = Callable[[Node], tuple[Node, ...]]


class BadShape(Struct, frozen=True):
    """What the author is told."""

    code: Code
    span: Span
    message: str
    help: str


class Finding(Struct, frozen=True):
    """The repair of the node at `path`, and the mistakes that ask for it (none where they were reported already).

    `settles` are the paths of nodes whose own shape is not judged any more: what is wrong there follows from a mistake
    that is told here, such as the value behind a verb that had to be guessed.
    """

    path: NodePath
    repair: Repair
    mistakes: tuple[BadShape, ...] = ()
    settles: tuple[NodePath, ...] = ()


def repaired(root: Node, findings: Iterable[Finding]) -> Node:
    """The document with every repair made. Inner nodes are repaired first, so that paths stay true."""
    by_path: dict[NodePath, list[Repair]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding.repair)
    touched = {path[:length] for path in by_path for length in range(len(path) + 1)}
    return _rebuilt(root, (), by_path, touched)[0]


def _rebuilt(
    node: Node, path: NodePath, repairs: dict[NodePath, list[Repair]], touched: set[NodePath]
) -> tuple[Node, ...]:
    if path not in touched:
        return (node,)
    match node:
        case Sequence():
            parts = [_rebuilt(item, (*path, index), repairs, touched) for index, item in enumerate(node.items)]
            node = replace(node, items=tuple(new for part in parts for new in part))
        case Mapping():
            values = [_rebuilt(entry.value, (*path, entry.name), repairs, touched)[0] for entry in node]
            entries = [replace(entry, value=value) for entry, value in zip(node, values, strict=True)]
            node = replace(node, entries=tuple(entries))
        case _:
            pass
    nodes: tuple[Node, ...] = (node,)
    for repair in repairs.get(path, ()):
        nodes = (*repair(nodes[0]), *nodes[1:])
    return nodes


def broken(node: Node) -> tuple[Node, ...]:
    """Nothing can be made of this node."""
    return (Broken.at(node),)


def incomplete(node: Node) -> tuple[Node, ...]:
    """Something is missing from this mapping."""
    return (replace(node, complete=False),) if isinstance(node, Mapping) else (node,)


def rekeyed(changes: dict[str, str | None]) -> Repair:
    """Gives keys the names that they were meant to have, and leaves out those of which nobody knows (None)."""

    def rename(entry: Entry) -> Entry:
        return replace(entry, key=replace(entry.key, value=changes.get(entry.name) or entry.name))

    def repair(node: Node) -> tuple[Node, ...]:
        if not isinstance(node, Mapping):
            return (node,)
        left = tuple(rename(entry) for entry in node if changes.get(entry.name, "") is not None)
        return (replace(node, entries=left, complete=node.complete and len(left) == len(node.entries)),)

    return repair


def reworded(text: str) -> Repair:
    """Gives a text the words that it was meant to have."""

    def repair(node: Node) -> tuple[Node, ...]:
        return (replace(node, value=text),) if isinstance(node, Scalar) else (node,)

    return repair


def guessed(word: str, meant: str) -> Repair:
    """Gives a key the name that it was most likely meant to have; its value may be meant for another one."""

    def rename(entry: Entry) -> Entry:
        if entry.name != word:
            return entry
        return Entry(replace(entry.key, value=meant), Broken.at(entry.value))

    def repair(node: Node) -> tuple[Node, ...]:
        if not isinstance(node, Mapping):
            return (node,)
        return (replace(node, entries=tuple(rename(entry) for entry in node), complete=False),)

    return repair


def standing_alone(verb: str) -> Repair:
    """Leaves only the verb of a step whose verb stands alone."""

    def repair(node: Node) -> tuple[Node, ...]:
        entry = node.entry(verb) if isinstance(node, Mapping) else None
        return (entry.key,) if entry else (node,)

    return repair


def split(first: Iterable[str], second: Iterable[str]) -> Repair:
    """Makes two steps of one: each with these of its keys. Either may lack something that the author meant for it."""
    parts = (set(first), set(second))

    def repair(node: Node) -> tuple[Node, ...]:
        if not isinstance(node, Mapping):
            return (node,)
        return tuple(
            replace(node, entries=tuple(entry for entry in node if entry.name in part), complete=False)
            for part in parts
        )

    return repair
