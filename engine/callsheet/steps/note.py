"""Step `note`: a line in the call's journal.

Shape: schemas/steps/note.schema.json. Outcomes: done, failed.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.expressions import Expression, Template
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb


class Note(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "note"
    passes_keys: ClassVar[bool] = True
    text: Template

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, text=fields.spoken("note"))

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,)

    def run(self, call: StepContext) -> str:
        call.note(self.text)
        return "done"
