"""A single value as a script writes it: plain where that says the same, else in quotes."""

import re

from callsheet.edits.outcome import EditRefused
from callsheet.source.document import Mapping, Scalar, ScalarValue, Sequence
from callsheet.source.quotes import in_quotes
from callsheet.source.reader import read_document

# What is text in a script, and something else to programs that read YAML 1.1 (https://yaml.org/type/): booleans,
# numbers to the base of 60, dates.
_SOMETHING_ELSE_ELSEWHERE = re.compile(
    r"(?i:y|yes|n|no|on|off)|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
)


def written(value: ScalarValue, *, in_brackets: bool, quote: str = "") -> str:
    """A value on one line. `quote` is the mark that stood around the one before it, which is kept where it fits.

    Raises:
        EditRefused: nothing that can be written would be read as this value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        candidates = [repr(value)]
    else:
        candidates = [in_quotes(value).replace("\n", "\\n")]
        if quote == "'" and "'" not in value:
            candidates.insert(0, f"'{value}'")
        elif not quote and not _SOMETHING_ELSE_ELSEWHERE.fullmatch(value):
            candidates.insert(0, value)
    for candidate in candidates:
        if reads_as(candidate, value, in_brackets=in_brackets):
            return candidate
    raise EditRefused("this cannot be written in a script")


def reads_as(candidate: str, value: ScalarValue, *, in_brackets: bool) -> bool:
    """Whether a script with this text in it has this value there, and nothing else."""
    document, faults = read_document("", (f"k: [{candidate}]\n" if in_brackets else f"k: {candidate}\n").encode())
    if document is None or faults or not isinstance(document.root, Mapping) or len(document.root.entries) != 1:
        return False
    found = document.root.entries[0].value
    if in_brackets and isinstance(found, Sequence) and len(found.items) == 1:
        found = found.items[0]
    return (
        isinstance(found, Scalar) and not found.commented and type(found.value) is type(value) and found.value == value
    )
