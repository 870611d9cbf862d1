"""Addresses of mail in English: "john dot smith at example dot com", "j o h n, like in john, at gmail dot com"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from callsheet.ports.english import NUMBERS, SIGNS
from callsheet.understanding.values.english.agreeing import CORRECTED, WITHDRAWN
from callsheet.understanding.values.english.cardinals import below_hundred
from callsheet.understanding.values.english.forms import Occasion
from callsheet.understanding.values.meant import Meant
from callsheet.understanding.values.said import SaidWord, words_of

AT, DOT = "@", "."
# What signs are called.
NAMED = {name: sign for sign, name in SIGNS.items() if sign in ".@-_+"}
NAMED |= {"point": DOT, "period": DOT, "hyphen": "-", "minus": "-", NUMBERS[0]: "0", "oh": "0"}
TIMES = {"double": 2, "triple": 3}
# Words that may stand before an address, and are no part of it; and those beside which nobody can tell where it begins.
BEFORE_IT = (
    "is it its it's that's thats be would address email mail e send to me reach contact write my yes yeah yep sure "
    "okay ok um uh er hm well so i'm at under no sorry actually wait mean think believe i oh hi hello"
)
UNSURE = "and or not never isn't isnt the an what was if"
BEFORE, DOUBTS = frozenset(BEFORE_IT.split()), frozenset(UNSURE.split())
# Behind a name they are parts of addresses too.
ALSO_NAMES = frozenset(("me", "mail", "email", "contact", "hello", "hi"))
# How an address is written, said in the midst of it.
WRITTEN = re.compile(r"(?:all )?(?:one word|lower ?case|small letters)|all together|no spaces?")
ADDRESS = re.compile(r"[a-z0-9_+-]{1,64}(?:\.[a-z0-9_+-]{1,64}){0,8}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}")
# Characters of the longest address, and of the part before its "@".
LONGEST, LONGEST_NAME = 254, 64


class AddressPart(Struct, frozen=True):
    """A part of an address, or what separates it from others (empty), and its place in what was said."""

    text: str
    start: int
    end: int


def read(words: str, _: Occasion) -> tuple[Meant, ...]:
    """The address that was said, last where it was corrected; nothing where there are several."""
    pieces = list(_pieces(words_of(words)))
    found: list[Meant] = []
    for at in (place for place, piece in enumerate(pieces) if piece.text == AT):
        begin = _begin(pieces, at)
        if begin and pieces[begin - 1].text in DOUBTS:
            return ()
        if address := _address(pieces, begin, at):
            found.append(address)
    if not found or WITHDRAWN.search(words, found[-1].end):
        return ()
    last = found[-1]
    for before, behind in pairwise(found):
        if before.value != last.value and not CORRECTED.search(words, before.end, behind.start):
            return ()
    return (Meant(last.value, found[0].start, last.end),)


def _pieces(said: Sequence[SaidWord]) -> Iterator[AddressPart]:
    at = 0
    while at < len(said):
        if written := _written(said, at):
            at += written
            continue
        word = said[at]
        sign = word.before.strip()
        if at and sign and (sign not in NAMED.values() or (word.before != sign and sign != AT)):
            yield AddressPart("", word.start, word.start)
        elif at and sign:
            yield AddressPart(sign, word.start - len(word.before), word.start)
        times = TIMES.get(word.text, 1) if at + 1 < len(said) else 1
        at += times > 1
        number = below_hundred(said, at)
        end = number[0] if number else at + 1
        text = str(number[1]) if number else NAMED.get(said[at].text, said[at].text)
        yield AddressPart(text[:1] * (times - 1) + text, word.start, said[end - 1].end)
        # "B as in boy"
        spelled = len(text) == 1 and [each.text for each in said[end : end + 2]] == ["as", "in"]
        at = end + 3 if spelled else end


def _written(said: Sequence[SaidWord], at: int) -> int:
    """How many words at a place only say how the address is written."""
    lengths = range(min(3, len(said) - at), 0, -1) if at else ()
    return next((n for n in lengths if WRITTEN.fullmatch(" ".join(each.text for each in said[at : at + n]))), 0)


def _begin(pieces: Sequence[AddressPart], at: int) -> int:
    """Where the address around an "@" begins."""
    begin = at
    while begin and pieces[begin - 1].text not in ("", AT):
        before, piece = pieces[begin - 1], pieces[begin]
        # What is written without spaces, or spelled, belongs together, whatever it is.
        joined = before.end == piece.start or len(before.text) == len(piece.text) == 1
        if not joined and before.text in BEFORE | DOUBTS:
            break
        begin -= 1
    return begin - (begin == at > 0 and pieces[at - 1].text in ALSO_NAMES)


def _address(pieces: Sequence[AddressPart], begin: int, at: int) -> Meant | None:
    """The address that begins there: it ends behind its last dot's word."""
    end = at + 1
    while end < len(pieces) and pieces[end].text not in ("", AT):
        end += 1
    dots = [place for place in range(at + 1, end - 1) if pieces[place].text == DOT]
    if not dots:
        return None
    parts = pieces[begin : dots[-1] + 2]
    text = "".join(piece.text for piece in parts).replace("'", "")
    right = ADDRESS.fullmatch(text) and len(text) <= LONGEST and text.index(AT) <= LONGEST_NAME
    return Meant(text, parts[0].start, parts[-1].end) if right else None
