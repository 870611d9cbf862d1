"""Step `write`: change the database, exactly once.

Shape: schemas/steps/write.schema.json. Port: data. Outcomes: done, unchanged, failed (it certainly did not happen),
fault (nobody knows).
"""

from typing import ClassVar

from callsheet.analysis.facts import Fact, Facts
from callsheet.analysis.shapes import NUMBER, Shape
from callsheet.ports.data import Written
from callsheet.ports.requests import Reply, Request
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.parts import SQL_FILES, StatementKind, StatementVerb
from callsheet.steps.statement import DataStep


class Write(DataStep, frozen=True, kw_only=True):
    verb: ClassVar[StatementVerb] = "write"
    kind: ClassVar[StatementKind] = StatementKind(SQL_FILES, "changes something", "unchanged", "changes nothing")
    writes: ClassVar[bool] = True

    def kept_shape(self, library: Library) -> Shape:
        return NUMBER

    def after(self, outcome: str, facts: Facts) -> Facts:
        return self.after_keeping(Fact(NUMBER), facts, lost="" if outcome in ("done", "unchanged") else "if_fails")

    def run(self, call: StepContext) -> str | Request:
        self.keep(call, None)  # missing, should the write fail
        return call.write(self.statement.name.text, self.statement.arguments, self.while_waiting)

    def replied(self, call: StepContext, reply: Reply) -> str:
        written = reply if isinstance(reply, Written) else Written(0)
        self.keep(call, written.rows)
        return written.outcome
