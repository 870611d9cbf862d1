"""A call's state as bytes, and back: JSON, in which whatever JSON does not know stands under the name of its kind.

    {"Loop": ["task", {"tuple": [{"Row": {"id": 1}}]}, 0]}

Only the kinds that are listed here are ever made, whatever the bytes say. Nobody keeps calls so yet, or goes on with
one: that it can be done is what tests show.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import get_args
from zoneinfo import ZoneInfo

from callsheet.expressions import Words
from callsheet.flow.model import Part
from callsheet.interpreter.early_keys import EarlyKeys
from callsheet.interpreter.state import CallData, OpenLoop
from callsheet.ports.exceptions import Told
from callsheet.ports.line import Interruptions, Listening, Spoken
from callsheet.ports.records import VisitPart
from callsheet.ports.requests import Request
from callsheet.ports.telephony import CallInfo, KeyPress, Keys, Silence, Utterance
from callsheet.ports.understanding import Intent
from callsheet.ports.values import Row
from callsheet.script.call import Asking
from callsheet.script.collected import Collected
from callsheet.understanding.backchannels import WordsThatInterrupt

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

# Records, as the list of what their fields hold.
KINDS: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        *(CallData, CallInfo, OpenLoop, Asking, Collected, Words, EarlyKeys),
        *(Utterance, KeyPress, Keys, Silence, Spoken, Interruptions, Listening, WordsThatInterrupt, Intent),
        *get_args(Request),
        *get_args(VisitPart),
    )
}


class NotAState(Told):
    """Bytes that are no state of a call; `message` says why, for an operator."""


def to_bytes(state: CallData) -> bytes:
    """The state, to be kept. It holds what the caller said, and rows: whoever keeps it keeps it as the database is."""
    return json.dumps(_encoded(state), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(kept: bytes) -> CallData:
    """The state that was kept.

    Raises:
        NotAState: these are no such bytes, or those of another version.
    """
    try:
        state = _decoded(json.loads(kept))
    except (ValueError, TypeError, KeyError, RecursionError):
        state = None
    if not isinstance(state, CallData):
        raise NotAState("this is no state of a call, or one of another version of Callsheet")
    return state


def _encoded(value: object) -> Json:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_encoded(item) for item in value]
        case tuple():
            return {"tuple": [_encoded(item) for item in value]}
        case frozenset():
            return {"set": sorted(value)}
        case Row(columns=columns):
            return {"Row": {name: _encoded(cell) for name, cell in columns.items()}}
        case Mapping():
            return {"mapping": {str(name): _encoded(item) for name, item in value.items()}}
        case datetime(tzinfo=ZoneInfo(key=zone)):
            return {"moment": [value.astimezone(UTC).isoformat(), zone]}
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case Part():
            return {"Part": value.value}
    kind = type(value).__name__
    fields: tuple[str, ...] = KINDS[kind].__match_args__  # type: ignore[attr-defined]  # all of these have it
    return {kind: [_encoded(getattr(value, name)) for name in fields]}


def _decoded(value: Json) -> object:
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    if kind in KINDS:
        return KINDS[kind](*(_decoded(item) for item in _list(held)))
    return OTHER_KINDS[kind](held)


def _list(held: Json) -> list[Json]:
    if not isinstance(held, list):
        raise TypeError
    return held


def _items(held: Json) -> dict[str, object]:
    if not isinstance(held, dict):
        raise TypeError
    return {name: _decoded(item) for name, item in held.items()}


def _moment(held: Json) -> datetime:
    at, zone = _list(held)
    return datetime.fromisoformat(str(at)).astimezone(ZoneInfo(str(zone)))


OTHER_KINDS: Mapping[str, Callable[[Json], object]] = {
    "tuple": lambda held: tuple(_decoded(item) for item in _list(held)),
    "set": lambda held: frozenset(map(str, _list(held))),
    "Row": lambda held: Row(_items(held)),  # type: ignore[arg-type]  # what was encoded were values
    "mapping": _items,
    "moment": _moment,
    "datetime": lambda held: datetime.fromisoformat(str(held)),
    "date": lambda held: date.fromisoformat(str(held)),
    "time": lambda held: time.fromisoformat(str(held)),
    "Part": Part,
}
