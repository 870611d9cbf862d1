"""Amounts of money in English: "twelve fifty", "two dollars fifty", "$12.50", "a hundred bucks", "fifty cents"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from callsheet.ports.currencies import CURRENCIES, NAMED, SIGNS
from callsheet.understanding.values.english.agreeing import meant
from callsheet.understanding.values.english.figures import figures_of
from callsheet.understanding.values.english.forms import Occasion, Parts, SpokenForm, beside
from callsheet.understanding.values.english.numbers import NUMBER, OTHER_KINDS, amount
from callsheet.understanding.values.english.times import ALONE
from callsheet.understanding.values.meant import Meant

UNITS = NAMED | dict.fromkeys(("buck", "bucks"), CURRENCIES["USD"]) | {"quid": CURRENCIES["GBP"]}
PARTS = {name for currency in CURRENCIES.values() for name in (currency.one_part, currency.many_parts)} | {
    "p",
    "pennies",
}

UNIT = rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"
PART = rf"(?:{'|'.join(sorted(PARTS, key=len, reverse=True))})"
SIGN = rf"(?P<sign>[{''.join(SIGNS)}]) ?"


def cents(said: Parts, _: Occasion) -> Sequence[int]:
    """`$12.50`, `2 dollars 50`, `12 dollars`; cents are the parts of the currency that is named."""
    currency = UNITS.get(said["unit"]) or CURRENCIES[SIGNS.get(said["sign"], "USD")]
    units = amount(said) if said["whole"] else Decimal(1)
    if units is None:
        return ()
    whole = units * currency.parts + int(said["parts"] or 0)
    return [int(whole)] if whole == int(whole) else ()


def only_parts(said: Parts, _: Occasion) -> Sequence[int]:
    """`50 cents`."""
    return [int(said["parts"])]


def side_by_side(said: Parts, occasion: Occasion) -> Sequence[int]:
    """`12 50`: twelve and fifty cents, or twelve hundred and fifty."""
    units, parts = int(said["units"]), int(said["parts"])
    both = [units * 100 + parts, (units * 100 + parts) * 100]
    return both[:1] if said["oh"] or units > 99 else both


FORMS = (
    *beside(OTHER_KINDS),
    SpokenForm(re.compile(rf"{SIGN}{NUMBER}"), cents),
    SpokenForm(
        re.compile(
            rf"\b(?:{NUMBER}|an?) {UNIT}\b"
            rf"(?:(?:,(?= (?:and )?\d+ {PART}\b))?(?: and)? (?P<parts>\d{{1,3}})(?!\d)(?: {PART}\b)?)?"
        ),
        cents,
    ),
    SpokenForm(re.compile(rf"\b(?P<parts>\d{{1,4}}) ?(?:{PART}\b|\u00a2)"), only_parts),
    SpokenForm(
        re.compile(rf"\b(?P<units>\d{{1,4}}) (?:(?P<oh>oh?|0) (?=\d\b))?(?P<parts>\d\d?)(?!\d)(?: {UNIT}\b)?"),
        side_by_side,
    ),
    SpokenForm(re.compile(rf"\b{NUMBER}(?!\d){ALONE}"), cents),
    SpokenForm(re.compile(r"\b\d+(?:[ -]\d+){2,}|\b\d+ [1-9]\b|\b(?:and|plus) \d+|\b\d+(?:th|st|nd|rd)?\b")),
)


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """The amounts that can be meant, in cents."""
    return meant(figures_of(words), FORMS, occasion)
