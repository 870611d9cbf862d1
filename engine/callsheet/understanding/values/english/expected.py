"""The words that values are said with in English, for the recognition to hope for. Others are understood too."""

from collections.abc import Mapping

from callsheet.ports.english import DAYS, MONTHS
from callsheet.understanding.values.english import digits, numbers, times
from callsheet.understanding.values.english.cardinals import ALL_TENS, ONES, SCALES
from callsheet.understanding.values.english.days import DAYS_OF, MONTHS_OF
from callsheet.understanding.values.english.figures import ORDINALS

# What stands around a value, whatever it is.
AROUND = (
    *("a", "the", "one", "at", "on", "in", "for", "is", "it's", "it", "that's", "make", "I'd", "like", "I'll", "take"),
    *("I", "want", "need", "to", "would", "be", "good", "let's", "say", "around", "about", "just", "please", "thanks"),
    *("thank", "you", "we", "are"),
)
NUMBERS = ("zero", *ONES, *ALL_TENS)
DIGITS = (*NUMBERS, "oh", *digits.TIMES, "hundred")
AMOUNTS = (*NUMBERS, *SCALES, "hundred", "and", "half", "point", "dozen", *AROUND)
TIMES = (
    *(*NUMBERS, *times.NAMED, "oh", "o'clock", "half", "quarter", "past", "after", "of", "a.m.", "p.m.", "am", "pm"),
    *("morning", "afternoon", "evening", "night", "tonight", *AROUND),
)
DATES = (
    *(*DAYS, *MONTHS, *ORDINALS, *NUMBERS, "today", "tomorrow", "next", "this", "after", "from", "of"),
    *(word for unit in (*DAYS_OF, *MONTHS_OF) for word in (unit, f"{unit}s")),
    *AROUND,
)
EXPECTED: Mapping[str, tuple[str, ...]] = {
    "digits": DIGITS,
    "phone_number": (*DIGITS, "plus"),
    "number": (*AMOUNTS, "minus", "couple", "people", "of", "us", *numbers.FRACTIONS),
    "money": (*AMOUNTS, "dollar", "dollars", "bucks", "cent", "cents", "euro", "euros", "pound", "pounds", "pence"),
    "time": TIMES,
    "date": DATES,
    "date_and_time": tuple(dict.fromkeys((*DATES, *TIMES))),
}
