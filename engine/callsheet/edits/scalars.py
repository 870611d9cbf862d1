"""A single value or key as a script writes it: plain where that says the same, else in quotes."""

import re

from callsheet.edits.outcome import EditRefused
from callsheet.source.document import Mapping, Plain, Scalar, Sequence
from callsheet.source.quotes import in_quotes
from callsheet.source.reader import read_document

# What is text in a script, and something else to programs that read YAML 1.1 (https://yaml.org/type/): booleans,
# numbers to the base of 60, dates.
_SOMETHING_ELSE_ELSEWHERE = re.compile(
    r"(?i:y|yes|n|no|on|off)|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
)


def scalar(value: Plain, *, in_brackets: bool = False, quote: str = "") -> str:
    """A text, number or boolean on one line. `quote` is the mark that stood around the one before it, and stays where
    it fits.

    Raises:
        EditRefused: nothing that can be written is read as this value.
    """
    for candidate in _candidates(value, quote):
        if reads_as(candidate, value, in_brackets=in_brackets):
            return candidate
    raise EditRefused("this value cannot stand in a script: write another one")


def key(name: str, *, in_brackets: bool = False) -> str:
    """A key. Raises `EditRefused` where none that can be written is read as this one."""
    for candidate in (name, *_quoted(name, "")):
        read = _read(f"{{{candidate}: 1}}" if in_brackets else f"{candidate}: 1")
        if read is not None and read.entries[0].name == name:
            return candidate
    raise EditRefused("this cannot be a key in a script: write a name")


def reads_as(written: str, value: Plain, *, in_brackets: bool) -> bool:
    """Whether a script in which this is written has this value there, and nothing else."""
    read = _read(f"k: [{written}]" if in_brackets else f"k: {written}")
    if read is None:
        return False
    found = read.entries[0].value
    if in_brackets and isinstance(found, Sequence) and len(found.items) == 1:
        found = found.items[0]
    return (
        isinstance(found, Scalar) and not found.commented and type(found.value) is type(value) and found.value == value
    )


def _candidates(value: Plain, quote: str) -> list[str]:
    """The ways to write a value, the best one first."""
    match value:
        case bool():
            return ["true" if value else "false"]
        case int() | float():
            return [repr(value)]
        case str():
            plain = [] if quote or _SOMETHING_ELSE_ELSEWHERE.fullmatch(value) else [value]
            return [*plain, *_quoted(value, quote)]
    return []


def _quoted(text: str, quote: str) -> list[str]:
    """The ways to quote a text, the best one first."""
    single = [f"'{text}'"] if quote == "'" and "'" not in text else []
    return [*single, in_quotes(text).replace("\n", "\\n")]


def _read(text: str) -> Mapping | None:
    """A mapping with one key, in which nothing is wrong."""
    document, faults = read_document("", f"{text}\n".encode(errors="surrogatepass"))
    root = document.root if document else None
    return root if isinstance(root, Mapping) and len(root.entries) == 1 and not faults else None
