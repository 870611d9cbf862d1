"""The state of a call between two steps, or at a request: one value, which can be copied, and kept as bytes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from msgspec import Struct, field
from msgspec.structs import replace

from callsheet.flow.model import Part
from callsheet.interpreter.early_keys import EarlyKeys
from callsheet.ports.failures import StepFailed
from callsheet.ports.records import VisitPart
from callsheet.ports.requests import Request
from callsheet.ports.telephony import CallInfo
from callsheet.ports.values import Value
from callsheet.script.call import Asking
from callsheet.script.collected import Collected


class OpenLoop(Struct, frozen=True):
    """A loop that the call is in: its rows, and at which of them it is (-1: before the first)."""

    row_name: str
    rows: tuple[Value, ...]
    at: int = -1


# One for all calls: most of them have nothing there, ever.
NOTHING: Mapping[str, Any] = {}


def _nothing() -> Mapping[str, Any]:
    return NOTHING


class CallData(Struct):
    """Everything that a call is, but for the world around it. All that it holds is plain data.

    `place` is a state of the flow, or an ending. `request` is what the call waits for there; None before its step was
    begun. `ran` is the state whose step was run last, the first one before any was. `parts` is what the visit under way
    has to tell so far, `began_at` when it began, as far as somebody is told.
    """

    info: CallInfo
    place: str
    ran: str
    today: date
    started_at: datetime
    began_at: datetime
    part: Part = Part.STEPS
    visits: int = 0
    last_visit: int = 0  # the step limit
    writes: int = 0
    kept: dict[str, Value] = {}
    loops: tuple[OpenLoop, ...] = ()
    asking: Asking | None = None
    collected: Mapping[str, Collected] = field(default_factory=_nothing)  # by the states of collects
    answered: Mapping[str, Asking] = field(default_factory=_nothing)  # questions that may be asked again, by state
    keys: EarlyKeys = field(default_factory=EarlyKeys)
    answered_at: datetime | None = None
    bridged: bool = False  # the caller talks with somebody else
    muted: bool = False  # speech itself has failed
    failure: StepFailed | None = None  # the first one in the steps, or the last that `if_fails` dealt with
    failed_in: str = ""
    ending: str = ""  # how the call has ended, once it has; what runs then changes nothing of it
    ended_in: str = ""  # the state whose step was the last by then
    lasted_seconds: int = 0  # from when it was answered until it ended
    recording: str = ""  # the file in which the call is kept, or a part of it
    is_recorded: bool = False  # now
    transcript: str = ""  # what was said by whom, the last of it; empty where nobody asks for it
    parts: list[VisitPart] = []
    request: Request | None = None

    @classmethod
    def begin(cls, info: CallInfo, start: str, now: datetime, today: date, last_visit: int) -> Self:
        """A call before its first step; `today` is the day where the script is."""
        return cls(info, start, start, today, now, now, last_visit=last_visit)

    @property
    def in_handler(self) -> bool:
        """There, what cannot be spoken is left out."""
        return self.part is not Part.STEPS

    def copy(self) -> "CallData":
        """The same call again: what happens to one of them does not happen to the other."""
        return replace(
            self,
            kept=dict(self.kept),
            asking=replace(self.asking) if self.asking else None,
            keys=replace(self.keys),
            parts=list(self.parts),
        )
