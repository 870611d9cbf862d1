"""What was said in English, with its numbers in figures: "Friday the Twenty-first at half past seven" is
`friday the 21th at half past 7`. Forms of dates, times and amounts are looked for in that."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from msgspec import Struct

from callsheet.ports.currencies import SIGNS
from callsheet.ports.english import FIRST_TWENTY, TENS
from callsheet.understanding.values.english.cardinals import ALL_TENS, JOINED, cardinal
from callsheet.understanding.values.said import SaidWord, words_of

ORDINALS = {name: number for number, name in enumerate(FIRST_TWENTY, start=1)}
ORDINALS |= {f"{name[:-1]}ieth": 10 * ten for ten, name in enumerate(TENS) if ten > 2}
SIGN = re.compile(rf"(?:^|(?<=[\s(,;]))[-+{''.join(SIGNS)}]$")
ReadNumber = Callable[[Sequence[SaidWord], int], tuple[int, int] | None]


class Figures(Struct, frozen=True):
    """The text in figures, in small letters without accents and apostrophes; where each of its words begins and ends,
    and where these do in what was said."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    said: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in what was said of the words that stand between two places of the text in figures."""
        return self.said[bisect_left(self.begins, start)][0], self.said[bisect_left(self.ends, end)][1]


def figures_of(words: str, number: ReadNumber = cardinal) -> Figures:
    """The text in figures, with one space where there were several; `number` reads what is one number in it."""
    said = words_of(words)
    text, begins, ends, places = "", [], [], []
    at = 0
    while at < len(said):
        end, figure = _figure(said, at, number)
        # "Seven-thirty" is two numbers, "9-10" what lies between them.
        joined = said[at].before == "-" and not said[at].text.isdecimal() and not said[at - 1].text.isdecimal()
        text += " " if joined else said[at].before
        # A sign that stands before it belongs to a word: "$5", "-3".
        sign = bool(SIGN.search(text))
        begins.append(len(text) - sign)
        text += figure
        ends.append(len(text))
        places.append((said[at].start - sign, said[end - 1].end))
        at = end
    return Figures(text, tuple(begins), tuple(ends), tuple(places))


def _figure(said: Sequence[SaidWord], at: int, number: ReadNumber) -> tuple[int, str]:
    """The place behind a word, or behind the words of a number, and how it is written."""
    word = said[at].text
    if word in ORDINALS:
        return at + 1, f"{ORDINALS[word]}th"
    if word in ALL_TENS and at + 1 < len(said) and said[at + 1].before in JOINED:
        one = ORDINALS.get(said[at + 1].text, 0)
        if 0 < one < 10:
            return at + 2, f"{ALL_TENS[word] + one}th"
    found = number(said, at)
    return (found[0], str(found[1])) if found else (at + 1, _plain(word))


def _plain(word: str) -> str:
    """A word without its apostrophe: "Monday's fine" is Monday, but New Year's Eve has a name."""
    return word.removesuffix("'s") if word[-4:] == "ay's" else word.replace("'", "")
