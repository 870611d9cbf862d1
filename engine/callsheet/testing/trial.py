"""A call that somebody tries: all its turns are played again from the beginning, on fresh tables, in virtual time.

So nothing is kept from one turn to the next: a turn more makes the list longer, "back to here" makes it shorter, and a
script that was changed meanwhile is played with the same turns.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from callsheet.checks.check import Checked
from callsheet.dialects import DIALECT
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.dialect import DatabaseNotMade
from callsheet.ports.tables import CallTables, Schema
from callsheet.script.words import Word
from callsheet.testing.cases import (
    LINE,
    MESSAGE,
    MODEL,
    RECOGNITION,
    RECORDING,
    SPEECH,
    TRANSCRIBE,
    Case,
    Given,
    Tables,
    without_file,
)
from callsheet.testing.check import Suite
from callsheet.testing.play import play_on
from callsheet.testing.tried import RowChange, TriedCall, TriedTurn, tried_call

# Turns of one call: each makes the next one take longer, and nobody tries so many.
MOST_TURNS = 200
# Rows of a table that are looked at before and after a call.
MOST_ROWS = 1000
# A table, and what tells a row of it from others.
RowPlace = tuple[str, tuple[object, ...]]
# Where the turns end, the call waits for the next one.
NEXT: TriedTurn = ("ends", "completed")


def suite_to_try(checked: Checked, given: Given | None, *, sampled: bool = True) -> Suite | None:
    """What a script is tried on: what its tests are `given`, with the rows of its sample.sql where that has no tables;
    without them where it is not to be `sampled`. None where it has errors, or its schema has."""
    flow, library = checked.flow, checked.library
    if flow is None or library is None:
        return None
    schema: Schema | None = None
    if library.schema is not None:
        sample = library.sample.text if library.sample and sampled and not (given and given.tables) else ""
        try:
            schema = DIALECT.read_schema(library.schema.text, sample)
        except DatabaseNotMade:  # what check did not find wrong, and the database cannot do nevertheless
            return None
    return Suite(flow.path, flow, FlowMachine(flow), library, schema, given or Given(), ())


def failures_of(flow: Flow) -> tuple[TriedTurn, ...]:
    """What can be made to go wrong in calls of a script, or to take long where it says something then, as turns."""
    steps = [state.step for state in flow.states.values()]
    does = {
        LINE: any(step.rings() for step in steps),
        MESSAGE: any(step.message() for step in steps),
        RECORDING: any(step.records for step in steps),
        TRANSCRIBE: any(step.transcribes() for step in steps),
    }
    names = (*flow.queries, *flow.requests, SPEECH, RECOGNITION, MODEL, *(name for name, done in does.items() if done))
    failing: list[TriedTurn] = [("fails", name) for name in names]
    failing += [("unchanged", name) for name, query in flow.queries.items() if query.kind == "write"]
    told = [statement.name.text for step in steps if step.meanwhile() and (statement := step.executes())]
    return (*failing, *(("slow", name) for name in dict.fromkeys(told)))


def try_call(suite: Suite, turns: Sequence[TriedTurn], given: Given | None = None) -> TriedCall:
    """Play the turns. Whoever hangs up has heard by then what the call says before it listens."""
    turns = tuple(turns[:MOST_TURNS])
    case = _case(turns, given or Given())
    with closing(TriedTables(suite, case)) as tried:
        played = play_on(tried.tables, suite, case)
        return tried_call(suite.flow, turns, played, tried.changes())


class TriedTables:
    """Fresh tables for one call, and what it has changed in them. Close them after use."""

    def __init__(self, suite: Suite, test: Case | None = None) -> None:
        """Those that a test begins with, or what every call of the suite does. `tables` is None for a script that has
        none."""
        image = suite.image(test or _case((), Given()))
        self._schema = suite.schema
        self.tables = DIALECT.tables(suite.schema, image) if suite.schema and image is not None else None
        self._before = self._rows()

    def changes(self) -> tuple[RowChange, ...]:
        """The rows that are other than they were."""
        before, after = self._before, self._rows()
        return tuple(
            RowChange(table, before.get((table, key), {}), after.get((table, key), {}))
            for table, key in dict.fromkeys([*before, *after])
            if before.get((table, key)) != after.get((table, key))
        )

    def rows(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The rows as they are now, each with the name of its table."""
        return ((table, cells) for (table, _), cells in self._rows().items())

    def close(self) -> None:
        """Let the memory go."""
        if self.tables is not None:
            self.tables.close()

    def _rows(self) -> dict[RowPlace, Mapping[str, object]]:
        return dict(_rows(self.tables, self._schema)) if self.tables and self._schema else {}


def rows_to_try(suite: Suite, given: Given) -> dict[str, list[Mapping[str, object]]]:
    """The rows that a call begins with which is `given` this, by table."""
    found: dict[str, list[Mapping[str, object]]] = {}
    with closing(TriedTables(suite, _case((), given))) as tried:
        for table, cells in tried.rows():
            found.setdefault(table, []).append(cells)
    return found


def _case(turns: Sequence[TriedTurn], given: Given) -> Case:
    made = without_file([*turns, NEXT])
    nothing: Tables = {}
    return Case(Word("the call that is tried", made[0].span), given, made, (), nothing)


def _rows(tables: CallTables, schema: Schema) -> Iterator[tuple[RowPlace, Mapping[str, object]]]:
    for table in schema.tables.values():
        for row in tables.rows(table, MOST_ROWS):
            yield (table.name, row.identity), row.cells
