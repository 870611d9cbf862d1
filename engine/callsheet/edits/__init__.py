"""Edits of a script, a test file or a numbers file as small changes of its text: nothing else in the file moves.

Each of the nine operations takes the text, and the path to what it changes: the keys and list indexes that lead there
from the file's root, as in `("steps", 3, "ask")`. It gives an `Edited`: the edits, and the text that they make of it.
That text was read again, and says what was meant, and nothing else has changed; its comments are all there, but for
those of what was deleted. Where that cannot be, the operation gives a `NotEdited`, with a sentence for the author.

A text keeps its indentation, quoting, line breaks and byte order mark. Places are those of diagnostics: lines and
columns from 1, in characters (code points), without the byte order mark.
"""

from callsheet.edits.keys import delete_key, rename_key, set_key
from callsheet.edits.lists import delete_item, insert_item, move_item, wrap_item
from callsheet.edits.names import Renamed, rename
from callsheet.edits.outcome import Edited, NotEdited, applied
from callsheet.edits.values import set_value
from callsheet.source.document import NodePath

__all__ = [
    "Edited",
    "NodePath",
    "NotEdited",
    "Renamed",
    "applied",
    "delete_item",
    "delete_key",
    "insert_item",
    "move_item",
    "rename",
    "rename_key",
    "set_key",
    "set_value",
    "wrap_item",
]
