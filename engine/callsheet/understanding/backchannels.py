"""Backchannels: what listeners say to show that they listen. Into a prompt they mean nothing; behind it they answer.

A plain "yes" or "no" is none: who says it over a question answers it.
"""

from functools import lru_cache

from msgspec import Struct

from callsheet.ports.languages import language_of
from callsheet.understanding.sounds import HESITATIONS, LISTENING
from callsheet.understanding.words import words

LANGUAGES = {
    "en": frozenset(("right", "alright", "all right", "yeah", "oh yeah", "i see")),
    "de": frozenset(("ach", "ach so", "achso", "na ja")),
    "es": frozenset(("aja", "ya", "ya veo", "vaya")),
    "fr": frozenset(("ah bon", "hein", "euh", "je vois")),
    "it": frozenset(("ah si", "gia", "capisco")),
    "pt": frozenset(("ah sim", "pois", "ta")),
    "nl": frozenset(("oke", "ah zo", "tja")),
    "tr": frozenset(("hi hi", "ha", "anladim")),
    "ja": frozenset(("うん", "うんうん", "へえ", "なるほど", "そうですか")),
    "hi": frozenset(("हम्म", "अच्छा")),
}
EVERYWHERE = frozenset(words(sound) for sound in (*HESITATIONS, *LISTENING))
OF_LANGUAGE = {
    code: EVERYWHERE | {words(backchannel) for backchannel in backchannels} for code, backchannels in LANGUAGES.items()
}
MOST_WORDS = max(len(one) for known in OF_LANGUAGE.values() for one in known)


def is_backchannel(text: str, language: str) -> bool:
    """Whether words that were heard are backchannels of a language (`en-US`) and nothing else, however many."""
    known = OF_LANGUAGE.get(language_of(language), EVERYWHERE)
    heard = words(text)
    while heard:
        length = next((n for n in range(MOST_WORDS, 0, -1) if heard[:n] in known), 0)
        if not length:
            return False
        heard = heard[length:]
    return True


class WordsThatInterrupt(Struct, frozen=True):
    """Tells whether words that are said into a prompt interrupt it: "mhm" does not."""

    language: str

    def __call__(self, text: str) -> bool:
        return not is_backchannel(text, self.language)


@lru_cache(maxsize=64)  # languages: a process serves a few, and ten thousand calls share what belongs to each
def words_that_interrupt(language: str) -> WordsThatInterrupt:
    """What tells it in a language."""
    return WordsThatInterrupt(language)
