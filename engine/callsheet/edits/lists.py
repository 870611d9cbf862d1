"""Items of lists: a step, a phrase, a line of a ladder."""

from callsheet.edits.outcome import Edited, NodePath, NotEdited
from callsheet.edits.proof import IN_THE_TEXT
from callsheet.source.document import Plain


def insert_item(text: str, path: NodePath, index: int, value: Plain) -> Edited | NotEdited:
    """Put a new item into the list that a path leads to, before the one at `index`, or behind the last."""
    return NotEdited(IN_THE_TEXT)


def delete_item(text: str, path: NodePath) -> Edited | NotEdited:
    """Take the item that a path leads to out of its list, with the comments right above it."""
    return NotEdited(IN_THE_TEXT)


def move_item(text: str, path: NodePath, to: NodePath, index: int) -> Edited | NotEdited:
    """Take the item that a path leads to, with its comments, to the list at `to`, before the one at `index`, counted
    as the lists are before; or behind the last."""
    return NotEdited(IN_THE_TEXT)


def wrap_item(text: str, path: NodePath, condition: str) -> Edited | NotEdited:
    """Put the step that a path leads to under an `if` with this condition."""
    return NotEdited(IN_THE_TEXT)
