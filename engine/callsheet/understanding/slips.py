"""Slips in the few English words that an answer hangs on: `yess`, `corect`, `rigth`.

Only words that nobody listens for are mended: a slip must not turn one answer into another.
"""

import re
from collections.abc import Set
from functools import cache, lru_cache

from callsheet.understanding import english, english_words

MENDED = (
    *("yes", "yeah", "yep", "yup", "no", "nope", "nah", "sure", "okay", "right", "correct", "true", "good", "great"),
    *(
        "perfect",
        "fine",
        "cool",
        "awesome",
        "wonderful",
        "excellent",
        "exactly",
        "absolutely",
        "definitely",
        "certainly",
    ),
    *(
        "affirmative",
        "confirm",
        "confirmed",
        "agree",
        "agreed",
        "sounds",
        "works",
        "looks",
        "please",
        "thanks",
        "thats",
    ),
    *("wrong", "false", "incorrect", "moment"),
)
# Letters of a word that one may be missing in, or two may be swapped; and of one that one may be another in. In shorter
# ones it would be another word.
FEW_LETTERS, MANY_LETTERS = 5, 7
_REPEATED = re.compile(r"(.)\1+")


@cache
def listened_for() -> Set[str]:
    """All words in the ways to answer."""
    ways = (english.AGREE, english.AND_DO, english.REFUSE, english.REASON, english.REPEAT, english.OPERATOR)
    texts = (*english_words.LISTS.values(), *(pattern for patterns in (*ways, english.GOODBYE) for pattern in patterns))
    return frozenset(re.findall(r"[a-z]+", " ".join(texts)))


@lru_cache(4096)
def mended(word: str) -> str:
    """The word that a word which nobody listens for was meant to be; the same word where that is not plain."""
    if word in listened_for():
        return word
    meant = [each for each in MENDED if each[:1] == word[:1] and (_once(each) == _once(word) or _slip(word, each))]
    return meant[0] if len(meant) == 1 else word


@lru_cache(4096)
def _once(word: str) -> str:
    """A word with each of its letters once, where it stands several times in a row."""
    return _REPEATED.sub(r"\1", word)


def _slip(said: str, meant: str) -> bool:
    """Whether one letter is missing, two are swapped, or, in a long word, one is another."""
    if len(meant) < FEW_LETTERS or not 0 <= len(meant) - len(said) <= 1:
        return False
    pairs = enumerate(zip(said, meant, strict=False))
    start = next((place for place, (one, other) in pairs if one != other), len(said))
    if len(said) < len(meant):
        return said[start:] == meant[start + 1 :]
    if said[start : start + 2] == meant[start : start + 2][::-1] and said[start + 2 :] == meant[start + 2 :]:
        return True
    return len(meant) >= MANY_LETTERS and said[start + 1 :] == meant[start + 1 :]
