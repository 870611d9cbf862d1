"""What a script can hold: every key, verb and option with its description, read off the schema.

A verb that is added to the schema is shown, edited and offered without a word about it here or in the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Literal, cast

from callsheet.assist.meaning import meaning_of
from callsheet.edits import NodePath, Renamed
from callsheet.source.document import Mapping as Keys
from callsheet.source.document import Node, Plain, Scalar, Sequence
from callsheet.source.schemas import Json, Schema, read_schema, schemas_folder, stand_alone, text_of, texts_of, within
from callsheet.steps import VERBS

SCRIPT = "script.schema.json"
STEPS = "steps"  # the definition of a list of them
# What a script gives names to beside its steps, by the key that they stand under.
NAMED: Mapping[str, Renamed] = {"sections": "section", "intents": "intent", "values": "name"}

What = Literal["group", "names", "list", "steps", "choice", "text", "flag", "number", "value"]
_TYPES: Mapping[str, What] = {"string": "text", "boolean": "flag", "integer": "number", "number": "number"}


@dataclass(frozen=True, slots=True)
class GrammarKind:
    """What can stand at a place: a `group` has the `keys` that the language knows, of which some are `needed`; what
    stands in `names` and in a `list` is `of` one kind; a `choice` is one of its `choices`. `renames` says what gets
    another name, wherever it is meant, when somebody writes another word here; of `names`, in the place of a key."""

    what: What
    title: str
    description: str
    examples: tuple[Json, ...] = ()
    keys: "Mapping[str, GrammarKind] | None" = None
    needed: tuple[str, ...] = ()
    of: "GrammarKind | None" = None
    choices: tuple[Json, ...] = ()
    renames: Renamed | None = None

    @property
    def first_values(self) -> list[Plain]:
        """What may stand there at first, the best before: of an example with keys no more than there has to be, then
        the examples, and nothing where that is something."""
        empty: list[Plain] = [[]] if self.what in ("steps", "list") else [{}] if self.what in ("group", "names") else []
        examples = [cast(Plain, example) for example in self.examples]
        least: list[Plain] = [
            {key: each[key] for key in self.needed if key in each} or dict([*each.items()][:1])
            for each in examples
            if isinstance(each, dict)
        ]
        return least + examples + empty


@dataclass(frozen=True, slots=True)
class Grammar:
    """The kind of a whole script, and of a step of each verb: first those that do something with what is written."""

    script: GrammarKind
    verbs: Mapping[str, GrammarKind]

    def at(self, node: Node, path: NodePath) -> tuple[GrammarKind, Node] | None:
        """The kind of what a path leads to from the root of a script, and what stands there."""
        kind: GrammarKind | None = self.script
        for part in path:
            if kind is None:
                return None
            if kind.what == "steps" and isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
                kind = self._of_step(node)
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node, kind = node.items[part], kind.of
            elif isinstance(node, Keys) and (below := node.get(str(part))):
                node, kind = below, kind.of or (kind.keys or {}).get(str(part))
            else:
                return None
        return (kind, node) if kind else None

    def _of_step(self, step: Node) -> GrammarKind | None:
        match step:
            case Scalar(value=str(verb)):
                return self.verbs.get(verb)
            case Keys():
                return next((self.verbs[entry.name] for entry in step if entry.name in self.verbs), None)
        return None


@cache
def grammar() -> Grammar:
    """The grammar of the schema that is installed: of its fragments, which have an example for everything."""
    folder = schemas_folder()
    script = read_schema(folder / SCRIPT)
    named = within(script, "definitions")
    ordered = sorted(VERBS, key=lambda verb: verb in stand_alone())
    fragments = {verb: read_schema(folder / "steps" / f"{verb}.schema.json") for verb in ordered}
    return Grammar(
        _with_names(_kind(script, named), NAMED.get),
        {verb: _with_names(_kind(fragment, named), partial(_named_by, verb)) for verb, fragment in fragments.items()},
    )


def _with_names(kind: GrammarKind, named: Callable[[str], Renamed | None]) -> GrammarKind:
    """The kind, of which each key says what it gives names to."""
    keys = {key: replace(below, renames=named(key)) for key, below in (kind.keys or {}).items()}
    return replace(kind, keys=keys)


def _named_by(verb: str, key: str) -> Renamed | None:
    """What has its name below a key of a step."""
    meant = {meaning_of(verb, (key,)), meaning_of(verb, (key,), as_key=True)}
    return "intent" if "intent" in meant else "name" if meant & {"kept", "row"} else None


def _kind(schema: Schema, named: Schema) -> GrammarKind:
    if name := text_of(schema, "$ref").rpartition("/")[2]:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        if name != STEPS:
            return _kind({**within(named, name), **beside}, named)
        return GrammarKind("steps", name, text_of(beside, "description"), _list(beside, "examples"))
    title, description = text_of(schema, "title"), text_of(schema, "description")
    examples = _list(schema, "examples")
    below, items, choices = schema.get("additionalProperties"), schema.get("items"), _list(schema, "enum")
    if "properties" in schema:
        found = within(schema, "properties").items()
        keys = {key: _kind(each, named) for key, each in found if isinstance(each, dict)}
        return GrammarKind("group", title, description, examples, keys, tuple(texts_of(schema, "required")))
    if isinstance(below, dict):
        return GrammarKind("names", title, description, examples, of=_kind(below, named))
    if isinstance(items, dict):
        return GrammarKind("list", title, description, examples, of=_kind(items, named))
    if choices:
        return GrammarKind("choice", title, description, examples, choices=choices)
    types = texts_of(schema, "type")
    return GrammarKind(_TYPES.get(types[0], "value") if len(types) == 1 else "value", title, description, examples)


def _list(schema: Schema, key: str) -> tuple[Json, ...]:
    found = schema.get(key)
    return tuple(found) if isinstance(found, list) else ()
