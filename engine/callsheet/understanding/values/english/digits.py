"""Digits in English, one by one or a few together: "oh two oh four", "double seven", "twelve thirty-four"."""

import re
from collections.abc import Sequence

from callsheet.understanding.values.english.agreeing import meant
from callsheet.understanding.values.english.cardinals import below_hundred
from callsheet.understanding.values.english.figures import figures_of
from callsheet.understanding.values.english.forms import Occasion, Parts, SpokenForm
from callsheet.understanding.values.meant import Meant

TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
ZEROS = {"hundred": "00", "thousand": "000"}
NO_DIGITS = ("and", "then", "dash", "hyphen", "space", "uh", "um")
# A few digits that are said together.
FEW = rf"(?:(?:{'|'.join(TIMES)}) )?(?:\d+|oh?\b|zero\b|n[ao]ught\b)(?: (?:{'|'.join(ZEROS)})\b(?: and\b)?)?"
BETWEEN = rf"(?:[ ,.()-]{{1,3}}|,? (?:{'|'.join(NO_DIGITS)}) )"
RUN = rf"{FEW}(?:{BETWEEN}{FEW})*"
WORD = re.compile(r"[a-z]+|\d+")
# "One hundred and five", where nothing follows: one number. Else, "eight hundred five five five".
ONE_NUMBER = re.compile(
    r"(?<!\d)(?=\d (?:hundred|thousand))(?:(\d) thousand(?: and)?)?(?: ?(\d) hundred(?: and)?)?"
    r"(?: (\d\d?|(?<!hundred )(?<!hundred and )\d{3}))?$"
)
# It may be no zero.
SOUND = re.compile(r"oh?,")


def written(run: str) -> str:
    """`double 7 oh 4` -> `7704`."""
    found, times = "", 1
    for word in WORD.findall(run):
        if word in TIMES:
            times = TIMES[word]
            continue
        few = ZEROS.get(word) or (word if word.isdecimal() else "" if word in NO_DIGITS else "0")
        found += few[:1] * (times - 1) + few
        times = 1
    return found


def digits(said: Parts, _: Occasion) -> Sequence[str]:
    """The digits that can be meant, the likeliest first."""
    run = said["run"]
    runs = (SOUND.sub("", run), run)
    return list(dict.fromkeys(written(each) for run in runs for each in (ONE_NUMBER.sub(_together, run), run)))


def _together(match: re.Match[str]) -> str:
    thousands, hundreds, rest = (int(part or 0) for part in match.groups())
    return str(1000 * thousands + 100 * hundreds + rest)


LETTER = "[b-hj-np-z]"
FORMS = (
    # A code with letters is no row of digits.
    SpokenForm(re.compile(rf"\b{LETTER}(?: {LETTER})*{BETWEEN}{RUN}|\b{RUN}{BETWEEN}{LETTER}\b")),
    SpokenForm(re.compile(r"\boh?\b"), beside=True),
    SpokenForm(re.compile(rf"\b(?P<run>{RUN})(?!\w)"), digits),
)


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """The digits that are meant; nothing where other words stand between them."""
    return meant(figures_of(words, below_hundred), FORMS, occasion)
