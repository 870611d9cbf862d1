"""What was said, word by word, with the place of each."""

import re

from msgspec import Struct

from callsheet.understanding.words import APOSTROPHES, folded

SPACES = re.compile(r"\s+")
# Letters or digits: "7pm" is two words.
WORD = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)*")
# Characters of an answer; in a longer one, nobody can tell which of its words are the value.
MOST_CHARACTERS = 500


class SaidWord(Struct, frozen=True):
    """A word without case and accents, its place in the text, and what stands between it and the word before."""

    text: str
    start: int
    end: int
    before: str


def words_of(text: str) -> tuple[SaidWord, ...]:
    """The words of a text; none where it has more than `MOST_CHARACTERS`."""
    found: list[SaidWord] = []
    end = 0
    for match in WORD.finditer(text.translate(APOSTROPHES) if len(text) <= MOST_CHARACTERS else ""):
        before = SPACES.sub(" ", text[end : match.start()])
        found.append(SaidWord(folded(match[0].lower()), match.start(), match.end(), before))
        end = match.end()
    return tuple(found)
