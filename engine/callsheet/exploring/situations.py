"""When two calls are in the same situation: what of their states matters, and nothing else."""

from collections.abc import Hashable
from datetime import datetime

from msgspec.structs import replace

from callsheet.exploring.counters import saturated
from callsheet.exploring.forgetting import MOMENT, NUMBER, LeftOpen, Memories, kind
from callsheet.exploring.relevance import Live, Names
from callsheet.exploring.setting import Setting
from callsheet.exploring.undecided import Cells
from callsheet.flow.model import Part
from callsheet.interpreter.early_keys import EarlyKeys
from callsheet.interpreter.state import CallData, OpenLoop
from callsheet.ports.values import Row, Value, items_of
from callsheet.script.call import NAMELESS, Asking

# A call that is only thought of comes to no limit of steps: where one would end calls is told by itself.
NO_LIMIT = 10**9
# Of a list that is only spoken, items that may stand in a text by their numbers.
MOST_SPOKEN = 2


class Situations:
    """What matters of the calls in a setting, but for what is `forgotten`."""

    def __init__(self, setting: Setting, forgotten: LeftOpen, memories: Memories) -> None:
        self._flow = setting.flow
        self._compared = setting.compared
        self._relevance = setting.relevance
        self._saturated = saturated(setting.flow)
        self._forgotten = forgotten
        self._memories = memories

    def cut(self, state: CallData) -> None:
        """Take out of a call what matters no more at its place."""
        live = self._relevance.at(state.place)
        state.visits, state.last_visit, state.writes = 1, NO_LIMIT, 0
        matters = live.decide | live.spoken
        state.kept = {name: self._kept(name, value) for name, value in state.kept.items() if name in matters}
        if not live.counts:
            state.loops = tuple(self._forgotten.in_loop(_left(loop)) for loop in state.loops)
        if state.asking is not None:
            state.asking = _asked(state.asking)
        if state.collected:
            state.collected = {place: one for place, one in state.collected.items() if place in live.again}
        if state.part is not Part.STEPS:
            state.keys = EarlyKeys()
        if state.part is Part.AFTER:
            state.muted = state.bridged = False
            state.answered_at = None
        if state.answered:
            state.answered = {place: _answered(one) for place, one in state.answered.items() if place in live.again}
        if state.part is Part.STEPS or not matters & {"failure"}:
            state.failure, state.failed_in = None, ""
        state.transcript = ""
        for row in rows_of(state):
            self._cut_row(row, live)

    def key(self, state: CallData, now: datetime, settled: Names) -> Hashable:
        """What two calls have in common that are one from there on."""
        live = self._relevance.at(state.place)
        rows: dict[int, int] = {}
        kept = tuple((name, self._named(name, value, live, rows)) for name, value in sorted(state.kept.items()))
        loops = tuple(self._loop(loop, live, rows) for loop in state.loops)
        settled -= self._forgotten.begun
        clock = now if MOMENT in settled and live.clock else None
        number = state.info if NUMBER in settled and live.numbers else None
        return (
            *(state.place, state.answered_at is None, state.bridged, state.muted, state.is_recorded),
            *(bool(state.recording), state.ending, clock, number, state.info.direction),
            self._asking(state.place, state.asking, live),
            tuple((place, self._asking(place, one, live)) for place, one in sorted(state.answered.items())),
            *(state.keys.pressed, state.keys.expected, _collected(state)),
            state.failure.kind if state.failure and "failure" in live.decide else bool(state.failure),
            *(kept, loops),
        )

    def _loop(self, loop: OpenLoop, live: Live, rows: dict[int, int]) -> Hashable:
        if loop.row_name == NAMELESS:  # rounds are told apart by how many are left
            return loop.at, len(loop.rows if live.counts else self._forgotten.in_loop(loop).rows)
        return loop.row_name, loop.at, tuple(self._key(row, live, rows) for row in loop.rows)

    def _asking(self, place: str, asking: Asking | None, live: Live) -> Hashable:
        """How far a question has come, and what it would keep, where something depends on that."""
        if asking is None:
            return None
        given = asking.given.columns.get("value") if asking.given else None
        keeps = {word.text for word in self._flow.states[place].step.keeps()}
        decides = not keeps.isdisjoint(live.decide | self._relevance.once_agreed(place))
        return (
            *(asking.most, asking.ladder, asking.rung, asking.listenings, asking.silences, asking.unclears),
            *(asking.refused, asking.instead is not None, asking.given is not None),
            self._key(given, live, {}) if decides else kind(given),
        )

    def _named(self, name: str, value: Value, live: Live, rows: dict[int, int]) -> Hashable:
        if name in self._forgotten.names:
            return kind(value)
        if name not in live.decide:
            return self._spoken(value, live, rows)
        if isinstance(value, tuple | Row):
            return self._key(value, live, rows)
        return self._compared.told_apart(name, value)

    def _spoken(self, value: Value, live: Live, rows: dict[int, int]) -> Hashable:
        """What matters of a value that is only spoken, or passed on: its kind, and what of it is missing."""
        if isinstance(value, tuple):
            return tuple(self._spoken(item, live, rows) for item in value[:MOST_SPOKEN])
        return self._key(value, live, rows) if isinstance(value, Row) else kind(value)

    def _kept(self, name: str, value: Value) -> Value:
        most = self._saturated.get(name)
        if most is not None and isinstance(value, int) and not isinstance(value, bool):
            value = min(value, most)
        return self._memories.note(name, value) if name in self._forgotten.names else value

    def _cut_row(self, row: Row, live: Live) -> None:
        if isinstance(row.columns, Cells):
            _cut_cells(row.columns, live, self._forgotten.columns)

    def _key(self, value: Value, live: Live, rows: dict[int, int]) -> Hashable:
        if isinstance(value, tuple):
            return tuple(self._key(item, live, rows) for item in value)
        if not isinstance(value, Row):
            return type(value).__name__, value
        if isinstance(value.columns, Cells):
            cells = value.columns
            if live.columns.isdisjoint(cells) and live.said.isdisjoint(cells):
                return "Row"
            number = rows.setdefault(id(cells), len(rows))
            left = cells.decided.keys() - self._forgotten.columns if self._forgotten.columns else cells.decided
            decided = tuple(sorted((name, repr(cells.decided[name])) for name in left))
            return cells.source, number, decided, frozenset(cells.there)
        return tuple(
            (name, self._key(cell, live, rows) if name in live.columns else kind(cell))
            for name, cell in value.columns.items()
        )


