"""A document's text as it is laid out: its lines, its line breaks, and what stands where on them."""

from dataclasses import dataclass, field

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.outcome import EditRefused, NodePath
from callsheet.source.document import Document, Mapping, Node, Sequence
from callsheet.source.lines import LineStarts


@dataclass(frozen=True, slots=True)
class Layout:
    """The document that is edited, and the line break that it has (of several kinds, the first)."""

    document: Document
    lines: LineStarts = field(init=False)
    line_break: str = field(init=False)

    def __post_init__(self) -> None:
        lines, text = LineStarts(self.document.text), self.document.text
        object.__setattr__(self, "lines", lines)
        first = text[: lines.starts[1]] if len(lines.starts) > 1 else "\n"
        object.__setattr__(self, "line_break", first[len(first.rstrip("\r\n")) :])

    @property
    def text(self) -> str:
        """The text, without a byte order mark."""
        return self.document.text

    def node(self, path: NodePath) -> Node:
        """What a path leads to. Raises `EditRefused` where it leads nowhere."""
        node: Node | None = self.document.root
        for part in path:
            node = _child(node, part)
        if node is None:
            raise EditRefused("what was to be edited is no longer there")
        return node

    def in_brackets(self, node: Node) -> bool:
        """Whether this is a list or mapping in brackets."""
        return isinstance(node, Sequence | Mapping) and self.text[node.start : node.start + 1] in ("[", "{")

    def within_brackets(self, path: NodePath) -> bool:
        """Whether what a path leads to stands within brackets."""
        return any(self.in_brackets(self.node(path[:length])) for length in range(len(path)))

    def replace(self, start: int, end: int, text: str) -> Edit:
        """The edit that puts a text in the place of `text[start:end]`."""
        return Edit(self.lines.span(start, end), text)


def _child(node: Node | None, part: str | int) -> Node | None:
    match node, part:
        case Mapping(), str():
            return node.get(part)
        case Sequence(items=items), int() if 0 <= part < len(items):
            return items[part]
    return None
