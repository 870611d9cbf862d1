"""Step `ask`: speak a question, await an intent or a value, run that answer's steps.

Shape: schemas/steps/ask.schema.json. Ports: telephony, understanding. One state; each attempt is a visit of it.
Outcomes: given, empty; the intents; silent, unclear and repeat, which lead back to it; otherwise; failed, hung_up.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from callsheet.analysis.facts import Fact, Facts, LineState, Lost, reply_of
from callsheet.analysis.shapes import Shape, one_of
from callsheet.expressions import Expression, Template, Words
from callsheet.ports.requests import INSTEAD, QuestionHeard, Reply, Request
from callsheet.ports.telephony import Heard, KeyPress, Keys, Utterance
from callsheet.ports.understanding import EMPTY, GIVEN, UNCLEAR, Understood
from callsheet.ports.values import Row
from callsheet.queries.records import NamedQuery
from callsheet.script.call import Asking, StepContext
from callsheet.script.limits import LONGEST_SPEECH_PAUSE, LONGEST_TIMEOUT
from callsheet.script.parts import Question, QuestionSettings
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.slots import NO_KEYS, Slot
from callsheet.script.step import Block, Place
from callsheet.script.words import Word
from callsheet.steps.slot import options_of, read_slot

# How often one question is repeated on request; after that asking for it counts as unclear.
MOST_REPEATS = 3

REPEAT = "repeat"


class Ask(Verb, frozen=True, kw_only=True):
    """A question. Ladders and `otherwise` are its own, or else the script's defaults."""

    verb: ClassVar[str] = "ask"
    line_before: ClassVar[LineState] = "up"
    decides: ClassVar[frozenset[str]] = frozenset({"for", "one_of", "by"})
    question: Question
    answers: tuple[tuple[Word, Block], ...]
    own: tuple[Block, ...]
    defaults: Mapping[tuple[str, ...], Block]
    if_given: Block
    if_none: Block
    own_otherwise: Block | None
    default_otherwise: Block | None
    kept_as: Word | None
    audio: Word | None
    attempts: int | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        defaults = fields.reading.defaults
        own = fields.answers("answers")
        taken = {intent.text for answer in own for intent in answer.intents}
        default = tuple(left for answer in defaults.answers if (left := answer.besides(taken)).intents)
        answers = tuple((intent, answer.steps) for answer in (*own, *default) for intent in answer.intents)
        interruptible = fields.flag("interruptible")
        timeout = fields.seconds("timeout", longest=LONGEST_TIMEOUT)
        speech_pause = fields.seconds("speech_pause", longest=LONGEST_SPEECH_PAUSE)
        silent, unclear = fields.ladder("if_silent"), fields.ladder("if_unclear")
        slot = read_slot(fields)
        own_keys = slot.own_keys if slot else NO_KEYS
        options = options_of(slot, fields.reading.intents.language)
        return cls(
            span=fields.span,
            question=Question(
                text=fields.spoken("ask"),
                answers=tuple(answer for answer, _ in answers),
                if_silent=fields.default_ladder(defaults.if_silent) if silent is None else silent,
                if_unclear=fields.default_ladder(defaults.if_unclear) if unclear is None else unclear,
                has_ladders=None not in (either(silent, defaults.if_silent), either(unclear, defaults.if_unclear)),
                has_otherwise=fields.has("otherwise") or defaults.otherwise is not None,
                settings=QuestionSettings(
                    listener=fields.listener((each.together for each in (*own, *default)), own_keys, options),
                    slot=slot,
                    private=fields.flag("private") or False,
                    interruptible=either(interruptible, defaults.interruptible),
                    timeout_seconds=either(timeout, defaults.timeout_seconds),
                    pause_seconds=either(speech_pause, defaults.pause_seconds),
                ),
                written={entry.name: entry.key.span for entry in fields.mapping},
                complete=fields.mapping.complete,
            ),
            answers=answers,
            own=tuple(answer.steps for answer in own),
            defaults={("answers", answer.key): answer.steps for answer in default},
            if_given=fields.block("if_given"),
            if_none=fields.block("if_none"),
            own_otherwise=fields.optional_block("otherwise"),
            default_otherwise=defaults.otherwise,
            kept_as=fields.word("as"),
            audio=fields.word("audio"),
            attempts=fields.number("attempts"),
        )

    @property
    def slot(self) -> Slot | None:
        return self.question.settings.slot

    def texts(self) -> Iterable[Template | Expression]:
        return (self.question.text, *self.question.again, *(self.slot.texts() if self.slot else ()))

    def evaluations(self, facts: Facts) -> Iterable[tuple[Template | Expression, Facts]]:
        choices = self.slot.choices(facts) if self.slot else None
        spoken = facts if choices is None else facts.keep("choices", Fact(choices))
        asked = set(map(id, self.slot.texts() if self.slot else ()))
        return ((text, facts if id(text) in asked else spoken) for text in self.texts())

    def prompt(self) -> Template:
        return self.question.text

    def sound(self) -> Word | None:
        return self.audio

    def asks(self) -> Question:
        return self.question

    def answer_keys(self) -> frozenset[str]:
        answers, settings = {intent.text for intent, _ in self.answers}, self.question.settings
        keys = {intent.press for intent in settings.listener.intents if intent.name in answers and intent.press}
        keys |= self.slot.early_keys if self.slot else NO_KEYS
        return frozenset(keys) if settings.interruptible else frozenset()

    def blocks(self) -> Iterable[Block]:
        return (self.if_given, self.if_none, *self.own, self.own_otherwise or ())

    def answered(self) -> Iterable[Block]:
        return (self.if_given, *(block for _, block in self.answers))

    def falls_back(self) -> Mapping[tuple[str, ...], Block]:
        if self.own_otherwise is not None or self.default_otherwise is None:
            return self.defaults
        return {**self.defaults, ("otherwise",): self.default_otherwise}

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,) if self.kept_as else ()

    def kept_shape(self, queries: Mapping[str, NamedQuery]) -> Shape:
        return self.slot.shape(Facts(queries)) if self.slot else self._reply

    @property
    def otherwise(self) -> Block | None:
        return self.default_otherwise if self.own_otherwise is None else self.own_otherwise

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome == EMPTY and self.slot and self.slot.is_surely_filled(facts):
            return None
        if outcome == "otherwise" and self.otherwise is None:
            return None  # nobody has said yet what happens then
        again = outcome in ("silent", "unclear", REPEAT) and not self._answers(outcome)
        if again or outcome in INSTEAD:
            return facts  # nobody knows yet what the caller meant
        if self.slot is None:
            for name in ("reply", *(word.text for word in self.keeps())):
                facts = facts.keep(name, Fact(self._reply))
            return facts
        if outcome == GIVEN:
            shape = self.slot.shape(facts)
            facts = facts.keep("reply", Fact(reply_of(one_of((GIVEN,)), shape)))
            return facts.keep(self.kept_as.text, Fact(shape)) if self.kept_as else facts
        if outcome != EMPTY:
            facts = facts.keep("reply", Fact(self._reply))
        before = facts.kept(self.kept_as.text) if self.kept_as else None
        if self.kept_as is None or (before is not None and not before.unset):
            return facts  # it stays as it was
        happened = "have nothing to choose from" if outcome == EMPTY else "get another answer"
        lost = Lost(self.verb, self.span.line, happened, "if_none" if outcome == EMPTY else outcome)
        return facts.lose(self.kept_as.text, lost)

    @property
    def _reply(self) -> Shape:
        """The row `reply`, where the answer was no value."""
        return reply_of(one_of((*(answer.text for answer, _ in self.answers), "silent", "unclear")))

    def compile(self, place: Place) -> None:
        again = dict.fromkeys(("silent", "unclear", REPEAT), place.name)
        otherwise = place.block("otherwise", self.otherwise)
        answered = place.answered(otherwise)
        given = {GIVEN: answered.block("if_given", self.if_given)} if self.slot else {}
        if self.slot and self.slot.among:
            given[EMPTY] = place.block("if_none", self.if_none)
        answers = answered.blocks((intent.text, block) for intent, block in self.answers)
        place.state(self, {**again, **given, **answers, "otherwise": otherwise})

    def run(self, call: StepContext) -> str | Request:
        if call.asking is None:
            if self.slot is not None and self.slot.is_empty(call.names):
                return EMPTY
            call.asking = Asking(self.attempts or call.limits.attempts)
        line = self._line(call.asking)
        put = call.put(line, self.question.settings, self.audio if line is self.question.text else None)
        return self._heard(call, call.asking, put) if isinstance(put, KeyPress) else put

    def replied(self, call: StepContext, reply: Reply) -> str | Request:
        match call.asking, reply:
            case Asking() as asking, QuestionHeard(heard=heard):
                return self._heard(call, asking, heard)
            case Asking() as asking, Understood():
                return self._understood(call, asking, call.pointed_at(reply, asking.heard, self.question.settings))
        raise AssertionError("a question is replied to by what was heard, and what that means")

    def _heard(self, call: StepContext, asking: Asking, heard: Heard) -> str | Request:
        asking.heard = heard
        understood = call.understand(heard, self.question.settings)
        return self._understood(call, asking, understood) if isinstance(understood, Understood) else understood

    def _understood(self, call: StepContext, asking: Asking, understood: Understood) -> str:
        """The outcome of an attempt; where there is to be another one, `asking` has its line."""
        if understood.intent == REPEAT and not self._answers(REPEAT):
            if asking.repeats < MOST_REPEATS:
                asking.repeats += 1
                asking.ladder = "ask"
                return REPEAT
            understood = UNCLEAR
        if understood.how == "wait":
            if not asking.waited:
                asking.waited = True
                asking.ladder, asking.rung = "if_unclear", asking.unclears
                return "unclear"
            understood = UNCLEAR
        outcome = understood.intent
        if outcome in ("silent", "unclear"):
            if self._another(asking, outcome):
                return outcome
            outcome = "otherwise"
        call.end_question()
        reply = _reply(asking.heard, understood)
        call.names.keep("reply", reply)
        if self.kept_as and (self.slot is None or outcome == GIVEN):
            call.names.keep(self.kept_as.text, understood.value if self.slot else reply)
        return outcome

    def _answers(self, intent: str) -> bool:
        return any(answer.text == intent for answer, _ in self.answers)

    def _another(self, asking: Asking, intent: str) -> bool:
        """Whether the question is put once more, by the next line of the ladder that belongs to `intent`."""
        asking.listenings += 1
        if intent == "silent":
            asking.ladder, asking.rung, length = "if_silent", asking.silences, len(self.question.if_silent)
            asking.silences += 1
        else:
            asking.ladder, asking.rung, length = "if_unclear", asking.unclears, len(self.question.if_unclear)
            asking.unclears += 1
        return asking.rung < length and asking.listenings < asking.most

    def _line(self, asking: Asking) -> Template | Words:
        """What is spoken: a line of a ladder, or, where there is none, the question, or what stands in its place."""
        match asking.ladder:
            case "if_silent":
                lines = self.question.if_silent
            case "if_unclear":
                lines = self.question.if_unclear
            case _:
                lines = ()
        return lines[asking.rung] if asking.rung < len(lines) else asking.instead or self.question.text


def _reply(heard: Heard | None, understood: Understood) -> Row:
    """What `reply` holds once a question is finished."""
    match heard:
        case Utterance(text=text):
            pass
        case KeyPress(key=text) | Keys(text=text):
            pass
        case _:
            text = ""
    return Row(
        {
            "intent": understood.intent,
            "text": text,
            "how": understood.how,
            "confidence": understood.confidence,
            "value": understood.value,
        }
    )
