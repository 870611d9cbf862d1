"""What is certain at one place of a script, whichever way the call came there."""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from callsheet.analysis.shapes import BOOLEAN, DATE, NUMBER, TEXT, UNKNOWN, Shape, one_of
from callsheet.analysis.shared import Shared
from callsheet.expressions.tree import ValuePath
from callsheet.ports.data import FailureKind
from callsheet.ports.endings import ENDINGS
from callsheet.queries.records import Library

# `bridged`: the caller talks with somebody else.
LineState = Literal["ringing", "up", "bridged", "down"]

# Every kind of failure after which `if_something_fails` runs.
FAILURES = frozenset(
    {
        *get_args(FailureKind),
        *("missing_value", "line", "speech", "recognition", "recording", "limit", "engine_fault"),
    }
)
HOW = ("key", "phrase", "value", "model", "silent", "unclear", "unsure")


_REPLY = {"text": (TEXT, False), "how": (one_of(HOW), False), "confidence": (NUMBER, False)}


def reply_of(intent: Shape, value: Shape | None = None) -> Shape:
    """The row `reply` after a question where that is known of what was meant; of a value that was given, its shape."""
    return Shape("row", {"intent": (intent, False), **_REPLY, "value": (value or UNKNOWN, value is None)})


REPLY = reply_of(TEXT)
# Numbers of a call, each of which may be withheld.
NUMBERS = ("caller_number", "callee_number", "person_number")
BUILT_IN: dict[str, Shape] = {
    "call": Shape(
        "row",
        {
            "id": (TEXT, False),
            "direction": (one_of(("inbound", "outbound")), False),
            **dict.fromkeys(NUMBERS, (TEXT, True)),
            "recording": (TEXT, True),
        },
    ),
    "choices": Shape("list"),  # in the texts of a question that has rows to choose from
    "today": DATE,
    "now": Shape("datetime", zoned=True),
    "loop": Shape(
        "row",
        {"number": (NUMBER, False), "total": (NUMBER, False), "first": (BOOLEAN, False), "last": (BOOLEAN, False)},
    ),
    "failure": Shape("row", {"step": (TEXT, False), "kind": (one_of(FAILURES), False), "message": (TEXT, False)}),
}


# A recording, as a script has it.
RECORDING = Shape(
    "row", {"file": (TEXT, False), "seconds": (NUMBER, False), "at": (Shape("datetime", zoned=True), False)}
)
# What `call` has beside that once it has ended.
ENDED = Shape(
    "row",
    {
        **BUILT_IN["call"].columns,
        "ending": (one_of(ENDINGS), False),
        "seconds": (NUMBER, False),
        "transcript": (TEXT, False),
    },
)
OPENING = Shape(
    "row",
    {
        "open": (BOOLEAN, False),
        "opens": (Shape("datetime", zoned=True), False),
        "closes": (Shape("datetime", zoned=True), True),
    },
)


def hours_of(names: Iterable[str]) -> Shape:
    """The row `hours` of a script with opening hours of these names."""
    return Shape("row", dict.fromkeys(names, (OPENING, False)))


class Lost(Struct, frozen=True):
    """Why a name was not set: the step and its line, what may have happened, the option that deals with it."""

    verb: str
    line: int
    happened: str
    option: str


class Fact(Struct, frozen=True):
    """A name: what it holds; whether it may never have been set (`lost`: by the step that should have); whether it may
    hold nothing."""

    shape: Shape
    unset: bool = False
    null: bool = False
    lost: "Lost | None" = None

    def joined(self, other: "Fact") -> "Fact":
        """What is certain of a name that is either."""
        return Fact(
            self.shape.joined(other.shape),
            self.unset or other.unset,
            self.null or other.null,
            self.lost or other.lost,
        )


class Known(Struct, frozen=True):
    """All that is certain of a name: what was kept under it, if anything, and the paths from it that are there."""

    fact: Fact | None = None
    present: frozenset[ValuePath] = frozenset()

    @property
    def is_there(self) -> bool:
        """Whether what was kept under it is certainly a value."""
        return self.fact is not None and not (self.fact.unset or self.fact.null)


NOTHING_KNOWN = Known()
NONE_KNOWN: Shared[Known] = Shared()


