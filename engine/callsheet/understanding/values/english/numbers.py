"""Numbers in English: "a hundred and five", "two and a half", "minus 3", "a dozen", "1,250"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from callsheet.understanding.values.english import dates, times
from callsheet.understanding.values.english.agreeing import meant
from callsheet.understanding.values.english.figures import figures_of
from callsheet.understanding.values.english.forms import NO_NUMBER, Occasion, Parts, SpokenForm, beside
from callsheet.understanding.values.meant import Meant

# Digits of the longest number that somebody means as a number.
MOST_DIGITS = 15
NAMED = {"half a dozen": 6, "a dozen": 12, "a couple": 2}
FRACTIONS = {"half": "0.5", "quarter": "0.25"}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000, "grand": 1000, "million": 10**6, "billion": 10**9}

NUMBER = (
    r"(?P<whole>\d{1,3}(?:,\d{3})+(?!,?\d)|\d+)(?:(?:\.| point )(?P<places>\d+(?: \d+)*))?"
    r"(?: and an? (?P<fraction>half|quarter))?(?: ?(?P<scale>dozen|hundred|thousand|k|grand|million|billion)\b)?"
)


def amount(said: Parts) -> Decimal | None:
    """`1,250`, `2 point 5`, `2 and a half thousand`; None where it is longer than numbers are."""
    whole, places = said["whole"].replace(",", ""), said["places"].replace(" ", "")
    if len(whole + places) > MOST_DIGITS:
        return None
    return (Decimal(f"{whole}.{places or 0}") + Decimal(FRACTIONS.get(said["fraction"], 0))) * SCALES.get(
        said["scale"], 1
    )


def number(said: Parts, _: Occasion) -> Sequence[int | float]:
    """A number of the script: a whole one where it has no fraction."""
    found = amount(said)
    if found is None:
        return ()
    signed = -found if said["minus"] else found
    return [int(signed) if signed == int(signed) else float(signed)]


def named(said: Parts, _: Occasion) -> Sequence[int]:
    return [NAMED[said["named"]]]


def with_zero(said: Parts, _: Occasion) -> Sequence[int]:
    """`2 oh 4`: no sum, as of rooms."""
    return [int(said["hundreds"]) * 100 + int(said["ones"])]


def alone(_: Parts, __: Occasion) -> Sequence[int]:
    """`just me`."""
    return [1]


def year(said: Parts, _: Occasion) -> Sequence[int]:
    """`19 85`: no range, as "twenty thirty" can be."""
    return [int(said["century"]) * 100 + int(said["of_century"])]


# What has numbers in it that count nothing: "on the 4th at 7 pm". What is said of how many days it takes counts them.
COUNTING = (dates.counted, dates.counted_from, dates.ahead, times.ahead)
OTHER_KINDS = tuple(form for form in (*dates.FORMS, *times.FORMS) if form.sure and form.reads not in COUNTING)
FORMS = (
    NO_NUMBER,
    *beside(OTHER_KINDS),
    SpokenForm(re.compile(rf"\b(?P<named>{'|'.join(NAMED)})\b"), named),
    SpokenForm(re.compile(r"\b(?:just|only) (?:me|myself)\b(?!,? (?:and|plus|with|or|my|the)\b)"), alone),
    SpokenForm(re.compile(r"(?:(?P<minus>-|minus |negative ))?\b" + NUMBER), number),
    SpokenForm(re.compile(r"\b(?P<century>1[89]|20(?= [12]))(?: (?P<of_century>[1-9]\d))(?!\d)"), year),
    SpokenForm(re.compile(r"\b(?P<hundreds>[1-9]) (?:oh?|0) (?P<ones>[1-9])(?! ?\d)"), with_zero),
    # What is added to something, a row of them, a place in a row, and a part: no whole number.
    SpokenForm(
        re.compile(
            r"\b(?:and|plus) \d+|\b\d+(?:[ -]\d+)+|\b\d+(?:th|st|nd|rd)\b"
            r"|\b\d+ (?:more|others?|half|halves|quarters?|thirds?|out of)\b"
        )
    ),
)


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """The number that is meant."""
    return meant(figures_of(words), FORMS, occasion)
