"""Reading JSON that somebody else wrote."""

import json
from typing import NoReturn


def read_json(text: object) -> object:
    """The value, or None for what is no JSON, or is JSON that two readers could read in two ways."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        if not isinstance(text, str):
            return None
        value: object = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError("NaN and infinities are no JSON")
