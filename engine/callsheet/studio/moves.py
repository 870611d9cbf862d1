"""Commands that tell what can be done with a step: where else it can stand, and whether under a condition.

All of it was tried, as what can be added is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from callsheet.edits import Edited, NodePath, NotEdited, move_item, wrap_item
from callsheet.source.document import Document, Node, Plain, Sequence
from callsheet.source.document import Mapping as Keys
from callsheet.studio.grammar import GrammarKind, grammar
from callsheet.studio.offers import Offering
from callsheet.studio.trial import Trial, read

# Conditions that are tried: one of them is a beginning, and somebody writes another. Where none of these fits, the step
# may not stand under one.
MOST_CONDITIONS = 4
_A_CONDITION = "x"

# Among the steps beside it, or on into the block before or behind; behind the step that it is in; into a step beside.
Way = Literal["up", "down", "out", "in"]


@dataclass(frozen=True, slots=True)
class Move:
    """A step goes to the list at `to`, before the one at `index`, counted before it goes."""

    way: Way
    to: NodePath
    index: int

    def after(self, path: NodePath) -> NodePath:
        """Where the step that was at `path` stands then."""
        *before, place = path
        depth = len(before)
        to = list(self.to)
        gone = int(place)
        if to[:depth] == before and len(to) > depth and int(to[depth]) > gone:
            to[depth] = int(to[depth]) - 1
        return (*to, self.index - (to == before and self.index > gone))


@dataclass(frozen=True, slots=True)
class OfferMoves(Offering):
    """Where the step at a path can be moved, in one way."""

    path: NodePath
    way: Way

    def offers(self, trial: Trial) -> Iterator[dict[str, object]]:
        document = read(self.text)
        for move in _moves(document, self.path) if document else ():
            if move.way != self.way:
                continue
            if not trial.refusal(move_item(self.text, self.path, move.to, move.index)):
                yield {"way": move.way, "to": move.to, "index": move.index, "path": move.after(self.path)}


@dataclass(frozen=True, slots=True)
class OfferCondition(Offering):
    """A condition that the step at a path can stand under, to begin with."""

    path: NodePath

    def offers(self, trial: Trial) -> Iterator[dict[str, object]]:
        found = trial.written_at(_A_CONDITION, (*self.path, "if"), (), self._wrapped)
        for each in found[:MOST_CONDITIONS]:
            if not trial.refusal(self._wrapped(each.word)):
                yield {"condition": each.word}
                return

    def _wrapped(self, condition: Plain) -> Edited | NotEdited:
        return wrap_item(self.text, self.path, str(condition))


def _moves(document: Document, path: NodePath) -> Iterator[Move]:
    """Where a step can go, whatever is said there."""
    home, place, count = path[:-1], path[-1] if path else "", _count(document, path[:-1])
    if not isinstance(place, int) or not count:
        return
    outer = next((length for length in range(len(home), 0, -1) if _count(document, home[: length - 1])), 0)
    beside = _blocks_at(document, home[:outer])
    here = next((index for index, (block, _) in enumerate(beside) if block == home), 0)
    if place > 0:
        yield Move("up", home, place - 1)
    elif here > 0:
        yield Move("up", *beside[here - 1])
    if place < count - 1:
        yield Move("down", home, place + 2)
    elif here + 1 < len(beside):
        yield Move("down", beside[here + 1][0], 0)
    if outer:
        *around, owner = home[:outer]
        yield Move("out", tuple(around), int(owner) + 1)
    if place > 0:
        yield from (Move("in", block, length) for block, length in _blocks_at(document, (*home, place - 1)))
    if place < count - 1:
        yield from (Move("in", block, 0) for block, _ in _blocks_at(document, (*home, place + 1)))


def _count(document: Document, path: NodePath) -> int:
    """How many steps the list at a path has; none where it is no list of steps."""
    found = grammar().at(document.root, path)
    return len(found[1].items) if found and found[0].what == "steps" and isinstance(found[1], Sequence) else 0


def _blocks_at(document: Document, path: NodePath) -> list[tuple[NodePath, int]]:
    """The lists of steps that belong to the step at a path, each with how many it has."""
    found = grammar().at(document.root, path) if path else None
    return list(_blocks(*found, path)) if found else []


def _blocks(kind: GrammarKind, node: Node, path: NodePath) -> Iterator[tuple[NodePath, int]]:
    if kind.what == "steps" and isinstance(node, Sequence):
        yield path, len(node.items)
    elif isinstance(node, Keys):
        for entry in node:
            if below := (kind.keys or {}).get(entry.name, kind.of):
                yield from _blocks(below, entry.value, (*path, entry.name))
    elif isinstance(node, Sequence) and kind.of:
        for index, item in enumerate(node.items):
            yield from _blocks(kind.of, item, (*path, index))
