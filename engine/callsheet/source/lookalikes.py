"""Characters that look like others, or like nothing: in a key, a name or an expression they are never meant."""

import re
import unicodedata

# Letters of other scripts that are drawn as a Latin one: the most common of https://www.unicode.org/reports/tr39/.
_CYRILLIC = dict(zip("аеорсухіјѕԁһӏкмтАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhlkmtABEKMHOPCTYXIJS", strict=True))
_GREEK = dict(zip("οναρικυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ovapikuABEZHIKMNOPTYX", strict=True))
_LETTERS = str.maketrans(_CYRILLIC | _GREEK)
_NAME = r"[A-Za-z][A-Za-z0-9_ -]*"
_INVISIBLE = "Cf"  # the category of format characters: zero width, soft hyphens, marks of direction


def as_typed(text: str) -> str:
    """The text as it was meant: Latin letters, signs of usual width, nothing invisible."""
    visible = "".join(character for character in text if unicodedata.category(character) != _INVISIBLE)
    return unicodedata.normalize("NFKC", visible).translate(_LETTERS)


def odd_one(word: str) -> int | None:
    """Where a word that is otherwise written in ASCII holds a character that is not; None where it holds none.

    A word with no ASCII letter in it is a word of another script: there is nothing odd about it.
    """
    if word.isascii() or not any(character.isascii() and character.isalpha() for character in word):
        return None
    if not re.fullmatch(_NAME, as_typed(word).strip()):  # a text, with signs of its own
        return None
    return next(index for index, character in enumerate(word) if not character.isascii())


def odd_letter(text: str) -> int | None:
    """Where a word of a text holds a letter that is drawn as a Latin one, among letters that are; None elsewhere."""
    for word in re.finditer(r"\w+", text) if not text.isascii() else ():
        at = odd_one(word[0])
        if at is not None and word[0][at].translate(_LETTERS) != word[0][at]:
            return word.start() + at
    return None


def invisible(text: str) -> int | None:
    """Where a text in Latin letters holds a character that nobody sees; None where it holds none.

    Scripts of other letters, and pictures, need some of these characters.
    """
    if text.isascii():
        return None
    found = [index for index, character in enumerate(text) if unicodedata.category(character) == _INVISIBLE]
    return found[0] if found and all(map(_goes_with_latin, text)) else None


def _goes_with_latin(character: str) -> bool:
    category = unicodedata.category(character)
    if character.isascii() or category == _INVISIBLE or category[0] in "PZ" or category == "Sc":
        return True
    return unicodedata.name(character, "").startswith("LATIN ")


def described(character: str) -> str:
    """The character, as a message names it."""
    shown = f"{character} " if unicodedata.category(character) not in (_INVISIBLE, "Zs", "Cc") else ""
    name = unicodedata.name(character, "no name").lower()
    return f"{shown}(U+{ord(character):04X}, {name})"
