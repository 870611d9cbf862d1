"""What JSON Schema refuses in a document. This is the only module that knows `jsonschema`."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Protocol, cast

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from callsheet.schema.fault import Fault
from callsheet.schema.fitting import references
from callsheet.schema.patterns import matches
from callsheet.source.schemas import Schema, texts_of


class _Validator(Protocol):
    def iter_errors(self, instance: object) -> Iterator[ValidationError]: ...


# Faults of one document. What has more is no script, or has one cause that shows in the first ones.
MOST_FAULTS = 500


def faults(instance: object, schema: Callable[[], Schema]) -> list[Fault]:
    """What the schema refuses in this plain data: everything, or the first MOST_FAULTS."""
    return [_fault(error) for error in islice(_validator(schema).iter_errors(instance), MOST_FAULTS)]


def _fault(error: ValidationError) -> Fault:
    schema_path = list(error.absolute_schema_path)
    names_a_key = len(schema_path) > 1 and schema_path[-2] == "propertyNames"
    return Fault(
        path=tuple(error.absolute_path),
        keyword=str(error.validator),
        schema=cast(Schema, error.schema),
        key=str(error.instance) if names_a_key else None,
    )


@cache
def _validator(schema: Callable[[], Schema]) -> _Validator:
    fits = references(schema())

    def check_reference(validator: object, reference: str, instance: object, part: Schema) -> Iterator[ValidationError]:
        """`$ref`, where something is wrong behind it: what fits is not gone through."""
        if not fits(reference)(instance):
            yield from Draft7Validator.VALIDATORS["$ref"](validator, reference, instance, part)

    keywords = {
        "$ref": check_reference,
        "pattern": _check_pattern,
        "anyOf": _check_any_of,
        "const": _check_const,
    }
    made: _Validator = extend(Draft7Validator, keywords)(schema())  # type: ignore[no-untyped-call] # so in its stubs
    return made


def _check_pattern(_validator: object, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError("pattern")


def _check_const(_validator: object, const: object, instance: object, _schema: object) -> Iterator[ValidationError]:
    """`const`, which 1.0 is not where it is 1: two spellings of one thing would be one too many."""
    if type(instance) is not type(const) or instance != const:
        yield ValidationError("const")


def _check_any_of(
    validator: object, alternatives: list[Schema], instance: object, schema: Schema
) -> Iterator[ValidationError]:
    """`anyOf` as the conditions of a step have it, a choice of required keys, looked up: half of the whole time."""
    if isinstance(instance, dict) and all(alternative.keys() == {"required"} for alternative in alternatives):
        if not any(all(key in instance for key in texts_of(each, "required")) for each in alternatives):
            yield ValidationError("anyOf")
        return
    yield from Draft7Validator.VALIDATORS["anyOf"](validator, alternatives, instance, schema)
