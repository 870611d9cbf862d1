"""Lists whose items stand behind dashes, each on lines of its own."""

from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.layout import Layout
from callsheet.source.document import Node, Sequence


@dataclass(frozen=True, slots=True)
class Dashes:
    """The items of a list, and where the dash of each stands."""

    layout: Layout
    items: tuple[Node, ...]
    dashes: tuple[int, ...]

    @classmethod
    def of(cls, layout: Layout, sequence: Sequence) -> "Dashes":
        """A list without brackets. Raises `EditRefused` where a dash does not stand where it should."""
        dashes = tuple(layout.dash(sequence, index) for index in range(len(sequence.items)))
        return cls(layout, sequence.items, dashes)

    @property
    def column(self) -> int:
        """Where the dashes stand."""
        return self.layout.column(self.dashes[0])

    def start(self, index: int) -> int:
        """Where the lines of an item begin, with the comments right above it."""
        return self.layout.above(self.dashes[index])

    def end(self, index: int) -> int:
        """Behind the lines of an item."""
        return self.layout.below(self.dashes[index], max(self.items[index].end, self.dashes[index] + 1))

    def lines(self, index: int) -> str:
        """The lines of an item, the last one with its break."""
        lines = self.layout.text[self.start(index) : self.end(index)]
        return lines if lines.endswith(("\n", "\r")) else lines + self.layout.line_break

    def insert(self, index: int, lines: str) -> Edit:
        """Put the lines of an item in, as far from its neighbours as these are from each other."""
        layout, count = self.layout, len(self.items)
        between = ""
        if count > 1:
            near = self.start(min(max(index, 1), count - 1))
            between = layout.text[layout.blank_lines(near, before=True) : near]
        if index < count:
            at = self.start(index)
            return layout.replace(at, at, lines + between)
        return layout.insert_lines(self.end(count - 1), between + lines)

    def delete(self, index: int, *put: int) -> Edit:
        """Take an item out, with the empty lines between it and the next one, or else the one before; not where
        something else is `put` between these."""
        start, end = first, last = self.start(index), self.end(index)
        if index + 1 < len(self.items):
            last = self.layout.blank_lines(end, before=False)
        else:
            first = self.layout.blank_lines(start, before=True)
        if any(first < place < last for place in put):
            first, last = start, end
        return self.layout.cut_lines(first, last)


def shifted(lines: str, by: int) -> str:
    """Lines indented by more columns, or fewer; not those that hold nothing."""
    moved = []
    for line in lines.splitlines(keepends=True):
        content = line.lstrip(" ")
        indentation = max(0, len(line) - len(content) + by) if content.strip() else len(line) - len(content)
        moved.append(" " * indentation + content)
    return "".join(moved)
