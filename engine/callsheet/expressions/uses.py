"""Which names an expression reads, and where: what the checks want to know of it."""

from msgspec import Struct

from callsheet.expressions.facts import NOTHING, Present
from callsheet.expressions.tree import At, ValuePath


class Use(Struct, frozen=True):
    """A name, or a column of one, that an expression reads."""

    path: ValuePath
    parts: tuple[At, ...]
    guarded: bool
    needed: bool
    tested: bool
    present: Present


class PlaceInText(Struct, frozen=True):
    """Where a part of an expression stands: is its value needed, may it be missing, is that what is asked (`tested`),
    what is known to be there."""

    needed: bool
    guarded: bool = False
    tested: bool = False
    present: Present = NOTHING
