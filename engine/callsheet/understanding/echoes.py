"""Words of a question that its answer begins with: "Until which day?" - "Until Friday."

Elsewhere they make a value one end of what is wanted; here that end is what was asked for.
"""

import re

from callsheet.ports.languages import is_english
from callsheet.understanding.sounds import HESITATIONS

# By the word of the question, how an answer says it.
ECHOES = {
    "from": "from|starting(?: from| on)?",
    "until": "until|till?|up to",
    "till": "until|till?|up to",
    "by": "by",
    "before": "before",
    "after": "after",
    "since": "since",
}
WORD = "|".join(ECHOES)


def echo_of(question: str, tag: str) -> str:
    """How answers to a question say the one such word that it has, as a pattern; empty where it has none, or several.
    `tag` is the language (`en-US`)."""
    found = {word for word in re.findall(r"[a-z]+", question.lower()) if re.fullmatch(WORD, word)}
    return ECHOES[found.pop()] if len(found) == 1 and is_english(tag) else ""


def without_echo(words: str, echo: str) -> str:
    """An answer without the echo that it begins with."""
    if not echo:
        return words
    return re.sub(rf"^\W*(?:(?:{'|'.join(HESITATIONS)})\W+)?(?:{echo})\s+", "", words, flags=re.IGNORECASE)
