"""The words of a text, as far as they matter for understanding: no case, punctuation or apostrophes.

Marks are accents in some scripts and letters in others. Without the vowel signs of Hindi every statement would end in
the same syllable as "yes".
"""

import re
import unicodedata
from functools import lru_cache

# Before anything else: some of these would fall apart into a space and an accent.
APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻ`´′＇", "'"))
INSIDE_WORD = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
WORD = re.compile(r"[^\W_]+")
# What stands for a letter with a mark, though Unicode does not take it apart.
FOLDED = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe"})
# Scripts, as the names of their characters begin, whose marks are accents or points that people leave out.
ACCENTED = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC")
# Scripts that put no spaces between words.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


def words(text: str) -> tuple[str, ...]:
    """`"That’s fine, José-Luis!"` -> `("thats", "fine", "jose", "luis")`. Empty where there is no word."""
    return tuple(folded(word) for word in written(text))


def written(text: str) -> tuple[str, ...]:
    """The same words with the marks that were written: `("thats", "fine", "josé", "luis")`."""
    text = text.translate(APOSTROPHES)
    if text.isascii():
        return tuple(WORD.findall(INSIDE_WORD.sub("", text.lower())))
    # Folding can bring accents back (İ), hence twice.
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("i\u0307", "i")
    plain = "".join(character for character in plain if unicodedata.category(character) != "Cf")
    return tuple(_split(INSIDE_WORD.sub("", plain)))


@lru_cache(4096)
def folded(word: str) -> str:
    """A word without its accents; marks that are letters of their own stay."""
    if word.isascii():
        return word
    kept = []
    accents = False
    for character in unicodedata.normalize("NFKD", word.translate(FOLDED)):
        if not unicodedata.category(character).startswith("M"):
            accents = unicodedata.name(character, "").startswith(ACCENTED)
        elif accents:
            continue
        kept.append(character)
    return unicodedata.normalize("NFKC", "".join(kept))


def same(first: str, second: str) -> bool:
    """Whether two words that are the same without accents can be one word: no letter bears two different ones."""
    if first == second:
        return True
    ones, others = _letters(first), _letters(second)
    return len(ones) == len(others) and all(
        one == other or one == folded(one) or other == folded(other) for one, other in zip(ones, others, strict=True)
    )


def is_unspaced(text: str) -> bool:
    """Whether a text is written in a script without spaces, for the most part."""
    letters = [character for character in text if character.isalpha()]
    unspaced = [character for character in letters if unicodedata.name(character, "").startswith(UNSPACED)]
    return 2 * len(unspaced) > len(letters)


def _split(text: str) -> list[str]:
    """Letters and digits, each with its marks; marks on nothing are no word."""
    found = [""]
    for character in text:
        if character.isalnum() or (found[-1] and unicodedata.category(character).startswith("M")):
            found[-1] += character
        elif found[-1]:
            found.append("")
    return found if found[-1] else found[:-1]


def _letters(word: str) -> list[str]:
    """The letters of a word, each with its marks."""
    found: list[str] = []
    for character in unicodedata.normalize("NFKD", word):
        if found and unicodedata.category(character).startswith("M"):
            found[-1] = unicodedata.normalize("NFC", found[-1] + character)
        else:
            found.append(character)
    return found
