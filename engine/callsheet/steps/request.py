"""Step `request`: ask another system, or have it change something, as the `.http` file says.

Shape: schemas/steps/request.schema.json. Port: http. Outcomes: done, none, failed (it has certainly changed nothing),
fault (nobody knows), limit_reached.
"""

from typing import ClassVar

from callsheet.analysis.facts import Fact, Facts
from callsheet.analysis.shapes import UNKNOWN, Shape, row_of
from callsheet.ports.http import RequestAnswered
from callsheet.ports.requests import Reply
from callsheet.ports.requests import Request as Asked
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.parts import HTTP_FILES, StatementKind, StatementVerb
from callsheet.steps.statement import DataStep


class Request(DataStep, frozen=True, kw_only=True):
    verb: ClassVar[StatementVerb] = "request"
    kind: ClassVar[StatementKind] = StatementKind(HTTP_FILES, "is answered", "none", "is answered with nothing")

    def kept_shape(self, library: Library) -> Shape:
        named = library.requests.get(self.statement.name.text)
        return row_of(named.columns) if named and named.request.gives else UNKNOWN

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        named = facts.library.requests.get(self.statement.name.text)
        if outcome == "none" and named and not named.request.none:
            return None
        lost = {"done": "", "none": "if_none"}.get(outcome, "if_fails")
        return self.after_keeping(Fact(self.kept_shape(facts.library)), facts, lost=lost)

    def run(self, call: StepContext) -> str | Asked:
        self.keep(call, None)  # missing, should the request fail
        return call.request(self.statement.name.text, self.statement.arguments, self.while_waiting)

    def replied(self, call: StepContext, reply: Reply) -> str:
        if not isinstance(reply, RequestAnswered) or reply.nothing:
            return "none"
        self.keep(call, reply.row)
        return "done"
