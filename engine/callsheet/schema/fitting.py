"""Whether a document fits a schema: a quick yes. What is wrong with one that does not, `judge` asks of `jsonschema`.

Most documents fit; then the list of faults, which is what costs, is not needed, nor the library that makes it. The
schema becomes a function once. A keyword that is not known here is refused, so that none can be overlooked, and a test
holds the answers against those of `jsonschema`.
"""

from collections.abc import Callable
from typing import cast

from callsheet.schema.patterns import matches
from callsheet.source.schemas import Json, Schema, texts_of, within

Fits = Callable[[object], bool]
Make = Callable[[Json], Fits]

TYPES: dict[str, Fits] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}


def fitting(schema: Schema) -> Fits:
    """The function that tells whether a document fits `schema`.

    Raises:
        KeyError: the schema has a keyword that is not known here.
    """
    return _maker(schema)(schema)


def references(schema: Schema) -> Callable[[str], Fits]:
    """The same for each part that a `$ref` of `schema` names."""
    make = _maker(schema)
    return lambda reference: make({"$ref": reference})


def _maker(schema: Schema) -> Make:
    made: dict[str, Fits] = {}

    def make(part: Json) -> Fits:
        if not isinstance(part, dict):
            return lambda value: part is True
        if "$ref" in part:  # draft 7 looks at nothing beside it
            return refer(str(part["$ref"]))
        tests = [test for keyword in part if (test := KEYWORDS[keyword](part, make)) is not None]
        if len(tests) == 1:
            return tests[0]
        return all_of(tests)

    def refer(reference: str) -> Fits:
        def follow(value: object) -> bool:  # made when it is first needed: a step holds steps
            if reference not in made:
                made[reference] = make(within(schema, *reference.removeprefix("#/").split("/")))
            return made[reference](value)

        return follow

    return make


def all_of(tests: list[Fits]) -> Fits:
    """All of several tests. (A loop, because a script asks ten thousand of them, and `all` takes twice as long.)"""

    def fits(value: object) -> bool:
        for test in tests:  # noqa: SIM110 - see above
            if not test(value):
                return False
        return True

    return fits


def _silent(part: Schema, make: Make) -> None:
    """A keyword that judges nothing, or that another one reads."""


def _type(part: Schema, make: Make) -> Fits:
    tests = [TYPES[name] for name in texts_of(part, "type")]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _const(part: Schema, make: Make) -> Fits:
    const = part["const"]
    return lambda value: type(value) is type(const) and value == const


def _enum(part: Schema, make: Make) -> Fits:
    texts = frozenset(texts_of(part, "enum"))
    if len(texts) != len(cast(list[Json], part["enum"])):
        raise KeyError("an enum of something else than texts")
    return lambda value: isinstance(value, str) and value in texts


def _pattern(part: Schema, make: Make) -> Fits:
    pattern = str(part["pattern"])
    return lambda value: not isinstance(value, str) or matches(pattern, value)


def _bounds(part: Schema, make: Make) -> Fits:
    endless = float("inf")
    least, most = cast(float, part.get("minimum", -endless)), cast(float, part.get("maximum", endless))
    return lambda value: not isinstance(value, int | float) or isinstance(value, bool) or least <= value <= most


def _size(part: Schema, make: Make) -> Fits:
    """How many items a list has, and how many keys a mapping."""
    fewest = {kind: cast(int, part.get(key, 0)) for kind, key in ((list, "minItems"), (dict, "minProperties"))}
    endless = float("inf")
    most = {kind: cast(float, part.get(key, endless)) for kind, key in ((list, "maxItems"), (dict, "maxProperties"))}

    def fits(value: object) -> bool:
        kind = type(value)
        return kind not in fewest or fewest[kind] <= len(cast(list[object], value)) <= most[kind]

    return fits


def _required(part: Schema, make: Make) -> Fits:
    keys = frozenset(texts_of(part, "required"))
    return lambda value: not isinstance(value, dict) or keys <= value.keys()


def _additional(part: Schema, make: Make) -> Fits | None:
    return None if "properties" in part else _properties(part, make)


def _properties(part: Schema, make: Make) -> Fits:
    """`properties`, and `additionalProperties` for the other keys: the two are one test."""
    known = {name: make(inner) for name, inner in within(part, "properties").items()}
    others = make(part.get("additionalProperties", True))

    def fits(value: object) -> bool:
        if isinstance(value, dict):
            for key, inner in value.items():  # as in `all_of`
                if not known.get(key, others)(inner):
                    return False
        return True

    return fits


def _property_names(part: Schema, make: Make) -> Fits:
    fits = make(part["propertyNames"])
    return lambda value: not isinstance(value, dict) or all(fits(key) for key in value)


def _items(part: Schema, make: Make) -> Fits:
    fits = make(part["items"])

    def fit(value: object) -> bool:
        if isinstance(value, list):
            for item in value:  # as in `all_of`
                if not fits(item):
                    return False
        return True

    return fit


def _dependencies(part: Schema, make: Make) -> Fits:
    needs = {key: make(inner) for key, inner in within(part, "dependencies").items()}

    def fits(value: object) -> bool:
        if isinstance(value, dict):
            for key in value:
                if key in needs and not needs[key](value):
                    return False
        return True

    return fits


def _if(part: Schema, make: Make) -> Fits:
    condition, then, other = (make(part.get(key, True)) for key in ("if", "then", "else"))
    return lambda value: then(value) if condition(value) else other(value)


def _not(part: Schema, make: Make) -> Fits:
    fits = make(part["not"])
    return lambda value: not fits(value)


def _any_of(part: Schema, make: Make) -> Fits:
    alternatives = cast(list[Schema], part["anyOf"])
    keys = [texts_of(each, "required") if each.keys() == {"required"} else [] for each in alternatives]
    if all(len(each) == 1 for each in keys):  # as the conditions of a step have it: one of these keys
        wanted = frozenset(key for (key,) in keys)
        return lambda value: not isinstance(value, dict) or not wanted.isdisjoint(value)
    tests = [make(each) for each in alternatives]
    return lambda value: any(test(value) for test in tests)


SILENT = (
    *("$schema", "$comment", "title", "description", "markdownDescription", "definitions", "then", "else"),
    *("advice", "alsoCalled", "default", "defaultSnippets", "doNotSuggest", "each", "enumDescriptions"),
    *("errorMessage", "examples", "icon", "patternErrorMessage", "reserved"),
)
KEYWORDS: dict[str, Callable[[Schema, Make], Fits | None]] = {
    **dict.fromkeys(SILENT, _silent),
    "type": _type,
    "const": _const,
    "enum": _enum,
    "pattern": _pattern,
    "minimum": _bounds,
    "maximum": _bounds,
    "minItems": _size,
    "maxItems": _size,
    "minProperties": _size,
    "maxProperties": _size,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "items": _items,
    "dependencies": _dependencies,
    "if": _if,
    "not": _not,
    "anyOf": _any_of,
}
