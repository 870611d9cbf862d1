"""The kinds that are said in a way of their own in English, and what reads them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from callsheet.understanding.values.english import dates, digits, emails, moments, money, names, numbers, phones, times
from callsheet.understanding.values.english.forms import Occasion
from callsheet.understanding.values.meant import Meant

PACK: Mapping[str, Callable[[str, Occasion], tuple[Meant, ...]]] = {
    "digits": digits.read,
    "number": numbers.read,
    "money": money.read,
    "phone_number": phones.read,
    "email": emails.read,
    "name": names.read,
    "date": dates.read,
    "time": times.read,
    "date_and_time": moments.read,
}


def read(kind: str, words: str, now: datetime, language: str) -> tuple[Meant, ...] | None:
    """All that words can mean; None where a kind is said alike in all languages."""
    return PACK[kind](words, Occasion(now, language)) if kind in PACK else None
