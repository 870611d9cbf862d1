"""Step `next_item`: go on with the next row of the innermost loop.

Shape: schemas/steps/next_item.schema.json. Outcome: done.
"""

from typing import ClassVar, Self

from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place


class NextItem(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "next_item"
    needs_loop: ClassVar[bool] = True
    needs_rows: ClassVar[bool] = True

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span)

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.next_row})

    def run(self, call: StepContext) -> str:
        return "done"
