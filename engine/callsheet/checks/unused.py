"""What is written and has no effect: warnings."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import (
    HIDDEN_NAME,
    MISSING_LADDER,
    PHRASE_NOT_UNDERSTOOD,
    UNANSWERABLE,
    UNUSED_NAME,
    UNUSED_SECTION,
)
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import NameUse
from callsheet.ports.telephony import Utterance
from callsheet.ports.values import items_of
from callsheet.script.parts import Question
from callsheet.script.script import Script
from callsheet.script.words import Word


def check_unused(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Names that are set and never used, sections that are never run."""
    path = script.document.path
    run = {section.text for each in steps if (section := each.step.runs())}
    for section in script.section_names:
        if section.text not in run:
            message = f'the section "{section.text}" is never run'
            help_ = f'write "- run: {section.text}" where it is wanted, or delete it'
            yield Diagnostic(UNUSED_SECTION, path, section.span, message, help_)
    for each in steps:
        for word in each.step.sets():
            if word.text in each.around.rows:
                message = (
                    f'"{word.text}" is the row of the loop around this step: until it ends, nothing else has the name'
                )
                yield Diagnostic(HIDDEN_NAME, path, word.span, message, "choose another name")
    used = {name for each in steps for name in each.step.reads()}
    # The answer to a yes or no has a name in a collect, if only to be changed by it.
    answers = {word.text for each in steps if _has_answers_alone(each) for word in each.step.keeps()}
    used |= answers & {name for each in steps for name in each.step.collects()}
    for _, value in script.values:
        used |= {str(use.path[0]) for text in items_of(value) for use in text.uses}
    asked = {use.path[1] for each in steps for text in each.step.texts() for use in text.uses if _asks_for_hours(use)}
    for name, hours in script.hours.items():
        if name not in asked:
            message, help_ = f'nobody asks for the hours of "{name}"', f"write if: hours.{name}.open, or delete them"
            yield Diagnostic(UNUSED_NAME, path, hours.name.span, message, help_)
    kept: dict[str, Word] = {}
    words = [word for each in steps for word in each.step.keeps()]
    words += [word for each in steps for word, _ in each.step.gives()]
    for word in [word for word, _ in script.values] + words:
        if word.text not in kept or word.span < kept[word.text].span:
            kept[word.text] = word
    for name, word in kept.items():
        if name not in used:
            message = f'"{name}" is set and never used'
            yield Diagnostic(UNUSED_NAME, path, word.span, message, "use it, or delete it", about=name)


def _has_answers_alone(reached: Reached) -> bool:
    question = reached.step.asks()
    return question is not None and question.settings.slot is None


def _asks_for_hours(use: NameUse) -> bool:
    return use.path[0] == "hours" and len(use.path) > 1


def check_questions(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Questions that nobody can answer, answers that cannot be said, ladders that are missing."""
    path = script.document.path
    looked: set[tuple[str, ...]] = set()
    for each in steps:
        question = each.step.asks()
        if question is None:
            continue
        if not question.has_ladders:
            message = "a caller who is silent, or not understood, is not asked again"
            help_ = "add if_silent and if_unclear, here or under defaults; write [] where it is meant so"
            yield Diagnostic(MISSING_LADDER, path, each.step.span, message, help_)
        answers = tuple(word.text for word in question.answers)
        if answers in looked:  # they listen for the same
            continue
        looked.add(answers)
        listened = {intent.name: intent for intent in question.settings.listener.intents}
        mute = [
            word
            for word in question.answers
            if not listened[word.text].press
            and (listened[word.text].phrases or not listened[word.text].means)
            and not any(_understood(question, word.text, phrase) for phrase in listened[word.text].phrases)
        ]
        for word in mute:
            message = f'nobody can answer "{word.text}": none of its phrases is understood as it, and it has no key'
            yield Diagnostic(UNANSWERABLE, path, word.span, message, "give the intent phrases that callers say")
        for word in question.answers:
            declared = script.intents.declared.get(word.text)
            if declared is None or word in mute:
                continue
            for phrase in declared.phrases:
                common = phrase.text not in listened[word.text].phrases  # with another intent of the same answer
                if not common and not _understood(question, word.text, phrase.text):
                    message = f'"{phrase.text}" is not understood as "{word.text}"'
                    yield Diagnostic(PHRASE_NOT_UNDERSTOOD, path, phrase.span, message, "write words that callers say")


def _understood(question: Question, intent: str, phrase: str) -> bool:
    return question.settings.listener.understand(Utterance(phrase)).intent == intent
