"""Ways through the walked calls that cost least, where some moves cost more than others."""

from collections.abc import Callable
from heapq import heappop, heappush

from msgspec import Struct

from callsheet.exploring.graph import Graph, WalkedMove

Cost = Callable[[WalkedMove], int]


class Ways(Struct, frozen=True):
    """The cheapest ways from one situation: what they cost, and the last move of each, by where they lead."""

    costs: dict[int, int]
    by: dict[int, WalkedMove]
    ending: int | None

    def to(self, number: int) -> list[WalkedMove]:
        """The moves of the way there."""
        moves = []
        while (move := self.by.get(number)) is not None:
            moves.append(move)
            number = move.start
        return moves[::-1]

    def to_an_ending(self) -> list[WalkedMove]:
        """The moves of the cheapest way to the end of a call; none where it is there, or never comes there."""
        return [] if self.ending is None else self.to(self.ending)


def cheapest(graph: Graph, start: int, cost: Cost) -> Ways:
    """The cheapest ways from a situation to all others."""
    costs = {start: 0}
    by: dict[int, WalkedMove] = {}
    work = [(0, start)]
    ending = None
    while work:
        spent, at = heappop(work)
        if spent > costs[at]:
            continue
        if ending is None and graph.ending(at) is not None:
            ending = at
        for move in graph.out[at]:
            behind = spent + cost(move)
            if move.to not in costs or behind < costs[move.to]:
                costs[move.to] = behind
                by[move.to] = move
                heappush(work, (behind, move.to))
    return Ways(costs, by, ending)
