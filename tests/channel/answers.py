"""What callers answer who are asked for a value, in words, by the name that keeps it (`asking.flow.yaml`).

What is right is not written here: it is what the question understands of the same words typed.
"""

import random
from collections.abc import Iterator, Mapping

from callsheet.ports.english import NUMBERS

SEED = 20
# Of each kind whose values are drawn.
DRAWN = 30


def drawn_digits(count: int, seed: int) -> Iterator[list[str]]:
    """Rows of so many digits as words, a zero as one of its two names."""
    source = random.Random(seed)  # noqa: S311 - the same answers each time
    for _ in range(DRAWN):
        yield [
            source.choice(("zero", "oh")) if not each else NUMBERS[each] for each in source.choices(range(10), k=count)
        ]


def _telephone(digits: list[str]) -> str:
    """In three groups, as people say them; the first of a group is no zero, and no one."""
    plain = [NUMBERS[2 + place] if place in (0, 3) else digit for place, digit in enumerate(digits)]
    return ", ".join(" ".join(plain[start:end]) for start, end in ((0, 3), (3, 6), (6, 10)))


ANSWERS: Mapping[str, tuple[str, ...]] = {
    "size": (
        *("small", "medium", "large", "little", "big", "a small one", "the medium one", "a large one please"),
        *("small please", "medium, thanks", "the large one", "I'd like a medium one", "the first one", "the last one"),
        *("number two", "the second one", "a big one please", "option three"),
    ),
    "department": (
        *("sales", "billing", "technical support", "warehouse", "support", "invoices", "sales please"),
        *("the warehouse", "billing, please", "technical support please", "the first one", "the second", "number four"),
        *("I need technical support", "I'd like the sales department", "the third one", "the warehouse please"),
    ),
    "doctor": (
        *("Doctor Anderson", "Anderson", "Bennett", "Doctor Bennett", "Doctor Okafor", "Doctor Lindqvist", "Lindqvist"),
        *("Doctor Anderson please", "I'd like Doctor Bennett", "the first one", "the second one", "the last one"),
        *("number three", "Okafor please", "Doctor Murphy", "Murphy, please", "I want to see Doctor Murphy"),
    ),
    "slot": (
        *("nine fifteen", "ten", "ten o'clock", "half past eleven", "eleven thirty", "two forty five", "ten please"),
        *("the first one", "the second one", "the last one", "at nine fifteen", "I'll take eleven thirty"),
        *("a quarter to three", "two forty five please", "quarter past nine", "five thirty", "half past five"),
    ),
    "customer": tuple(" ".join(digits) for digits in drawn_digits(7, SEED)),
    "at": (
        *("seven", "half past seven", "nine o'clock", "ten thirty", "quarter past four", "a quarter to six"),
        *(
            "noon",
            "midnight",
            "three pm",
            "three fifteen pm",
            "eight am",
            "eleven forty five am",
            "five in the morning",
        ),
        *("seven thirty in the evening", "two o'clock in the afternoon", "twelve thirty", "six", "at eleven"),
        *("around nine thirty", "four twenty", "one fifteen", "twenty past two", "ten to nine", "five past ten"),
        *("eight oh five", "six pm please", "let's say ten am", "nine would be good", "five thirty pm", "one o'clock"),
        *("eleven fifteen", "seven o'clock please"),
    ),
    "day": (
        *("today", "tomorrow", "the day after tomorrow", "Monday", "Tuesday", "next Wednesday", "Thursday please"),
        *("on Friday", "Saturday", "this Sunday", "the third", "the twenty first", "January fourth", "March fifteenth"),
        *("the fifth of May", "December thirty first", "April first", "June twenty second", "July the eighteenth"),
        *("a week from Tuesday", "in two weeks", "in three days", "Monday the thirtieth", "next Friday"),
        *("October twelfth", "the tenth of December", "Wednesday, December ninth", "February second"),
        *("August thirteenth", "September thirtieth", "November twenty ninth", "Sunday"),
    ),
    "starts": (
        *("tomorrow at nine", "Friday at half past two", "January fourth at nine", "Monday at ten am"),
        *("next Tuesday at three thirty pm", "the third at noon", "Thursday at a quarter past four"),
        *("December tenth at eleven", "on Wednesday at two o'clock", "tomorrow at five pm", "Saturday at eight thirty"),
        *("March first at seven in the evening", "today at six pm", "Sunday at ten thirty", "Friday at noon"),
        *("May fifteenth at four",),
    ),
    "people": (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty five"),
        *("thirty", "forty", "fifty", "sixty", "seventy two", "eighty", "ninety nine", "a hundred", "one hundred five"),
        *("a dozen", "four people", "we are six", "just two", "two hundred", "three hundred and fifty", "eight of us"),
    ),
    "paid": (
        *("twelve fifty", "ten dollars", "twenty five dollars", "fifty cents", "a hundred dollars", "fifteen dollars"),
        *("fifty dollars", "two dollars fifty", "nineteen ninety nine", "one hundred twenty dollars"),
        *("seventeen dollars", "seventy dollars", "three hundred dollars", "eight dollars and twenty five cents"),
        *("five hundred bucks", "thirty dollars please", "a thousand dollars", "forty two dollars and ten cents"),
        *("sixty dollars", "thirteen dollars"),
    ),
    "phone": tuple(_telephone(digits) for digits in drawn_digits(10, SEED + 1)),
}
