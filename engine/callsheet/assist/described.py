"""What the schema says of a place of a text."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from callsheet.assist.spot import Spot
from callsheet.source.folders import ENDINGS, Kind, kind_of_text
from callsheet.source.schemas import Schema, flow_schema, schema_of_numbers, schema_of_tests, text_of, verbs, within

_SCHEMAS = {"script": flow_schema, "test": schema_of_tests, "numbers": schema_of_numbers}
_STEP = "a step"  # the title of what holds a verb


@dataclass(frozen=True, slots=True)
class Described:
    """The schema of what may stand at a place, within the schema of the whole file; of a step it is that of its verb.

    `verb` is that of the innermost step around the place, and `inside` the keys and items from there on; both are empty
    where it is in no step.
    """

    root: Schema
    schema: Schema
    verb: str = ""
    inside: tuple[str | None, ...] = ()
    is_step: bool = False

    @property
    def is_script(self) -> bool:
        """Whether the file is a script, and no test file or numbers file."""
        return self.root is flow_schema()

    @property
    def types(self) -> list[str]:
        """The types of JSON that it can have."""
        types = self.schema.get("type")
        return [str(each) for each in types] if isinstance(types, list) else [str(types)] if types else []

    @property
    def keys(self) -> dict[str, "Described"]:
        """The keys that a mapping here can have, as far as they are the language's."""
        return {key: self.below(key) for key in within(self.schema, "properties")}

    def title(self, key: str) -> str:
        """What stands behind one of them, as authors call it; empty of a key that there is not."""
        return text_of(within(self.schema, "properties", key), "title")

    def with_keys(self, keys: Iterable[str]) -> "Described":
        """The same, where a mapping with these keys stands: of a step, its verb."""
        verb = next((key for key in keys if key in verbs()), "") if self.is_step else ""
        return Described(self.root, verbs()[verb], verb, (), is_step=True) if verb else self

    def below(self, name: str | None) -> "Described":
        """What may stand behind a key, or as an item of the list."""
        if name is None:
            schema = within(self.schema, "items")
        else:
            known = within(self.schema, "properties")
            schema = within(known, name) if name in known else within(self.schema, "additionalProperties")
        if reference := text_of(schema, "$ref"):
            schema = {**within(self.root, *reference.removeprefix("#/").split("/")), **schema}
        if text_of(schema, "title") == _STEP:
            return Described(self.root, schema, is_step=True)
        return replace(self, schema=schema, inside=(*self.inside, name) if self.verb else (), is_step=False)


def of_file(text: str, path: PurePath) -> Described:
    """What the schema says of the text of a file as a whole."""
    root = _SCHEMAS[_kind(path.name, text)]()
    return Described(root, root)


def of_spot(spot: Spot, text: str, path: PurePath) -> Described:
    """What it says of a place in it."""
    here = of_file(text, path)
    for level in spot.around:
        here = here.with_keys(level.keys).below(level.name)
    return here.with_keys(spot.keys)


def _kind(name: str, text: str) -> Kind:
    """What a text is, or will be: a script, where nothing tells something else."""
    ending = next((kind for kind, ending in ENDINGS.items() if name.endswith(ending)), None)
    return kind_of_text(text.encode(errors="replace"), name) or ending or "script"
