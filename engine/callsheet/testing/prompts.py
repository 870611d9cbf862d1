"""What a caller hears, as a test says it: a part of a prompt."""

import re
from collections.abc import Sequence
from functools import lru_cache

# A comma between thousands.
THOUSANDS = re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


def contains(prompt: str, part: str) -> bool:
    """Whether a prompt has this part, in capitals or not, and with commas between the thousands or without."""
    return as_compared(part) in as_compared(prompt)


# Texts that are kept as they are compared, of at most 10,000 characters: the tests of a script share its prompts.
MOST_TEXTS = 256


@lru_cache(maxsize=MOST_TEXTS)
def as_compared(text: str) -> str:
    """A text without its capitals, and without the commas between thousands."""
    return THOUSANDS.sub("", " ".join(text.split()).casefold())


def leading_to(prompts: Sequence[str]) -> Sequence[str]:
    """What a test hears to come to the last of these prompts: that one, behind those that it could be taken for."""
    first = next(place for place, prompt in enumerate(prompts) if contains(prompt, prompts[-1]))
    return prompts[first:]
