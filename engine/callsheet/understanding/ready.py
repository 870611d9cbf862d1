"""Intents made ready for questions to listen for: their phrases as words, and what these say of themselves."""

import re
from functools import lru_cache

from msgspec import Struct

from callsheet.ports.understanding import Intent
from callsheet.understanding.answers import Kind, Saying
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.languages import Language
from callsheet.understanding.words import folded

# Words of a phrase; a longer one is never understood. Nobody says it either.
MOST_WORDS = 100
# Intents that are kept: questions share them, and the built-in ones are those of all scripts in a language.
MOST_KEPT = 256
_QUESTION_MARKS = frozenset("?\uff1f\u061f")
_ENDS_IN_ONE = r"[?\uff1f\u061f]\W*$"


class Ready(Struct, frozen=True):
    """What an intent's phrases are; those of them that ask something, as their author wrote them ("¿cuánto cuesta?");
    the words that callers may ask for by one of its author's; the plain yes or no that it means."""

    sayings: tuple[Saying, ...]
    questions: frozenset[tuple[str, ...]]
    asked_for: frozenset[str]
    sign: Kind | None


@lru_cache(MOST_KEPT)
def ready_for(intent: Intent, spoken: Language) -> Ready:
    """An intent, ready to be heard in a language."""
    sayings: list[Saying] = []
    questions: set[tuple[str, ...]] = set()
    asked_for: set[str] = set()
    meant: Kind | None = None
    for phrase in intent.phrases:
        said = spoken.of_phrase(phrase)
        if not said or len(said) > MOST_WORDS:
            continue
        sign: Kind | None = "yes" if said in spoken.yes else "no" if said in spoken.no else None
        kind: Kind = "frame" if is_built_in(intent, phrase) else "phrase"
        sayings.append(Saying(kind, intent.name, said, asked_for=kind == "phrase" and sign is None))
        if sayings[-1].asked_for:
            asked_for.update(map(folded, said))
        if is_question(phrase) or (folded(said[0]) in spoken.doubts and sign != "yes"):
            questions.add(said)
        meant = sign or meant
    return Ready(tuple(sayings), frozenset(questions), frozenset(asked_for), meant)


def is_question(text: str) -> bool:
    """Whether a question mark ends it."""
    return not _QUESTION_MARKS.isdisjoint(text) and re.search(_ENDS_IN_ONE, text) is not None


def is_built_in(intent: Intent, phrase: str) -> bool:
    """Whether a phrase is the language's own, and no author's."""
    return bool(intent.frames) and phrase in BUILT_IN[intent.name].phrases
