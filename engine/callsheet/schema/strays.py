"""Keys that slipped into a group of the author's own names: an option of `ask`, a step without dash."""

from collections.abc import Iterable, Iterator

from callsheet.diagnostics.catalogue import UNKNOWN_KEY
from callsheet.schema.repair import BadShape, Finding, rekeyed
from callsheet.schema.vocabulary import vocabulary
from callsheet.source.document import Broken, Entry, Mapping, Node, NodePath, Sequence
from callsheet.source.schemas import Schema, argument_of, flow_schema, texts_of, within

# Groups of names with steps below each.
_GROUPS = ("answers", "sections", "cases", "intents", "values")


def strays(root: Node, faulty: Iterable[NodePath]) -> Iterator[tuple[NodePath, Finding]]:
    """Of the paths that the schema refuses those that lead through a stray key, each key once, with its finding."""
    found: set[NodePath] = set()
    for path in faulty:
        node: Node = root
        for place, key in enumerate(path):
            stray = path[: place + 1]
            if place and path[place - 1] in _GROUPS and isinstance(node, Mapping) and stray not in found:
                finding = _stray(stray, node)
                if finding is not None:
                    found.add(stray)
                    yield stray, finding
            node = _within(node, key)


def _within(node: Node, key: str | int) -> Node:
    if isinstance(node, Mapping) and isinstance(key, str):
        return node.get(key) or node
    if isinstance(node, Sequence) and isinstance(key, int):
        return node.items[key]
    return node


def _is_meant(entry: Entry, takes: Schema) -> bool:
    """Whether what stands behind the name of an option, or of a verb, may be meant for it: what authors name can be
    called so, too, and has steps below it."""
    return not isinstance(entry.value, Sequence) or "array" in texts_of(takes, "type")


def _belongs(entry: Entry, holder: str | int) -> bool:
    """Whether what stands behind a name is what the author's own names in this group have: `hours` can be an intent."""
    keys = within(flow_schema(), "properties", str(holder), "additionalProperties", "properties")
    return isinstance(entry.value, Mapping) and any(each.name in keys for each in entry.value)


def _stray(path: NodePath, group: Mapping) -> Finding | None:
    words = vocabulary()
    holder, key = path[-2:]
    index = next((place for place, entry in enumerate(group) if entry.name == key), None)
    if index is None:
        return None
    entry = group.entries[index]
    leave_out = rekeyed({entry.name: None})
    if (
        holder == "answers"
        and entry.name in words.options("ask")
        and _is_meant(entry, within(words.keys("ask"), entry.name))
    ):
        message = f'"{entry.name}" is an option of ask, and stands among the answers'
        help_ = 'let it begin in the same column as "answers"'
    elif len(path) == 2 and entry.name in within(flow_schema(), "properties") and not _belongs(entry, holder):
        message = f'"{entry.name}" stands at the top of the script, and here among the {holder}'
        mistake = BadShape(UNKNOWN_KEY, entry.key.span, message, "let it begin in the first column")
        return Finding(path[:-1], leave_out, (mistake,), settles=((),))
    elif (
        entry.name in words.verbs
        and holder in ("answers", "sections", "cases")
        and _is_meant(entry, argument_of(entry.name))
    ):
        if index and isinstance(group.entries[index - 1].value, Broken):  # that one lacks its steps, as is reported
            return Finding(path[:-1], leave_out)
        message = f'"{entry.name}" is a step, and stands among the {holder}'
        help_ = f'write it one line below the name that it belongs to, indented: "- {entry.name}"'
    else:
        return None
    return Finding(path[:-1], leave_out, (BadShape(UNKNOWN_KEY, entry.key.span, message, help_),))
