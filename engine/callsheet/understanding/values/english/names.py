"""Names in English: "my name is Mary O'Neill", "this is Smith, S M I T H"."""

import re

from callsheet.understanding.values.english.agreeing import CORRECTED
from callsheet.understanding.values.english.forms import Occasion
from callsheet.understanding.values.meant import Meant

# Words of the longest name, and characters of an answer that has one: a longer one is more than a name.
MOST_WORDS, MOST_CHARACTERS = 6, 200
# What is said before a name, and behind it.
SAYS_NOTHING = r"yes|yeah|yep|sure|okay|ok|um+|uh+|er|hm+|hi|hello|hey|well|so|oh|no|and|please"
NOTHING = rf"(?:\W*\b(?:{SAYS_NOTHING}|good (?:morning|afternoon|evening))\b)*\W*"
SIGNS = re.compile(NOTHING, re.IGNORECASE)
BEFORE = re.compile(
    rf"(?:{NOTHING}\b(?:(?:(?:my|the) )?(?:full |first |last |family |sur)?name(?:'?s| is| would be)"
    r"|(?:this|it|that|here)(?:'?s| is| would be)|i(?:'?m| am)|i go by|(?:you can |please |just )?call me"
    rf"|(?:it's |put it |make it )?(?:under|for))\b)*{NOTHING}",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"(?:\W+(?:speaking|here|please|thanks|thank you|calling|is (?:my|the) name|is it|on the (?:line|phone)))*\W*$",
    re.IGNORECASE,
)
# Between the parts of a name.
LABELS = re.compile(r"\W*\b(?:(?:first|last|family|middle) name|surname)(?:'?s| is)?\b\W*", re.IGNORECASE)
SPELLED = re.compile(
    r"[,;:.]?\s*(?:(?:that(?:'?s| is)|spelled|spelt|it(?:'?s| is)|i spell(?: that| it)?)\s+)*"
    r"\b(?P<letters>[^\W\d_](?:[\s.,-]+[^\W\d_])+)\b\.?",
    re.IGNORECASE,
)
# "Bond, James Bond"
TWICE = re.compile(r"(?P<last>[\w'-]+), (?P<whole>[\w' -]+\b(?P=last))", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PART = re.compile(r"[^\W\d_]+")
NO_NAME = re.compile(r"[0-9?]")
# Nobody is called so; who says it has said something else.
OTHER_WORDS = (
    "i you he she it we they me my your his her our their this that these those the a an is am are was were be "
    "been do does did don't dont doesn't have has had can can't cant could won't would should want need like get "
    "got go know think say said tell give take make speak talk call calling yes no not nope yeah okay ok what who "
    "when where why how which wait sorry please thanks thank help repeat again operator agent and or but if of in "
    "on at to for with about from name somebody someone nobody anyone none nothing something moment second minute "
    "one just uh um"
)
NO_NAMES = frozenset(OTHER_WORDS.split())


def read(words: str, _: Occasion) -> tuple[Meant, ...]:
    """The name, its first letters large; nothing where something else was said."""
    if len(words) > MOST_CHARACTERS or NO_NAME.search(words):
        return ()
    corrections = (match.end() for match in CORRECTED.finditer(words))
    begins = _end(BEFORE, words, max((end for end in corrections if WORD.search(words, end)), default=0))
    behind = BEHIND.search(words, begins)
    said = words[begins : behind.start() if behind else len(words)]
    spelled = SPELLED.search(said)
    if spelled:
        said = said[: spelled.start()] + said[spelled.end() :]
    twice = TWICE.fullmatch(said)
    names = WORD.findall(LABELS.sub(" ", twice["whole"] if twice else said))
    if spelled:
        names = _with_spelled(names, "".join(PART.findall(spelled["letters"])))
    if not 0 < len(names) <= MOST_WORDS or not NO_NAMES.isdisjoint(map(str.lower, names)):
        return ()
    # In a text that is all in capitals, they say nothing.
    names = [name.lower() for name in names] if words.upper() == words else names
    return (Meant(" ".join(PART.sub(_first_large, name) for name in names), _end(SIGNS, words), len(words)),)


def _end(pattern: re.Pattern[str], words: str, start: int = 0) -> int:
    """Where what matches from a place on ends."""
    match = pattern.match(words, start)
    return match.end() if match else start


def _with_spelled(names: list[str], spelled: str) -> list[str]:
    """The names with the one that was spelled: it is one of them, or the last, or all there is."""
    return names if spelled.lower() in map(str.lower, names) else [*names[:-1], spelled.lower()]


def _first_large(part: re.Match[str]) -> str:
    """`mary` -> `Mary`; the "s" of a genitive is no part that begins anew."""
    return part[0] if part[0] == "s" else part[0][:1].upper() + part[0][1:]
