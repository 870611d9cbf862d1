"""Lists and mappings that are being read."""

from msgspec import Struct

from callsheet.source.document import Entry, Node, Scalar


class Open(Struct):
    """A list or mapping whose end has not come yet; `key` is a mapping's key that waits for its value.

    `place` is the line and column where it begins; up to `end` it has been read.
    """

    place: tuple[int, int]
    start: int
    end: int
    brackets: bool
    mapping: bool
    items: list[Node] = []
    entries: dict[str, Entry] = {}
    key: Scalar | None = None
    left_out: bool = False  # the key has been reported, and its value is not wanted
    complete: bool = True
    repeats: bool = False  # the last key was a repeated one: what follows it may be, for the same reason
    without_value: Scalar | None = None  # the last key without a value, and where its report is
    its_report: int = 0
    braced_words: bool = False  # {pause}: a word in braces, and no colon behind it
