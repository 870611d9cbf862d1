"""Step `stop_loop`: leave the innermost loop and go on with what follows it.

Shape: schemas/steps/stop_loop.schema.json. Outcome: done.
"""

from typing import ClassVar, Self

from callsheet.analysis.facts import Facts
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place


class StopLoop(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "stop_loop"
    needs_loop: ClassVar[bool] = True
    closes_loop: ClassVar[bool] = True

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span)

    def after(self, outcome: str, facts: Facts) -> Facts:
        return facts.outside_loops(len(facts.loops) - 1)

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.after_loop})

    def run(self, call: StepContext) -> str:
        call.names.close_loop()
        return "done"
