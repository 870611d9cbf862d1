"""What a `collect` knows of the steps in it: its questions, how callers call them, what uses which answer."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from callsheet.diagnostics.catalogue import MISSING_KEY, PHRASE_NOT_UNDERSTOOD, SHARED_PHRASE
from callsheet.diagnostics.diagnostic import Span
from callsheet.ports.languages import is_english
from callsheet.ports.understanding import Intent
from callsheet.script.intents import Listener
from callsheet.script.parts import Question
from callsheet.script.reading import Fields, Reading
from callsheet.script.several import CollectedQuestion
from callsheet.script.step import Block, Step
from callsheet.understanding.phrases import conflicts
from callsheet.understanding.words import words

# How people say which answer they want to change, in English.
FRAMES = (
    *("{}", "the {}", "my {}", "change the {}", "change my {}", "another {}", "a different {}", "wrong {}"),
    *("the {} is wrong", "the {} is not right", "that is the wrong {}"),
)


class InCollect(Struct, frozen=True):
    """A question in a collect, the name that keeps its answer, and where its author says what callers call it."""

    name: str
    named_at: Span
    question: Question

    @property
    def called(self) -> tuple[str, ...]:
        """How a caller names it, to change it."""
        return self.question.called or (self.name.replace("_", " "),)

    def as_intent(self, language: str) -> Intent:
        """What callers say to change it."""
        frames = FRAMES if is_english(language) else ("{}",)
        said = tuple(frame.format(called) for called in self.called for frame in frames)
        return Intent(self.name, f"The caller wants to change {self.called[0]}.", said)


def asks_in(block: Block) -> Iterator[InCollect]:
    """The questions in some steps that keep their answer, in their order."""
    for step, _ in _with_what_is_around(block, frozenset()):
        if question := step.asks():
            yield from (InCollect(name.text, step.at("called"), question) for name in step.keeps())


def questions_in(block: Block) -> tuple[CollectedQuestion, ...]:
    """The same, each name once, as they are listened for together: a private answer is not, as it would be told."""
    heard = {ask.name: ask.question.settings for ask in asks_in(block)}
    return tuple(CollectedQuestion(name, None if each.private else each.slot) for name, each in heard.items())


def called_in(block: Block, reading: Reading) -> tuple[Intent, ...]:
    """What callers say to change each of them, by the names that keep them."""
    named = {ask.name: ask for ask in asks_in(block)}
    return tuple(ask.as_intent(reading.intents.language) for ask in named.values())


def report_called(fields: Fields, block: Block, confirming: Listener) -> None:
    """Report a collect that asks for nothing, and names of questions that nobody can say, or that mean something else:
    another question, or an answer where all is confirmed."""
    reading, named = fields.reading, {ask.name: ask for ask in asks_in(block)}
    if reading.complete and not any(step.asks() for step, _ in _with_what_is_around(block, frozenset())):
        message = "this collect asks for nothing: there is no question in it"
        reading.report(MISSING_KEY, fields.span, message, "add an ask with as, or write the steps without the collect")
    for ask in named.values():
        for word in (word for word in ask.called if not words(word)):
            message = f'"{word}" has no words in it'
            reading.report(PHRASE_NOT_UNDERSTOOD, ask.named_at, message, "write words that callers say")
    called = {f'to change "{ask.name}"': ask for ask in named.values()}
    intents = (*confirming.intents, *(Intent(what, "", ask.called) for what, ask in called.items()))
    for found in conflicts(intents, reading.intents.language):
        if found.second in called:
            first = found.first if found.first in called else f'for "{found.first}"'
            message = f'"{found.second_text}" is what callers say {first}, and {found.second}'
            help_ = "write called: with other words at one of them"
            reading.report(SHARED_PHRASE, called[found.second].named_at, message, help_)


def used_in(block: Block) -> Mapping[str, frozenset[str]]:
    """For each question of a collect those of the later ones that use its value: in their texts, their bounds or their
    list, or through names that steps set that read it."""
    uses: dict[str, frozenset[str]] = {}
    for step, around in _with_what_is_around(block, frozenset()):
        reads = step.reads() | around
        for word in step.keeps():
            deep = reads.union(*(uses.get(name, frozenset()) for name in reads)) - {word.text}
            uses[word.text] = uses.get(word.text, frozenset()) | deep
    names = [ask.name for ask in asks_in(block)]
    return {name: frozenset(other for other in names if name in uses.get(other, ())) for name in names}


def _with_what_is_around(block: Block, around: frozenset[str]) -> Iterator[tuple[Step, frozenset[str]]]:
    """All steps, each with the names that decide whether it runs."""
    for step in block:
        yield step, around
        decides = around | step.reads() | {word.text for word in step.keeps()}
        for inner in step.blocks():
            yield from _with_what_is_around(inner, decides)
