"""The words of a text, as far as they matter for understanding: no case, accents, punctuation or apostrophes."""

import re
import unicodedata

# Before anything else: some of these would fall apart into a space and an accent.
APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻ`´′＇", "'"))
INSIDE_WORD = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> tuple[str, ...]:
    """`"That’s fine, José-Luis!"` -> `("thats", "fine", "jose", "luis")`. Empty where there is no word."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES))
    # Folding can bring accents back (İ), hence twice.
    plain = unicodedata.normalize("NFKD", plain.casefold())
    if not plain.isascii():
        plain = "".join(character for character in plain if not unicodedata.category(character).startswith("M"))
    return tuple(WORD.findall(INSIDE_WORD.sub("", plain)))
