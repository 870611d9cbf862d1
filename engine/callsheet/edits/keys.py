"""Keys of mappings: an option of a step, an answer, an intent, a section."""

from callsheet.edits.outcome import Edited, NodePath, NotEdited
from callsheet.edits.proof import IN_THE_TEXT
from callsheet.source.document import Plain


def set_key(text: str, path: NodePath, key: str, value: Plain, after: str | None = None) -> Edited | NotEdited:
    """Put a value under a key of the mapping that a path leads to. A new key stands behind the key `after`, or last."""
    return NotEdited(IN_THE_TEXT)


def delete_key(text: str, path: NodePath) -> Edited | NotEdited:
    """Take the key that a path ends with out of its mapping, with its value and the comments right above it."""
    return NotEdited(IN_THE_TEXT)
