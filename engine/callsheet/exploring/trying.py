"""Walked calls, tried as tests: what one has shown to be possible is gone by first, what was in the way of one last."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator

from callsheet.exploring.cheapest import Ways, cheapest
from callsheet.exploring.choices import Decided, Replied
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.paths import goes_well, stays
from callsheet.exploring.setting import Setting
from callsheet.exploring.showing import as_test
from callsheet.flow.model import State
from callsheet.ports.requests import RowsFound
from callsheet.testing.check import Suite
from callsheet.testing.shown import Shown

# Calls that are tried for one thing: where so many do not show it, the next will hardly. As many calls that fail with
# the same data at the same place, and none that passes, are enough for never trying it again.
MOST_CALLS = 8
# What a move costs: one in which something goes wrong as much as some steps more, one that cuts the call short as much
# as many, and one that was in a call of which no test was made as much as some, each time.
STEP, GOES_WRONG, CUT_SHORT, WAS_IN_THE_WAY = 1, 4, 20, 8

Takes = Callable[[WalkedMove, State], bool]


class Trying:
    """Makes tests of the calls of a graph, and learns from each which data can be."""

    def __init__(self, graph: Graph, suite: Suite, setting: Setting) -> None:
        self.graph = graph
        self._suite = suite
        self._setting = setting
        self._possible: set[Hashable] = set()
        self._failed: Counter[Hashable] = Counter()
        self._why: dict[Hashable, str] = {}
        self._what: dict[WalkedMove, tuple[int, Hashable]] = {}

    def tests(self, name: str, takes: Takes) -> Iterator[Shown]:
        """Tests of calls with a move that is wanted, the shortest first; also what none could be made of."""
        wanted = [move for move in self.graph.moves if (state := self.graph.state(move.start)) and takes(move, state)]
        tried: set[tuple[WalkedMove, ...]] = set()
        for _ in range(MOST_CALLS):
            if not wanted:
                return
            ways = cheapest(self.graph, 0, self._cost)
            path = self._cheapest(ways, wanted)
            if never := next((key for key in self._keys(path) if self._failed[key] >= MOST_CALLS), None):
                yield Shown(why=self._why[never])
                return
            if path in tried:
                wanted.remove(path[-1])
                continue
            tried.add(path)
            wanted_move = path[-1]
            behind = cheapest(self.graph, wanted_move.to, self._cost).to_an_ending()
            told = self.graph.place(wanted_move.to)
            made = as_test(self._suite, self._setting, (*path, *behind), name, telling=told)
            self._learn((*path, *behind), made)
            if made.confirmed:
                wanted.remove(wanted_move)
            yield made

    def _cheapest(self, ways: Ways, wanted: list[WalkedMove]) -> tuple[WalkedMove, ...]:
        """The moves from the beginning to one that is wanted."""
        last = min(wanted, key=lambda move: ways.costs[move.start] + self._cost(move))
        return (*ways.to(last.start), last)

    def _learn(self, path: tuple[WalkedMove, ...], made: Shown) -> None:
        keys = self._keys(path)
        if made.confirmed:
            self._possible.update(keys)
            for key in keys:
                del self._failed[key]
            return
        for key in keys:
            if key not in self._possible:
                self._failed[key] += 1
                self._why[key] = made.why

    def _keys(self, path: tuple[WalkedMove, ...]) -> list[Hashable]:
        return [self._of(move)[1] for move in path]

    def _cost(self, move: WalkedMove) -> int:
        usual, key = self._of(move)
        return usual + WAS_IN_THE_WAY * self._failed[key]

    def _of(self, move: WalkedMove) -> tuple[int, Hashable]:
        """What a move costs as long as nothing speaks against it, and what it has in common with others."""
        if move not in self._what:
            usual = STEP if goes_well(move) else GOES_WRONG if stays(move) else CUT_SHORT
            key = self.graph.place(move.start), move.outcome, *map(_data, move.choices)
            self._what[move] = usual, key
        return self._what[move]


def _data(choice: object) -> Hashable:
    """What of a choice rows have to be found for."""
    match choice:
        case Replied(reply=RowsFound(rows=rows)):
            return len(rows)
        case Decided(number=number, column=column, value=value):
            return number, column, value
    return None
