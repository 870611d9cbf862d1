"""The walked calls as scenes: from one turn of the caller to the next, all that can happen between them."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from callsheet.comparing.conditions import Condition, conditions, deals_with_failure, goes_on, makes_a_difference
from callsheet.comparing.happenings import Happening, happenings
from callsheet.comparing.ways import AskedQuestion, SceneEnd, ScenePlace, SceneStart, SceneWay, settled
from callsheet.exploring.choices import Replied
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.relevance import Relevance
from callsheet.flow.model import Part, State
from callsheet.ports.line import Spoken
from callsheet.ports.requests import INSTEAD, LEFT_OUT, PutQuestion, Speak

# Ways through one scene. Beyond that nobody reads them: then scenes end at each thing that happens.
MOST_WAYS = 64
HANDLERS = {Part.FAILURE: ScenePlace.FAILURE, Part.HANG_UP: ScenePlace.HANG_UP, Part.AFTER: ScenePlace.AFTER}


class Scenes(Struct, frozen=True):
    """The scenes of a script by their beginnings, what their conditions are about, and whether all ways through them
    are there."""

    ways: Mapping[SceneStart, tuple[SceneWay, ...]]
    about: frozenset[str]
    complete: bool


def scenes(graph: Graph, questions: Mapping[str, AskedQuestion], *, closely: bool) -> Scenes:
    """All scenes of a script with these questions; `closely`, a scene ends wherever something happens."""
    return _Told(graph, questions, closely=closely).all()


class _Told:
    """A script on its way to its scenes."""

    def __init__(self, graph: Graph, questions: Mapping[str, AskedQuestion], *, closely: bool) -> None:
        self._graph = graph
        self._questions = questions
        self._closely = closely
        self._complete = True
        self._about: set[str] = set()
        self._live = Relevance(graph.flow)
        states = graph.flow.states.values()
        self._loops = {state.span: rows.row.text for state in states if (rows := state.step.goes_through())}
        self._ways: dict[int, tuple[SceneWay, ...]] = {}

    def all(self) -> Scenes:
        found: dict[SceneStart, dict[SceneWay, None]] = {}
        for turn, number in self._turns():
            found.setdefault(turn, {}).update(dict.fromkeys(self._from(number)))
        ways = {turn: settled(ways) for turn, ways in found.items()}
        return Scenes(ways, frozenset(self._about), self._complete)

    def _turns(self) -> Iterator[tuple[SceneStart, int]]:
        graph = self._graph
        for move in graph.out[0]:
            if move.outcome == "begins":
                yield SceneStart(ScenePlace.BEGINNING), move.to
        for move in graph.moves:
            before, behind = graph.state(move.start), graph.state(move.to)
            if before is None:
                continue
            if behind and behind.part is not before.part:
                turn = HANDLERS.get(behind.part)
                if turn and not graph.situations[move.to].state.muted:
                    yield SceneStart(turn), move.to
            if not _counts(move, before):
                continue
            if _puts_question(move):
                if not before.step.is_asked_again(move.outcome):
                    yield SceneStart(ScenePlace.ANSWER, self._questions[before.name], move.outcome), move.to
            elif goes_on(move, before):
                yield SceneStart(ScenePlace.NEXT, row=self._loops.get(before.span, "")), move.to
            elif self._closely and (events := self._events(move, before)):
                yield SceneStart(ScenePlace.HAPPENING, outcome=move.outcome, happened=events[-1]), move.to

    def _events(self, move: WalkedMove, state: State) -> tuple[Happening, ...]:
        later = self._live.at(state.next.get(move.outcome, ""))
        return tuple(happenings(move, state, self._graph, later))

    def _from(self, number: int) -> tuple[SceneWay, ...]:
        """The ways on from a situation, those of what follows first: a script may say much between two questions."""
        ways, work, begun = self._ways, [number], set[int]()
        while work:
            at = work[-1]
            if at in ways:
                work.pop()
                continue
            ahead = [] if at in begun else [to for to in self._inside(at) if to not in ways]
            begun.add(at)
            if ahead:
                work += ahead
                continue
            found = self._at(at)
            self._complete &= len(found) <= MOST_WAYS
            ways[at] = found[:MOST_WAYS]
            work.pop()
        return ways[number]

    def _inside(self, number: int) -> list[int]:
        """The situations behind the next moves that are in the same scene."""
        state = self._graph.state(number)
        moves = self._graph.out[number] if state else ()
        return [
            move.to
            for move in moves
            if state and _counts(move, state) and not (_puts_question(move) or self._end(move, state))
        ]

    def _at(self, number: int) -> tuple[SceneWay, ...]:
        """The ways on, where those behind the next moves are known."""
        state = self._graph.state(number)
        if state is None:
            return (SceneWay((), (), SceneEnd(ScenePlace.END)),)
        found: dict[SceneWay, None] = {}
        for move in self._graph.out[number]:
            if not _counts(move, state):
                continue
            if _puts_question(move):
                found[SceneWay((), (), SceneEnd(ScenePlace.ANSWER, self._questions[state.name]))] = None
                continue
            events, end = self._events(move, state), self._end(move, state)
            if end and end.happens:
                events = events[:-1]
            behind = (SceneWay((), (), end),) if end else self._ways.get(move.to, ())
            where = tuple(conditions(move, state, self._loops))
            self._about.update(each.about for each in where)
            where = where if makes_a_difference(state) else ()
            found.update(dict.fromkeys(_behind(where, events, way) for way in behind))
        return tuple(found)

    def _end(self, move: WalkedMove, state: State) -> SceneEnd | None:
        """What a move ends the scene with."""
        if goes_on(move, state):
            return SceneEnd(ScenePlace.NEXT, row=self._loops.get(state.span, ""))
        behind = self._graph.state(move.to)
        if behind and behind.part is not state.part:
            return SceneEnd(ScenePlace.END)
        if self._closely and (events := self._events(move, state)):
            return SceneEnd(ScenePlace.HAPPENING, happens=events[-1])
        return None


def _behind(where: tuple[Condition, ...], events: tuple[Happening, ...], way: SceneWay) -> SceneWay:
    """A way, with what is so and what happens before it."""
    return SceneWay((*where, *(each for each in way.where if each not in where)), (*events, *way.events), way.end)


def _puts_question(move: WalkedMove) -> bool:
    return any(isinstance(each, Replied) and isinstance(each.request, PutQuestion) for each in move.choices)


def _counts(move: WalkedMove, state: State) -> bool:
    """Whether a move is told: a caller hears all that is said, and stays, and what fails is dealt with there."""
    if move.outcome == "failed":
        return deals_with_failure(state)
    if move.outcome in INSTEAD and move.outcome != LEFT_OUT:
        return False
    return not any(isinstance(each, Replied) and _is_interrupted(each) for each in move.choices)


def _is_interrupted(replied: Replied) -> bool:
    return (
        isinstance(replied.request, Speak)
        and isinstance(replied.reply, Spoken)
        and replied.reply.interrupted_by is not None
    )
