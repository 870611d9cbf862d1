"""The walked calls, as one looks for what is wrong with them."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property

from callsheet.diagnostics.diagnostic import Span
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.paths import goes_well, onward, stays
from callsheet.flow.model import Flow, Part, State
from callsheet.ports.requests import INSTEAD
from callsheet.script.step import Step


class WalkedCalls:
    """`graph` by place, step and part."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.flow: Flow = graph.flow

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """The situations at each place."""
        return dict(self.graph.at())

    @cached_property
    def steps(self) -> tuple[State, ...]:
        """The states of the script's steps and handlers, each step of a handler once."""
        return tuple(state for state in self.flow.states.values() if state.part is not Part.LIMIT)

    def state(self, number: int) -> State | None:
        """The state of the flow in a situation; None at the beginning, and at an ending."""
        return self.graph.state(number)

    def step(self, number: int) -> Step | None:
        """The step that is run in a situation."""
        state = self.graph.state(number)
        return state.step if state else None

    def from_place(self, place: str) -> Iterator[WalkedMove]:
        """All moves from a place."""
        for number in self.at.get(place, ()):
            yield from self.graph.out[number]

    def whole(self, moves: Iterable[WalkedMove], *, anyhow: bool = False) -> tuple[WalkedMove, ...]:
        """A call from its beginning to an ending that goes by these moves, which follow on each other; on from there as
        well as it can."""
        moves = list(moves)
        before = self.graph.back(moves[0].start)
        behind = onward(self.graph, moves[-1].to, *(() if anyhow else (goes_well, stays)))
        return (*before, *moves, *behind)

    def answer(self, move: WalkedMove) -> tuple[Span, str]:
        """Where an answer to a question stands, and what the caller does, in words."""
        state = self.graph.state(move.start)
        if state is None or (question := state.step.asks()) is None:
            raise AssertionError("only questions are answered")
        for answer in question.answers:
            if answer.text == move.outcome:
                return answer.span, f'the caller answers "{move.outcome}"'
        if move.outcome == "otherwise":
            return question.places.get("otherwise", state.span), "nobody understands the caller"
        return state.span, "the caller has answered"

    def changes(self, state: State | None) -> bool:
        """Whether a step changes something for good: in the database, or in another system."""
        if state is None:
            return False
        statement = state.step.executes()
        if statement is None:
            return False
        request = self.flow.requests.get(statement.name.text)
        return state.step.writes or (request is not None and request.changes)


def is_answer(step: Step | None, move: WalkedMove) -> bool:
    """Whether a move from a question is the end of it: an answer, or that it was given up."""
    return move.outcome not in INSTEAD and (step is None or not step.is_asked_again(move.outcome))


class Search:
    """A search over situations together with something that is watched on the way."""

    def __init__(self, view: WalkedCalls, start: Hashable) -> None:
        self._view = view
        self._start = (0, start)
        self._first: dict[tuple[int, Hashable], tuple[tuple[int, Hashable], WalkedMove] | None] = {self._start: None}
        self._work = [self._start]

    def run(self, follow: Callable[[int, Hashable, WalkedMove], Hashable | None]) -> None:
        """Follow every move from every situation with everything that is watched there: what is watched behind it, or
        None where it is not followed."""
        for number, watched in self._work:
            for move in self._view.graph.out[number]:
                behind = follow(number, watched, move)
                if behind is not None and (move.to, behind) not in self._first:
                    self._first[move.to, behind] = (number, watched), move
                    self._work.append((move.to, behind))

    def way(self, number: int, watched: Hashable) -> list[WalkedMove]:
        """The moves by which a situation was first come to with that."""
        moves, at = [], (number, watched)
        while (before := self._first[at]) is not None:
            at, move = before
            moves.append(move)
        return moves[::-1]
