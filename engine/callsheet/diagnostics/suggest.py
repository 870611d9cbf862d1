"""Did-you-mean: the nearest of the names that would have been right."""

import re
from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest

# Below this similarity (0 to 1, difflib's ratio) a guess misleads more often than it helps.
LEAST_SIMILARITY = 0.6
_MEANT = re.compile(r'did you mean "([^"]+)"\?')
# Names. The comparison is slow, and a hostile file has thousands of names, and of mistakes: those are compared that
# share the most letters with the wrong one.
MOST_COMPARED = 24
# Names. There are 600 time zones; a script with more names of its own than that gets no guesses.
MOST_KNOWN = 700


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The one of `known` that most resembles `wrong`, or None where nothing comes near."""
    known = set(known)
    if len(known) > MOST_KNOWN:
        return None
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    word = wrong.casefold()
    if word in folded:
        return folded[word]
    from difflib import get_close_matches  # who checks what is right does not wait for it

    candidates = list(folded)
    if len(candidates) > MOST_COMPARED:
        pairs = _pairs(word)
        candidates = nlargest(MOST_COMPARED, candidates, key=lambda name: len(pairs & _pairs(name)))
    found = get_close_matches(word, candidates, n=1, cutoff=LEAST_SIMILARITY)
    return folded[found[0]] if found else None


@lru_cache(maxsize=10_000)
def _pairs(word: str) -> frozenset[str]:
    """The letters of a word, and those that stand beside each other: words that share most of them are much alike."""
    return frozenset((*word, *(word[place : place + 2] for place in range(len(word)))))


def likeness(one: str, other: str) -> float:
    """How alike two words are: 0 to 1, difflib's ratio."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio()


def did_you_mean(wrong: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """A help line: the nearest name, else the names there are, else `otherwise`."""
    names = sorted(set(known))
    guess = nearest(wrong, names)
    if guess is not None:
        return ask_for(guess)
    if names and len(names) <= MOST_NAMES_LISTED:
        return "there is: " + ", ".join(names)
    return otherwise


def ask_for(guess: str) -> str:
    """A help line that asks for one name in place of another."""
    return f'did you mean "{guess}"?'


def asked_for(help_: str) -> str | None:
    """The name that such a help line asks for; None of any other line."""
    found = _MEANT.fullmatch(help_)
    return found[1] if found else None


# A longer list is no help to somebody who reads it aloud.
MOST_NAMES_LISTED = 12
