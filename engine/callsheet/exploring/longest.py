"""How long calls can become, and how many there are."""

from collections.abc import Mapping

from msgspec import Struct

from callsheet.exploring.choices import Replied
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.exploring.order import Circle, in_order
from callsheet.ports.endings import ENDINGS, Ending
from callsheet.ports.requests import RowsFound

# Rows of one list for which it is worked out how long calls become; for more it grows as from one of these to the next.
FEW, MORE = 2, 3


class Longest(Struct, frozen=True):
    """The most steps and seconds that a call takes, and the number of different calls, by how they end. `limited_from`
    is from how many rows on a limit of the script can end calls; None where none can."""

    steps: int
    seconds: float
    endings: Mapping[Ending, int]
    limited_from: int | None = None


def longest(graph: Graph) -> Longest | None:
    """Of all walked calls. That they have an order proves that none goes round for ever. None where they have none, as
    it is forgotten how many rounds a loop has left.

    Raises:
        AssertionError: one goes round for ever all the same, or leads nowhere: that is a fault of the engine.
    """
    order = in_order(graph)
    if isinstance(order, Circle):
        if graph.forgotten:
            return None
        raise AssertionError(f"a call can go round for ever at {graph.place(order.number)}")
    stuck = [number for number in order if not graph.out[number] and graph.ending(number) is None]
    if stuck and graph.complete:
        raise AssertionError(f"no way leads on from {graph.place(stuck[0])}")
    limits = graph.flow.limits
    steps, seconds = _most(graph, order, None)
    few, more = _most(graph, order, FEW), _most(graph, order, MORE)
    from_rows = [
        _from_rows(few[0], more[0], limits.steps, limits.rows),
        _from_rows(few[1], more[1], limits.call_seconds, limits.rows),
    ]
    limited = [rows for rows in from_rows if rows is not None]
    return Longest(int(steps), seconds, _endings(graph, order), min(limited, default=None))


def _endings(graph: Graph, order: list[int]) -> dict[Ending, int]:
    """The number of different calls, by how they end."""
    calls = [0] * len(graph.situations)
    calls[0] = 1
    found: dict[Ending, int] = {}
    for at in reversed(order):
        if (ending := graph.ending(at)) is not None:
            found[ending] = found.get(ending, 0) + calls[at]
        for move in graph.out[at]:
            if move.to != at:
                calls[move.to] += calls[at]
    return {ending: found[ending] for ending in ENDINGS if ending in found}


def _from_rows(few: float, more: float, limit: float, most_rows: int) -> int | None:
    """From how many rows on a length comes to a limit, where it grows by as much with every row."""
    grows = (more - few) / (MORE - FEW)
    if more >= limit:
        return MORE if few < limit else FEW
    if grows <= 0:
        return None
    rows = MORE + int((limit - more) // grows) + 1
    return rows if rows <= most_rows else None


def _most(graph: Graph, order: list[int], rows: int | None) -> tuple[float, float]:
    """The most steps and seconds of those calls in which no query finds more rows."""
    number = len(graph.situations)
    steps, seconds = [0.0] * number, [0.0] * number
    for at in order:
        for move in graph.out[at]:
            if move.to == at or (rows is not None and _rows(move) > rows):
                continue
            steps[at] = max(steps[at], steps[move.to] + move.attempts)
            seconds[at] = max(seconds[at], seconds[move.to] + move.seconds)
    return steps[0], seconds[0]


def _rows(move: WalkedMove) -> int:
    replies = (choice.reply for choice in move.choices if isinstance(choice, Replied))
    return max((len(reply.rows) for reply in replies if isinstance(reply, RowsFound)), default=0)
