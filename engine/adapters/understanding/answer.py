"""Reading the answer. The service promises a form; nothing is taken on trust."""

import json
from collections.abc import Collection
from typing import NoReturn

from engine.adapters.understanding.failure import Failed
from engine.adapters.understanding.question import UNCLEAR
from engine.ports.understanding import Understood


def read_answer(body: bytes, choices: Collection[str]) -> Understood | Failed:
    """The choice out of a service's response; `Failed` for everything that is not exactly one."""
    match _json(body):
        case {"choices": [{"finish_reason": str(reason), "message": dict(message)}]}:
            pass
        case _:
            return Failed("rubbish")
    if reason == "content_filter" or message.get("refusal"):
        return Failed("refusal")
    if reason != "stop" or message.get("tool_calls") or message.get("function_call"):
        return Failed("answer")  # cut off, or something to be done, which a model never may
    match _json(message.get("content")):
        case {"intent": str(intent), "confidence": (int() | float()) as confidence, **others} if not others:
            pass
        case _:
            return Failed("answer")
    if intent not in choices or isinstance(confidence, bool) or not 0 <= confidence <= 1:
        return Failed("answer")
    return Understood(UNCLEAR, UNCLEAR, 0.0) if intent == UNCLEAR else Understood(intent, "model", float(confidence))


def _json(text: object) -> object:
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
