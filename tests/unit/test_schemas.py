"""The schemas themselves: fresh, valid, and with words and examples for everything."""

import re
from collections.abc import Iterator
from typing import cast

import pytest
from jsonschema import Draft7Validator

from callsheet import steps
from callsheet.diagnostics.diagnostic import Span
from callsheet.schema.assemble import fragments, is_fresh, main
from callsheet.schema.shape import check_shape
from callsheet.schema.vocabulary import vocabulary
from callsheet.source.document import Document, Entry, Mapping, Node, Scalar, Sequence
from callsheet.source.schemas import Json, Schema, flow_schema, read_schema, schemas_folder, text_of, texts_of, within

FOLDER = schemas_folder()
SCRIPT, VERBS = fragments(FOLDER)
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.schema.json"))


def schemas_within(schema: Json, path: str) -> Iterator[tuple[str, Schema]]:
    """Every schema that describes a value which authors write: properties, list items, what stands behind free keys."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for key, inner in within(schema, "properties").items():
        yield from schemas_within(inner, f"{path}.{key}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict) and "$ref" not in within(schema, keyword):
            yield from schemas_within(schema[keyword], f"{path}.{keyword}")


DESCRIBED = [
    (path, schema)
    for name, fragment in (("script", SCRIPT), *VERBS.items())
    for path, schema in schemas_within(fragment, name)
]


def judged_by(schema: Schema) -> Draft7Validator:
    """A validator for a part of a fragment, whose steps are the assembled schema's."""
    return Draft7Validator({**schema, "definitions": flow_schema()["definitions"]})


def filled_in(body: Json) -> Json:
    """A snippet's body with its placeholders as the author finds them."""
    if isinstance(body, list):
        return [filled_in(item) for item in body]
    if isinstance(body, dict):
        return {cast(str, filled_in(key)): filled_in(value) for key, value in body.items()}
    if not isinstance(body, str):
        return body
    return re.sub(r"\$\{[0-9]+:((?:[^}\\]|\\.)*)\}", r"\1", body).replace("\\}", "}")


def test_the_assembled_schema_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    assert is_fresh(FOLDER)
    assert main(["--check"]) == 0
    assert "fresh" in capsys.readouterr().out


def test_every_schema_is_valid_draft_07() -> None:
    for name in FILES:
        schema = read_schema(FOLDER / name)
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#", name
        assert list(Draft7Validator(Draft7Validator.META_SCHEMA).iter_errors(schema)) == [], name


def test_every_verb_has_a_fragment_and_no_fragment_is_left_over() -> None:
    assert sorted(VERBS) == sorted(steps.VERBS)
    assert sorted(vocabulary().verbs) == sorted(steps.VERBS)
    assert [text_of(VERBS[verb], "title") for verb in VERBS] == list(VERBS)


def test_the_words_that_stand_alone() -> None:
    assert set(vocabulary().alone) == {
        "answer",
        "ask_again",
        "disconnect",
        "leave",
        "next_item",
        "record_call",
        "stop_loop",
    }


def test_everything_has_a_title_a_description_and_an_example() -> None:
    for path, schema in DESCRIBED:
        assert text_of(schema, "title"), path
        assert text_of(schema, "description"), path
        assert schema.get("examples"), path


def test_every_wrong_value_has_advice() -> None:
    for path, schema in DESCRIBED:
        if path in VERBS:
            continue
        if "pattern" in schema and "object" not in texts_of(schema, "type"):
            assert text_of(schema, "patternErrorMessage"), path
        assert text_of(schema, "errorMessage") or text_of(schema, "advice"), path


def test_every_example_and_snippet_is_valid() -> None:
    for path, schema in DESCRIBED:
        validator = judged_by(schema)
        examples = schema.get("examples")
        assert isinstance(examples, list), path
        for example in examples:
            assert not list(validator.iter_errors(example)), (path, example)
        snippets = schema.get("defaultSnippets", [])
        assert isinstance(snippets, list), path
        for snippet in snippets:
            assert isinstance(snippet, dict), path
            assert text_of(snippet, "label"), path
            assert text_of(snippet, "description"), path
            body = filled_in(snippet["body"])
            assert not list(validator.iter_errors(body)), (path, body)


def test_every_verb_has_an_icon_of_its_own() -> None:
    owners: dict[str, str] = {}
    for verb in VERBS:
        icon = text_of(VERBS[verb], "icon")
        assert re.fullmatch(r"M[MLHVCAZmlhvcaz0-9 .-]+", icon), f"{verb}: a path of the commands M L H V C A Z"
        assert owners.setdefault(icon, verb) == verb, f"{verb} has the icon of {owners[icon]}"


def test_no_option_of_a_verb_is_a_verb() -> None:
    """A step's verb is the first of its keys that is one, wherever it stands."""
    for verb in VERBS:
        taken = within(VERBS[verb], "properties").keys() & (VERBS.keys() - {verb})
        assert not taken, f"{verb} has these as options, so that no verb can be called so: {taken}"


def test_every_verb_has_a_snippet_that_is_offered() -> None:
    offered = within(flow_schema(), "definitions", "step", "else", "then", "else")
    bodies = [filled_in(cast(Schema, snippet)["body"]) for snippet in cast(list[Json], offered["defaultSnippets"])]
    for verb in VERBS:
        assert VERBS[verb].get("defaultSnippets"), verb
        assert any(body == verb or (isinstance(body, dict) and verb in body) for body in bodies), verb


def test_every_verbs_examples_pass() -> None:
    for verb in VERBS:
        examples = VERBS[verb]["examples"]
        assert isinstance(examples, list), verb
        script: Json = {"callsheet": 1, "flow": "a", "steps": examples}
        assert check_shape(Document("a.flow.yaml", "", node_of(script)))[1] == [], verb


def test_only_steps_are_references() -> None:
    """A reference costs time, and draft-07 ignores what stands beside it."""
    assert list(references(flow_schema())) == [{"$ref": "#/definitions/step"}] * len(list(references(flow_schema())))


def references(schema: Json) -> Iterator[Json]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def node_of(value: Json) -> Node:
    """The document that an example would be, without places."""
    nowhere = Span.at(1, 1)
    match value:
        case dict():
            entries = [Entry(Scalar(key, nowhere, 0, 0), node_of(inner)) for key, inner in value.items()]
            return Mapping(tuple(entries), nowhere, 0, 0)
        case list():
            return Sequence(tuple(map(node_of, value)), nowhere, 0, 0)
        case None:
            raise ValueError("a script has no null")
        case _:
            return Scalar(value, nowhere, 0, 0)
