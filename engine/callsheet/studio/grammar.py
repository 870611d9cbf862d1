"""What a script can hold, for the page: every key, verb and option with its description, read off the schema.

A verb that is added to the schema is shown, edited and offered without a word about it here or in the page.
"""

from functools import cache

from callsheet.schema.vocabulary import vocabulary
from callsheet.source.schemas import Json, Schema, flow_schema, text_of, texts_of, within

Shown = dict[str, object]
STEPS = "a list of steps"  # the title of a list that steps stand in, as the schema has it


@cache
def grammar() -> Shown:
    """The kind of a whole script, and of each verb, in the order in which the schema has them.

    A kind has a `kind` (`group` with `keys`, `names` and `list` with the kind `of` what is in them, `steps`, or the
    type of a value), `title` and `description`; a key is a kind that has `key`, `needed`, and `example` too.
    """
    words = vocabulary()
    verbs = {
        verb: {
            **_kind(fragment),
            "alone": verb in words.alone,
            "needs_more": [key for key in texts_of(within(fragment, "then"), "required") if key != verb],
        }
        for verb, fragment in words.verbs.items()
    }
    return {"script": _kind(flow_schema()), "verbs": verbs}


def _kind(schema: Schema) -> Shown:
    shown: Shown = {"title": text_of(schema, "title"), "description": text_of(schema, "description")}
    below, items = schema.get("additionalProperties"), schema.get("items")
    if shown["title"] == STEPS:
        return {**shown, "kind": "steps"}
    if "properties" in schema:
        needed = texts_of(schema, "required")
        keys = [
            {"key": key, "needed": key in needed, "example": _example(each), **_kind(each)}
            for key, each in within(schema, "properties").items()
            if isinstance(each, dict)
        ]
        return {**shown, "kind": "group", "keys": keys}
    if isinstance(below, dict):
        return {**shown, "kind": "names", "of": _kind(below)}
    if isinstance(items, dict):
        return {**shown, "kind": "list", "of": _kind(items)}
    if choices := schema.get("enum"):
        return {**shown, "kind": "choice", "choices": choices}
    types = texts_of(schema, "type")
    return {**shown, "kind": types[0] if len(types) == 1 else "value"}


def _example(schema: Schema) -> Json:
    examples = schema.get("examples")
    return examples[0] if isinstance(examples, list) and examples else None
