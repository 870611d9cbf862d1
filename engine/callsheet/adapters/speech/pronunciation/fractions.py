"""Parts of a whole."""

import re

from callsheet.adapters.speech.pronunciation.numbers import cardinal, ordinal, said, so_many
from callsheet.adapters.speech.pronunciation.rules import BEGINS, ENDS, Rule

# Denominators that people say as parts; with others, what looks like a fraction is something else.
HALF, QUARTER = 2, 4
DENOMINATORS = frozenset((HALF, 3, QUARTER, 5, 6, 7, 8, 9, 10, 16))
# So many of these are a mark or a score ("eight out of ten"), and no parts of anything.
SCORES = frozenset((10, 100))
ALIKE = {"24/7": "twenty-four seven", "50/50": "fifty-fifty", "20/20": "twenty twenty"}
FRACTION = r"(?P<of>[0-9]{1,3})/(?P<by>[0-9]{1,3})"


def is_part(of: int, by: int) -> bool:
    """Whether that is a fraction, and not a day or a score."""
    return 0 < of < by and by in DENOMINATORS


def parts(of: int, by: int) -> str:
    """3, 4 -> `three quarters`."""
    name = {HALF: "half", QUARTER: "quarter"}.get(by) or ordinal(by)
    return so_many(of, name)


def _fraction(match: re.Match[str]) -> str:
    """`3/4`, `8/10`, `24/7`."""
    of, by = int(match["of"]), int(match["by"])
    if match[0] in ALIKE:
        return ALIKE[match[0]]
    if of > 1 and of <= by and by in SCORES:
        return f"{cardinal(of)} out of {cardinal(by)}"
    return parts(of, by) if is_part(of, by) else f"{said(match['of'])} slash {said(match['by'])}"


def _mixed(match: re.Match[str]) -> str:
    """`2 1/2`, `3-1/4`."""
    of, by = int(match["of"]), int(match["by"])
    if not is_part(of, by):
        return match[0]
    return f"{said(match['whole'])} and {'a half' if by == HALF else parts(of, by)}"


MIXED = (Rule(re.compile(rf"{BEGINS}(?P<whole>[0-9]{{1,5}})[ -]{FRACTION}{ENDS}"), _mixed),)
FRACTIONS = (Rule(re.compile(rf"{BEGINS}{FRACTION}{ENDS}"), _fraction),)
