"""What a script can hold: every key, verb and option with its description, read off the schema.

A verb that is added to the schema is shown, edited and offered without a word about it here or in the page.
"""

from collections.abc import Callable, Iterator, Mapping
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
NAMED: Mapping[str, Renamed] = {"sections": "section", "contacts": "contact", "intents": "intent", "values": "name"}

What = Literal["group", "names", "list", "steps", "choice", "text", "flag", "number", "value"]
_TYPES: Mapping[str, What] = {"string": "text", "boolean": "flag", "integer": "number", "number": "number"}
# What is written as a list, with keys, or as one value; and what a schema says of a list, and of keys, alone.
_SHAPES: Mapping[type, tuple[What, ...]] = {Sequence: ("list", "steps"), Keys: ("group", "names")}
_SINGLE: tuple[What, ...] = ("choice", "text", "flag", "number", "value")
_ONLY = {"items": "array", "properties": "object", "additionalProperties": "object"}


@dataclass(frozen=True, slots=True)
class GrammarKind:
    """What can stand at a place: a `group` has the `keys` that the language knows, of which some are `needed`; what
    stands in `names`, in a `list`, and in a group under any other key, is `of` one kind, and one of it is called
    `each`; a `choice` is one of its `choices`. `renames` says what gets another name, wherever it is meant, when
    somebody writes another word here; of `names`, in the place of a key. `wordy` keys are any words, no names. `forms`
    has what may stand there instead, such as a list instead of a text."""

    what: What
    title: str
    description: str
    examples: tuple[Json, ...] = ()
    keys: "Mapping[str, GrammarKind] | None" = None
    needed: tuple[str, ...] = ()
    of: "GrammarKind | None" = None
    choices: tuple[Json, ...] = ()
    renames: Renamed | None = None
    each: str = ""
    wordy: bool = False
    forms: "tuple[GrammarKind, ...]" = ()

    def written(self, node: Node) -> "GrammarKind":
        """The form of it that stands there."""
        fitting = _SHAPES.get(type(node), _SINGLE)
        return next((form for form in (self, *self.forms) if form.what in fitting), self)

    @property
    def holds_steps(self) -> bool:
        """Whether other steps have to stand in it."""
        needed = [kind for key, kind in (self.keys or {}).items() if key in self.needed]
        return self.what == "steps" or any(kind.holds_steps or (kind.of and kind.of.holds_steps) for kind in needed)

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
    """The kind of a whole script, and of a step of each verb: first those that do something with what is written, and
    hold no other steps."""

    script: GrammarKind
    verbs: Mapping[str, GrammarKind]

    def at(self, node: Node, path: NodePath) -> tuple[GrammarKind, Node] | None:
        """The kind of what a path leads to from the root of a script, and what stands there."""
        kind: GrammarKind | None = self.script
        for part in path:
            if kind is None:
                return None
            kind = kind.written(node)
            if kind.what == "steps" and isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
                kind = self._of_step(node)
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node, kind = node.items[part], kind.of
            elif isinstance(node, Keys) and (below := node.get(str(part))):
                node, kind = below, (kind.keys or {}).get(str(part), kind.of)
            else:
                return None
        return (kind.written(node), node) if kind else None

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
    fragments = {verb: read_schema(folder / "steps" / f"{verb}.schema.json") for verb in VERBS}
    verbs = {verb: _with_names(_kind(each, named), partial(_named_by, verb)) for verb, each in fragments.items()}
    ordered = sorted(verbs, key=lambda verb: (verb in stand_alone(), verbs[verb].holds_steps))
    return Grammar(_with_names(_kind(script, named), NAMED.get), {verb: verbs[verb] for verb in ordered})


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
    first, *others = _forms(schema, named)
    return replace(first, forms=tuple(others))


def _forms(schema: Schema, named: Schema) -> Iterator[GrammarKind]:
    """What may stand there, by its types: one value, of whichever type, counts once."""
    types = texts_of(schema, "type")
    single = [each for each in types if each not in _ONLY.values()]
    for each in dict.fromkeys("" if each in single else each for each in types or [""]):
        kept = {key: value for key, value in schema.items() if _ONLY.get(key, each) == each}
        yield _form({**kept, "type": each or cast(Json, single)}, named)


def _form(schema: Schema, named: Schema) -> GrammarKind:
    title, description, each = text_of(schema, "title"), text_of(schema, "description"), text_of(schema, "each")
    examples = _list(schema, "examples")
    below, items, choices = schema.get("additionalProperties"), schema.get("items"), _list(schema, "enum")
    of = next((_kind(inner, named) for inner in (below, items) if isinstance(inner, dict)), None)
    wordy = "propertyNames" not in schema
    if "properties" in schema:
        found = within(schema, "properties").items()
        keys = {key: _kind(inner, named) for key, inner in found if isinstance(inner, dict)}
        needed = tuple(texts_of(schema, "required"))
        return GrammarKind("group", title, description, examples, keys, needed, of, each=each, wordy=wordy)
    if isinstance(below, dict):
        return GrammarKind("names", title, description, examples, of=of, each=each, wordy=wordy)
    if isinstance(items, dict):
        return GrammarKind("list", title, description, examples, of=of, each=each)
    if choices:
        return GrammarKind("choice", title, description, examples, choices=choices)
    types = texts_of(schema, "type")
    return GrammarKind(_TYPES.get(types[0], "value") if len(types) == 1 else "value", title, description, examples)


def _list(schema: Schema, key: str) -> tuple[Json, ...]:
    found = schema.get(key)
    return tuple(found) if isinstance(found, list) else ()
