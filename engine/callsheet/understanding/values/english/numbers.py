"""A number, alone or among other words."""

from datetime import datetime

from callsheet.understanding.values.english.cardinals import cardinal
from callsheet.understanding.values.meant import Meant
from callsheet.understanding.values.said import words_of


def number(words: str, _: datetime, __: str) -> tuple[Meant, ...]:
    """The only number that was said; nothing where several were."""
    said = words_of(words)
    found: list[Meant] = []
    at = 0
    while at < len(said):
        whole = cardinal(said, at)
        if whole is None:
            at += 1
            continue
        end, value = whole
        found.append(Meant(value, said[at].start, said[end - 1].end))
        at = end
    return tuple(found) if len(found) == 1 else ()
