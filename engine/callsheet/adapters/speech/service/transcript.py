"""Reading what the service understood. Nothing is taken on trust."""

import math
from collections.abc import Iterator

from callsheet.adapters.remote.reading import read_json
from callsheet.ports.speech import Recognized

# Of words that came without a probability: more than what counts as unclear, so that they are believed, as the service
# wants them to be; less than what is certain.
ASSUMED_CONFIDENCE = 0.8
# Characters. Nobody says more in a minute.
MOST_CHARACTERS = 4_000


def read_transcript(body: bytes) -> Recognized | None:
    """The words, and how sure the service is of them; None for what is no transcript."""
    match read_json(body):
        case {"text": str(text), **others} if len(text) <= MOST_CHARACTERS:
            words = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
            return Recognized(words, _confidence(others.get("logprobs"))) if words else Recognized("", 0.0)
        case _:
            return None


def _confidence(logprobs: object) -> float:
    """The mean probability of a token, which does not fall with the number of words as their product does."""
    values = list(_values(logprobs))
    return math.exp(sum(values) / len(values)) if values else ASSUMED_CONFIDENCE


def _values(logprobs: object) -> Iterator[float]:
    for token in logprobs if isinstance(logprobs, list) else ():
        match token:
            case {"logprob": (int() | float()) as value} if not isinstance(value, bool) and value <= 0:
                yield max(float(value), -1e3)  # the sum of many must stay a number
