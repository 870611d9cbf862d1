"""A map in many versions that share what is the same in them.

A script has thousands of places, and from one to the next one name changes: whole copies would be memory, and joining
them time, that grow with the square of the script.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import Generic, TypeVar

from msgspec import Struct

Value = TypeVar("Value")
# What stands under a name on either side, None for nothing, made one.
Join = Callable[[Value | None, Value | None], Value | None]
# Parts of a map. Of thousands of names one part holds a few dozen, and the list of the parts is no longer than that.
PARTS = 64
_PLACES = range(PARTS)


class Shared(Struct, Generic[Value], frozen=True):
    """One version. What follows from a change is a new one."""

    parts: tuple[Mapping[str, Value], ...] = ({},) * PARTS

    def get(self, name: str) -> Value | None:
        """What stands under a name; None where nothing does."""
        return self.parts[hash(name) % PARTS].get(name)

    def put(self, name: str, value: Value) -> "Shared[Value]":
        """The map with this value under a name."""
        place = hash(name) % PARTS
        return Shared((*self.parts[:place], {**self.parts[place], name: value}, *self.parts[place + 1 :]))

    def joined(
        self, other: "Shared[Value]", before: "Shared[Value] | None", join: "Join[Value]"
    ) -> "tuple[Shared[Value], int]":
        """What `join` makes of each name's values in both maps, this map itself where that changes nothing; and how
        many values were looked at.

        `before` has been joined to this one already: what `other` shares with it needs no look. A value joined with
        itself must be itself.
        """
        if other is self or other is before:
            return self, 0
        parts, looked, changed = list(self.parts), 0, False
        for place in compress(_PLACES, map(is_not, self.parts, other.parts)):
            one, two = self.parts[place], other.parts[place]
            if before is None or two is not before.parts[place]:
                looked += len(one) + len(two)
                parts[place] = _joined(one, two, join)
                changed = changed or parts[place] is not one
        return Shared(tuple(parts)) if changed else self, looked

    def __iter__(self) -> Iterator[str]:
        return (name for part in self.parts for name in part)


def _joined(one: Mapping[str, Value], other: Mapping[str, Value], join: "Join[Value]") -> Mapping[str, Value]:
    changed: dict[str, Value | None] = {}
    for name in one.keys() | other.keys():
        here, there = one.get(name), other.get(name)
        if here is not there and (joined := join(here, there)) != here:
            changed[name] = joined
    if not changed:
        return one
    return {name: value for name, value in {**one, **changed}.items() if value is not None}
