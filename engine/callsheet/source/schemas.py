"""Where the schemas lie, and what they hold as plain data: to whoever reads, they are the verbs of the language."""

from functools import cache
from pathlib import Path
from typing import cast

from msgspec import json

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Schema = dict[str, Json]

ASSEMBLED = "flow.schema.json"
TESTS = "test.schema.json"
NUMBERS = "numbers.schema.json"
RESERVED = "a verb of a later version"  # the title by which the assembled schema marks them


def schemas_folder() -> Path:
    """The folder `schemas/`: beside `engine/` in a checkout, inside it where the package is installed."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parents[1] / "schemas"
    return checkout if (checkout / "steps").is_dir() else package / "schemas"


def read_schema(path: Path) -> Schema:
    """One schema file."""
    return cast(Schema, json.decode(path.read_bytes()))


@cache
def schema_of_tests() -> Schema:
    """The schema of a test file."""
    return read_schema(schemas_folder() / TESTS)


@cache
def schema_of_numbers() -> Schema:
    """The schema of a numbers file."""
    return read_schema(schemas_folder() / NUMBERS)


@cache
def flow_schema() -> Schema:
    """The assembled schema of a call script."""
    return read_schema(schemas_folder() / ASSEMBLED)


def within(schema: Schema, *keys: str) -> Schema:
    """The schema that `keys` lead to from `schema`; an empty one where there is none."""
    for key in keys:
        inner = schema.get(key)
        schema = inner if isinstance(inner, dict) else {}
    return schema


def text_of(schema: Schema, key: str) -> str:
    """The text under `key`, or the empty text."""
    value = schema.get(key)
    return value if isinstance(value, str) else ""


def texts_of(schema: Schema, key: str) -> list[str]:
    """The texts under `key`: a list's, or the one that stands alone, or none."""
    value = schema.get(key)
    found = value if isinstance(value, list) else [value]
    return [item for item in found if isinstance(item, str)]


@cache
def verbs() -> dict[str, Schema]:
    """Every verb of the language, with its fragment of the assembled schema."""
    fragments = within(flow_schema(), "definitions", "step", "else", "then", "then", "dependencies")
    return {verb: within(fragments, verb) for verb in fragments}


@cache
def stand_alone() -> tuple[str, ...]:
    """The verbs that need no value."""
    return tuple(verb for verb, fragment in verbs().items() if "string" in texts_of(fragment, "type"))


def argument_of(verb: str) -> Schema:
    """What stands behind a verb."""
    return within(verbs()[verb], "properties", verb)


def options_of(verb: str) -> list[str]:
    """The names of a verb's options."""
    return [key for key in within(verbs()[verb], "properties") if key != verb]


def needed_behind(key: str) -> str | None:
    """The option with steps, answers or cases that has to follow a key: "do" behind "for_each" and behind its "in"."""
    for verb, fragment in verbs().items():
        needed = texts_of(within(fragment, "then"), "required")
        if needed and key in (verb, *needed[:-1]):
            return needed[-1]
    return None


def is_text(key: str) -> bool:
    """Whether a key is a verb behind which a text stands."""
    return key in verbs() and text_of(argument_of(key), "title") == "a text"


def has_group(key: str) -> bool:
    """Whether a key is a verb behind which names and their values stand."""
    return key in verbs() and text_of(argument_of(key), "type") == "object"