class Facts(Struct, frozen=True):
    """The line's possible states, what is certain of names, the rows of the loops around. Not `kinds`: it was not found
    out what the names hold."""

    library: Library
    line: frozenset[LineState] = frozenset({"ringing"})
    names: Shared[Known] = NONE_KNOWN
    loops: tuple[tuple[str, Shape], ...] = ()
    kinds: bool = True

    def keep(self, name: str, fact: Fact) -> "Facts":
        """The name holds something new; what was known of it is no longer so."""
        return self._with(self.names.put(name, Known(fact)))

    def lose(self, name: str, lost: "Lost") -> "Facts":
        """The step that should have set the name did not."""
        known = self.kept(name)
        return self.keep(name, Fact(known.shape if known else UNKNOWN, unset=True, lost=lost))

    def assume(self, paths: Iterable[ValuePath]) -> "Facts":
        """A condition has made sure of these paths."""
        names = self.names
        for path in paths:
            known = names.get(str(path[0])) or NOTHING_KNOWN
            if path not in known.present:
                names = names.put(str(path[0]), Known(known.fact, known.present | {path}))
        return self if names is self.names else self._with(names)

    def is_present(self, path: ValuePath) -> bool:
        """Whether a condition has made sure of a path."""
        known = self.names.get(str(path[0])) if path else None
        return known is not None and path in known.present

    def on_line(self, state: LineState) -> "Facts":
        """The line is in this state now."""
        return self if self.line == {state} else replace(self, line=frozenset({state}))

    def in_loop(self, row_name: str, row: Shape) -> "Facts":
        """The next row of a loop; what was known of the row before is no longer so."""
        names = self.names
        for name in (row_name, "loop"):
            known = names.get(name)
            if known is not None and known.present:
                names = names.put(name, Known(known.fact))
        return replace(self, loops=(*self.loops, (row_name, row)), names=names)

    def outside_loops(self, depth: int) -> "Facts":
        """Within the outermost `depth` loops only."""
        return self if len(self.loops) <= depth else replace(self, loops=self.loops[:depth])

    def kept(self, name: str) -> Fact | None:
        """What was kept under a name on the ways to here, if anything was."""
        known = self.names.get(name)
        return known.fact if known else None

    def name(self, name: str) -> Fact:
        """What is certain of a name."""
        for row_name, row in reversed(self.loops):
            if row_name == name:
                return Fact(row if self.kinds else UNKNOWN)
        if (fact := self.kept(name)) is not None:
            return fact if self.kinds else Fact(UNKNOWN, unset=fact.unset)
        if name == "reply":
            return Fact(REPLY, unset=True)
        return Fact(BUILT_IN[name]) if name in BUILT_IN else Fact(UNKNOWN, unset=True)

    def joined(self, other: "Facts") -> "Facts":
        """What is certain where the call came either way; this itself where the other way changes nothing."""
        return self.joined_again(other, None)[0]

    def joined_again(self, other: "Facts", before: "Facts | None") -> "tuple[Facts, int]":
        """The same where `before` has been joined to this already; and how many values were looked at."""
        if other is self or other is before:
            return self, 0
        line = self.line | other.line
        names, looked = self.names.joined(other.names, before.names if before else None, _either)
        # Loops are opened and closed in pairs: whichever way the call came, they are the same ones.
        loops = self.loops and tuple(
            (name, row.joined(row_there)) for (name, row), (_, row_there) in zip(self.loops, other.loops, strict=False)
        )
        same = names is self.names and line == self.line and loops == self.loops
        return self if same else Facts(self.library, line, names, loops, self.kinds), looked

    def _with(self, names: Shared[Known]) -> "Facts":
        return Facts(self.library, self.line, names, self.loops, self.kinds)


def with_first_items(paths: Iterable[ValuePath], facts: Facts) -> set[ValuePath]:
    """The paths, and the first items of those that are lists: a list that holds as a condition has one."""
    found = set(paths)
    return found | {(*path, 0) for path in found if len(path) == 1 and facts.name(str(path[0])).shape.kind == "list"}


def _either(one: Known | None, other: Known | None) -> Known | None:
    """What is certain of a name of which one or the other is known."""
    here, there = one or NOTHING_KNOWN, other or NOTHING_KNOWN
    fact = here.fact or there.fact
    if here.fact is not None and there.fact is not None:
        fact = here.fact if here.fact is there.fact else here.fact.joined(there.fact)
    elif fact is not None and not fact.unset:
        fact = Fact(fact.shape, True, fact.null, fact.lost)
    present = here.present & there.present
    # On one way a condition has made sure of the name, on the other a step has kept a value.
    for tested, way in ((here, there), (there, here)):
        if tested.present and way.is_there:
            present |= {path for path in tested.present if len(path) == 1}
    return Known(fact, present) if fact or present else None
