"""Answers that are no intents: two of them in one, keys, words that callers say, and what belongs beside them."""

import re
from collections.abc import Iterator

from callsheet.diagnostics.catalogue import ANSWER_TWICE, SEVERAL_ANSWERS, UNKNOWN_INTENT
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import ask_between, did_you_mean, nearest
from callsheet.ports.requests import INSTEAD
from callsheet.schema.vocabulary import misspelt
from callsheet.script.intents import Intents
from callsheet.script.parts import Question
from callsheet.script.script import Script
from callsheet.script.words import Word
from callsheet.understanding.words import words

# Outcomes of a question share one name space with its intents.
RESERVED = frozenset({*INSTEAD, "done", "none", "given", "empty", "silent", "unclear", "otherwise"})
_BETWEEN_TWO = r"[,/|&+;]|\b(?:and|or)\b|_(?:and|or)_"
_KEY = r"(?i)(?:(?:press|key|option|button|digit)[ _]*)?([0-9*#])"
# What authors call that which runs after any other answer.
ELSES = ("otherwise", "else", "default", "other", "others", "fallback", "anything", "anything_else", "catch_all")
# Names that authors give to what is built in, where its phrases do not have them already.
_ALSO_CALLED = {
    "agree": ("true", "accept", "approve", "positive", "confirmation"),
    "refuse": ("false", "decline", "reject", "disagree", "deny", "negative", "cancel"),
    "repeat": ("again", "replay"),
    "operator": ("human", "person", "help", "support"),
    "goodbye": ("exit", "quit", "end", "hangup", "hang_up"),
}


def unknown_answers(script: Script, question: Question, reported: set[object]) -> Iterator[Diagnostic]:
    """Answers of a question that no intent has the name of. Those in `reported` are not told again."""
    known, complete = script.intents.names(), _complete(script)
    for answer in question.answers:
        name = answer.text
        if name in known or name in reported or not (complete or name in RESERVED):
            continue
        reported.add(name)
        code, message, help_ = UNKNOWN_INTENT, f'there is no intent "{name}"', ""
        several = [part.strip() for part in re.split(_BETWEEN_TWO, name) if part.strip()]
        if name in RESERVED:
            message = f'"{name}" is not an answer'
            help_ = "silence and unclear answers have if_silent, if_unclear and otherwise"
            if name == "otherwise":
                help_ = 'let "otherwise:" begin in the same column as "answers:"'
        elif len(several) > 1:
            code, message = (
                SEVERAL_ANSWERS,
                f'"{name}" names several answers, with something else than "or" between them',
            )
            together = " or ".join(_meant(script.intents, part) or part for part in several)
            help_ = f'write "{together}:" where they have the same steps, else each by itself'
        elif key := re.fullmatch(_KEY, name):
            message, help_ = f'"{name}" is a key, and answers are intents', _instead_of_key(script.intents, key[1])
        elif name in ELSES:
            message = f'"{name}" is not an answer'
            help_ = 'what runs after any other answer stands under "otherwise:", in the same column as "answers:"'
        elif meant := _meant(script.intents, name):
            help_ = ask_between(name, meant, known)
        else:
            help_ = did_you_mean(name, known, otherwise="declare it under intents:")
        yield Diagnostic(code, script.document.path, answer.span, message, help_)


def answers_twice(script: Script, question: Question, reported: set[object]) -> Iterator[Diagnostic]:
    """Intents that two answers of a question name."""
    first: dict[str, Word] = {}
    for answer in question.answers:
        before = first.setdefault(answer.text, answer)
        if before is not answer and answer not in reported:
            reported.add(answer)
            message = f'"{answer.text}" has an answer already, on line {before.span.line}'
            yield Diagnostic(ANSWER_TWICE, script.document.path, answer.span, message, "take it out of one of the two")


def _complete(script: Script) -> bool:
    """Whether the names of all intents are known: one that cannot be an intent's is to be another."""
    return script.intents.complete and script.intents.declared.keys().isdisjoint(RESERVED)


def _instead_of_key(intents: Intents, key: str) -> str:
    named = [name for name in sorted(intents.names()) if (intent := intents.intent(name)) and intent.press == key]
    declared = [name for name in named if name in intents.declared]
    if named:
        return f'write the intent that has this key: "{(declared or named)[0]}:"'
    return f'declare an intent with press: "{key}" under intents:, and write its name here'


def _meant(intents: Intents, name: str) -> str | None:
    """The intent that has `name` among its phrases, or is often called so."""
    said = words(name.replace("_", " "))
    names = sorted(intents.names(), key=lambda each: each not in intents.declared)
    if (near := nearest(name, intents.declared)) is not None and misspelt(name, near):
        return near
    for each in names:
        intent = intents.intent(each)
        if said and intent is not None and any(words(phrase) == said for phrase in intent.phrases):
            return each
    folded = name.casefold()
    if folded in intents.names():
        return folded
    return next((each for each, others in _ALSO_CALLED.items() if folded in others), None)
