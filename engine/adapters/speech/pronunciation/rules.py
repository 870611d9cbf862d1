"""What a rule is: something to look for in a text, and how it is said.

Patterns repeat a bounded number of times and begin only where something of their kind can: looking for them takes time
in proportion to the text, whatever is in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

# A whole number: with commas between the thousands, or without.
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])|[0-9]{1,15})"
# Before a number and behind it: it does not stand in the midst of a word, or of something longer that has digits.
BEGINS = r"(?<![\w/])(?<![0-9][.,:-])"
ENDS = r"(?![\w/])(?![.,:-][0-9])"
# Before a number that is negative: a hyphen that joins nothing.
MINUS = r"(?P<minus>(?<![^\s(])[-−])?"


@dataclass(frozen=True, slots=True)
class Rule:
    """`say` gives the words for what was found; it gives that back unchanged, where it is something else after all."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]

    def apply(self, text: str) -> str:
        """The text with everything in words that this rule knows."""
        return self.pattern.sub(self.say, text)


def minus(match: re.Match[str]) -> str:
    """What stands before the words of a number."""
    return "minus " if match["minus"] else ""
