"""Where the schemas lie, and what they hold as plain data."""

import json
from functools import cache
from pathlib import Path
from typing import cast

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Schema = dict[str, Json]

ASSEMBLED = "flow.schema.json"
TESTS = "test.schema.json"
RESERVED = "a verb of a later version"  # the title by which the assembled schema marks them


def schemas_folder() -> Path:
    """The folder `schemas/`: beside `engine/` in a checkout, inside it where the package is installed."""
    package = Path(__file__).resolve().parent.parent
    checkout = package.parents[1] / "schemas"
    return checkout if (checkout / "steps").is_dir() else package / "schemas"


def read_schema(path: Path) -> Schema:
    """One schema file."""
    return cast(Schema, json.loads(path.read_text(encoding="utf-8")))


@cache
def schema_of_tests() -> Schema:
    """The schema of a test file."""
    return read_schema(schemas_folder() / TESTS)


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
