"""What passes between the service and a process of its models: whole messages, each behind its length.

Both ends are this program, and run as the same user: what one trusts itself with, it may tell the other (pickle).
"""

import pickle
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from callsheet.ports.framing import framed

T = TypeVar("T")


class CallFrame(NamedTuple):
    """Some sound of a call: whose it is, by a number of its own, and the samples as PCM. Before it came so many frames
    of silence that were passed over."""

    call: int
    pcm: bytes
    passed_over: int = 0


class Done(Struct, Generic[T], frozen=True):
    """What a piece of work came to, and what its process wants to be logged: no word of what was said is in it."""

    result: T
    warnings: tuple[str, ...] = ()


class Failed(Struct, frozen=True):
    """Why there is no result: as `SpeechFailed` tells it, or the name of a mistake's type."""

    message: str = ""
    kind: str = "fault"
    mistake: str = ""
    warnings: tuple[str, ...] = ()


def packed(message: object) -> bytes:
    """A message with its length before it."""
    return framed(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
