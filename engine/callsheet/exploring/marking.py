"""What was found in the walked calls, as a picture of their script shows it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.visible import sentence
from callsheet.exploring.explored import Explored
from callsheet.flow.model import Flow
from callsheet.picture.drawn import Marking, Marks

SIGN = "▲"


def marks(explored: Explored) -> Marks:
    """What was found, each at the step that it belongs to; nothing where the script has errors, and was not walked."""
    if explored.graph is None:
        return Marks()
    anchors = sorted(_anchors(explored.graph.flow))
    found: defaultdict[Span, list[Marking]] = defaultdict(list)
    for each in explored.diagnostics:
        found[_step_at(each.span, anchors)].append(_mark(each))
    for each, why in explored.perhaps:
        found[_step_at(each.span, anchors)].append(_mark(each, why))
    number = len(explored.diagnostics) + len(explored.perhaps)
    return Marks(f"explored: {number or 'no'} finding{'s' * (number != 1)}", found)


def _mark(found: Diagnostic, why: str = "") -> Marking:
    said = f"perhaps, though no test shows it ({why}): " if why else ""
    fully = f"{SIGN} {found.code.id}: {said}{sentence(found.message)}; {sentence(found.help)}"
    brief = f"{SIGN} {found.code.id}"
    return Marking(found.span, "wrong", f"{brief} {found.code.name.replace('-', ' ')}", brief, fully, whole=True)


def _anchors(flow: Flow) -> Iterator[tuple[Span, Span]]:
    """Places in the script, each with the step that it belongs to: that of the step itself, its keys, its ways."""
    for state in flow.states.values():
        yield state.span, state.span
        for place in state.step.written.values():
            yield place, state.span
        for way in state.step.ways_to_try():
            yield way.span, state.span


def _step_at(place: Span, anchors: list[tuple[Span, Span]]) -> Span:
    """The step of the last of the places that does not begin behind this one."""
    at = bisect_right(anchors, place.begin, key=lambda each: each[0].begin)
    return anchors[max(at - 1, 0)][1]
