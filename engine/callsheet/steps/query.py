"""Step `query`: read one row or many, as the `.sql` file declares.

Shape: schemas/steps/query.schema.json. Port: data. Outcomes: done, none, failed, limit_reached.
"""

from typing import ClassVar

from callsheet.analysis.facts import Fact, Facts
from callsheet.analysis.shapes import UNKNOWN, Shape, list_of, row_of
from callsheet.ports.requests import Reply, Request, RowsFound
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.parts import SQL_FILES, StatementKind, StatementVerb
from callsheet.steps.statement import DataStep


class Query(DataStep, frozen=True, kw_only=True):
    verb: ClassVar[StatementVerb] = "query"
    kind: ClassVar[StatementKind] = StatementKind(SQL_FILES, "finds something", "none", "finds nothing")
    passes_keys: ClassVar[bool] = True

    def kept_shape(self, library: Library) -> Shape:
        named = library.queries.get(self.statement.name.text)
        row = row_of(named.columns) if named and named.query.kind != "write" else UNKNOWN
        return list_of(row) if named and named.query.kind == "many" else row

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        named = facts.library.queries.get(self.statement.name.text)
        if outcome == "none" and named and named.always_one:
            return None
        kept = Fact(self.kept_shape(facts.library))
        if named is None or named.query.kind != "many":
            lost = {"done": "", "none": "if_none"}.get(outcome, "if_fails")
            return self.after_keeping(kept, facts, lost=lost)
        facts = self.after_keeping(kept, facts, lost="" if outcome in ("done", "none") else "if_fails")
        return facts.assume({(word.text, 0) for word in self.keeps()}) if outcome == "done" else facts

    def run(self, call: StepContext) -> str | Request:
        self.keep(call, None)  # missing, should the query fail
        return call.read(self.statement.name.text, self.statement.arguments, self.while_waiting)

    def replied(self, call: StepContext, reply: Reply) -> str:
        rows = reply.rows if isinstance(reply, RowsFound) else ()
        self.keep(call, rows if call.reads_many(self.statement.name.text) else rows[0] if rows else None)
        return "done" if rows else "none"
