"""The document: plain data that knows where it stands.

Nodes are immutable. A node that could not be read, or has the wrong shape, is replaced by `Broken`: whatever
depends on it keeps silent, because its mistake has been reported already.

Every node has its `span`, in lines and columns, and its place in `Document.text`: it is `text[start:end]`, quotes
included. These offsets count characters as Python does, so that one beyond the BMP is one, and a line break of two
characters is two. A list or mapping without brackets ends where the last thing in it does, and a text after | or >
behind its last line that is not empty.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span

ScalarValue = str | bool | int | float
# Where a key or a value begins and ends in the text, as offsets, and whether its text begins on the next line (| or >).
Extent = tuple[int, int, bool]
Plain = ScalarValue | list["Plain"] | dict[str, "Plain"]
# The keys and list indexes, from 0, that lead from a file's root to something in it.
NodePath = tuple[str | int, ...]

# What ends a line for an editor (str.splitlines knows more, and would number lines differently).
LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Scalar(Struct, frozen=True):
    """A text, number or boolean.

    `quoted` is true of everything that is not plain: quotes of either kind, and texts after | or >.
    """

    value: ScalarValue
    span: Span
    start: int
    end: int
    quoted: bool = False
    commented: bool = False  # a comment stands behind it on its last line


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple["Node", ...]
    span: Span
    start: int
    end: int


class Entry(Struct, frozen=True):
    """A key and its value. Keys are always text."""

    key: Scalar
    value: "Node"

    @property
    def name(self) -> str:
        return str(self.key.value)


class Mapping(Struct, frozen=True):
    """Keys and values, in the author's order. `complete` is False where a key that nobody knows was left out."""

    entries: tuple[Entry, ...]
    span: Span
    start: int
    end: int
    complete: bool = True

    @classmethod
    def empty(cls, place: "Node", *, complete: bool = True) -> "Mapping":
        """One without keys, for what stands in this place, or lacks it there."""
        return cls((), place.span, place.start, place.end, complete)

    def get(self, name: str) -> "Node | None":
        """The value under `name`, or None where there is none."""
        entry = self.entry(name)
        return entry.value if entry else None

    def entry(self, name: str) -> Entry | None:
        """The entry whose key is `name`, or None."""
        for entry in self.entries:  # as plain as can be: a script asks for thousands of keys
            if entry.key.value == name:
                return entry
        return None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


class Broken(Struct, frozen=True):
    """Something stood here that has been reported already."""

    span: Span
    start: int
    end: int

    @classmethod
    def at(cls, node: "Node") -> "Broken":
        """In the place of a node of which nothing can be made."""
        return cls(node.span, node.start, node.end)


Node = Scalar | Sequence | Mapping | Broken


class Document(Struct, frozen=True):
    """One file: its path as messages show it, its text as it stands there (but for a byte order mark), its content.

    `extents` are those of all keys and values in their order, also of what was left out of the content.
    """

    path: str
    text: str
    root: Node
    extents: tuple[Extent, ...] = ()

    def lines(self) -> list[str]:
        """The text's lines, as an editor counts them."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # as LINE_BREAK does, and sooner


def plain(node: Node) -> Plain:
    """The node as plain data, without positions. A `Broken` node has none: it is the caller's to leave out."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.name: plain(entry.value) for entry in node}
        case Broken():
            raise ValueError("a broken node has no plain form")
