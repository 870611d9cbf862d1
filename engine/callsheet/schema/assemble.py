"""Assembles `schemas/flow.schema.json` from the fragments: `python -m callsheet.schema.assemble [--check]`.

Shared definitions are copied to where they are used, with the words that stand beside the reference: draft-07 ignores
what stands beside a `$ref`, editors show it, and following a reference costs time. Only `step` stays a reference,
because steps stand in steps.
"""

import argparse
import json
import sys
from pathlib import Path

from callsheet.schema.reference import update_guide
from callsheet.schema.words import NOT_YET
from callsheet.source.schemas import (
    ASSEMBLED,
    RESERVED,
    Json,
    Schema,
    read_schema,
    schemas_folder,
    text_of,
    texts_of,
    within,
)

STEP = "#/definitions/step"
_COMMENT = "Assembled by python -m callsheet.schema.assemble from script.schema.json and steps/. Change those."


def fragments(folder: Path) -> tuple[Schema, dict[str, Schema]]:
    """The script's own fragment and each verb's, with the shared definitions in their places."""
    script = read_schema(folder / "script.schema.json")
    definitions = within(script, "definitions")
    verbs = {
        path.name.removesuffix(".schema.json"): _schema(_inlined(read_schema(path), definitions))
        for path in sorted((folder / "steps").glob("*.schema.json"))
    }
    around = _schema(_inlined({key: value for key, value in script.items() if key != "definitions"}, definitions))
    return {**around, "definitions": {"step": within(definitions, "step")}}, verbs


def assemble(folder: Path) -> Schema:
    """The whole schema, out of the fragments in `folder`."""
    script, verbs = fragments(folder)
    step = _step(within(script, "definitions", "step"), verbs)
    head: Schema = {"$schema": script.pop("$schema"), "$comment": _COMMENT}
    return _schema(_without_groups({**head, **script, "definitions": {"step": step}}))


def _schema(schema: Json) -> Schema:
    assert isinstance(schema, dict)  # noqa: S101 - a schema stays one, whatever is replaced in it
    return schema


def _without_groups(schema: Json) -> Json:
    """`schema` without the examples that are lists or groups: editors offer each as a completion, and garble them."""
    if isinstance(schema, list):
        return [_without_groups(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    examples = schema.get("examples")
    left = {key: _without_groups(value) for key, value in schema.items()}
    if isinstance(examples, list) and any(isinstance(example, list | dict) for example in examples):
        del left["examples"]
    return left


def _inlined(schema: Json, definitions: Schema) -> Json:
    """`schema` with each reference replaced by what it refers to; what stands beside a reference wins."""
    if isinstance(schema, list):
        return [_inlined(item, definitions) for item in schema]
    if not isinstance(schema, dict):
        return schema
    reference = text_of(schema, "$ref")
    if not reference:
        return {key: _inlined(value, definitions) for key, value in schema.items()}
    name = reference.rpartition("#/definitions/")[2]
    if name == "step":
        return {"$ref": STEP}
    beside = {key: value for key, value in schema.items() if key != "$ref"}
    return _inlined({**within(definitions, name), **beside}, definitions)


def _step(skeleton: Schema, verbs: dict[str, Schema]) -> Schema:
    """One step: a word that stands alone, or a mapping with one verb, which the verb's fragment judges.

    Alternatives stand in conditions only, where they give no errors: each mistake gets one message.
    """
    alone = [verb for verb, fragment in verbs.items() if "string" in texts_of(fragment, "type")]
    reserved = list(within(skeleton, "reserved"))
    has_verb: list[Json] = [{"required": [verb]} for verb in (*verbs, *reserved)]
    word: Schema = {
        "title": "a step that stands alone",
        "enum": list[Json](alone),
        "enumDescriptions": [text_of(verbs[verb], "description") for verb in alone],
        "errorMessage": f"only {', '.join(alone)} stand alone; other steps are written - verb: value",
    }
    one_verb: Schema = {
        "properties": {verb: _reserved(verb) for verb in reserved},
        "dependencies": {verb: _judged(verb, fragment) for verb, fragment in verbs.items()},
    }
    two_verbs: Schema = {
        "title": "a step",
        "type": "null",
        "errorMessage": 'a step has one verb: begin the second on a line of its own, with "- "',
    }
    # Not `oneOf`: editors take each of its alternatives for a match while they complete.
    alone_among: Schema = {
        verb: {"not": {"anyOf": has_verb[place + 1 :]}} for place, verb in enumerate((*verbs, *reserved[:-1]))
    }
    mapping: Schema = {
        "if": {"dependencies": alone_among},
        "then": {"if": {"type": "object", "anyOf": has_verb}, "then": one_verb, "else": _no_verb(verbs)},
        "else": two_verbs,
    }
    return {**skeleton, "if": {"type": "string"}, "then": word, "else": mapping}


def _judged(verb: str, fragment: Schema) -> Schema:
    """The fragment, as the judge of a step. What is missing counts only where no key is unknown: it may be that one."""
    left = {key: value for key, value in fragment.items() if key not in ("$schema", "defaultSnippets", "required")}
    required: list[Json] = [key for key in texts_of(fragment, "required") if key != verb]
    if required:
        known = list[Json](within(fragment, "properties"))
        left["if"] = {"propertyNames": {"enum": known}}
        left["then"] = {"title": verb, "required": required}
    return left


def _no_verb(verbs: dict[str, Schema]) -> Schema:
    """What an author is offered before there is a verb: each verb, its snippet, and one message where none is found."""
    snippets: list[Json] = []
    for fragment in verbs.values():
        own = fragment.get("defaultSnippets")
        snippets += own if isinstance(own, list) else []
    with_value = [verb for verb, fragment in verbs.items() if "object" in texts_of(fragment, "type")]
    return {
        "title": "a step",
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        # The snippets offer the verbs: a bare key beside each would be offered twice.
        "properties": {verb: {**within(verbs[verb], "properties", verb), "doNotSuggest": True} for verb in with_value},
        "defaultSnippets": snippets,
        "errorMessage": f"a step begins with one of: {', '.join(verbs)}",
    }


def _reserved(verb: str) -> Schema:
    message = f'"{verb}" {NOT_YET}'
    # A script has no null, so no value fits; `not` would say the same, but editors have no message for it.
    return {"title": RESERVED, "description": message, "type": "null", "errorMessage": message, "doNotSuggest": True}


def written(schema: Schema) -> str:
    """The schema as the file holds it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def is_fresh(folder: Path) -> bool:
    """Whether the assembled file is what its fragments give now."""
    path = folder / ASSEMBLED
    return path.is_file() and path.read_text(encoding="utf-8") == written(assemble(folder))


def main(arguments: list[str] | None = None) -> int:
    """Write the assembled schema and the reference in flows.md, or with `--check` only say whether they are fresh."""
    parser = argparse.ArgumentParser(prog="python -m callsheet.schema.assemble", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if one is stale")
    check = parser.parse_args(arguments).check
    folder = schemas_folder()
    path = folder / ASSEMBLED
    guide = update_guide(folder, *fragments(folder), check=check)
    if is_fresh(folder):
        print(f"{path} is fresh")
    elif check:
        print(f"{path} is stale: run python -m callsheet.schema.assemble", file=sys.stderr)
        return 1
    else:
        path.write_text(written(assemble(folder)), encoding="utf-8")
        print(f"wrote {path}")
    return guide


if __name__ == "__main__":
    sys.exit(main())
