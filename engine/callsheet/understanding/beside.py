"""What is said beside a value: "no, Friday" is Friday, and "not on Friday", "Friday or Monday" and "Friday?" are not.

A word that is missing here makes a caller misunderstood; one too many has a question asked again.
"""

import re
from functools import lru_cache

from callsheet.ports.languages import ENGLISH, language_of
from callsheet.ports.telephony import Utterance
from callsheet.understanding.built_in import AGREE, REFUSE
from callsheet.understanding.languages import language
from callsheet.understanding.phrases import Matcher
from callsheet.understanding.ready import is_question
from callsheet.understanding.words import folded

# Words beside a value. Who tells a longer story may have meant the value as a part of it only.
MOST_BESIDE = 12
# English words that make conditions, open a range, offer another value or leave out this one; and what asks, where it
# begins an answer, unless it asks for the value: "could I have Friday?"
DOUBTS = frozenset(
    word
    for words in (
        "what when where who why which how whether if unless but except besides without instead wrong actually rather",
        "or either versus before after until till since between through by than over under above below half",
        "least most more less later earlier sooner",
    )
    for word in words.split()
)
# Patterns, compiled with the first value that is said: a check hears none.
ASKS = r"(?i)(is|are|was|do|does|did|can|could|would|will|may|might|should)\b"
ASKS_FOR = (
    r"(?i)((can|could|may) (i|we|you) (have|get|do|take|make|book|come|give|say|put)|(what|how) about"
    r"|do you have (anything|something|time))\b"
)
# What leaves it to whoever is asked, and takes nothing back.
IF_POSSIBLE = r"(?i)\bif (possible|that is possible|you can|that works|you have it|it is free)\b"
# What takes back what was said before: "sorry, I meant Friday", "Friday instead".
CORRECTS = (
    r"(?i)\W*(?:(?:no|nope|sorry|wait|actually|oops|rather|correction|scratch that|i (?:mean|meant)|make (?:that|it)"
    r"|change (?:that|it) to)\b\W*)+"
)
INSTEAD = r"(?i)\b(?:instead|rather)\W*$"


def corrected(text: str, tag: str) -> tuple[int, int]:
    """From where to where an answer goes on behind and before words that take back what was said before: all of it
    where there are none."""
    if language_of(tag) != ENGLISH:
        return 0, len(text)
    first, last = re.match(CORRECTS, text), re.search(INSTEAD, text)
    return first.end() if first else 0, last.start() if last else len(text)


def is_clear(before: str, after: str, tag: str) -> bool:
    """Whether what is said before and after a value leaves it what it is. `tag` is the language (`en-US`)."""
    spoken, in_english = language(tag), language_of(tag) == ENGLISH
    asks_for = re.match(ASKS_FOR, before) if in_english else None
    asks = is_question(after) or (in_english and re.match(ASKS, before) is not None)
    if in_english:
        before, after = (
            re.sub(IF_POSSIBLE, "", text) for text in (before[asks_for.end() :] if asks_for else before, after)
        )
    said = [[folded(word) for word in spoken.comparable(text)] for text in (before, after)]
    if sum(map(len, said)) > MOST_BESIDE or (asks and not asks_for):
        return False
    doubts = spoken.negations | spoken.doubts | (DOUBTS if in_english else frozenset())
    return doubts.isdisjoint(said[1]) and (is_sign(before, tag) or doubts.isdisjoint(said[0]))


def is_sign(text: str, tag: str) -> bool:
    """Whether words are nothing but a yes or a no, which gives way to a value: "no, Friday"."""
    return _signs(tag).understand(Utterance(text)).intent != "unclear"


def behind_no(text: str, tag: str) -> str:
    """What is said behind a plain no that begins an answer; empty where none does, or something is asked."""
    spoken = language(tag)
    said = spoken.comparable(text)
    return " ".join(said[1:]) if said[:1] in spoken.no and not is_question(text) else ""


@lru_cache
def _signs(tag: str) -> Matcher:
    return Matcher((AGREE, REFUSE), tag)
