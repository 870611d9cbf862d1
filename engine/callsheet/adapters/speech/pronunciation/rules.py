"""What a rule is: something to look for in a text, and how it is said.

Patterns repeat a bounded number of times and begin only where something of their kind can: looking for them takes time
in proportion to the text, whatever is in it.
"""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

# A whole number: with commas between the thousands, or between lakhs and crores (1,50,000), or without.
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}){1,6},[0-9]{3}(?![0-9])|[0-9]{1,15})"
PLACES = r"(?:\.(?P<places>[0-9]{1,10}))?"
# Before a number and behind it: it does not stand in the midst of a word, or of something longer that has digits.
BEGINS = r"(?<![\w/])(?<![0-9][.,:-])"
ENDS = r"(?![\w/])(?![.,:-][0-9])"
# Before a number that is negative: a hyphen that joins nothing.
MINUS = r"(?P<minus>(?<![^\s(])[-−])?"
# Between the ends of a range.
DASH = r"\s?[-–—]\s?"


class Rule(Struct, frozen=True):
    """`say` gives the words for what was found; it gives that back unchanged, where it is something else after all."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]

    def apply(self, text: str) -> str:
        """The text with everything in words that this rule knows."""
        return self.pattern.sub(self.say, text)


def minus(match: re.Match[str]) -> str:
    """What stands before the words of a number."""
    return "minus " if match["minus"] else ""


def to(match: re.Match[str]) -> str:
    """The word between the ends of a range, of which the first is `from`."""
    return f"{match['from']} to "


def one_of(words: Iterable[str]) -> str:
    """A pattern for one of these, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
