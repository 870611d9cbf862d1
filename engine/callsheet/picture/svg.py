"""A script as SVG: one text that needs nothing else and runs nothing. Boxes and the names of ways carry their place in
the script: `data-path`, a JSON pointer, and `data-line`."""

from collections.abc import Sequence

from callsheet.picture.boxes import Box, place_of, shown
from callsheet.picture.drawn import DrawnBlock, Marks
from callsheet.picture.layout import block_box
from callsheet.picture.outline import drawn
from callsheet.picture.style import HEADING_SIZE, STYLE
from callsheet.picture.texts import BOLD, fitted, width
from callsheet.script.script import Script

# Pixels: the width of a page, which steps keep to unless they are nested too deeply; around all, and between its parts.
ROOM, ROOM_BESIDE = 760, 380
MARGIN, BETWEEN = 24, 36
# A heading and the room below it.
HEADING = 28
# The other parts stand beside the steps, in columns that are as high, or at least so high.
LEAST_HEIGHT = 640

HOW_TO_READ = "From top to bottom: what follows. From left to right: what may happen instead."


def picture(script: Script, *, room: int = ROOM, styled: bool = True, known: Marks | None = None) -> str:
    """A script as SVG; as far as it could be read, where it has mistakes. The steps become about as wide as `room`, in
    pixels. Without `styled` it brings no style along: the page that it is put into has to have `STYLE`. What
    else is `known` of it is marked."""
    boxes: list[str] = []
    right, bottom = 0, 0
    parts = [_part(part, ROOM_BESIDE if place else room) for place, part in enumerate(drawn(script, known))]
    for column in _columns(parts):
        x, y = right + (BETWEEN if boxes else MARGIN), MARGIN
        for part in column:
            boxes.append(part.at(x, y))
            y += part.height + BETWEEN
        right, bottom = x + max(part.width for part in column), max(bottom, y - BETWEEN)
    wide, high = right + MARGIN, bottom + MARGIN
    style = f"<style>{STYLE}</style>" if styled else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="callsheet" role="graphics-document" width="{wide}"'
        f' height="{high}" viewBox="0 0 {wide} {high}"><title>{shown(script.name)}</title>'
        f'<desc>{HOW_TO_READ}</desc>{style}<rect class="paper" width="{wide}" height="{high}"/>{"".join(boxes)}</svg>\n'
    )


def _part(part: DrawnBlock, room: int) -> Box:
    """A part of the script below its heading."""
    steps = block_box(part.steps, room)
    label = fitted(part.label, max(steps.width, room) / BOLD, HEADING_SIZE)
    heading = f'<text class="heading" y="{HEADING_SIZE}" {place_of(part.path, part.line)}>{shown(label)}</text>'
    across = max(steps.width, round(width(label, HEADING_SIZE) * BOLD))
    return Box(across, HEADING + steps.height, steps.port, steps.leads_on, heading + steps.at(0, HEADING))


def _columns(parts: Sequence[Box]) -> list[list[Box]]:
    """The first part, and beside it columns of the others."""
    if not parts:
        return []
    columns, most = [[parts[0]]], max(parts[0].height, LEAST_HEIGHT)
    height = most
    for part in parts[1:]:
        height += BETWEEN + part.height
        if height > most:
            columns.append([])
            height = part.height
        columns[-1].append(part)
    return columns
