"""The rows that a recorded call began with, out of what its journal has of queries and writes."""

from collections.abc import Iterable, Iterator, Mapping

from callsheet.flow.model import Flow
from callsheet.journal.reading import JournalEntry, JsonCell
from callsheet.ports.data import PreparedQuery
from callsheet.ports.records import REDACTED
from callsheet.ports.requests import RowsFound
from callsheet.ports.tables import Fixture, Impossible
from callsheet.replaying.rows import rows_found
from callsheet.replaying.script import KnownQuery
from callsheet.testing.check import Suite
from callsheet.testing.play import CALL_ID
from callsheet.testing.retracing import BeginningRows, fixture_of


def recorded_rows(suite: Suite, call: Iterable[JournalEntry]) -> BeginningRows:
    """These rows. Raises Impossible."""
    with fixture_of(suite.schema) as fixture:
        return BeginningRows() if fixture is None else _Recorded(suite.flow, fixture).found(call)


class _Recorded:
    def __init__(self, flow: Flow, fixture: Fixture) -> None:
        self._flow = flow
        self._fixture = fixture
        self._call_id = ""

    def found(self, call: Iterable[JournalEntry]) -> BeginningRows:
        unchanged: set[str] = set()
        for entry in call:
            self._call_id = entry.text("call_id")
            for part, told in entry.parts() if entry.event == "visit" else ():
                if part == "read":
                    self._read(told)
                elif part == "written" and not self._written(told):
                    unchanged.add(told.text("write"))
        return BeginningRows(self._fixture.rows, frozenset(unchanged))

    def _read(self, told: JournalEntry) -> None:
        query = self._query(told.text("query"))
        most_rows = 1 if query.kind == "one" else self._flow.limits.rows + 1
        found = rows_found(told, KnownQuery(query.name, frozenset(), query.types), most_rows=most_rows)
        if not isinstance(found, RowsFound):
            raise Impossible(found.why)
        self._fixture.read(query, dict(self._values(query, told)), found.rows, most_rows=most_rows)

    def _written(self, told: JournalEntry) -> bool:
        """Whether rows show what the write has changed."""
        write, rows = self._query(told.text("write")), told.number("rows")
        try:
            self._fixture.write(write, dict(self._values(write, told)), changes=rows > 0)
        except Impossible:
            if rows:
                raise
            return False
        return True

    def _query(self, name: str) -> PreparedQuery:
        if name not in self._flow.queries:
            raise Impossible(f"the script has no query or write {name} any more")
        return self._flow.queries[name]

    def _values(self, query: PreparedQuery, told: JournalEntry) -> Iterator[tuple[str, JsonCell]]:
        """What it was asked with; a test's call has an id of its own."""
        values: Mapping[str, JsonCell] = told.cells("values") or {}
        for name in query.parameters:
            if name not in values or values[name] == REDACTED:
                raise Impossible(f"what {query.name} was asked with is not in the journal, or blacked out")
            yield name, CALL_ID if values[name] == self._call_id else values[name]
