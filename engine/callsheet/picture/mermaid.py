"""A script as Mermaid, the language of flow charts that wikis and code hosts draw."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from callsheet.diagnostics.visible import visible
from callsheet.picture.boxes import MOST_LINES, ROOM
from callsheet.picture.drawn import DrawnBlock, DrawnKind, DrawnStep, MarkKind, Marks, behind, share
from callsheet.picture.outline import drawn
from callsheet.picture.style import SIZE
from callsheet.picture.texts import lines
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

# The looks of steps with marks, and of lines to ways with them. Many calls are half of all.
LOOKS: dict[MarkKind, str] = {
    "untried": "stroke:#b0176f,stroke-width:3px,stroke-dasharray:4 4",
    "wrong": "stroke:#c2410c,stroke-width:4px",
}
LINE, DOTTED_LINE, HEAVY_LINE, MANY = "-->", "-.->", "==>", 0.5


@dataclass(frozen=True, slots=True)
class _End:
    """Where a line begins, what it is called, and how it looks."""

    box: str
    label: str = ""
    line: str = LINE


def mermaid(script: Script, known: Marks | None = None) -> str:
    """A script as a flow chart; as far as it could be read, where it has mistakes; with what else is `known` of it."""
    chart = _Chart()
    for part in drawn(script, known):
        chart.part(part)
    for kind, boxes in chart.marked.items():
        chart.lines += [f"classDef {kind} {LOOKS[kind]}", f"class {','.join(boxes)} {kind}"]
    return "\n".join(["flowchart TD", *chart.lines, ""])


@dataclass(slots=True)
class _Chart:
    """The lines of a chart, and numbers for its boxes."""

    lines: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    marked: dict[MarkKind, list[str]] = field(default_factory=dict)  # boxes of steps that look so

    def part(self, part: DrawnBlock) -> None:
        """A part of a script, in a frame with its name."""
        self.lines += [f"subgraph part{next(self.numbers)}[{_text(part.label)}]", "direction TB"]
        self._block(part.steps, [])
        self.lines.append("end")

    def _block(self, steps: Iterable[DrawnStep], ends: list[_End]) -> list[_End]:
        """Steps behind what ends there; what they end in."""
        for step in steps:
            ends = self._step(step, ends)
        return ends

    def _step(self, step: DrawnStep, ends: list[_End]) -> list[_End]:
        box, (before, after) = f"step{next(self.numbers)}", _SHAPES.get(step.kind, ("[", "]"))
        said = _text(f"{in_words(step.verb)} {step.text}".strip(), *(mark.said for mark in step.marks))
        self.lines.append(f"{box}{before}{said}{after}")
        for kind in dict.fromkeys(mark.kind for mark in step.marks if mark.whole and mark.kind in LOOKS):
            self.marked.setdefault(kind, []).append(box)
        self._lead(ends, box)
        left = [_End(box)] if step.straight else []
        for way in step.ways:
            end = _End(box, f"{way.label}{behind(way.marks)}", _line(way))
            if way.looped:
                self._lead(self._block(way.steps, [end]), box)
            elif way.steps:
                left += self._block(way.steps, [end])
            elif way.leads_on:
                left.append(end)
        return left

    def _lead(self, ends: list[_End], box: str) -> None:
        for end in ends:
            called = f"|{_text(end.label)}|" if end.label else ""
            self.lines.append(f"{end.box} {end.line}{called} {box}")


def _line(way: DrawnBlock) -> str:
    if any(mark.kind == "untried" for mark in way.marks):
        return DOTTED_LINE
    return HEAVY_LINE if share(way.marks) >= MANY else LINE


def _text(*texts: str) -> str:
    """Texts in quotes, each in a few lines."""
    return _quoted(*(row for text in texts for row in lines(text, ROOM, SIZE, most=MOST_LINES, first=ROOM)))


def _quoted(*rows: str) -> str:
    return f'"{"<br>".join(_SPECIAL.sub(_escaped, visible(row)) for row in rows)}"'


def _escaped(special: re.Match[str]) -> str:
    return f"#{ord(special[0])};"
