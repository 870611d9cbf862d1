"""The walk of all calls that a script can have: in full where that takes some seconds, and else with so much forgotten
as it takes."""

from collections.abc import Sequence

from callsheet.exploring.forgetting import LeftOpen, Memories
from callsheet.exploring.graph import Graph, Situation
from callsheet.exploring.merged import Merged
from callsheet.exploring.running import Runner
from callsheet.exploring.setting import Setting
from callsheet.exploring.situations import Situations, rows_of
from callsheet.exploring.undecided import Cells
from callsheet.flow.model import Flow
from callsheet.ports.endings import ENDINGS
from callsheet.queries.records import Library

# Situations that are looked at before something is forgotten: some seconds of work; of a large script so many for each
# of its states, as there is no walk with fewer.
BUDGET, BUDGET_A_STATE = 8_000, 9
# Of these, so many show what multiplies them.
SAMPLE = 1_000
# So much of them is to be left at once; and so much is left by what does not multiply them.
ENOUGH, HARDLY_LESS = 0.25, 0.95
# Walks in which values of what was forgotten come up that were not known before.
MOST_WALKS = 12


class Walk:
    """Walks the calls of one flow."""

    def __init__(self, flow: Flow, library: Library | None, *, rows: int = 3, budget: int | None = None) -> None:
        self.setting = Setting(flow, library, rows)
        self._budget = budget or max(BUDGET, BUDGET_A_STATE * len(flow.states))

    def walk(self) -> Graph:
        """All calls, merged; not `complete` where there are more situations than the budget has, whatever is
        forgotten."""
        forgotten, memories = LeftOpen(), Memories(self.setting.compared)
        runner = Runner(self.setting, memories)
        for _ in range(MOST_WALKS):
            known = memories.size
            graph = Merged(self.setting, runner, forgotten, memories, self._budget).walk()
            if not graph.complete:
                more = self._forget(graph, forgotten)
                if more == forgotten:
                    break
                forgotten = more
            elif memories.size == known:
                break
        else:
            graph.complete = False
        return graph

    def _forget(self, graph: Graph, forgotten: LeftOpen) -> LeftOpen:
        """As much more as it takes, that first which multiplies the situations most."""
        walked = _crowded(graph)
        names, columns = self._names(walked), _columns(walked)
        before = number = self._number(walked, forgotten)
        while number > before * ENOUGH:
            found = [(self._number(walked, more), more) for more in forgotten.with_one_more(names, columns)]
            best, more = min(found, key=lambda each: each[0], default=(number, forgotten))
            if best > number * HARDLY_LESS:
                break
            number, forgotten = best, more
        return forgotten

    def _number(self, walked: Sequence[Situation], forgotten: LeftOpen) -> int:
        """How many situations are left of these."""
        situations = Situations(self.setting, forgotten, Memories(self.setting.compared))
        return len({situations.key(each.state, each.now, each.settled) for each in walked})

    def _names(self, walked: Sequence[Situation]) -> list[str]:
        """Those that something depends on, and that are not calculated with: of these no end of values would come."""
        relevance, reckoned = self.setting.relevance, self.setting.compared.reckoned
        found = {name for each in walked for name in each.state.kept.keys() & relevance.at(each.place).decide}
        return sorted(found - reckoned)


def _crowded(graph: Graph) -> list[Situation]:
    """The situations at the places that have most of them."""
    at = sorted(graph.at().items(), key=lambda each: len(each[1]), reverse=True)
    found: list[Situation] = []
    for place, numbers in at:
        if place not in ENDINGS and len(found) < SAMPLE:
            found += [graph.situations[number] for number in numbers if number]
    return found


def _columns(walked: Sequence[Situation]) -> list[str]:
    """The columns that were decided."""
    rows = (row for each in walked for row in rows_of(each.state))
    cells = (row.columns for row in rows if isinstance(row.columns, Cells))
    return sorted({column for each in cells for column in each.decided})
