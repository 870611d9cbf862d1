"""All that words can mean as a value of a kind."""

from datetime import datetime

from callsheet.ports.languages import is_english
from callsheet.understanding.values.digits import digits
from callsheet.understanding.values.kinds import KINDS
from callsheet.understanding.values.meant import Meant
from callsheet.understanding.values.texts import text

# What can be read in every language.
EVERYWHERE = frozenset(("digits", "text"))


def kinds_in(language: str) -> frozenset[str]:
    """The kinds that can be read in a language (`en-US`)."""
    return frozenset(KINDS) if is_english(language) else EVERYWHERE


def read(kind: str, words: str, now: datetime, language: str) -> tuple[Meant, ...]:
    """All that `words` can mean, the likeliest first; nothing where they are no whole value.

    `now` is on the script's clock, `language` is the script's (`en-US`). Never raises.
    """
    if is_english(language):
        from callsheet.understanding.values.english import pack  # late: `check` needs none of it

        found = pack.read(kind, words, now, language)
        if found is not None:
            return found
    if kind == "text":
        return text(words)
    return digits(words, language) if kind == "digits" else ()


def expected(kind: str, language: str) -> tuple[str, ...]:
    """The words that values of a kind are said with, as far as there are certain ones; with an empty kind, those that
    stand around anything that is chosen."""
    if not is_english(language):
        return ()
    from callsheet.understanding.values.english.expected import AROUND, EXPECTED  # late, as above

    return EXPECTED.get(kind, ()) if kind else AROUND


def prepare(language: str) -> None:
    """Load what reads the values of a language, which takes a few tenths of a second: no call should wait for it."""
    for kind in kinds_in(language):
        read(kind, "0123456789", datetime.min, language)