def _cut_cells(cells: Cells, live: Live, forgotten: frozenset[str]) -> None:
    """Of what is only spoken, all that matters is whether it is missing."""
    for column, value in [*cells.decided.items()]:
        if column not in live.columns or column in forgotten:
            if value is not None and cells.may_be_missing(column):
                cells.there.add(column)
            if value is not None or column not in live.said:
                del cells.decided[column]
    cells.there.intersection_update(live.columns | live.said)


def _left(loop: OpenLoop) -> OpenLoop:
    """The loop with the rows that are to come."""
    return OpenLoop(loop.row_name, loop.rows[max(loop.at, 0) :], min(loop.at, 0))


def _asked(asking: Asking) -> Asking | None:
    """What matters of a question that was put: not what was heard, and not that it was repeated, or waited for. None
    where it is as good as new."""
    asking = replace(asking, heard=None, repeats=0, waited=False)
    return None if asking == Asking(asking.most) else asking


def _answered(asking: Asking) -> Asking:
    """What was heard before a question was answered does not matter: where it is asked again, how often it was does."""
    return Asking(asking.most, listenings=asking.listenings, given=asking.given)


def _collected(state: CallData) -> Hashable:
    """How far collects have come. What was said for a question may be read when its turn comes, or not."""
    return tuple(
        (
            place,
            tuple(sorted(one.known.items())),
            tuple(sorted(one.asked)),
            tuple(sorted((name, words.text.strip(" ,")) for name, words in one.said.items())),
            one.changes,
            one.again,
        )
        for place, one in sorted(state.collected.items())
    )


def rows_of(state: CallData) -> list[Row]:
    """The rows that are kept, and those of loops."""
    found: list[Row] = []
    for value in (*state.kept.values(), *(loop.rows for loop in state.loops)):
        found += [item for item in items_of(value) if isinstance(item, Row)]
    return found
