"""Step `collect`: ask for several values, pass over what is known, and have all of it confirmed.

Shape: schemas/steps/collect.schema.json. States: one that opens it (outcome: done), those of its steps, and one that
confirms them. What is changed there has the steps run again from the top.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.diagnostics.catalogue import SHARED_PHRASE
from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions import Expression, Template
from callsheet.ports.languages import is_english
from callsheet.ports.understanding import Intent
from callsheet.script.call import StepContext
from callsheet.script.collected import Collected
from callsheet.script.parts import Question, QuestionSettings
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.several import CollectedValue, SeveralSlot
from callsheet.script.step import CONFIRM, Block, Place, Step
from callsheet.script.words import Word
from callsheet.steps.confirm import NO, YES
from callsheet.steps.confirm_all import ConfirmAll


class Collect(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "collect"
    steps: Block
    question: Question
    change: Template | None
    answers: tuple[tuple[Word, Block], ...]  # of the script's defaults
    defaults: Mapping[tuple[str, ...], Block]
    own_otherwise: Block | None
    default_otherwise: Block | None
    state: str = ""  # in the flow

    @classmethod
    def read(cls, fields: Fields) -> Self:
        defaults, steps = fields.reading.defaults, fields.block("collect")
        asks = list(asks_in(steps))
        called = called_in(asks, fields.reading.intents.language)
        _report_shared(fields, asks)
        taken = {YES, NO, *(intent.name for intent in called)}
        default = tuple(left for answer in defaults.answers if (left := answer.besides(taken)).intents)
        answers = tuple((intent, answer.steps) for answer in default for intent in answer.intents)
        silent, unclear = fields.ladder("if_silent"), fields.ladder("if_unclear")
        heard = (
            CollectedValue(ask.name, replace(ask.question.settings, confirms=True)) for ask in asks if ask.is_corrected
        )
        return cls(
            span=fields.span,
            steps=steps,
            question=Question(
                text=fields.spoken("confirm"),
                answers=(*(Word(name, fields.span) for name in (YES, NO)), *(intent for intent, _ in answers)),
                if_silent=fields.default_ladder(defaults.if_silent) if silent is None else silent,
                if_unclear=fields.default_ladder(defaults.if_unclear) if unclear is None else unclear,
                has_ladders=None not in (either(silent, defaults.if_silent), either(unclear, defaults.if_unclear)),
                has_otherwise=fields.has("otherwise") or defaults.otherwise is not None,
                settings=QuestionSettings(
                    listener=fields.listener((YES, NO, *(answer.together for answer in default)), options=called),
                    slot=SeveralSlot(asked=tuple(heard)),
                    confirms=True,
                    interruptible=defaults.interruptible,
                    timeout_seconds=defaults.timeout_seconds,
                    pause_seconds=defaults.pause_seconds,
                ),
            ),
            change=fields.optional_spoken("change"),
            answers=answers,
            defaults={("answers", answer.key): answer.steps for answer in default},
            own_otherwise=fields.optional_block("otherwise"),
            default_otherwise=defaults.otherwise,
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.question.text, *self.question.again, *((self.change,) if self.change else ()))

    def evaluations(self, facts: Facts) -> Iterable[tuple[Template | Expression, Facts]]:
        return ()  # they are spoken once all was asked, at its last state

    def asks(self) -> Question:
        return self.question

    def collects(self) -> frozenset[str]:
        return frozenset(ask.name for ask in asks_in(self.steps))

    def blocks(self) -> Iterable[Block]:
        return (self.steps, self.own_otherwise or ())

    def falls_back(self) -> Mapping[tuple[str, ...], Block]:
        if self.own_otherwise is not None or self.default_otherwise is None:
            return self.defaults
        return {**self.defaults, ("otherwise",): self.default_otherwise}

    def compile(self, place: Place) -> None:
        first = place.collect(self.steps, place.name + CONFIRM)
        otherwise = place.block("otherwise", either(self.own_otherwise, self.default_otherwise))
        place.state(replace(self, state=place.name), {"done": first})
        confirm = ConfirmAll(
            span=self.span,
            question=self.question,
            kept_as=None,
            attempts=None,
            collect=place.name,
            change=self.change,
            used=used_in(self.steps),
        )
        here = place.name + CONFIRM
        # Whatever else is answered, what was collected is not confirmed by it.
        answered = replace(place, name=here, following=here).answered(otherwise)
        answers = answered.blocks((intent.text, block) for intent, block in self.answers)
        leads = {**answers, **confirm.leads(here, first, place.following)}
        place.state(confirm, {**leads, "otherwise": otherwise}, suffix=CONFIRM)

    def run(self, call: StepContext) -> str:
        before = call.collected.get(self.state, Collected())
        names = self.collects() - before.asked
        call.collect(self.state, Collected(frozenset(name for name in names if call.was_set(name))))
        return "done"


class InCollect(Struct, frozen=True):
    """A question in a collect, and the name that keeps its answer."""

    name: str
    span: Span
    question: Question

    @property
    def called(self) -> tuple[str, ...]:
        """How a caller names it, to change it."""
        return self.question.called or (self.name.replace("_", " "),)

    @property
    def is_corrected(self) -> bool:
        """Whether another value can be said once it was answered."""
        slot = self.question.settings.slot
        return slot is not None and slot.is_corrected


def asks_in(block: Block) -> Iterator[InCollect]:
    """The questions in some steps that keep their answer, in their order."""
    for step in _nested(block):
        if question := step.asks():
            yield from (InCollect(name.text, step.span, question) for name in step.keeps())


def called_in(asks: Iterable[InCollect], language: str) -> tuple[Intent, ...]:
    """What callers say to change one of these, by the names that keep them."""
    named = {ask.name: ask for ask in asks}.values()
    return tuple(
        Intent(ask.name, f"The caller wants to change {ask.called[0]}.", _said(ask, language)) for ask in named
    )


def _report_shared(fields: Fields, asks: Iterable[InCollect]) -> None:
    first: dict[str, InCollect] = {}
    for ask in asks:
        for word in ask.called:
            before = first.setdefault(word.casefold(), ask)
            if before.name != ask.name:
                message = f'"{word}" is what callers say to change "{before.name}", and to change "{ask.name}"'
                fields.reading.report(SHARED_PHRASE, ask.span, message, "write called: with other words at one of them")


def _said(ask: InCollect, language: str) -> tuple[str, ...]:
    frames = ("{}", "the {}", "change the {}", "another {}", "a different {}") if is_english(language) else ("{}",)
    return tuple(frame.format(called) for called in ask.called for frame in frames)


def used_in(block: Block) -> Mapping[str, frozenset[str]]:
    """For each question of a collect those of the later ones that use its value: in their texts, their bounds or their
    list, or through names that steps set that read it."""
    uses: dict[str, frozenset[str]] = {}
    for step, around in _with_what_is_around(block, frozenset()):
        reads = _reads(step) | around
        for word in step.keeps():
            deep = reads.union(*(uses.get(name, frozenset()) for name in reads)) - {word.text}
            uses[word.text] = uses.get(word.text, frozenset()) | deep
    names = [ask.name for ask in asks_in(block)]
    return {name: frozenset(other for other in names if name in uses.get(other, ())) for name in names}


def _reads(step: Step) -> frozenset[str]:
    return frozenset(str(use.path[0]) for text in step.texts() for use in text.uses)


def _with_what_is_around(block: Block, around: frozenset[str]) -> Iterator[tuple[Step, frozenset[str]]]:
    for step in block:
        yield step, around
        decides = around | _reads(step) | {word.text for word in step.keeps()}
        for inner in step.blocks():
            yield from _with_what_is_around(inner, decides)


def _nested(block: Block) -> Iterator[Step]:
    for step in block:
        yield step
        for inner in step.blocks():
            yield from _nested(inner)
