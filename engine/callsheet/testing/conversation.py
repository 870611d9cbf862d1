"""What is told of a test that was played: its call, line by line, and what is wrong with it."""

from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code, Span

HANGS_UP = "(hangs up)"


class Problem(Struct, frozen=True):
    """Why a test failed, and at which place of the test."""

    code: Code
    span: Span
    message: str
    expected: str
    got: str
    help: str = ""


class ConversationLine(Struct, frozen=True):
    """What was said or done: when (seconds on the clock), by whom, and how many turns were over by then."""

    at: float
    who: Literal["call:", "caller:", "--"]
    text: str
    turn: int

    @property
    def written(self) -> str:
        """The line as reports show it."""
        return f"-- {self.text}" if self.who == "--" else f"{self.who:<7} {self.text}"
