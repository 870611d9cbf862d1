"""Letters of spoken texts that a voice of the script's language has no sounds for: a warning."""

import unicodedata
from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import FOREIGN_LETTERS
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import Template
from callsheet.ports.languages import is_english
from callsheet.script.script import Script

# How Unicode's names of the letters begin that English is written with, names of people and places included.
LATIN = ("LATIN", "MODIFIER", "FEMININE", "MASCULINE", "FULLWIDTH LATIN", "MATHEMATICAL", "MICRO", "KELVIN", "ANGSTROM")


def check_writing(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Of a script in English. Each text once, at its first such word."""
    if not is_english(script.intents.language):
        return
    told: set[Span] = set()
    for reached in steps:
        for text in reached.step.texts():
            if not isinstance(text, Template) or not text.spoken or text.span in told:
                continue
            word = next((word for part in text.parts if isinstance(part, str) for word in _foreign(part)), "")
            if word:
                told.add(text.span)
                message = f"a voice that speaks English has no sounds for {quoted(word)}: the call fails there"
                help_ = "write it in Latin letters, or speak through a service that has the language"
                yield Diagnostic(FOREIGN_LETTERS, script.document.path, text.span, message, help_)


def _foreign(text: str) -> Iterator[str]:
    """The words with letters of other writings."""
    for word in () if text.isascii() else text.split():
        if any(sign.isalpha() and not unicodedata.name(sign, "").startswith(LATIN) for sign in word):
            yield word
