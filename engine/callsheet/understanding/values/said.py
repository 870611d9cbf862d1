"""What was said, word by word, with the place of each."""

import re

from msgspec import Struct

from callsheet.understanding.words import APOSTROPHES, folded

# Letters or digits: "7pm" is two words.
WORD = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)*")
# Words of an answer; in a longer one, nobody can tell which of them are the value.
MOST_WORDS = 200


class SaidWord(Struct, frozen=True):
    """A word without case and accents, its place in the text, and what stands between it and the word before."""

    text: str
    start: int
    end: int
    before: str


def words_of(text: str) -> tuple[SaidWord, ...]:
    """The words of a text; none where there are more than `MOST_WORDS`."""
    found: list[SaidWord] = []
    end = 0
    for match in WORD.finditer(text.translate(APOSTROPHES)):
        if len(found) == MOST_WORDS:
            return ()
        before = text[end : match.start()].strip()
        found.append(SaidWord(folded(match[0].lower()), match.start(), match.end(), before))
        end = match.end()
    return tuple(found)
