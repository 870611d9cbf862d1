"""Digits, said one by one or written, in any language whose digits are known."""

from callsheet.understanding.languages import language as language_named
from callsheet.understanding.values.meant import Meant
from callsheet.understanding.values.said import words_of


def digits(words: str, language: str) -> tuple[Meant, ...]:
    """All digits together, where they stand together; nothing where other words stand between them."""
    said = words_of(words)
    known = language_named(language)
    runs = ["".join(known.comparable(word.text)) for word in said]
    places = [place for place, run in enumerate(runs) if run.isdecimal()]
    if not places or len(places) != places[-1] - places[0] + 1:
        return ()
    first, last = places[0], places[-1]
    return (Meant("".join(runs[first : last + 1]), said[first].start, said[last].end),)
