"""What is certain at one place of a script, whichever way the call came there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from engine.flow.expressions.tree import Path
from engine.flow.shapes import BOOLEAN, DATE, NUMBER, TEXT, UNKNOWN, Shape, one_of
from engine.ports.data import FailureKind
from engine.queries.records import NamedQuery

LineState = Literal["ringing", "up", "down"]

# Every kind of failure after which `if_something_fails` runs.
FAILURES = frozenset(
    {
        *get_args(FailureKind),
        *("missing_value", "line", "speech", "recognition", "limit", "engine_fault"),
    }
)
HOW = ("key", "phrase", "model", "silent", "unclear")


def reply_of(intents: Iterable[str]) -> Shape:
    """The row `reply` after a question with these answers."""
    columns = {"intent": one_of((*intents, "silent", "unclear")), "text": TEXT, "how": one_of(HOW)}
    return Shape("row", {**{name: (shape, False) for name, shape in columns.items()}, "confidence": (NUMBER, False)})


REPLY = Shape(
    "row", {"intent": (TEXT, False), "text": (TEXT, False), "how": (one_of(HOW), False), "confidence": (NUMBER, False)}
)
# Numbers of a call, each of which may be withheld.
NUMBERS = ("caller_number", "callee_number", "person_number")
BUILT_IN: dict[str, Shape] = {
    "call": Shape(
        "row",
        {
            "id": (TEXT, False),
            "direction": (one_of(("inbound", "outbound")), False),
            **dict.fromkeys(NUMBERS, (TEXT, True)),
        },
    ),
    "today": DATE,
    "now": Shape("datetime", zoned=True),
    "loop": Shape(
        "row",
        {"number": (NUMBER, False), "total": (NUMBER, False), "first": (BOOLEAN, False), "last": (BOOLEAN, False)},
    ),
    "failure": Shape("row", {"step": (TEXT, False), "kind": (one_of(FAILURES), False), "message": (TEXT, False)}),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a name was not set: the step and its line, what may have happened, the option that deals with it."""

    verb: str
    line: int
    happened: str
    option: str


@dataclass(frozen=True, slots=True)
class Fact:
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


@dataclass(frozen=True, slots=True)
class Facts:
    """The line's possible states, the names, the paths that are certainly there, the rows of the loops around."""

    queries: Mapping[str, NamedQuery]
    line: frozenset[LineState] = frozenset({"ringing"})
    names: Mapping[str, Fact] = field(default_factory=dict)
    present: frozenset[Path] = frozenset()
    loops: tuple[tuple[str, Shape], ...] = ()

    def keep(self, name: str, fact: Fact) -> "Facts":
        """The name holds something new; what was known of it is no longer so."""
        present = frozenset(path for path in self.present if path[0] != name)
        return replace(self, names={**self.names, name: fact}, present=present)

    def lose(self, name: str, lost: "Lost") -> "Facts":
        """The step that should have set the name did not."""
        known = self.names.get(name)
        return self.keep(name, Fact(known.shape if known else UNKNOWN, unset=True, lost=lost))

    def assume(self, paths: Iterable[Path]) -> "Facts":
        """A condition has made sure of these paths."""
        return replace(self, present=self.present | frozenset(paths))

    def on_line(self, state: LineState) -> "Facts":
        """The line is in this state now."""
        return self if self.line == {state} else replace(self, line=frozenset({state}))

    def in_loop(self, row_name: str, row: Shape) -> "Facts":
        """The next row of a loop; what was known of the row before is no longer so."""
        present = frozenset(path for path in self.present if path[0] not in (row_name, "loop"))
        return replace(self, loops=(*self.loops, (row_name, row)), present=present)

    def outside_loops(self, depth: int) -> "Facts":
        """Within the outermost `depth` loops only."""
        return self if len(self.loops) <= depth else replace(self, loops=self.loops[:depth])

    def name(self, name: str) -> Fact:
        """What is certain of a name."""
        for row_name, row in reversed(self.loops):
            if row_name == name:
                return Fact(row)
        if name in self.names:
            return self.names[name]
        if name == "reply":
            return Fact(REPLY, unset=True)
        return Fact(BUILT_IN[name]) if name in BUILT_IN else Fact(UNKNOWN, unset=True)

    def joined(self, other: "Facts") -> "Facts":
        """What is certain where the call came either way; this itself where the other way changes nothing."""
        if other is self:
            return self
        line, present = self.line | other.line, self.present & other.present
        names = self.names if self.names is other.names else _joined(self.names, other.names)
        # Loops are opened and closed in pairs: whichever way the call came, they are the same ones.
        loops = tuple(
            (name, row.joined(row_there)) for (name, row), (_, row_there) in zip(self.loops, other.loops, strict=False)
        )
        same = names is self.names and line == self.line and present == self.present and loops == self.loops
        return self if same else Facts(self.queries, line, names, present, loops)


def with_first_items(paths: Iterable[Path], facts: Facts) -> set[Path]:
    """The paths, and the first items of those that are lists: a list that holds as a condition has one."""
    found = set(paths)
    return found | {(*path, 0) for path in found if len(path) == 1 and facts.name(str(path[0])).shape.kind == "list"}


def _joined(names: Mapping[str, Fact], others: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """What is certain of each name that is set on either way; `names` itself where nothing changes."""
    changed: dict[str, Fact] = {}
    for name, fact in names.items():
        other = others.get(name)
        if other is fact or other == fact:
            continue
        joined = replace(fact, unset=True) if other is None else fact.joined(other)
        if joined != fact:
            changed[name] = joined
    changed |= {name: replace(fact, unset=True) for name, fact in others.items() if name not in names}
    return {**names, **changed} if changed else names
