"""What can happen at each step of a script, in all its walked calls."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.telling import ENDED
from callsheet.flow.model import State
from callsheet.ports.endings import ENDINGS
from callsheet.ports.requests import INSTEAD

# What can happen at any step, beside what is its own: by what its outcome is called. Limits and operators are not told.
ANYWHERE = {"hung_up": ENDED["hung_up"], "failed": ENDED["failed"]}


class PossibleOutcome(Struct, frozen=True):
    """Something that happens at a step, and where calls go on then: the lines of the next steps, or how they end."""

    what: str
    lines: tuple[int, ...]
    ends: tuple[str, ...]


class Here(Struct, frozen=True):
    """What can happen at the step on a line, and all the ways in which calls end that come there."""

    line: int
    happens: tuple[PossibleOutcome, ...]
    endings: tuple[str, ...]


def what_happens(graph: Graph) -> Iterator[Here]:
    """What can happen at each step that a call comes to."""
    moves: defaultdict[int, defaultdict[str, list[WalkedMove]]] = defaultdict(lambda: defaultdict(list))
    for move in graph.moves:
        state = graph.state(move.start)
        if state is not None and (words := _in_words(state, move.outcome)):
            moves[state.span.line][words].append(move)
    ends = _ends(graph)
    for line, happens in sorted(moves.items()):
        ways = tuple(_outcome(graph, what, found) for what, found in happens.items())
        coming = {ending for found in happens.values() for move in found for ending in ends[move.to]}
        yield Here(line, ways, tuple(ending for ending in ENDINGS if ending in coming))


def _in_words(state: State, outcome: str) -> str:
    """What has happened at a step, in words; nothing where it is not told."""
    if outcome in INSTEAD:
        return ANYWHERE.get(outcome, "")
    return next((way.happens for way in state.step.ways_to_try() if way.outcome == outcome), "it goes on")


def _outcome(graph: Graph, what: str, moves: list[WalkedMove]) -> PossibleOutcome:
    lines = {state.span.line for move in moves if (state := graph.state(move.to))}
    ends = {ending for move in moves if (ending := graph.ending(move.to))}
    return PossibleOutcome(what, tuple(sorted(lines)), tuple(sorted(ends)))


def _ends(graph: Graph) -> defaultdict[int, set[str]]:
    """How calls end, from each situation."""
    before: defaultdict[int, list[int]] = defaultdict(list)
    for move in graph.moves:
        before[move.to].append(move.start)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for situation in graph.situations:
        ending = graph.ending(situation.number)
        waiting = [situation.number] if ending else []
        while ending and waiting:
            number = waiting.pop()
            if ending not in found[number]:
                found[number].add(ending)
                waiting += before[number]
    return found
