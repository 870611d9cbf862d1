"""The verdict of JSON Schema on a document."""

from collections.abc import Callable
from functools import cache
from typing import Final

from callsheet.schema.fault import Fault
from callsheet.schema.fitting import Fits, fitting
from callsheet.source.document import Broken, Mapping, Node, Scalar, Sequence
from callsheet.source.schemas import Schema, flow_schema


class _Unknown:
    """Stands where a broken node stands: of no type, so that whatever is said of it can be told and left out."""


_UNKNOWN: Final = _Unknown()


def judge(root: Node, schema: Callable[[], Schema] = flow_schema) -> list[Fault]:
    """Everything that the schema refuses in this document."""
    instance = _instance(root)
    if _fits(schema)(instance):
        return []
    # `jsonschema` takes as long to import as everything else in a check: not for a document that is right.
    from callsheet.schema.faults import faults

    return faults(instance, schema)


def _instance(node: Node) -> object:
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [_instance(item) for item in node.items]
        case Mapping():
            return {entry.name: _instance(entry.value) for entry in node}
        case Broken():
            return _UNKNOWN


@cache
def _fits(schema: Callable[[], Schema]) -> Fits:
    return fitting(schema())
