"""The line: what a script can do to a telephone, whatever carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class CallInfo:
    """Who calls whom. Numbers are E.164 text; a withheld number is empty text."""

    call_id: str
    direction: Literal["inbound", "outbound"]
    caller_number: str
    callee_number: str

    @property
    def person_number(self) -> str:
        """The number of the person whom the script talks to, whoever dialled."""
        return self.caller_number if self.direction == "inbound" else self.callee_number


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the caller said. `confidence` of the recognition is 0.0 to 1.0 (typed words: 1.0)."""

    text: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key of the telephone: 0 to 9, * or #."""

    key: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was heard for as long as the question waited."""


Heard = Utterance | KeyPress | Silence


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt that was spoken: how much of it was heard, and what the caller interrupted it with, if anything."""

    heard_ms: int
    length_ms: int
    interrupted_by: Utterance | KeyPress | None = None


class HungUp(Exception):
    """The caller has gone; nothing can be spoken or heard any more."""


class LineFailed(Exception):
    """The line did not do what was asked. `kind` is `line` or `speech`; `message` is a sentence for an operator."""

    def __init__(self, kind: Literal["line", "speech"], message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class Line(Protocol):
    """One call's line. Every method that waits raises `HungUp` once the caller has gone, `LineFailed` on failure.

    Cancelling a method that waits stops what it was doing (a prompt falls silent).
    """

    info: CallInfo

    async def answer(self) -> None:
        """Pick up."""

    async def say(self, text: str, *, interruptible: bool) -> Spoken:
        """Speak `text`; returns when it was heard to the end, or interrupted."""

    async def listen(self, phrases: Sequence[str], *, timeout_seconds: float, pause_seconds: float) -> Heard:
        """Await one utterance or key. `phrases` are what is hoped for, to help recognition.

        `timeout_seconds` is the silence before speech begins, `pause_seconds` the silence that ends it.
        """

    async def pause(self, seconds: float) -> None:
        """Silence on the line."""

    async def hang_up(self) -> None:
        """End the call for everyone. Does nothing where it has ended; never raises `HungUp`."""
