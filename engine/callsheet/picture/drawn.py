"""What a picture shows of a script, however it is drawn: its parts, their steps, and the ways on from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import NodePath

# What a step is to the caller, the database or other people. A step that could not be read is `unread`.
DrawnKind = Literal["asks", "speaks", "reads", "writes", "connects", "ends", "other", "unread"]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the tests of a script have come to: how much, in words; the steps that `never` ran, by where they stand; and
    what is `left` of a step, or of it all: where that stands, and what to say of it."""

    words: str
    never: frozenset[Span]
    left: Mapping[Span, Sequence[tuple[Span, str]]]


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """One step. `icon` is a path in a square of 16 by 16. `text` is what stands behind the verb, `options` what stands
    beside it in a few words, `whole` all of it. Where it could not be read, `verb` is empty and `text` as written.

    `straight`: it leads to what follows it not only by its ways. `untried` is what no test has come to, where that is
    none of its `ways`; `never`: the step itself is that.
    """

    path: NodePath
    line: int
    kind: DrawnKind
    verb: str
    icon: str
    text: str
    options: str
    whole: str
    ways: tuple["DrawnBlock", ...]
    straight: bool
    untried: tuple[str, ...] = ()
    never: bool = False

    @property
    def loops(self) -> bool:
        """Whether one of its ways is run again and again."""
        return any(way.looped for way in self.ways)

    @property
    def leads_on(self) -> bool:
        """Whether a call can come to what follows it."""
        return self.straight or any(way.leads_on for way in self.ways)


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """A list of steps and its name: a way that leads on from a step, or a part of the script.

    `looped`: it is run again and again. `borrowed`: its steps stand elsewhere in the script, and are drawn there;
    `returns` says whether a call comes back from them. `untried`: what to say where no test has come here.
    """

    path: NodePath
    line: int
    label: str
    steps: tuple[DrawnStep, ...]
    looped: bool = False
    borrowed: bool = False
    returns: bool = True
    untried: str = ""

    @property
    def leads_on(self) -> bool:
        """Whether a call can come to its end."""
        return self.returns and all(step.leads_on for step in self.steps)


def pointer(path: NodePath) -> str:
    """A path as a JSON pointer (RFC 6901): /steps/3/answers/agree."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)
