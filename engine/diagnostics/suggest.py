"""Did-you-mean: the nearest of the names that would have been right."""

from collections.abc import Iterable
from difflib import get_close_matches

# Below this similarity (0 to 1, difflib's ratio) a guess misleads more often than it helps.
LEAST_SIMILARITY = 0.6


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The one of `known` that most resembles `wrong`, or None where nothing comes near."""
    names = sorted(set(known))
    folded = {name.casefold(): name for name in reversed(names)}
    found = get_close_matches(wrong.casefold(), list(folded), n=1, cutoff=LEAST_SIMILARITY)
    return folded[found[0]] if found else None


def did_you_mean(wrong: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """A help line: the nearest name, else the names there are, else `otherwise`."""
    names = sorted(set(known))
    guess = nearest(wrong, names)
    if guess is not None:
        return f'did you mean "{guess}"?'
    if names and len(names) <= MOST_NAMES_LISTED:
        return "there is: " + ", ".join(names)
    return otherwise


# A longer list is no help to somebody who reads it aloud.
MOST_NAMES_LISTED = 12
