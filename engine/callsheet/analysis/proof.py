"""Whether what a name holds is for who calls: for anybody, for whoever has their number, or for them alone."""

from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct

from callsheet.expressions.tree import ValuePath


class Proof(IntEnum):
    """What has gone into a value: nothing of the caller; what says who they are, as a number does; what only they
    know."""

    NOTHING = 0
    NUMBER = 1
    SECRET = 2


class Made(Struct, frozen=True):
    """Names that one step keeps, what it makes them of, and what it has learned of the caller itself. Rows come out of
    the query or request `found`, or else of the names that they are made of."""

    names: tuple[str, ...]
    of: tuple[ValuePath, ...]
    own: Proof = Proof.NOTHING
    found: str = ""


class Proven(Struct, frozen=True):
    """Of each name: what has gone into it on whichever way it was made, and what its rows come out of."""

    by: dict[str, Proof]
    rows: dict[str, frozenset[str]]

    def of(self, paths: Iterable[ValuePath]) -> Proof:
        """What has gone into a value that is made of these."""
        return max((self._of(path) for path in paths), default=Proof.NOTHING)

    def _of(self, path: ValuePath) -> Proof:
        if path[0] in ("call", "reply"):
            return Proof.NUMBER if path[0] == "call" else Proof.SECRET
        return self.by.get(str(path[0]), Proof.NOTHING)


# Names made of names made of names … that are followed: nobody reads more of them, and the work stays in proportion.
MOST_DEEP = 10


def proven(made: Iterable[Made]) -> Proven:
    """What is known of all names of a script. What cannot be followed counts as proven."""
    steps = list(made)
    known = Proven({name: Proof.SECRET for step in steps for name in step.names}, {})
    for _ in range(MOST_DEEP):
        by: dict[str, Proof] = {}
        rows: dict[str, frozenset[str]] = {}
        for step in steps:
            proof = max(step.own, known.of(step.of))
            inner = [
                known.rows.get(str(path[0]), frozenset())
                for path in step.of
                if isinstance(path[-1], int) or len(path) == 1
            ]
            out_of = frozenset({step.found}) if step.found else frozenset[str]().union(*inner)
            for name in step.names:
                by[name] = min(proof, by.get(name, Proof.SECRET))
                rows[name] = rows.get(name, frozenset()) | out_of
        if (by, rows) == (known.by, known.rows):
            break
        known = Proven(by, rows)
    return known
