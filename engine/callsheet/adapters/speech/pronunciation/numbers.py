"""Numbers in English words. Numbers are given as the digits that stand in a text."""

import re
from itertools import pairwise

from callsheet.ports.english import FIRST_TWENTY, NUMBERS, TENS, THOUSANDS

# A number whose digits are grouped as in India: its lakhs and crores are named.
IN_LAKHS = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
CRORE, LAKH = 10_000_000, 100_000
# Digits of the largest number that has a name here.
MOST_DIGITS = 3 * len(THOUSANDS)
# Digits that are said in one breath, by how many there are: telephone numbers as they are written in most places.
GROUPS = {6: (3, 3), 7: (3, 4), 8: (4, 4), 9: (3, 3, 3), 10: (3, 3, 4), 11: (1, 3, 3, 4)}
# Of others, so many in each group.
GROUP = 4


def cardinal(number: int) -> str:
    """1245 -> `one thousand two hundred forty-five`; beyond `MOST_DIGITS` digit by digit."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= 10**MOST_DIGITS:
        return one_by_one(str(number))
    spoken: list[str] = []
    for thousands in THOUSANDS:
        number, part = divmod(number, 1000)
        if part or not (number or spoken):
            spoken.insert(0, f"{_below_thousand(part)} {thousands}".rstrip())
        if not number:
            break
    return " ".join(spoken)


def so_many(number: int, noun: str) -> str:
    """`one hour`, `two hours`."""
    return f"{cardinal(number)} {noun}{'' if number == 1 else 's'}"


def ordinal(number: int) -> str:
    """22 -> `twenty-second`."""
    spoken = cardinal(number)
    start = max(spoken.rfind(" "), spoken.rfind("-")) + 1
    last = spoken[start:]
    if last in NUMBERS[1:]:
        return spoken[:start] + FIRST_TWENTY[NUMBERS.index(last) - 1]
    return spoken[:-1] + "ieth" if last.endswith("y") else spoken + "th"


def year(number: int) -> str:
    """2026 -> `twenty twenty-six`, 1905 -> `nineteen oh five`, 2008 -> `two thousand eight`."""
    century, rest = divmod(number, 100)
    if not 10 <= century <= 99 or (century % 10 == 0 and rest < 10):
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decimal(whole: str, places: str) -> str:
    """3, 50 -> `three point five zero`."""
    return f"{said(whole)} point {one_by_one(places)}" if places else said(whole)


def said(digits: str) -> str:
    """A run of digits: a number, or digit by digit where it begins with zero, or has no name.

    Thousands may be separated by commas; where lakhs and crores are, these are said.
    """
    plain = digits.replace(",", "")
    if len(plain) > MOST_DIGITS or (plain != "0" and plain.startswith("0")):
        return one_by_one(plain)
    if IN_LAKHS.fullmatch(digits):
        return _in_lakhs(int(plain))
    return cardinal(int(plain))


def _in_lakhs(number: int) -> str:
    """150000 -> `one lakh fifty thousand`."""
    crores, rest = divmod(number, CRORE)
    lakhs, rest = divmod(rest, LAKH)
    spoken = [f"{_in_lakhs(crores) if crores >= LAKH else cardinal(crores)} crore"] if crores else []
    spoken += [f"{cardinal(lakhs)} lakh"] if lakhs else []
    spoken += [cardinal(rest)] if rest or not spoken else []
    return " ".join(spoken)


def one_by_one(digits: str) -> str:
    """0142 -> `zero one four two`."""
    return " ".join(NUMBERS[int(digit)] for digit in digits)


def in_groups(digits: str) -> str:
    """5550142 -> `five five five, zero one four two`."""
    sizes = GROUPS.get(len(digits))
    if sizes is None or (len(digits) == 11 and digits[0] != "1"):
        short = len(digits) <= 5
        sizes = (len(digits),) if short else tuple(min(GROUP, len(digits) - at) for at in range(0, len(digits), GROUP))
    ends = [0]
    for size in sizes:
        ends.append(ends[-1] + size)
    return ", ".join(one_by_one(digits[start:end]) for start, end in pairwise(ends))


def as_letters(spelled: str) -> str:
    """Before another word a single A would be taken for the article; a comma makes it a letter."""
    return re.sub(r"\bA(?= )", "A,", spelled)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    spoken = [f"{NUMBERS[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        spoken.append(TENS[rest // 10] + (f"-{NUMBERS[rest % 10]}" if rest % 10 else ""))
    elif rest or not hundreds:
        spoken.append(NUMBERS[rest])
    return " ".join(spoken)
