"""Telephone numbers in English: "two one two, five five five, oh one four two", "plus four four twenty …"."""

import re
from collections.abc import Sequence

from callsheet.understanding.values.english.agreeing import meant
from callsheet.understanding.values.english.cardinals import below_hundred
from callsheet.understanding.values.english.digits import RUN, digits
from callsheet.understanding.values.english.figures import figures_of
from callsheet.understanding.values.english.forms import Occasion, Parts, SpokenForm
from callsheet.understanding.values.meant import Meant
from callsheet.understanding.values.phones import e164


def number(said: Parts, occasion: Occasion) -> Sequence[str]:
    """The numbers that the digits can be."""
    international = bool(said["plus"])
    found = (e164(run, occasion.language, international=international) for run in digits(said, occasion))
    return [each for each in found if each is not None]


FORMS = (
    SpokenForm(re.compile(r"\boh?\b"), beside=True),
    SpokenForm(re.compile(rf"(?P<plus>\+|\bplus )?\b(?P<run>{RUN})(?!\w)"), number),
)


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """The telephone number, with the code of its country."""
    return meant(figures_of(words, below_hundred), FORMS, occasion)
