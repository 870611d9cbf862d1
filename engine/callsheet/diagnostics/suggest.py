"""Did-you-mean: the names that would have been right, and whether one is near enough to be written unasked."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from heapq import nlargest

# Below this similarity (0 to 1, difflib's ratio) a guess misleads more often than it helps.
LEAST_SIMILARITY = 0.6
_MEANT = r'did you mean "([^"]+)"\?'
# Names. The comparison is slow, and a hostile file has thousands of names, and of mistakes: those are compared that
# share the most letters with the wrong one.
MOST_COMPARED = 24
# Names. There are 600 time zones; a script with more names of its own than that gets no guesses.
MOST_KNOWN = 700
# Names. A longer list is no help to somebody who reads it aloud.
MOST_NAMES_LISTED = 12
# Names between which a help asks.
MOST_ASKED_FOR = 3


def near(wrong: str, known: Iterable[str]) -> list[str]:
    """Those of `known` that `wrong` may be: each that it is but for one slip, else those that it is a word of (`phone`
    of `phone_number`), else the one that most resembles it."""
    known = set(known)
    if len(known) > MOST_KNOWN:
        return []
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    word = wrong.casefold()
    if word in folded:
        return [folded[word]]
    from difflib import get_close_matches  # who checks what is right does not wait for it

    candidates = list(folded)
    if len(candidates) > MOST_COMPARED:
        pairs = _pairs(word)
        candidates = nlargest(MOST_COMPARED, candidates, key=lambda name: len(pairs & _pairs(name)))
    alike = get_close_matches(word, candidates, n=MOST_COMPARED, cutoff=LEAST_SIMILARITY)
    slips = sorted(name for name in alike if one_slip(word, name))
    wider = sorted(name for name in candidates if word in re.split(r"[\W_]+", name))
    return [folded[name] for name in slips or wider or alike[:1]]


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `wrong` most likely is, or None where nothing comes near."""
    return next(iter(near(wrong, known)), None)


@lru_cache(maxsize=10_000)
def _pairs(word: str) -> frozenset[str]:
    """The letters of a word, and those that stand beside each other: words that share most of them are much alike."""
    return frozenset((*word, *(word[place : place + 2] for place in range(len(word)))))


def likeness(one: str, other: str) -> float:
    """How alike two words are: 0 to 1, difflib's ratio."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio()


def one_slip(one: str, other: str) -> bool:
    """Whether a slip of the keyboard tells two words apart at most: a letter is missing, is too many or is another, or
    two have changed places. Another number is none: whoever writes it means it."""
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    pairs = enumerate(zip(one, other, strict=False))
    begun = next((place for place, (letter, instead) in pairs if letter != instead), min(len(one), len(other)))
    one, other = one[begun:], other[begun:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def spelt_alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for one slip, or for their capitals, spaces and signs."""
    one, other = one.casefold(), other.casefold()
    return one_slip(one, other) or re.sub(r"[\W_]", "", one) == re.sub(r"[\W_]", "", other)


def did_you_mean(wrong: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """A help line: the nearest names, else the names there are, else `otherwise`."""
    names = sorted(set(known))
    return ask_for(*near(wrong, names)) or _there_is(names) or otherwise


def did_you_mean_file(wrong: str, files: Iterable[str], *, otherwise: str = "") -> str:
    """The same of paths: files are alike whose names are, without folders and endings."""
    names = sorted(files)
    by_stem = defaultdict(list)
    for name in names:
        by_stem[_stem(name)].append(name)
    alike = [name for stem in near(_stem(wrong), by_stem) for name in by_stem[stem]]
    return ask_for(*[name for name in alike if one_slip(wrong, name)] or alike) or _there_is(names) or otherwise


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _there_is(names: Collection[str]) -> str:
    return "there is: " + ", ".join(names) if 0 < len(names) <= MOST_NAMES_LISTED else ""


def ask_for(*names: str) -> str:
    """A help line that asks for one name in place of another, or for one of several; empty of none."""
    *others, last = [f'"{name}"' for name in names[:MOST_ASKED_FOR]] or [""]
    asked = f"{', '.join(others)} or {last}" if others else last
    return f"did you mean {asked}?" if asked else ""


def ask_between(wrong: str, guess: str, known: Iterable[str]) -> str:
    """A help line that asks for `guess`, and for whatever else of `known` is as near."""
    names = near(wrong, known)
    return ask_for(*names) if guess in names else ask_for(guess)


def asked_for(help_: str) -> str | None:
    """The name that such a help line asks for; None of any other line, and where it asks for one of several."""
    found = re.fullmatch(_MEANT, help_)
    return found[1] if found else None
