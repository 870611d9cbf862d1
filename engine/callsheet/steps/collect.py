"""Step `collect`: ask for several values, pass over what is known, and have all of it confirmed.

Shape: schemas/steps/collect.schema.json. States: one that opens it (outcomes: done, otherwise), those of its steps, and
one that confirms them. What is changed at any of these leads back to the first, and has the steps run again.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.expressions import Expression, Template
from callsheet.script.call import StepContext
from callsheet.script.collected import KNOWN, NOTHING_COLLECTED, Collected
from callsheet.script.intents import Listener
from callsheet.script.parts import Question, QuestionSettings, WayToTry
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.several import Together
from callsheet.script.step import CONFIRM, Block, Place
from callsheet.script.words import Word
from callsheet.steps.confirm import NO, YES
from callsheet.steps.confirm_all import ConfirmAll
from callsheet.steps.in_collect import asks_in, called_in, questions_in, report_called, used_in
from callsheet.steps.question import read_question


class Collect(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "collect"
    steps: Block
    called: Listener  # what changes an answer, as intents by the names that keep them
    question: Question
    change: Template | None
    answers: tuple[tuple[Word, Block], ...]  # of the script's defaults
    defaults: Mapping[tuple[str, ...], Block]
    own_otherwise: Block | None
    otherwise: Block | None
    state: str = ""  # in the flow

    @classmethod
    def read(cls, fields: Fields) -> Self:
        defaults, steps = fields.reading.defaults, fields.block("collect")
        default = defaults.answers_besides((YES, NO))
        answers = tuple((intent, answer.steps) for answer in default for intent in answer.intents)
        settings = QuestionSettings(
            listener=fields.listener((YES, NO, *(answer.together for answer in default))),
            confirms=True,
            interruptible=defaults.interruptible,
            timeout_seconds=defaults.timeout_seconds,
            pause_seconds=defaults.pause_seconds,
        )
        report_called(fields, steps, settings.listener)
        at = fields.written.get("confirm", fields.span)
        named = (Word(YES, at), Word(NO, at), *(intent for intent, _ in answers))
        otherwise = fields.optional_block("otherwise")
        return cls(
            span=fields.span,
            steps=steps,
            called=fields.listener((), options=called_in(steps, fields.reading)),
            question=read_question(fields, "confirm", named, settings),
            change=fields.optional_spoken("change"),
            answers=answers,
            defaults=defaults.fallen_back_to(default, otherwise),
            own_otherwise=otherwise,
            otherwise=either(otherwise, defaults.otherwise),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.question.text, *self.question.again, *((self.change,) if self.change else ()))

    def evaluations(self, facts: Facts) -> Iterable[tuple[Template | Expression, Facts]]:
        return ()  # they are spoken once all was asked, at its last state

    def asks(self) -> Question:
        return self.question

    def ways_to_try(self) -> Iterable[WayToTry]:
        return self.question.ways_to_try()

    def collects(self) -> frozenset[str]:
        return frozenset(ask.name for ask in asks_in(self.steps))

    def blocks(self) -> Iterable[Block]:
        return (self.steps, self.own_otherwise or ())

    def falls_back(self) -> Mapping[tuple[str, ...], Block]:
        return self.defaults

    def compile(self, place: Place) -> None:
        together = Together(
            state=place.name, questions=questions_in(self.steps), called=self.called, used=used_in(self.steps)
        )
        here = place.name + CONFIRM
        first = place.collect(self.steps, together, here)
        otherwise = place.block("otherwise", self.otherwise)
        place.state(replace(self, state=place.name), {"done": first, "otherwise": otherwise})
        question = self.question.in_collect(together)
        confirm = ConfirmAll(span=self.span, question=question, kept_as=None, attempts=None, change=self.change)
        # Whatever else is answered, what was collected is not confirmed by it.
        answered = replace(place, name=here, following=here).answered(otherwise)
        answers = answered.blocks((intent.text, block) for intent, block in self.answers)
        leads = {**answers, **confirm.leads(together, here, place.following)}
        place.state(confirm, {**leads, "otherwise": otherwise}, suffix=CONFIRM)

    def run(self, call: StepContext) -> str:
        before = call.collected.get(self.state, NOTHING_COLLECTED)
        if before.again:
            call.collect(self.state, replace(before, again=False))
            return "done" if before.changes < call.limits.attempts else "otherwise"
        names = self.collects() - before.asked
        call.collect(self.state, Collected({name: KNOWN for name in sorted(names) if call.was_set(name)}))
        return "done"
