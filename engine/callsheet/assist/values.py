"""The values that may stand at a cursor."""

import json
from collections.abc import Iterator
from itertools import chain
from zoneinfo import available_timezones

from callsheet.assist import notes
from callsheet.assist.cursor import Cursor
from callsheet.assist.described import Described
from callsheet.assist.records import Completion, CompletionKind, Explanation
from callsheet.ports.sql import SAMPLE, SCHEMA
from callsheet.schema.patterns import matches
from callsheet.schema.words import typed
from callsheet.source.folders import SCRIPT, names_near
from callsheet.source.schemas import Json, text_of

# What its author makes up, so that an example would only be in the way.
_MADE_UP = ("a text", "a name", "a column")
_FILES = (".sql", ".http", SCRIPT)


def values_of(cursor: Cursor, here: Described, dash: str = "") -> Iterator[Completion]:
    """The values that may stand here, each behind a dash where it has none yet."""
    start = cursor.spot.start
    end = start + len(cursor.text[start : cursor.spot.end].rstrip())
    for label, kind, note in chain(_named(cursor), _described(cursor, here)):
        yield Completion(label, label, kind, start, end, dash + label, (), note)


def _named(cursor: Cursor) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """What a script, or its data, has given a name."""
    match cursor.meaning():
        case "section":
            for section in cursor.known.script.section_names:
                if cursor.spot.path[:2] == ("sections", section.text):  # it would run itself
                    continue
                yield section.text, "section", Explanation(section.text, f"A section, on line {section.span.line}.")
        case "contact":
            for name, contact in cursor.known.script.contacts.items():
                yield name, "contact", Explanation(name, f"It rings {' and '.join(contact.rung)}.")
        case "query" | "write" | "request" as verb:
            for name in cursor.known.library.of_verb(verb):
                yield name, "query", notes.of_statement(cursor.known.library, name)


def _described(cursor: Cursor, here: Described) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """What the schema has of values: all there are, or examples."""
    schema, note = here.schema, Explanation(text=text_of(here.schema, "description"))
    title, examples = text_of(schema, "title"), _list(schema.get("examples"))
    ending = next((each for each in _FILES if each in text_of(schema, "errorMessage")), None)
    if ending:
        for name in names_near(cursor.path.parent, ending, cursor.files):
            if name.rpartition("/")[2] not in (SCHEMA, SAMPLE):
                yield typed(name), "file", note
    elif title == "a column":
        question = cursor.step.step.asks() if cursor.step else None
        slot = question.settings.slot if question else None
        for name, (shape, _) in slot.shape(cursor.known.facts).columns.items() if slot and slot.among else ():
            yield name, "column", notes.of_shape(name, shape, note.text)
    elif title == "a time zone":
        zones = (zone for zone in sorted(available_timezones()) if matches(text_of(schema, "pattern"), zone))
        yield from ((zone, "value", note) for zone in zones)
    elif here.types == ["boolean"]:
        yield from ((word, "value", note) for word in ("true", "false"))
    elif cursor.meaning() == "" and title not in _MADE_UP:
        fixed = _list(schema.get("enum")) or ([schema["const"]] if "const" in schema else [])
        for value in fixed or [schema[key] for key in ("default",) if key in schema] + examples:
            if not isinstance(value, list | dict):
                yield typed(value) if isinstance(value, str) else json.dumps(value), "value", note


def _list(found: Json) -> list[Json]:
    return found if isinstance(found, list) else []
