"""Phrases under `also` that add nothing: callers who say them are understood without."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import NEEDLESS_PHRASE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.telephony import Utterance
from callsheet.script.intents import Listener
from callsheet.script.script import Script
from callsheet.script.words import Word
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.languages import Language, language

BRACKETS = r"\[[^][()]*\]|\([^][()]*\)"  # the innermost ones of a pattern: what can be left out, and what cannot
Said = tuple[str, ...]  # comparable words
# Words of a phrase in which another one is looked for. Callers say shorter ones.
MOST_WORDS = 12
# Phrases of one list that questions are tried with: each time a question is made anew.
MOST_TRIES = 50


def check_also(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Phrases that are built in, or are another one with words around it that are passed over anyway, as in "call me,
    please". All other ways to say something are not tried: to make them ready takes longer than the whole check."""
    spoken = language(script.intents.language)
    for name, declared in script.intents.declared.items():
        if not declared.also or name not in BUILT_IN:
            continue
        built_in = {spoken.plain(phrase) for phrase in BUILT_IN[name].phrases}
        # Of two phrases that are the same, the first one stays.
        known = {spoken.plain(text): text for text in reversed(declared.intent.phrases)}
        fillers = _fillers(spoken)
        listeners = _listeners(name, steps)
        tries = MOST_TRIES
        for phrase in declared.phrases:
            said = spoken.plain(phrase.text)
            how = "it is built in" if said in built_in else ""
            within = _within(said, phrase.text, known, fillers) if listeners and tries and not how else ""
            tries -= bool(within)
            if within and all(_understands(each, name, phrase, script) for each in listeners):
                how = f'by "{within}"'
            if how:
                message = f'"{phrase.text}" is understood as "{name}" already: {how}'
                help_ = "delete it"
                yield Diagnostic(NEEDLESS_PHRASE, script.document.path, phrase.span, message, help_)


def _listeners(name: str, steps: Sequence[Reached]) -> list[Listener]:
    """What the questions listen for that have an intent among their answers, each once."""
    questions = [question for each in steps if (question := each.step.asks())]
    asked = [each for each in questions if name in {answer.text for answer in each.answers}]
    return list({each.settings.listener.intents: each.settings.listener for each in asked}.values())


def _fillers(spoken: Language) -> frozenset[str]:
    """The words that may stand beside an answer, each by itself, and say nothing."""
    found: set[str] = set()
    for pattern in spoken.fillers:
        while (shorter := re.sub(BRACKETS, lambda group: "" if group[0].startswith("[") else "<>", pattern)) != pattern:
            pattern = shorter
        found.update(*(spoken.plain(text) for text in pattern.split("|") if text.strip().isalpha()))
    return frozenset(found)


def _within(said: Said, own: str, known: Mapping[Said, str], fillers: frozenset[str]) -> str:
    """Another phrase that is said here, with nothing around it but fillers; empty where there is none."""
    for start in range(len(said)) if len(said) <= MOST_WORDS else ():
        for end in range(len(said), start, -1):
            other = known.get(said[start:end], own)
            if other != own and fillers.issuperset(said[:start] + said[end:]):
                return other
    return ""


def _understands(listener: Listener, name: str, phrase: Word, script: Script) -> bool:
    """Whether a question understands a phrase that it does not list."""
    without = tuple(
        replace(intent, phrases=tuple(text for text in intent.phrases if text != phrase.text))
        if intent.name == name
        else intent
        for intent in listener.intents
    )
    return listener.of(without, script.intents.language).understand(Utterance(phrase.text)).intent == name
