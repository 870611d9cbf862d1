"""What stands in a script's document, found by what its schema says of the keys: the lists of steps, and values as a
picture tells them."""

from collections.abc import Iterator
from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import Mapping, Node, NodePath, Scalar, Sequence
from callsheet.source.schemas import Schema, text_of, within

_STEP = "#/definitions/step"


@dataclass(frozen=True, slots=True)
class StepList:
    """A list of steps as it stands in the document, where its key does, and what it is called there."""

    path: NodePath
    span: Span
    label: str
    node: Node


def step_lists(node: Node, schema: Schema, path: NodePath = (), said: str = "") -> Iterator[StepList]:
    """The lists of steps in a node of this schema, those within their steps left out.

    Each is called by its key; within an item of a list by what the item says beside it, such as a condition.
    """
    if isinstance(node, Mapping):
        for entry in node:
            known = within(schema, "properties", entry.name)
            inner, here = known or within(schema, "additionalProperties"), (*path, entry.name)
            if text_of(within(inner, "items"), "$ref") == _STEP:
                label = said or (in_words(entry.name) if known else entry.name)
                yield StepList(here, entry.key.span, label, entry.value)
            else:
                yield from step_lists(entry.value, inner, here)
    elif isinstance(node, Sequence):
        for place, item in enumerate(node.items):
            entries = item if isinstance(item, Mapping) else ()
            values = [(entry.name, entry.value) for entry in entries if isinstance(entry.value, Scalar)]
            beside = " ".join(f"{in_words(name)} {in_full(value)}" for name, value in values)
            yield from step_lists(item, within(schema, "items"), (*path, place), beside)


def in_words(name: str) -> str:
    """A name of a script as people write it."""
    return name.replace("_", " ")


def in_full(node: Node) -> str:
    """All of a value, on one line."""
    match node:
        case Scalar(value=bool(value)):
            return str(value).lower()
        case Scalar(value=value):
            return " ".join(str(value).split())
        case Mapping():
            return ", ".join(f"{entry.name} = {in_full(entry.value)}" for entry in node)
        case Sequence(items=items):
            return " / ".join(map(in_full, items))
    return ""


def in_few_words(node: Node) -> str:
    """A value as it is told in passing: of a list how long it is, of names with lists the names, of a group nothing."""
    match node:
        case Scalar():
            return in_full(node)
        case Sequence(items=items):
            return f"×{len(items)}"
        case Mapping() if all(isinstance(entry.value, Sequence) for entry in node):
            return ", ".join(entry.name for entry in node)
    return ""
