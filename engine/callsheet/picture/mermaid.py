"""A script as Mermaid, the language of flow charts that wikis and code hosts draw."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from callsheet.diagnostics.visible import visible
from callsheet.picture.boxes import MOST_LINES, ROOM
from callsheet.picture.drawn import DrawnBlock, DrawnKind, DrawnStep
from callsheet.picture.outline import drawn
from callsheet.picture.style import SIZE
from callsheet.picture.texts import fitted, lines
from callsheet.picture.written import in_words
from callsheet.script.script import Script

# What stands around the text of a step, by its kind; a rectangle around all others.
_SHAPES: dict[DrawnKind, tuple[str, str]] = {
    "asks": ("{{", "}}"),
    "speaks": ("(", ")"),
    "reads": ("[(", ")]"),
    "writes": ("[(", ")]"),
    "ends": ("([", "])"),
}
# What could mean something to Mermaid, or to the Markdown in its texts: all but words and the signs of a sentence.
_SPECIAL = re.compile(r"[^\w ,?!'.]|(?<!\w)_|_(?!\w)|(?<![^\W\d_])\.")

# Where a line begins, and what it is called.
_End = tuple[str, str]


def mermaid(script: Script) -> str:
    """A script as a flow chart; as far as it could be read, where it has mistakes."""
    chart = _Chart()
    for part in drawn(script):
        chart.part(part)
    return "\n".join(["flowchart TD", *chart.lines, ""])


@dataclass(slots=True)
class _Chart:
    """The lines of a chart, and numbers for its boxes."""

    lines: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def part(self, part: DrawnBlock) -> None:
        """A part of a script, in a frame with its name."""
        self.lines += [f"subgraph part{next(self.numbers)}[{_quoted(fitted(part.label, ROOM, SIZE))}]", "direction TB"]
        self._block(part.steps, [])
        self.lines.append("end")

    def _block(self, steps: Iterable[DrawnStep], ends: list[_End]) -> list[_End]:
        """Steps behind what ends there; what they end in."""
        for step in steps:
            ends = self._step(step, ends)
        return ends

    def _step(self, step: DrawnStep, ends: list[_End]) -> list[_End]:
        box, (before, behind) = f"step{next(self.numbers)}", _SHAPES.get(step.kind, ("[", "]"))
        self.lines.append(f"{box}{before}{_text(f'{in_words(step.verb)} {step.text}'.strip())}{behind}")
        self._lead(ends, box)
        left = [(box, "")] if step.straight else []
        for way in step.ways:
            if way.looped:
                self._lead(self._block(way.steps, [(box, way.label)]), box)
            elif way.steps:
                left += self._block(way.steps, [(box, way.label)])
            elif way.leads_on:
                left.append((box, way.label))
        return left

    def _lead(self, ends: list[_End], box: str) -> None:
        for start, label in ends:
            called = f"|{_text(label)}|" if label else ""
            self.lines.append(f"{start} -->{called} {box}")


def _text(text: str) -> str:
    """A text in quotes, in a few lines."""
    return _quoted(*lines(text, ROOM, SIZE, most=MOST_LINES, first=ROOM))


def _quoted(*rows: str) -> str:
    return f'"{"<br>".join(_SPECIAL.sub(_escaped, visible(row)) for row in rows)}"'


def _escaped(special: re.Match[str]) -> str:
    return f"#{ord(special[0])};"
