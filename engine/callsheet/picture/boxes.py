"""The pieces that a picture is made of, each in coordinates of its own: the box of a step, the name of a way, lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from math import ceil

from callsheet.diagnostics.visible import visible
from callsheet.picture.drawn import DrawnBlock, DrawnStep, Marking, behind, pointer, share
from callsheet.picture.style import HEAVIEST, SIZE, SMALL
from callsheet.picture.texts import BOLD, fitted, from_the_right, lines, width
from callsheet.picture.written import in_words
from callsheet.source.document import NodePath

# Pixels. A line of a box has room for five or six words.
WIDTH, PADDING, ICON, LINE = 244, 9, 16, 17
LEFT = PADDING + ICON + 7  # where texts begin
ROOM = WIDTH - LEFT - PADDING
CHIP_HEIGHT, CHIP_PADDING, WIDEST_CHIP = 20, 9, WIDTH
# Lines of a text. All of it is in the title of its box, up to so many characters.
MOST_LINES, MOST_NOTED = 4, 2
MOST_WHOLE = 2000

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of a picture and its size, in pixels. A line comes in at `port` of its upper edge, and goes on at `port`
    of the lower one where it `leads_on`. The line to it is as heavy as calls came along it, from 0 to `HEAVIEST`."""

    width: int
    height: int
    port: int
    leads_on: bool
    svg: str
    heavy: int = field(default=0, kw_only=True)

    def at(self, x: int, y: int) -> str:
        """The piece with its upper left corner there."""
        return f'<g transform="translate({x} {y})">{self.svg}</g>'


def line(*points: Point, arrow: bool = False, kind: str = "line", heavy: int = 0) -> str:
    """A line through these points. With an arrow at its end it comes from above, or from the left."""
    more = f" heavy{heavy}" if heavy else ""
    drawn = f'<path class="{kind}{more}" d="M{"L".join(f"{x} {y}" for x, y in points)}"/>'
    if not arrow:
        return drawn
    (before, _), (x, y) = points[-2:]
    return f'{drawn}<path class="arrow" d="M{x} {y}{"l-4-7h8z" if before == x else "l-7-4v8z"}"/>'


def shown(text: str) -> str:
    """A text as it may stand in XML, between tags and in attributes."""
    return escape("\n".join(map(visible, text.split("\n"))))


def place_of(path: NodePath, line: int) -> str:
    """Where something stands in its script, as attributes."""
    return f'data-path="{shown(pointer(path))}" data-line="{line}"'


def box(step: DrawnStep) -> Box:
    """A step without its ways."""
    rows = list(_rows(step))
    height = 2 * PADDING + LINE * len(rows) - 3
    texts = "".join(
        f'<text y="{PADDING + 11 + LINE * number}" {attributes}>{row}</text>'
        for number, (attributes, row) in enumerate(rows)
    )
    whole = "\n".join([step.whole, *map(_in_full, step.marks)])
    svg = (
        f'<svg class="box {step.kind}{_looks(mark for mark in step.marks if mark.whole)}" width="{WIDTH}"'
        f' height="{height}" role="group"'
        f' data-verb="{shown(step.verb)}" {place_of(step.path, step.line)}>'
        f"<title>{shown(whole[:MOST_WHOLE])}</title>"
        f'<rect x="1" y="1" width="{WIDTH - 2}" height="{height - 2}" rx="7"/>'
        f'<path class="icon" transform="translate({PADDING} {PADDING - 2})" d="{shown(step.icon)}"/>{texts}</svg>'
    )
    return Box(WIDTH, height, WIDTH // 2, step.leads_on, svg, heavy=_heavy(step.marks))


def _in_full(mark: Marking) -> str:
    return mark.fully or mark.said


def _looks(marks: Iterable[Marking]) -> str:
    """The classes of what has these marks, each once."""
    return "".join(f" {kind}" for kind in dict.fromkeys(mark.kind for mark in marks) if kind != "calls")


def _heavy(marks: Iterable[Marking]) -> int:
    return ceil(share(marks) * HEAVIEST)


def _rows(step: DrawnStep) -> Iterator[tuple[str, str]]:
    """The lines in a box: attributes and content."""
    verb, from_left = in_words(step.verb), f'x="{LEFT}"'
    head = f'<tspan class="verb">{shown(verb)}</tspan> ' if verb else ""
    if from_the_right(step.text):
        yield from_left, head.rstrip()
        for row in lines(step.text, ROOM, SIZE, most=MOST_LINES, first=ROOM):
            yield f'x="{WIDTH - PADDING}" direction="rtl"', shown(row)
    else:
        first = ROOM - width(f"{verb} ", SIZE) * BOLD
        for row in lines(step.text, ROOM, SIZE, most=MOST_LINES, first=first):
            yield from_left, head + shown(row)
            head = ""
    if step.options:
        yield f'{from_left} class="options"', shown(fitted(step.options, ROOM, SMALL))
    for mark in step.marks:
        for row in lines(mark.said, ROOM / BOLD, SMALL, most=MOST_NOTED, first=ROOM / BOLD):
            yield f'{from_left} class="note {mark.kind}"', shown(row)


def chip(way: DrawnBlock, kind: str) -> Box:
    """The name of a way."""
    more = behind(way.marks)
    label = fitted(way.label, WIDEST_CHIP - 2 * CHIP_PADDING - width(more, SMALL), SMALL) + more
    wide = 2 * round(width(label, SMALL) / 2 + CHIP_PADDING)
    looks = " borrowed" * way.borrowed + _looks(way.marks)
    whole = "\n".join([f"line {way.line}: {way.label}", *map(_in_full, way.marks)])
    svg = (
        f'<svg class="chip {kind}{looks}" width="{wide}" height="{CHIP_HEIGHT}" {place_of(way.path, way.line)}>'
        f"<title>{shown(whole[:MOST_WHOLE])}</title>"
        f'<rect x="1" y="1" width="{wide - 2}" height="{CHIP_HEIGHT - 2}" rx="9"/>'
        f'<text x="{wide // 2}" y="14" text-anchor="middle">{shown(label)}</text></svg>'
    )
    return Box(wide, CHIP_HEIGHT, wide // 2, True, svg, heavy=_heavy(way.marks))
