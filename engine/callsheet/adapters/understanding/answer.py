"""Reading the answer. The service promises a form; nothing is taken on trust."""

from collections.abc import Collection

from callsheet.adapters.remote.reading import read_json
from callsheet.adapters.understanding.failure import RequestFailed
from callsheet.adapters.understanding.question import UNCLEAR
from callsheet.ports.understanding import GIVEN, Understood


def read_answer(body: bytes, choices: Collection[str]) -> Understood | RequestFailed:
    """The choice out of a service's response; `RequestFailed` for everything that is not exactly one."""
    match read_json(body):
        case {"choices": [{"finish_reason": str(reason), "message": dict(message)}]}:
            pass
        case _:
            return RequestFailed("rubbish")
    if reason == "content_filter" or message.get("refusal"):
        return RequestFailed("refusal")
    if reason != "stop" or message.get("tool_calls") or message.get("function_call"):
        return RequestFailed("answer")  # cut off, or something to be done, which a model never may
    match read_json(message.get("content")):
        case {"intent": str(intent), "confidence": (int() | float()) as confidence, **others} if not others:
            words = ""
        case {"intent": str(intent), "confidence": (int() | float()) as confidence, "words": str(words), **others} if (
            GIVEN in choices and not others
        ):
            pass
        case _:
            return RequestFailed("answer")
    if intent not in choices or isinstance(confidence, bool) or not 0 <= confidence <= 1:
        return RequestFailed("answer")
    if intent == UNCLEAR:
        return Understood(UNCLEAR, UNCLEAR, 0.0)
    return Understood(intent, "model", float(confidence), words=words if intent == GIVEN else "")
