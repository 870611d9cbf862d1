"""Characters in phrases that nobody sees, or that only look like what was meant: such a phrase is never heard."""

from collections.abc import Iterable, Iterator

from callsheet.diagnostics.catalogue import FORBIDDEN_CHARACTER
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.script.script import Script
from callsheet.script.words import Word
from callsheet.source.lookalikes import as_typed, described, invisible, odd_letter


def check_unseen(script: Script) -> Iterator[Diagnostic]:
    """Phrases of the script's own intents that hold such characters."""
    for declared in script.intents.declared.values():
        yield from unseen(script.document.path, declared.phrases)


def unseen(path: str, texts: Iterable[Word]) -> Iterator[Diagnostic]:
    """Those of the texts that hold an invisible character, or a letter of another alphabet among Latin ones."""
    for word in texts:
        help_ = f"type it anew: {as_typed(word.text)}"
        if (at := invisible(word.text)) is not None:
            message = f"{described(word.text[at])} stands in {quoted(word.text)}, which nobody sees"
            yield Diagnostic(FORBIDDEN_CHARACTER, path, word.span, message, help_)
        elif (at := odd_letter(word.text)) is not None:
            message = f"{described(word.text[at])} stands in {quoted(word.text)}, and only looks like what was meant"
            yield Diagnostic(FORBIDDEN_CHARACTER, path, word.span, message, help_)
