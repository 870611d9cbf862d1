"""Where a key stands that the language has, for an author who wrote it elsewhere."""

from callsheet.diagnostics.visible import quoted
from callsheet.schema.patterns import matches
from callsheet.schema.vocabulary import vocabulary
from callsheet.schema.words import either
from callsheet.source.document import NodePath
from callsheet.source.schemas import Schema, flow_schema, schema_of_numbers, schema_of_tests, text_of, within


def belongs_in_script(path: NodePath, key: str) -> str:
    """Where a key of a script stands, seen from the group at `path`; empty where the language has no such key."""
    words = vocabulary()
    if not path and key in words.verbs:
        return f'{quoted(key)} is a verb: it stands under "steps", behind "- "'
    above = path[-2] if len(path) > 1 else None
    if isinstance(above, str) and above in words.verbs and key in words.options(above):
        return f'{quoted(key)} stands below the list, in the same column as "{above}"'
    keys = within(flow_schema(), "properties")
    if owners := words.owners(key):
        everywhere = ', and stands under "defaults" for all of them at once' if key in _group("defaults") else ""
        return f"{quoted(key)} is an option of {either(owners)}{everywhere}"
    if path and key in keys:
        return f"{quoted(key)} stands at the top of the script, in the first column"
    if key in _group("limits"):
        return f'{quoted(key)} stands under "limits"'
    if key in within(keys, "intents", "additionalProperties", "properties"):
        return f'{quoted(key)} belongs to an intent, under "intents"'
    return ""


def _group(name: str) -> Schema:
    return within(flow_schema(), "properties", name, "properties")


def belongs_in_tests(path: NodePath, key: str) -> str:
    """The same for a key of a test file."""
    groups = within(schema_of_tests(), "definitions")
    if key in within(groups, "turn", "properties") and path[-1:] != ("call",):
        return f'{quoted(key)} is a turn: it stands under "call", behind "- "'
    if key in within(groups, "given", "properties"):
        return f'{quoted(key)} stands under "given"'
    if key in within(groups, "test", "properties"):
        return f'{quoted(key)} is a key of a test: it stands beside "name", in the same column'
    return ""


def belongs_in_numbers(path: NodePath, key: str) -> str:
    """The same for a key of a numbers file."""
    keys = within(schema_of_numbers(), "properties")
    if path and key in keys:
        return f"{quoted(key)} stands at the top of the file, in the first column"
    if not path and matches(text_of(within(keys, "numbers", "propertyNames"), "pattern"), key):
        return f'{quoted(key)} stands under "numbers", indented'
    return ""
