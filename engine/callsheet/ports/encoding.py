"""Events as JSON. Field by field, so that redaction sees every field that a record has."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, time

from callsheet.ports.iso import write_moment
from callsheet.ports.records import PERSONAL, Event, VisitPart
from callsheet.ports.values import Row, Value

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

# What JSON leaves as it is and a terminal does not: controls, line breaks, marks that turn the direction of writing.
_CONTROL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
REDACTED = "[redacted]"


def to_json(event: Event, *, redact: bool = False) -> str:
    """One event as one line of JSON, without its line break. With `redact`, personal fields are blacked out."""
    encoded: dict[str, Json] = {"event": event.event}
    encoded |= _fields(event, redact=redact)
    for part in getattr(event, "parts", ()):
        encoded[part.part] = _fields(part, redact=redact)
    # Escaped as JSON does it: a journal is read in terminals, too.
    return _CONTROL.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(encoded, ensure_ascii=False, separators=(",", ":"))
    )


def _fields(record: Event | VisitPart, *, redact: bool) -> dict[str, Json]:
    return {
        field.name: _redacted(getattr(record, field.name))
        if redact and PERSONAL in getattr(field.type, "__metadata__", ())
        else _json(getattr(record, field.name))
        for field in fields(record)
        if field.name != "parts"
    }


def _redacted(value: object) -> Json:
    """A mapping keeps its keys, which are the script's; an empty or missing value has nothing to hide."""
    if isinstance(value, Mapping):
        return {str(key): _redacted(inner) for key, inner in value.items()}
    return _json(value) if value in (None, "") else REDACTED


def _json(value: "Value | Mapping[str, Value]") -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if value == value and abs(value) != float("inf") else str(value)
        case datetime():
            return write_moment(value, "auto")
        case date() | time():
            return value.isoformat()
        case Row(columns=columns):
            return {name: _json(cell) for name, cell in columns.items()}
        case Mapping():
            return {str(name): _json(cell) for name, cell in value.items()}
        case tuple():
            return [_json(item) for item in value]
