"""How wide a text is, and how it is divided into lines. Whoever looks at a picture has fonts that nobody knows here:
widths are those of wide ones, and what is wider still is cut off at the edge of its box."""

import re
import unicodedata
from functools import lru_cache

# Widths of characters, in parts of the size of the font.
_NARROW, _WIDE, _BROAD = set("ijl.,:;'|!()[]/frtI- \N{NO-BREAK SPACE}"), set("mwMW@%"), set("#=+<>~&")
NARROW, SMALL_LETTER, CAPITAL, WIDE, SQUARE = 0.4, 0.62, 0.76, 0.98, 1.3
# Bold letters, compared with others.
BOLD = 1.12
ELLIPSIS = "…"
# Of a text, before it is measured: three times what any box has room for.
MOST_CHARACTERS = 400

# Characters whose widths are remembered: those of several scripts.
MOST_REMEMBERED = 2000
# What a text has inserted: kept on one line where there is room.
_INSERTED = re.compile(r"\{\{[^{}]*\}\}")
_KEPT = "\N{NO-BREAK SPACE}"
# What is one character to a reader: with its accents, its colour, what is joined to it; a flag.
_ONE = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|.(?:[\u0300-\u036f\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d.)*", re.DOTALL
)


def width(text: str, size: float) -> float:
    """About how wide a text is, in pixels, in letters of `size`."""
    return size * sum(map(_width, text if text.isascii() else _ONE.findall(text)))


@lru_cache(maxsize=MOST_REMEMBERED)
def _width(character: str) -> float:
    first = character[0]
    if first in _NARROW:
        return NARROW
    if first in _WIDE:
        return WIDE
    if len(character) > 1 or unicodedata.east_asian_width(first) in "WF":
        return SQUARE
    if unicodedata.category(first) in ("Mn", "Me", "Cf"):
        return 0
    return CAPITAL if first.isupper() or first in _BROAD else SMALL_LETTER


def fitted(text: str, room: float, size: float) -> str:
    """The text, or as much of it as there is room for, and an ellipsis."""
    text = text[:MOST_CHARACTERS]
    if width(text, size) <= room:
        return text
    return _beginning(text, room - width(ELLIPSIS, size), size).rstrip() + ELLIPSIS


def lines(text: str, room: float, size: float, *, most: int, first: float) -> list[str]:
    """The text in at most `most` lines that have so much room; the first one has `first`."""
    words = _INSERTED.sub(_together, text[:MOST_CHARACTERS]).split(" ")
    found: list[str] = []
    line, left, space = "", first, width(" ", size)
    while words and len(found) <= most:
        wide = width(words[0], size)
        if wide <= left:
            line += f" {words[0]}" if line else words[0]
            left -= wide + space
            words.pop(0)
        elif line or left < room:
            found.append(line)
            line, left = "", room
        elif _KEPT in words[0]:
            words[:1] = words[0].split(_KEPT)
        else:
            found.append(_beginning(words[0], room, size))
            words[0] = words[0][len(found[-1]) :]
    found.append(line)
    if len(found) > most:
        found[most - 1 :] = [fitted(f"{found[most - 1]} {found[most]}{ELLIPSIS}", room, size)]
    return [each.replace(_KEPT, " ") for each in found]


def _together(found: re.Match[str]) -> str:
    return found[0].replace(" ", _KEPT)


def _beginning(word: str, room: float, size: float) -> str:
    """As much of a word as there is room for, one character at least."""
    beginning, left = "", room
    for character in _ONE.findall(word):
        left -= width(character, size)
        if beginning and left < 0:
            break
        beginning += character
    return beginning


def from_the_right(text: str) -> bool:
    """Whether a text is written from right to left, as its first letter says."""
    directions = (unicodedata.bidirectional(character) for character in text[:MOST_CHARACTERS])
    return next((direction for direction in directions if direction in ("L", "R", "AL")), "L") != "L"
