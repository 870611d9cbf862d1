"""A text in pieces that the voice speaks one at a time."""

import re
from collections.abc import Iterator

# Characters that the voice is given at once: about half a minute of sound, made in a tenth of a second.
MOST_CHARACTERS = 500
# Where a sentence that is longer is divided, the best first.
BREAKS = (re.compile(r"(?<=[,;:—–])\s+"), re.compile(r"\s+"))


def bounded(sentence: str, most: int = MOST_CHARACTERS) -> Iterator[str]:
    """A sentence in pieces of at most `most` characters, divided after commas, else between words, else anywhere."""
    rest = sentence.strip()
    while len(rest) > most:
        start, end = _division(rest, most)
        yield rest[:start].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _division(text: str, most: int) -> tuple[int, int]:
    """Where the first piece ends and the next begins."""
    window = text[: most + 1]
    for separator in BREAKS:
        found = [match for match in separator.finditer(window) if 0 < match.start() <= most]
        if found:
            return found[-1].start(), found[-1].end()
    return most, most
