"""A text in sentences: what is made, and kept, at a time."""

import re
import unicodedata

# Characters of a sentence. A voice begins to speak sooner with less, and half a minute of sound is enough at a time.
MOST_CHARACTERS = 300
# Behind these a full stop ends nothing.
ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "rev", "gen", "col", "sgt", "capt", "lt"),
        *("no", "nos", "vs", "etc", "approx", "ave", "blvd", "rd", "apt", "dept", "ext", "tel", "fig", "vol"),
        *("inc", "ltd", "co", "corp", "e.g", "i.e", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    )
)
# These end a sentence as well, where the next word begins one.
MAY_END = frozenset(("etc", "inc", "ltd", "co", "corp", "jr", "sr", "ave", "blvd", "rd"))
LONGEST_ABBREVIATION = max(map(len, ABBREVIATIONS)) + 1  # with a bracket or a quotation mark before it
END = re.compile(r"[.!?…]{1,10}[\"”’')\]]{0,3}(?=\s)|[。！？]")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
# What has a sound, or should have: not punctuation, spaces and what cannot be seen. (Unicode's categories.)
SOUNDS = frozenset("LMNS") | {"Co", "Cn", "Cs"}
# Where a sentence that is too long is cut, the best first.
CUTS = (re.compile(r"[,;:—–](?=\s)"), re.compile(r"(?=\s)"))
# Of the most characters, so many at least: a cut after the first word gains nothing.
LEAST_PART = 1 / 3


def sentences(text: str, most: int = MOST_CHARACTERS) -> list[str]:
    """The sentences of a text, each of at most `most` characters; nothing that has no letter, digit or sign.

    Longer ones are cut after commas, else between words, else anywhere.
    """
    found: list[str] = []
    for paragraph in PARAGRAPH.split(text):
        line = " ".join(paragraph.split())
        start = 0
        for end in END.finditer(line):
            if _ends(line, end):
                found += _short(line[start : end.end()].strip(), most)
                start = end.end()
        found += _short(line[start:].strip(), most)
    return [sentence for sentence in found if any(map(_sounds, sentence))]


def _sounds(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum()
    category = unicodedata.category(sign)
    return category in SOUNDS or category[0] in SOUNDS


def _ends(line: str, end: re.Match[str]) -> bool:
    """Whether a sentence ends here, and not an abbreviation or an initial."""
    follows = line[end.end() : end.end() + 2].strip()[:1]
    if follows.islower():
        return False
    if end[0] != ".":
        return True
    before = line[max(0, end.start() - LONGEST_ABBREVIATION - 1) : end.start()]
    word = before[before.rfind(" ") + 1 :].lstrip("(\"“'‘")
    if len(word) == 1 and word.isalpha() and word != "I":
        return False  # J. Smith
    return word.lower() not in ABBREVIATIONS or (word.lower() in MAY_END and follows.isupper())


def _short(sentence: str, most: int) -> list[str]:
    parts = []
    while len(sentence) > most:
        at = _cut(sentence[:most])
        parts.append(sentence[:at].strip())
        sentence = sentence[at:].lstrip()
    return [*parts, sentence]


def _cut(window: str) -> int:
    """Where the first part ends."""
    least = int(len(window) * LEAST_PART)
    for pattern in CUTS:
        ends = [match.end() for match in pattern.finditer(window, least)]
        if ends:
            return ends[-1]
    return len(window)
