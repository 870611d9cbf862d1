"""Does the walk say what calls do? Each of its moves followed as a whole call, and each cycle looked at."""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from callsheet.exploring.following import Followed, follow
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.paths import onward
from callsheet.exploring.walk import Walk
from callsheet.flow.model import Flow
from callsheet.ports.records import visits
from callsheet.queries.records import Library


class Proven(Struct):
    """What was walked, and what of it was followed; `faults` in sentences."""

    situations: int = 0
    moves: int = 0
    followed: int = 0
    faults: list[str] = []


def prove(flow: Flow, library: Library | None, *, rows: int = 3, most: int = sys.maxsize) -> Proven:
    """Walk a flow, and follow its moves, on to an ending; at `most` so many of them, evenly."""
    walk = Walk(flow, library, rows=rows)
    graph = walk.walk()
    proven = Proven(len(graph.situations), sum(map(len, graph.out)))
    proven.faults += stuck(graph)
    for move in islice(graph.moves, 0, None, proven.moves // most + 1):
        path = path_through(graph, move)
        proven.followed += 1
        proven.faults += [f"{flow.name}, {fault}" for fault in differences(graph, path, follow(walk.setting, path))]
    return proven


def path_through(graph: Graph, move: WalkedMove) -> list[WalkedMove]:
    """From the beginning through a move to an ending."""
    before = graph.back(move.start) if move.start else []
    return [*before, move, *onward(graph, move.to)]


def differences(graph: Graph, path: list[WalkedMove], followed: Followed) -> Iterator[str]:
    """What is not as it was walked, and what the engine did wrong. Where something was forgotten, some of the walked
    calls cannot happen."""
    if graph.forgotten:
        pass
    elif followed.difference:
        yield f"it differs at {followed.difference}"
    elif (end := graph.place(path[-1].to)) != followed.end:
        yield f"it comes to {followed.end}, and not to {end}"
    else:
        places = [graph.place(move.start) for move in path[1:] for _ in range(move.attempts)]
        if [place for place, _ in followed.trace] != places:
            yield f"its places are {followed.trace}, and not {places}"
    for place in followed.faults:
        yield f"the engine made a mistake at {place}"
    for visit in (visit for event in followed.events for visit in visits(event)):
        kinds = [part.part for part in visit.parts]
        if len(kinds) > len(set(kinds)):  # a journal has one of each kind
            yield f"{visit.state} tells {kinds}"


def stuck(graph: Graph) -> Iterator[str]:
    """Situations from which no way leads to an ending."""
    before: dict[int, list[int]] = {}
    for move in graph.moves:
        before.setdefault(move.to, []).append(move.start)
    work = [each.number for each in graph.situations if graph.ending(each.number)]
    ends = set(work)
    while work:
        for start in before.get(work.pop(), ()):
            if start not in ends:
                ends.add(start)
                work.append(start)
    left = [situation for situation in graph.situations if situation.number not in ends]
    for place, number in Counter(situation.place for situation in left).items():
        if graph.complete:
            yield f"{number} situations at {place} come to no ending"
