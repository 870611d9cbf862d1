"""What a world can choose in a call that is only thought of, and who chooses: one run after the other, until every
sequence of choices was made."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar, cast

from msgspec import Struct

from callsheet.ports.requests import Reply, Request
from callsheet.ports.telephony import CallInfo
from callsheet.ports.values import Value


class Began(Struct, frozen=True):
    """Who calls whom, and when; both as usual where the call depends on neither."""

    info: CallInfo
    now: datetime


class Settled(Struct, frozen=True):
    """Who has called, or when the call has begun, chosen where something depends on it for the first time."""

    info: CallInfo | None = None
    now: datetime | None = None


class Replied(Struct, frozen=True):
    """What the world has said to a request."""

    request: Request
    reply: Reply


class Decided(Struct, frozen=True):
    """What stands in a column of a row that a query, or a request, has given; rows are counted from 1."""

    source: str
    number: int
    column: str
    value: Value


class Recalled(Struct, frozen=True):
    """What a name holds that was forgotten so that there are fewer calls to walk."""

    name: str
    value: Value


Choice = Began | Settled | Replied | Decided | Recalled
C = TypeVar("C", bound=Choice)
# They are made where somebody wants to see them.
Options = Callable[[], Sequence[C]]


class Chooser(Protocol):
    """Chooses in one run of a step."""

    def choose(self, options: Options[C]) -> C:
        """One of the options, of which there is at least one."""


class EachInTurn:
    """Chooses otherwise in every run. The same is asked for in the same order wherever the same was chosen before."""

    def __init__(self) -> None:
        self._places: list[tuple[int, Sequence[Choice]]] = []  # of each choice, which was made of which options
        self._made: list[Choice] = []

    @property
    def made(self) -> tuple[Choice, ...]:
        """The choices of this run."""
        return tuple(self._made)

    def choose(self, options: Options[C]) -> C:
        at = len(self._made)
        if at == len(self._places):
            self._places.append((0, options()))
        number, known = self._places[at]
        chosen = known[number]
        self._made.append(chosen)
        return cast(C, chosen)  # the same is asked for in the same order

    def next_run(self) -> bool:
        """Whether there is another sequence; then it begins."""
        del self._places[len(self._made) :]
        self._made.clear()
        while self._places:
            number, known = self._places.pop()
            if number + 1 < len(known):
                self._places.append((number + 1, known))
                return True
        return False
