"""Intents: what answers name exists, and no question could mean two of them by one phrase or key."""

from collections.abc import Iterator, Sequence

from callsheet.checks.answers import ELSES, RESERVED, answers_twice, unknown_answers
from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import (
    MISSING_OTHERWISE,
    NOT_ALLOWED,
    NOTHING_TO_ADD_TO,
    PHRASE_NOT_UNDERSTOOD,
    REPEATED_PHRASE,
    RESERVED_INTENT,
    SHARED_KEY,
    SHARED_PHRASE,
    UNUSED_INTENT,
)
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import ask_for, near
from callsheet.ports.understanding import REPEAT, Intent
from callsheet.script.intents import DeclaredIntent, Intents
from callsheet.script.parts import Question
from callsheet.script.script import Script
from callsheet.script.words import Word
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.phrases import Conflict, conflicts
from callsheet.understanding.words import words


def check_intents(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Reserved, unknown and ambiguous intents; questions that nothing closes."""
    path = script.document.path
    for declared in script.intents.declared.values():
        if declared.name.text in RESERVED:
            message = f'"{declared.name.text}" is a word of the language and cannot be an intent'
            yield Diagnostic(RESERVED_INTENT, path, declared.name.span, message, "give the intent another name")
        yield from _nothing_to_add_to(script, declared)
        yield from _wordless(script, declared)
    reported: set[object] = set()
    for reached in steps:
        question, span = reached.step.asks(), reached.step.span
        if question is None:
            continue
        yield from unknown_answers(script, question, reported)
        yield from answers_twice(script, question, reported)
        yield from _shared(script, question, span, reported)
        if not question.has_otherwise and span not in reported:
            reported.add(span)
            message = 'this question has no "otherwise": nobody knows what happens when the caller is not understood'
            help_ = 'add "otherwise:" with steps here, or once for all questions under "defaults:"'
            if not script.complete_names or any(answer.text in ELSES for answer in question.answers):
                continue  # it may be the key that was left out, or stands among the answers, which is told
            yield Diagnostic(MISSING_OTHERWISE, path, span, message, help_)


def check_unused_intents(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Intents that are no answer of any question. Asking for a repetition is understood at every one."""
    asked = {answer.text for each in steps if (question := each.step.asks()) for answer in question.answers}
    for name, declared in script.intents.declared.items():
        if name not in asked and name != REPEAT:
            message = f'the intent "{name}" is no answer of any question'
            help_ = "name it under answers: where it is wanted, or delete it"
            yield Diagnostic(UNUSED_INTENT, script.document.path, declared.name.span, message, help_)


def _nothing_to_add_to(script: Script, declared: DeclaredIntent) -> Iterator[Diagnostic]:
    """`also` where there are no built-in phrases, or where `phrases` has replaced them."""
    name, also = declared.name.text, declared.also
    if also is None or len(declared.intent.phrases) > len(declared.phrases):
        return
    if name in BUILT_IN:
        message = f'"phrases" replaces the phrases that "{name}" has built in, so that "also" has nothing to add to'
        help_ = 'write all of them under "also", to keep the built-in ones'
    else:
        message = f'"also" adds phrases to a built-in intent, and "{name}" is none'
        help_ = ask_for(*near(name, BUILT_IN)) or 'write "phrases" instead of "also"'
    yield Diagnostic(NOTHING_TO_ADD_TO, script.document.path, also.span, message, help_)


def check_repeated_phrases(script: Script) -> Iterator[Diagnostic]:
    """Phrases that one intent lists twice. Capitals and punctuation make no other phrase."""
    for declared in script.intents.declared.values():
        listed: dict[object, Word] = {}
        for phrase in declared.phrases:
            said = tuple(words(phrase.text))
            first = listed.setdefault(said, phrase)
            if said and first is not phrase:
                message = f'"{phrase.text}" is listed above already, on line {first.span.line}'
                help_ = "delete it, or write what callers say beside it"
                yield Diagnostic(REPEATED_PHRASE, script.document.path, phrase.span, message, help_)


def _wordless(script: Script, declared: DeclaredIntent) -> Iterator[Diagnostic]:
    """Phrases that no caller can say. (Where nothing else is left, the answers that nobody can give are reported.)"""
    mute = not declared.intent.press and not any(words(phrase) for phrase in declared.intent.phrases)
    for phrase in declared.phrases:
        if "{" in phrase.text or "}" in phrase.text:
            message, help_ = "a phrase is what callers say: nothing is computed in it", "write the words themselves"
            yield Diagnostic(NOT_ALLOWED, script.document.path, phrase.span, message, help_)
        elif not words(phrase.text) and not mute:
            message, help_ = f'"{phrase.text}" has no words in it', "write words that callers say"
            yield Diagnostic(PHRASE_NOT_UNDERSTOOD, script.document.path, phrase.span, message, help_)


def _shared(script: Script, question: Question, asked: Span, reported: set[object]) -> Iterator[Diagnostic]:
    """Pairs of answers with one key or phrase, reported where the second was declared."""
    answers = tuple(answer.text for answer in question.answers)
    if answers in reported:
        return
    reported.add(answers)
    intents = [intent for intent in question.settings.listener.intents if intent.name in answers]
    for conflict in conflicts(
        sorted(intents, key=lambda intent: _order(script.intents, intent)), script.intents.language
    ):
        if conflict not in reported:
            reported.add(conflict)
            yield _report(script, asked, conflict)


def _order(intents: Intents, intent: Intent) -> tuple[int, int]:
    """Built-in intents first: then the place to mend is always one that the author wrote."""
    declared = intents.declared.get(intent.name)
    return declared.name.span.begin if declared else (0, 0)


def _report(script: Script, asked: Span, conflict: Conflict) -> Diagnostic:
    key, typed = conflict.what == "key", conflict.second_text
    first = _typed(script.intents, conflict.first, conflict.first_text, key=key)
    span = _typed(script.intents, conflict.second, typed, key=key) or first or asked
    what = f'the key "{typed}"' if key else f'"{typed}"'
    built_in = "" if first else " (built in)"
    message = (
        f'{what} means both "{conflict.first}"{built_in} and "{conflict.second}", which are answers of one question'
    )
    help_ = f"take it away from one of them (the question is on line {asked.line})"
    return Diagnostic(SHARED_KEY if key else SHARED_PHRASE, script.document.path, span, message, help_)


def _typed(intents: Intents, name: str, text: str, *, key: bool) -> Span | None:
    """Where the author typed this phrase or key of an intent; None where it is built in."""
    declared = intents.declared.get(name)
    if declared is None:
        return None
    places = (declared.press,) if key else declared.phrases
    return next((word.span for word in places if word and word.text == text), None)
