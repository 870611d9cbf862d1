"""A map in many versions that share what is the same in them.

A script has thousands of places, and from one to the next one name changes: whole copies would be memory, and joining
them time, that grow with the square of the script.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
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

    def joined(self, other: "Shared[Value]", before: "Shared[Value] | None", join: "Join[Value]") -> "Shared[Value]":
        """What `join` makes of each name's values in both maps; this map itself where that changes nothing.

        `before` has been joined to this one already: what `other` shares with it needs no look. A value joined with
        itself must be itself.
        """
        parts = {}
        for place in self._apart(other, before):
            one = self.parts[place]
            part = _joined(one, other.parts[place], join)
            if part is not one:
                parts[place] = part
        return Shared(tuple(parts.get(place, one) for place, one in enumerate(self.parts))) if parts else self

    def looked_at(self, other: "Shared[Value]", before: "Shared[Value] | None") -> int:
        """How many values the same join looks at."""
        return sum(len(self.parts[place]) + len(other.parts[place]) for place in self._apart(other, before))

    def _apart(self, other: "Shared[Value]", before: "Shared[Value] | None") -> Iterable[int]:
        """The places of the parts that a join has to look at."""
        if other is self or other is before:
            return ()
        places = compress(_PLACES, map(is_not, self.parts, other.parts))
        return places if before is None else [each for each in places if other.parts[each] is not before.parts[each]]

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
