"""Lists and mappings in brackets: what stands in them is put in and taken out with its comma."""

from collections.abc import Iterator
from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.layout import Layout
from callsheet.edits.outcome import EditRefused
from callsheet.source.document import Mapping, Node, Sequence

# Columns: a line that would become longer is broken, as this project breaks its own.
LONGEST_LINE = 120


@dataclass(frozen=True, slots=True)
class Brackets:
    """The brackets that begin at `start` and end at `end`, and where each thing in them begins and ends."""

    layout: Layout
    start: int
    end: int
    inside: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, layout: Layout, node: Node) -> "Brackets":
        """A list or mapping in brackets. Raises `EditRefused` for anything else."""
        match node:
            case Sequence(items=items):
                inside = tuple((item.start, item.end) for item in items)
            case Mapping(entries=entries):
                inside = tuple((entry.key.start, max(entry.key.end, entry.value.end)) for entry in entries)
            case _:
                raise EditRefused
        return cls(layout, node.start, node.end, inside)

    def insert(self, index: int, written: str) -> Iterator[Edit]:
        """Put something in before what stands at `index`, or last."""
        layout, text = self.layout, self.layout.text
        if not self.inside:
            blank = not text[self.start + 1 : self.end - 1].strip()
            yield layout.replace(self.start + 1, self.end - 1 if blank else self.start + 1, written)
            return
        near = self.inside[min(index, len(self.inside) - 1)][0]
        indentation = layout.line_break + " " * layout.column(self.inside[-1 if self._on_lines else 0][0])
        if index < len(self.inside):
            yield layout.replace(near, near, f"{written},{indentation if self._on_lines else ' '}")
            return
        last = self.inside[-1][1]
        if not self._on_lines:
            too_long = layout.column(last) + len(written) + len(", ]") > LONGEST_LINE
            yield layout.replace(last, last, f",{indentation if too_long else ' '}{written}")
            return
        comma = self._comma(last, self.end - 1)
        behind = layout.line_ends(max(last, comma))  # a comment that stands there is about the last one
        if behind >= self.end:
            behind = max(last, comma)
        if not comma:
            yield layout.replace(last, last, ",")
        yield layout.replace(behind, behind, f"{indentation}{written}{',' if comma else ''}")

    def delete(self, index: int) -> Edit:
        """Take something out, with the comments on its own lines."""
        layout, text = self.layout, self.layout.text
        start, end = self.inside[index]
        following = self.inside[index + 1][0] if index + 1 < len(self.inside) else self.end - 1
        if len(self.inside) == 1 and "#" not in text[self.start : start] + text[end : self.end]:
            return layout.replace(self.start + 1, self.end - 1, "")
        if index + 1 < len(self.inside) and "#" not in text[end:following]:
            return layout.replace(start, following, "")
        if 0 < index == len(self.inside) - 1 and "#" not in text[self.inside[index - 1][1] : start]:
            return layout.replace(self.inside[index - 1][1], end, "")
        end = max(end, self._comma(end, following))
        if layout.begins_line(start) and layout.line_end(end) <= following:
            return layout.replace(layout.line_start(start), layout.line_end(end), "")
        return layout.replace(start, end, "")

    @property
    def _on_lines(self) -> bool:
        """Whether each stands on a line of its own."""
        return len(self.inside) > 0 and all(self.layout.begins_line(start) for start, _ in self.inside)

    def _comma(self, start: int, end: int) -> int:
        """Behind the comma that follows what ends at `start`, comments left out; 0 where there is none."""
        place = start
        while place < end and self.layout.text[place] != ",":
            place = self.layout.line_end(place) if self.layout.text[place] == "#" else place + 1
        return place + 1 if place < end else 0
