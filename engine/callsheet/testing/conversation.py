"""What is told of a test that was played: its call, line by line, and what is wrong with it."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.ports.records import Event, IntentUnderstood, Visit

HANGS_UP = "(hangs up)"


class Problem(Struct, frozen=True):
    """Why a test failed, and at which place of the test."""

    code: Code
    span: Span
    message: str
    expected: str
    got: str
    help: str = ""


Speaker = Literal["call:", "aside:", "caller:", "other:", "sent:", "--"]


class ConversationLine(Struct, frozen=True):
    """What was said or done: when (seconds on the clock), by whom, and how many turns were over by then. What the call
    says `aside` is heard by the other side alone; what is `sent` is a written message, `to` a number.
    """

    at: float
    who: Speaker
    text: str
    turn: int
    to: str = ""

    @property
    def written(self) -> str:
        """The line as reports show it."""
        to = f"(to {self.to}) " if self.to else ""
        return f"-- {self.text}" if self.who == "--" else f"{self.who:<7} {to}{self.text}"


class UnclearTold:
    """A journal that tells, in the conversation of a test, why an answer was not understood; `note` takes it."""

    def __init__(self, note: Callable[[str], None]) -> None:
        self._note = note

    def write(self, event: Event) -> None:
        """Tell it where it is known."""
        for part in event.parts if isinstance(event, Visit) else ():
            if isinstance(part, IntentUnderstood) and part.why:
                self._note(f"not understood: {part.why}")
