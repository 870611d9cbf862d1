"""Whole numbers in English words: "a hundred and five", "twelve hundred", "forty-two"."""

from collections.abc import Sequence

from callsheet.ports.english import NUMBERS, TENS, THOUSANDS
from callsheet.understanding.values.said import SaidWord

ONES = {name: number for number, name in enumerate(NUMBERS) if number}
ALL_TENS = {name: 10 * ten for ten, name in enumerate(TENS) if name}
SCALES = {name: 1000**power for power, name in enumerate(THOUSANDS) if name}
# What may stand between the words of one number.
JOINED = frozenset((" ", "-"))

# A place behind the words that were read, and the number.
Read = tuple[int, int]


def cardinal(said: Sequence[SaidWord], at: int) -> Read | None:
    """The longest number that begins at a place."""
    if said[at].text == NUMBERS[0]:
        return at + 1, 0
    total, end, below = 0, at, SCALES[THOUSANDS[-1]] * 1000
    while group := _below_thousand(said, end + 1 if total and _goes_on(said, end, "and") else end):
        after, number = group
        scale = SCALES.get(said[after].text, 1) if _goes_on(said, after) else 1
        if scale >= below or (total and said[end].before not in (*JOINED, ", ")):
            break
        total, below, end = total + number * scale, scale, after + (scale > 1)
        if scale == 1:
            break
    return (end, total) if total else None


def _below_thousand(said: Sequence[SaidWord], at: int) -> Read | None:
    """`a hundred and five`, `twelve hundred`; `a` alone only before `hundred` and what multiplies."""
    if at < len(said) and said[at].text == "a" and _goes_on(said, at + 1, "hundred", *SCALES):
        found: Read | None = (at + 1, 1)
    else:
        found = below_hundred(said, at)
    if found is None or not _goes_on(said, found[0], "hundred"):
        return found
    end, number = found[0] + 1, 100 * found[1]
    begin = end + 1 if _goes_on(said, end, "and") else end
    rest = below_hundred(said, begin) if _goes_on(said, begin) else None
    return (rest[0], number + rest[1]) if rest else (end, number)


def below_hundred(said: Sequence[SaidWord], at: int) -> Read | None:
    """`seven`, `forty-two`."""
    word = said[at].text if at < len(said) else ""
    if word in ONES:
        return at + 1, ONES[word]
    if word not in ALL_TENS:
        return None
    one = ONES.get(said[at + 1].text, 0) if _goes_on(said, at + 1) else 0
    return (at + 2, ALL_TENS[word] + one) if 0 < one < 10 else (at + 1, ALL_TENS[word])


def _goes_on(said: Sequence[SaidWord], at: int, *words: str) -> bool:
    """Whether a word, one of `words` where there are any, stands there as part of the same number."""
    return at < len(said) and said[at].before in JOINED and (not words or said[at].text in words)
