"""The schemas of test files and numbers files: words and examples for everything, and every example is valid."""

import re
from collections.abc import Iterator
from typing import cast, get_args

import pytest
from jsonschema import Draft7Validator

from callsheet.ports.endings import ENDINGS
from callsheet.source.schemas import (
    Json,
    Schema,
    schema_of_numbers,
    schema_of_tests,
    schemas_folder,
    text_of,
    texts_of,
    within,
)
from callsheet.testing.cases import Kind

SCHEMA: Schema = schema_of_tests()
REPOSITORY = schemas_folder().parent


def described(schema: Json, path: str) -> Iterator[tuple[str, Schema]]:
    """Every schema of a value that authors write, references left out."""
    if not isinstance(schema, dict) or "$ref" in schema:
        return
    yield path, schema
    for key, inner in within(schema, "properties").items():
        yield from described(inner, f"{path}.{key}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from described(schema.get(keyword), f"{path}.{keyword}")


DESCRIBED = [
    *described(SCHEMA, "file"),
    *described(schema_of_numbers(), "numbers file"),
    *(found for name, schema in within(SCHEMA, "definitions").items() for found in described(schema, name)),
]


def filled_in(body: Json) -> Json:
    """A snippet's body with its placeholders as the author finds them."""
    if isinstance(body, list):
        return [filled_in(item) for item in body]
    if isinstance(body, dict):
        return {str(filled_in(key)): filled_in(value) for key, value in body.items()}
    return re.sub(r"\$\{[0-9]+:([^}]*)\}", r"\1", body).strip('"') if isinstance(body, str) else body


@pytest.mark.parametrize(("path", "schema"), DESCRIBED)
def test_everything_has_words_and_examples(path: str, schema: Schema) -> None:
    assert text_of(schema, "title"), path
    assert text_of(schema, "description"), path
    assert text_of(schema, "errorMessage") or text_of(schema, "advice"), path
    assert "pattern" not in schema or text_of(schema, "patternErrorMessage"), path
    validator = Draft7Validator({**schema, "definitions": SCHEMA["definitions"]})
    for example in cast(list[Json], schema["examples"]):
        assert not list(validator.iter_errors(example)), (path, example)
    for snippet in cast(list[Schema], schema.get("defaultSnippets", [])):
        assert text_of(snippet, "label"), path
        assert text_of(snippet, "description"), path
        assert not list(validator.iter_errors(filled_in(snippet["body"]))), (path, snippet)


def test_the_turns_are_those_that_the_player_knows() -> None:
    turn = within(SCHEMA, "definitions", "turn")
    assert set(within(turn, "properties")) == set(get_args(Kind))
    snippets = cast(list[Schema], turn["defaultSnippets"])
    assert {text_of(snippet, "label") for snippet in snippets} == set(get_args(Kind))


def test_the_endings_are_those_that_a_test_can_bring_about() -> None:
    assert texts_of(within(SCHEMA, "definitions", "turn", "properties", "ends"), "enum") == [
        ending for ending in ENDINGS if ending != "shut_down"
    ]


def test_the_shipped_tests_name_the_schema_for_editors() -> None:
    for path in (REPOSITORY / "flows").glob("*.test.yaml"):
        first = path.read_text().splitlines()[0]
        assert first == "# yaml-language-server: $schema=../schemas/test.schema.json"
