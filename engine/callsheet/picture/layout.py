"""Steps in each other, placed. A script has no jumps, so that the picture of a step is made of those of what is in it:
down is what follows, to the right is what may happen instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from callsheet.picture.boxes import CHIP_HEIGHT, Box, box, chip, line
from callsheet.picture.drawn import DrawnBlock, DrawnStep

# Pixels: between what stands below each other, and beside each other.
GAP, BESIDE = 16, 22
# From a box to the bar at which its ways begin, and from there to their names; from their ends to where they meet.
BAR, DROP, MEETING = 9, 7, 10
# Of ways below each other: where the rail is at which they begin, how far they stand to its right, and how far beyond
# them the rail is at which they end.
RAIL, INDENT, RETURN = 14, 38, 12
# From the frame of a loop to what is in it, and to the line that leads back.
FRAME, BACK = 20, 9


@dataclass(frozen=True, slots=True)
class _Way(Box):
    """A way with its name above it, which begins at `name_at`."""

    name_at: int


def block_box(steps: Sequence[DrawnStep], room: int) -> Box:
    """Steps below each other; where that can be, not wider than there is `room`, in pixels."""
    if not steps:
        return Box(0, 0, 0, True, "")
    boxes = [step_box(step, room) for step in steps]
    port = max(each.port for each in boxes)
    drawn, y = [], 0
    for before, each in zip([None, *boxes], boxes, strict=False):
        if before and before.leads_on:
            drawn.append(line((port, y - GAP), (port, y), arrow=True, heavy=each.heavy))
        drawn.append(each.at(port - each.port, y))
        y += each.height + GAP
    right = max(each.width - each.port for each in boxes)
    leads_on = all(each.leads_on for each in boxes)
    return Box(port + right, y - GAP, port, leads_on, "".join(drawn), heavy=boxes[0].heavy)


def step_box(step: DrawnStep, room: int) -> Box:
    """A step and its ways: beside each other where there is room, else below each other."""
    top = box(step)
    if not step.ways:
        return top
    ways = [_way(way, "answer" if step.kind == "asks" else "plain", room - INDENT) for way in step.ways]
    past = step.straight and not step.loops  # a call may go on without any of them
    wide = sum(way.width + BESIDE for way in ways) + (top.width if past else -BESIDE)
    beside = wide <= room or (len(ways) == 1 and not past)
    return (_side_by_side if beside else _one_by_one)(top, ways, past=past)


def _way(way: DrawnBlock, kind: str, room: int) -> _Way:
    name = chip(way, kind)
    if not way.steps:
        return _Way(name.width, name.height, name.port, way.leads_on, name.svg, 0, heavy=name.heavy)
    inner = _frame(block_box(way.steps, room - 2 * FRAME)) if way.looped else block_box(way.steps, room)
    port, y = max(name.port, inner.port), CHIP_HEIGHT + GAP
    right = max(name.width - name.port, inner.width - inner.port)
    name_at = port - name.port
    down = line((port, CHIP_HEIGHT), (port, y), arrow=True, heavy=name.heavy)
    svg = name.at(name_at, 0) + down + inner.at(port - inner.port, y)
    return _Way(port + right, y + inner.height, port, inner.leads_on, svg, name_at, heavy=name.heavy)


def _frame(inner: Box) -> Box:
    """A loop: what is in it leads back to its beginning, and out below."""
    width, height, port = inner.width + 2 * FRAME, inner.height + 2 * FRAME, inner.port + FRAME
    svg = f'<rect class="loop" width="{width}" height="{height}" rx="12"/>' + line((port, 0), (port, FRAME), arrow=True)
    if inner.leads_on:
        end, corner = height - BACK, (BACK, BACK)
        way_back = ((port, height - FRAME), (port, end), (BACK, end), corner, (port, BACK))
        svg += line(*way_back, arrow=True, kind="back")
    return Box(width, height, port, True, svg + inner.at(FRAME, FRAME))


def _side_by_side(top: Box, ways: Sequence[_Way], *, past: bool) -> Box:
    """The first way under a box and the others to the right; where the call may go `past` them, all to the right."""
    port = top.port if past else max(top.port, ways[0].port)
    x, bar = (top.width + BESIDE, top.height // 2) if past else (port - ways[0].port, top.height + BAR)
    y, stem = bar + DROP, [(top.width, bar)] if past else [(port, top.height), (port, bar)]
    drawn, ports = [top.at(port - top.port, 0)], []
    for way in ways:
        ports.append(x + way.port)
        drawn += [line((ports[-1], bar), (ports[-1], y), heavy=way.heavy), way.at(x, y)]
        x += way.width + BESIDE
    drawn.append(line(*stem, (ports[-1], bar)))
    ends = [(at, y + way.height) for at, way in zip(ports, ways, strict=True) if way.leads_on]
    bottom = max(top.height, *(y + way.height for way in ways)) + (MEETING if ends else 0)
    drawn += [line(end, (end[0], bottom), (port, bottom)) for end in ends]
    if past:
        drawn.append(line((port, top.height), (port, bottom)))
    width = max(x - BESIDE, port + top.width - top.port)
    return Box(width, bottom, port, past or bool(ends), "".join(drawn), heavy=top.heavy)


def _one_by_one(top: Box, ways: Sequence[_Way], *, past: bool) -> Box:
    """The ways below each other, from a rail at their left to one at their right."""
    y, drawn, ends = top.height + GAP, [top.at(0, 0)], []
    for way in ways:
        middle = y + CHIP_HEIGHT // 2
        drawn += [line((RAIL, middle), (INDENT + way.name_at, middle), heavy=way.heavy), way.at(INDENT, y)]
        y += way.height + MEETING
        if way.leads_on:
            ends.append((INDENT + way.port, y))
        y += GAP
    bottom, rail = y - GAP, INDENT + max(way.width for way in ways) + RETURN
    for x, y in ends:
        drawn.append(line((x, y - MEETING), (x, y), (rail if y < bottom else top.port, y)))
    if ends and ends[0][1] < bottom:
        drawn.append(line((rail, ends[0][1]), (rail, bottom), (top.port, bottom)))
    start = (RAIL, top.height)
    drawn.append(line(start, (RAIL, bottom), (top.port, bottom)) if past else line(start, (RAIL, middle)))
    return Box(max(top.width, rail), bottom, top.port, past or bool(ends), "".join(drawn), heavy=top.heavy)
