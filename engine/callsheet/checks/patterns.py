"""Phrases written as patterns of other systems: to Callsheet a phrase is words, one behind the other. Warnings."""

import re
from collections.abc import Iterator

from callsheet.diagnostics.catalogue import PATTERN_IN_PHRASE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.script.script import Script

# Between whole words only: "24/7" and "a/c" are said so.
_BETWEEN = re.compile(r"\s*(?:[|;]|(?<=[^\W\d]{2})/(?=[^\W\d]{2}))\s*")
_PATTERN = re.compile(r"[*^\\]|[(\[<].*[)\]>]|\$$|\w\?\S")


def check_patterns(script: Script) -> Iterator[Diagnostic]:
    """Phrases with signs that stand for several phrases elsewhere, such as `yes|yeah` and `cancel (it)`."""
    for declared in script.intents.declared.values():
        for phrase in declared.phrases:
            parts = [part for part in _BETWEEN.split(phrase.text) if part]
            if len(parts) > 1:
                help_ = f"write each as a phrase of its own: [{', '.join(parts)}]"
            elif _PATTERN.search(phrase.text):
                help_ = "write out what callers say, each way as a phrase of its own"
            else:
                continue
            message = f'"{phrase.text}" is compared word by word: signs stand for nothing in a phrase'
            yield Diagnostic(PATTERN_IN_PHRASE, script.document.path, phrase.span, message, help_)
