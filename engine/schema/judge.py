"""The verdict of JSON Schema on a document. This is the only module that knows `jsonschema`."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol, cast

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from engine.schema.load import Schema, flow_schema, texts_of
from engine.source.document import Broken, Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that the schema refuses: where, by which of its keywords. `key` is set where a key itself is wrong."""

    path: Path
    keyword: str
    schema: Schema
    key: str | None = None


class _Unknown:
    """Stands where a broken node stands: of no type, so that whatever is said of it can be told and left out."""


_UNKNOWN: Final = _Unknown()


class _Validator(Protocol):
    def iter_errors(self, instance: object) -> Iterator[ValidationError]: ...


def judge(root: Node, schema: Callable[[], Schema] = flow_schema) -> list[Fault]:
    """Everything that the schema refuses in this document."""
    return [_fault(error) for error in _validator(schema).iter_errors(_instance(root))]


def _fault(error: ValidationError) -> Fault:
    schema_path = list(error.absolute_schema_path)
    names_a_key = len(schema_path) > 1 and schema_path[-2] == "propertyNames"
    return Fault(
        path=tuple(error.absolute_path),
        keyword=str(error.validator),
        schema=cast(Schema, error.schema),
        key=str(error.instance) if names_a_key else None,
    )


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
def _validator(schema: Callable[[], Schema]) -> _Validator:
    keywords = {"pattern": _check_pattern, "anyOf": _check_any_of}
    made: _Validator = extend(Draft7Validator, keywords)(schema())  # type: ignore[no-untyped-call] # so in its stubs
    return made


def _check_pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError("pattern")


def matches(pattern: str, text: str) -> bool:
    """Whether the schema's pattern allows this text."""
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Schema patterns are ECMA's, where $ is the end; Python's would let a line break follow a name.
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def _check_any_of(
    validator: object, alternatives: list[Schema], instance: object, schema: Schema
) -> Iterator[ValidationError]:
    """`anyOf` as the conditions of a step have it, a choice of required keys, looked up: half of the whole time."""
    if isinstance(instance, dict) and all(alternative.keys() == {"required"} for alternative in alternatives):
        if not any(all(key in instance for key in texts_of(each, "required")) for each in alternatives):
            yield ValidationError("anyOf")
        return
    yield from Draft7Validator.VALIDATORS["anyOf"](validator, alternatives, instance, schema)
