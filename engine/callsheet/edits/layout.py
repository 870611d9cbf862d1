"""A document's text as it is laid out: its lines and line breaks, and what stands where on them."""

from collections.abc import Sequence as Items
from dataclasses import dataclass, field

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.outcome import EditRefused
from callsheet.source.document import Broken, Document, Entry, Mapping, Node, NodePath, Sequence
from callsheet.source.lines import LineStarts


@dataclass(frozen=True, slots=True)
class Layout:
    """The document that is edited. Its places are offsets in its text, columns count from 0 here."""

    document: Document
    text: str = field(init=False)
    lines: LineStarts = field(init=False)
    line_break: str = field(init=False)  # of a text that has several kinds, the first

    def __post_init__(self) -> None:
        text = self.document.text
        lines = LineStarts(text)
        first = text[: lines.starts[1]] if len(lines.starts) > 1 else "\n"
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "lines", lines)
        object.__setattr__(self, "line_break", first[len(first.rstrip("\r\n")) :])

    def node(self, path: NodePath) -> Node:
        """What a path leads to. Raises `EditRefused` where it leads nowhere."""
        node: Node = self.document.root
        for part in path:
            match node, part:
                case Mapping(), str() if (found := node.get(part)) is not None:
                    node = found
                case Sequence(items=items), int() if 0 <= part < len(items):
                    node = items[part]
                case Broken(), _:
                    raise EditRefused("this cannot be read as it stands: mend it first, as check says")
                case _:
                    raise EditRefused("what was to be edited is no longer there: look at the text")
        return node

    def item(self, path: NodePath) -> tuple[Sequence, int]:
        """The list that an item stands in, and its index there. Raises `EditRefused` where there is none."""
        self.node(path)
        parent = self.node(path[:-1])
        if not isinstance(parent, Sequence):
            raise EditRefused("this is no item of a list: edit the text")
        return parent, int(path[-1])

    def entry(self, path: NodePath) -> Entry | None:
        """The key that a path ends with, and its value; None where it ends with an item of a list."""
        parent, last = self.node(path[:-1]), path[-1] if path else None
        return parent.entry(last) if isinstance(parent, Mapping) and isinstance(last, str) else None

    def in_brackets(self, node: Node) -> bool:
        """Whether this is a list or mapping in brackets."""
        return isinstance(node, Sequence | Mapping) and self.text[node.start : node.start + 1] in ("[", "{")

    def within_brackets(self, path: NodePath) -> bool:
        """Whether what a path leads to stands within brackets."""
        return any(self.in_brackets(self.node(path[:length])) for length in range(len(path)))

    def opens(self, path: NodePath) -> bool:
        """Whether `[]` or `{}` stands there alone behind a key, so that what is put into it gets lines of its own."""
        node = self.node(path)
        empty = self.in_brackets(node) and not self.text[node.start + 1 : node.end - 1].strip()
        return empty and self.entry(path) is not None and not self.within_brackets(path)

    # Lines

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.lines.starts[self.lines.place(offset)[0] - 1]

    def line_end(self, offset: int) -> int:
        """Behind the line break of the line of an offset."""
        line, _ = self.lines.place(offset)
        return self.lines.starts[line] if line < len(self.lines.starts) else len(self.text)

    def line_ends(self, offset: int) -> int:
        """Before the line break of the line of an offset."""
        start, end = self.line_start(offset), self.line_end(offset)
        return start + len(self.text[start:end].rstrip("\r\n"))

    def column(self, offset: int) -> int:
        """How many characters stand before an offset on its line."""
        return offset - self.line_start(offset)

    def begins_line(self, offset: int) -> bool:
        """Whether only spaces stand before an offset on its line."""
        return not self.text[self.line_start(offset) : offset].strip(" ")

    def rest_of_line(self, offset: int) -> str:
        """What stands behind an offset on its line."""
        return self.text[offset : self.line_end(offset)].strip()

    # What lists and mappings without brackets are made of

    def dash(self, sequence: Sequence, index: int) -> int:
        """The dash of an item. Raises `EditRefused` where none stands where it should."""
        if index == 0:
            places: Items[int] = (sequence.start,)
        else:
            first, _ = self.lines.place(sequence.items[index - 1].end)
            last, _ = self.lines.place(sequence.items[index].start)
            column = self.column(sequence.start)
            places = [start + column for start in self.lines.starts[first:last]]
        for place in places:
            if self.text[place : place + 1] == "-" and (index == 0 or self.begins_line(place)):
                return place
        raise EditRefused

    def colon(self, entry: Entry) -> int:
        """Behind the colon of a key."""
        place = self.text.find(":", entry.key.end) + 1
        if not place or self.text[entry.key.end : place - 1].strip():
            raise EditRefused
        return place

    def above(self, head: int) -> int:
        """Where the lines of an item or a key begin: with the comments right above it, unless they are the file's.

        Raises:
            EditRefused: something else stands before it on its line.
        """
        if not self.begins_line(head):
            raise EditRefused
        first = line = self.lines.place(head)[0]
        while line > 1 and self._is_comment(line - 1, self.column(head), deeper=False):
            line -= 1
        return self.lines.starts[(line if line > 1 else first) - 1]

    def below(self, head: int, end: int) -> int:
        """Behind the lines of an item or a key that ends at `end`: with the comments below that are indented further.

        Raises:
            EditRefused: something else stands behind it on its line.
        """
        if self.rest_of_line(end)[:1] not in ("", "#"):
            raise EditRefused
        line = self.lines.place(end)[0]
        while line < len(self.lines.starts) and self._is_comment(line + 1, self.column(head), deeper=True):
            line += 1
        return self.line_end(self.lines.starts[line - 1])

    def _is_comment(self, line: int, column: int, *, deeper: bool) -> bool:
        start = self.lines.starts[line - 1]
        content = self.text[start : self.line_end(start)]
        indentation = len(content) - len(content.lstrip(" "))
        return content.lstrip(" ").startswith("#") and (indentation > column if deeper else indentation == column)

    def blank_lines(self, offset: int, *, before: bool) -> int:
        """How far, from the beginning of a line, lines without anything reach: where they end, or begin."""
        place = offset
        while place > 0 if before else place < len(self.text):
            start = self.line_start(place - 1) if before else place
            if self.text[start : self.line_end(start)].strip():
                break
            place = start if before else self.line_end(place)
        return place

    # Edits

    def replace(self, start: int, end: int, text: str) -> Edit:
        """The edit that puts a text in the place of `text[start:end]`."""
        return Edit(self.lines.span(start, end), text)

    def cut_lines(self, start: int, end: int) -> Edit:
        """The edit that takes whole lines away. A file without a last line break stays one."""
        if end == len(self.text) and not self.text.endswith(("\n", "\r")) and start > 0:
            start = len(self.text[:start].removesuffix("\n").removesuffix("\r"))
        return self.replace(start, end, "")

    def insert_lines(self, at: int, lines: str) -> Edit:
        """The edit that puts whole lines where a line begins, or behind the last one."""
        if at == len(self.text) and at > 0 and not self.text.endswith(("\n", "\r")):
            lines = self.line_break + lines.removesuffix(self.line_break)
        return self.replace(at, at, lines)

    def indented(self, lines: Items[str], column: int) -> str:
        """Lines, indented to a column, each with its line break."""
        return "".join(" " * column + line + self.line_break for line in lines)
