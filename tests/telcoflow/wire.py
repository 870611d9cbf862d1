"""The frames of the protocol, as the platform writes and reads them."""

import json
from collections.abc import Mapping

Frame = Mapping[str, object]


class NotUnderstood(Exception):
    """A frame from an agent that no platform would understand."""


def text(kind: str, **fields: object) -> str:
    """A frame of the control plane."""
    return json.dumps({"type": kind, **fields})


def data(kind: str, **fields: object) -> str:
    """A frame of the voice plane, which has its fields in `data`."""
    return json.dumps({"type": kind, "data": fields})


def read(message: str | bytes) -> Frame:
    """A text frame from an agent. Raises `NotUnderstood` for one that no platform would understand."""
    if isinstance(message, bytes):
        raise NotUnderstood("a binary frame where text belongs")
    try:
        found = json.loads(message)
    except ValueError:
        raise NotUnderstood("a text frame that is no JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise NotUnderstood("a frame without a type")
    return found


def part(frame: Frame, key: str) -> Frame:
    """An object within a frame; empty where there is none."""
    found = frame.get(key)
    return found if isinstance(found, dict) else {}


def word(frame: Frame, key: str) -> str:
    """A text within a frame; empty where there is none."""
    found = frame.get(key)
    return found if isinstance(found, str) else ""


def number(frame: Frame, key: str) -> int:
    """A number within a frame; 0 where there is none."""
    found = frame.get(key)
    return found if isinstance(found, int) else 0
