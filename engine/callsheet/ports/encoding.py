"""Events as JSON, one a line. What is personal is known by its mark in the record, and blacked out where asked."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from math import isfinite
from typing import get_type_hints

from msgspec import Struct, structs, to_builtins
from msgspec.json import Encoder
from msgspec.structs import asdict

from callsheet.ports.found import as_found
from callsheet.ports.iso import write_moment
from callsheet.ports.records import (
    PERSONAL,
    REDACTED,
    TO_CALLER,
    Event,
    IntentUnderstood,
    PromptSpoken,
    RequestSent,
    RowsRead,
    RowsWritten,
    Visit,
    VisitPart,
)
from callsheet.ports.values import Value

# What JSON leaves as it is and a terminal does not: controls, line breaks, marks that turn the direction of writing.
_CONTROL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_ASCII_CONTROL = b"\x7f"

HOLDING_CELLS = (RowsRead, RowsWritten, RequestSent)

_encode = Encoder().encode


def to_json(event: Event, *, redact: bool = False) -> str:
    """One event as one line of JSON, as `to_line` makes it."""
    return to_line(event, redact=redact).decode()


def to_line(event: Event, *, redact: bool = False) -> bytes:
    """One event as one line of JSON, without its line break. With `redact`, personal fields are blacked out.

    A line is made once: whoever hands in the same event again, as the ledger and then the journal, gets the same.
    """
    name = "redacted_line" if redact else "line"
    made: bytes | None = event.__dict__.get(name)
    if made is None:
        made = event.__dict__[name] = _line(event, redact=redact)
    return made


def _line(event: Event, *, redact: bool) -> bytes:
    fields = {"event": event.__struct_config__.tag, **_fields(event, redact=redact)}
    if isinstance(event, Visit):
        del fields["parts"]
        for part in event.parts:
            fields[part.part] = part if not redact and _is_plain(part) else _fields(part, redact=redact)
    try:
        line = _encode(fields)
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can name
        line = json.dumps(to_builtins(fields), separators=(",", ":")).encode()
    if line.isascii() and _ASCII_CONTROL not in line:
        return line
    # Escaped as JSON does it: a journal is read in terminals, too.
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line.decode()).encode()


def _is_plain(part: VisitPart) -> bool:
    """Whether JSON has a word for all of it, and a line has it as it is."""
    if isinstance(part, PromptSpoken):
        return part.to is TO_CALLER  # the encoder leaves out this one alone, and not its like from elsewhere
    if isinstance(part, IntentUnderstood):
        return part.value is None
    return type(part) not in HOLDING_CELLS  # `isinstance` takes three times as long for what it is not


def _fields(record: Struct, *, redact: bool) -> dict[str, object]:
    fields: dict[str, object] = asdict(record)
    if redact:
        for name in _personal(type(record)):
            fields[name] = _redacted(fields[name])
    for name, default in _left_out(type(record)).items():
        if fields[name] == default:
            del fields[name]
    if isinstance(record, IntentUnderstood):
        if record.value is not None and not redact:
            fields["value"] = json_value(record.value)
    elif isinstance(record, HOLDING_CELLS):
        if not redact:
            fields["values"] = _cells(record.values)
        if isinstance(record, RowsRead):
            _tell_rows(record, fields, redact=redact)
        elif isinstance(record, RequestSent):
            _tell_answer(record, fields, redact=redact)
    return fields


def _tell_rows(read: RowsRead, fields: dict[str, object], *, redact: bool) -> None:
    kept = as_found(read.found)
    if not kept:
        del fields["found"]
    elif not redact:
        fields["found"] = [_cells(row.columns) for row in kept]
    if len(kept) < read.rows:
        fields["left_out"] = read.rows - len(kept)


def _tell_answer(sent: RequestSent, fields: dict[str, object], *, redact: bool) -> None:
    if sent.answer is None or not as_found((sent.answer,)):
        del fields["answer"]
    elif not redact:
        fields["answer"] = _cells(sent.answer.columns)


def _cells(cells: Mapping[str, Value]) -> dict[str, Value]:
    return {name: json_value(value) for name, value in cells.items()}


@cache
def _left_out(kind: type[Struct]) -> Mapping[str, object]:
    """The fields of such records that a line has only where they are not as here."""
    omits = kind.__struct_config__.omit_defaults
    return {field.name: field.default for field in structs.fields(kind) if omits and not field.required}


@cache
def _personal(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of such records that are marked `Personal`."""
    marked = get_type_hints(kind, include_extras=True).items()
    return tuple(name for name, hint in marked if PERSONAL in getattr(hint, "__metadata__", ()))


def _redacted(value: object) -> object:
    """A mapping keeps its keys, which are the script's; an empty or missing value has nothing to hide."""
    if isinstance(value, Mapping):
        return {name: _redacted(inner) for name, inner in value.items()}
    return value if value in (None, "") else REDACTED


def json_value(value: Value) -> Value:
    """What JSON has no word for, as text; a moment in UTC."""
    match value:
        case float() if not isfinite(value):
            return str(value)
        case datetime():
            return write_moment(value, "auto")
    return value
