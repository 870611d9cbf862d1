"""Whole numbers in English: "a hundred and five", "twelve hundred", "1,250"."""

from collections.abc import Sequence

from callsheet.ports.english import NUMBERS, TENS, THOUSANDS
from callsheet.understanding.values.said import SaidWord

ONES = {name: number for number, name in enumerate(NUMBERS) if number}
ALL_TENS = {name: 10 * ten for ten, name in enumerate(TENS) if name}
SCALES = {name: 1000**power for power, name in enumerate(THOUSANDS) if name}
# Digits of a number that is written; nobody means a longer one as a number.
MOST_DIGITS = 15


def cardinal(said: Sequence[SaidWord], at: int) -> tuple[int, int] | None:
    """The place behind the whole number that begins at a place, and the number."""
    if at < len(said) and said[at].text.isdecimal():
        return _written(said, at)
    if _is(said, at, "zero"):
        return at + 1, 0
    total, end, below = 0, at, None
    while True:
        begin = end + 1 if total and _is(said, end, "and") else end
        group = _below_thousand(said, begin)
        if group is None:
            break
        after, number = group
        scale = SCALES.get(said[after].text, 1) if after < len(said) else 1
        if below is not None and scale >= below:
            break
        total, below, end = total + number * scale, scale, after + (scale > 1)
        if scale == 1:
            break
    return (end, total) if total else None


def _written(said: Sequence[SaidWord], at: int) -> tuple[int, int] | None:
    """`1250`, `1,250`."""
    digits, end = said[at].text, at + 1
    while len(digits) <= MOST_DIGITS and end < len(said) and said[end].before == "," and _glued_group(said, end):
        digits += said[end].text
        end += 1
    return (end, int(digits)) if len(digits) <= MOST_DIGITS else None


def _glued_group(said: Sequence[SaidWord], at: int) -> bool:
    """Whether three digits stand there, with nothing but one sign before them."""
    word = said[at]
    return word.text.isdecimal() and len(word.text) == 3 and word.start == said[at - 1].end + len(word.before)


def _below_thousand(said: Sequence[SaidWord], at: int) -> tuple[int, int] | None:
    """`a hundred and five`, `twelve hundred`, `forty-two`."""
    if _is(said, at, "a") and at + 1 < len(said) and said[at + 1].text in ("hundred", *SCALES):
        found: tuple[int, int] | None = (at + 1, 1)
    else:
        found = _below_hundred(said, at)
    if found is None or not _is(said, found[0], "hundred"):
        return found
    end, number = found[0] + 1, 100 * found[1]
    rest = _below_hundred(said, end + 1 if _is(said, end, "and") else end)
    return (rest[0], number + rest[1]) if rest else (end, number)


def _below_hundred(said: Sequence[SaidWord], at: int) -> tuple[int, int] | None:
    if at >= len(said):
        return None
    word = said[at].text
    if word in ONES:
        return at + 1, ONES[word]
    if word not in ALL_TENS:
        return None
    one = ONES.get(said[at + 1].text, 0) if at + 1 < len(said) else 0
    return (at + 2, ALL_TENS[word] + one) if 0 < one < 10 else (at + 1, ALL_TENS[word])


def _is(said: Sequence[SaidWord], at: int, word: str) -> bool:
    return at < len(said) and said[at].text == word
