"""Calls, merged: those in the same situation are one from there on."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from callsheet.exploring.choices import Choice
from callsheet.flow.model import Flow, State
from callsheet.interpreter.state import CallData
from callsheet.ports.endings import ENDINGS, Ending
from callsheet.ports.failures import StepFailed


class WalkedMove(Struct, frozen=True, eq=False):
    """From one situation to the next: the outcome of the step there, what was chosen on the way, what was spoken, how
    long it took, and why the step failed. `attempts` is how often a question was put, where it is given up."""

    start: int
    to: int
    outcome: str
    choices: tuple[Choice, ...]
    prompts: tuple[str, ...]
    seconds: float
    failure: StepFailed | None = None
    attempts: int = 1


class Situation(Struct, frozen=True, eq=False):
    """A call before a step, or at its end. `place` is a state of the flow, or an ending; `settled` is what was chosen
    by then of how it has begun."""

    number: int
    place: str
    state: CallData
    now: datetime
    settled: frozenset[str] = frozenset()


class Graph(Struct):
    """The walked calls. A situation's number is its place in `situations`; `out` has the moves from each, `first` the
    move by which it was found (none for the first). `forgotten` are names and columns that were chosen anew at each
    reading; with them some of the calls cannot happen. `unsaid` are what callers can mean that no words were found for,
    as line and text."""

    flow: Flow
    situations: list[Situation] = []
    out: list[list[WalkedMove]] = []
    first: list[WalkedMove | None] = []
    forgotten: tuple[str, ...] = ()
    unsaid: tuple[tuple[int, str], ...] = ()
    complete: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether every call is among them."""
        return self.complete and not self.unsaid

    @property
    def moves(self) -> Iterator[WalkedMove]:
        """All of them."""
        for moves in self.out:
            yield from moves

    def place(self, number: int) -> str:
        """Where a situation is."""
        return self.situations[number].place

    def state(self, number: int) -> State | None:
        """The state of the flow there; None at an ending."""
        return self.flow.states.get(self.situations[number].place)

    def ending(self, number: int) -> Ending | None:
        """How the call has ended there."""
        place = self.situations[number].place
        return place if place in ENDINGS else None

    def at(self) -> Mapping[str, list[int]]:
        """The situations at each place."""
        found: dict[str, list[int]] = {}
        for situation in self.situations:
            found.setdefault(situation.place, []).append(situation.number)
        return found

    def back(self, number: int) -> list[WalkedMove]:
        """The moves from the beginning by which a situation was found."""
        moves = []
        while (move := self.first[number]) is not None:
            moves.append(move)
            number = move.start
        return moves[::-1]
