"""Step `ask_again`: go back to the innermost question around it, which is asked once more.

Shape: schemas/steps/ask_again.schema.json. Outcomes: again, given_up, which leads to the question's otherwise; failed.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from msgspec.structs import replace

from callsheet.analysis.facts import Facts, Lost
from callsheet.expressions import Expression, Template
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place, QuestionAround
from callsheet.steps.questioning import ASKED_AGAIN


class AskAgain(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "ask_again"
    needs_question: ClassVar[bool] = True
    text: Template | None
    question: QuestionAround = QuestionAround()  # the one around, in the flow

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, text=fields.optional_spoken("ask_again"))

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,) if self.text else ()

    def prompt(self) -> Template | None:
        return self.text

    def goes_back_to(self) -> str:
        return self.question.state

    def also_takes(self, outcome: str) -> tuple[str, str] | None:
        return (self.question.state, "otherwise") if outcome == "given_up" else None

    def after(self, outcome: str, facts: Facts) -> Facts:
        if outcome == "again" and self.question.collect:
            facts = facts.lose(self.question.name, Lost(self.verb, self.span.line, ASKED_AGAIN, "if_given"))
        return facts.outside_loops(self.question.loops) if outcome in ("again", "given_up") else facts

    def compile(self, place: Place) -> None:
        question = place.question
        place.state(replace(self, question=question), {"again": question.state, "given_up": question.given_up})

    def run(self, call: StepContext) -> str:
        another = call.ask_again(self.question.state, self.text)
        call.names.close_loops(self.question.loops)
        if collect := self.question.collect:
            call.collect(collect, call.collected[collect].taken_back(self.question.name))
        return "again" if another else "given_up"
