"""The order of the walked situations: each stands before those that it leads to. That there is one proves that no call
goes round for ever."""

from collections.abc import Iterator

from msgspec import Struct

from callsheet.exploring.graph import Graph, WalkedMove


class Circle(Struct, frozen=True):
    """A situation that a call comes back to."""

    number: int


def in_order(graph: Graph) -> list[int] | Circle:
    """The situations, endings first; or one that can be come back to.

    A question that is put again because the caller has asked for it leads back to itself: as often as questions are
    repeated, and no more.
    """
    waiting, on_the_way, done = 0, 1, 2
    state = [waiting] * len(graph.situations)
    order: list[int] = []
    stack: list[tuple[int, Iterator[WalkedMove]]] = [(0, iter(graph.out[0]))]
    state[0] = on_the_way
    while stack:
        number, moves = stack[-1]
        for move in moves:
            if move.to == number:
                continue
            if state[move.to] == on_the_way:
                return Circle(move.to)
            if state[move.to] == waiting:
                state[move.to] = on_the_way
                stack.append((move.to, iter(graph.out[move.to])))
                break
        else:
            state[number] = done
            order.append(number)
            stack.pop()
    return order
