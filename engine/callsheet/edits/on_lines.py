"""Items of lists and keys of mappings that stand on lines of their own, one below the other."""

from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.layout import Layout
from callsheet.source.document import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class OnLines:
    """Where each of them begins, at its dash or with its key, and where it ends."""

    layout: Layout
    heads: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, layout: Layout, node: Sequence | Mapping) -> "OnLines":
        """A list or mapping without brackets. Raises `EditRefused` where a dash or a colon is elsewhere."""
        if isinstance(node, Mapping):
            heads = tuple(entry.key.start for entry in node)
            return cls(layout, heads, tuple(max(entry.value.end, layout.colon(entry)) for entry in node))
        heads = tuple(layout.dash(node, index) for index in range(len(node.items)))
        return cls(layout, heads, tuple(max(item.end, head + 1) for item, head in zip(node.items, heads, strict=True)))

    @property
    def column(self) -> int:
        """Where they begin on their lines."""
        return self.layout.column(self.heads[0])

    def start(self, index: int) -> int:
        """Where the lines of one begin, with the comments right above it."""
        return self.layout.above(self.heads[index])

    def end(self, index: int) -> int:
        """Behind the lines of one."""
        return self.layout.below(self.heads[index], self.ends[index])

    def lines(self, index: int) -> str:
        """The lines of one, the last one with its break."""
        lines = self.layout.text[self.start(index) : self.end(index)]
        return lines if lines.endswith(("\n", "\r")) else lines + self.layout.line_break

    def insert(self, index: int, lines: str) -> Edit:
        """Put the lines of one in, as far from its neighbours as these are from each other."""
        layout, count = self.layout, len(self.heads)
        between = ""
        if count > 1:
            near = self.start(min(max(index, 1), count - 1))
            between = layout.text[layout.blank_lines(near, before=True) : near]
        if index < count:
            at = self.start(index)
            return layout.replace(at, at, lines + between)
        return layout.insert_lines(self.end(count - 1), between + lines)

    def delete(self, index: int, *put: int) -> Edit:
        """Take one of several out, with the empty lines between it and the next one, or else the one before; not where
        something else is `put` between these."""
        start, end = first, last = self.start(index), self.end(index)
        if index + 1 < len(self.heads):
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
