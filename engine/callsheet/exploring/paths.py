"""Ways through the walked calls: on from a situation to an ending."""

from collections import deque
from collections.abc import Callable

from callsheet.exploring.choices import Replied
from callsheet.exploring.graph import Graph, WalkedMove
from callsheet.ports.line import Rung
from callsheet.ports.requests import INSTEAD, NotDone
from callsheet.ports.understanding import AGAIN

Wanted = Callable[[WalkedMove], bool]


def anyhow(move: WalkedMove) -> bool:
    """Any move will do."""
    return True


def stays(move: WalkedMove) -> bool:
    """The caller stays on the line, and nobody stops the call."""
    return move.outcome not in ("hung_up", "shut_down", "limit_reached")


def goes_well(move: WalkedMove) -> bool:
    """Nothing fails, and the caller stays, and is understood."""
    replies = [choice.reply for choice in move.choices if isinstance(choice, Replied)]
    failed = any(
        isinstance(reply, NotDone) or (isinstance(reply, Rung) and reply.outcome == "failed") for reply in replies
    )
    return not failed and move.attempts == 1 and move.outcome not in INSTEAD | {"otherwise", *AGAIN}


def onward(graph: Graph, number: int, *wants: Wanted) -> list[WalkedMove]:
    """The shortest way from a situation to an ending by moves that are wanted; where there is none, the next of `wants`
    counts, and any move in the end. Empty where it is an ending, or where none is to be come to."""
    for wanted in (*wants, anyhow):
        found = _shortest(graph, number, wanted)
        if found is not None:
            return found
    return []


def _shortest(graph: Graph, number: int, wanted: Wanted) -> list[WalkedMove] | None:
    found_by: dict[int, WalkedMove | None] = {number: None}
    work = deque([number])
    while work:
        at = work.popleft()
        if graph.ending(at):
            return _back(found_by, at)
        for move in graph.out[at]:
            if move.to not in found_by and wanted(move):
                found_by[move.to] = move
                work.append(move.to)
    return None


def _back(found_by: dict[int, WalkedMove | None], number: int) -> list[WalkedMove]:
    moves = []
    while (move := found_by[number]) is not None:
        moves.append(move)
        number = move.start
    return moves[::-1]
