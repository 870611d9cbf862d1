"""Another name for something, in all the places that mean it."""

from typing import Literal

from callsheet.edits.outcome import Edited, EditRefused, NotEdited

# What a script gives names to: sections, intents, and what is kept in a call (`as`, `set`, `values`, `for_each`).
Renamed = Literal["section", "intent", "name"]


def rename(text: str, what: Renamed, old: str, new: str) -> Edited | NotEdited:
    """Call something else what a script calls `old`."""
    return NotEdited(EditRefused().message)
