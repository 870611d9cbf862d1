"""What a picture shows of a script, however it is drawn: its parts, their steps, and the ways on from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import NodePath

# What a step is to the caller, the database or other people. A step that could not be read is `unread`.
DrawnKind = Literal["asks", "speaks", "reads", "writes", "connects", "ends", "other", "unread"]


# What is marked: what no test has come to, what is wrong, how many calls came.
MarkKind = Literal["untried", "wrong", "calls"]


@dataclass(frozen=True, slots=True)
class Marking:
    """What is known of a step, or of a way on from it, that its script does not say: where that stands, and what to say
    of it: beside the step, `briefly` behind the name of the way, and `fully` to whoever points at it.

    `whole`: it is so of the step itself, and not only of a way that may not be drawn. `share`: how many of all calls
    came here, from 0 to 1.
    """

    place: Span
    kind: MarkKind
    said: str
    briefly: str
    fully: str = ""
    whole: bool = False
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of a script that was tested, explored, or taken calls by: all of it in a few words; and what is
    known of its steps, by where they stand."""

    words: str = ""
    at: Mapping[Span, Sequence[Marking]] = field(default_factory=dict)

    def __add__(self, other: "Marks") -> "Marks":
        both = {span: [*self.at.get(span, ()), *other.at.get(span, ())] for span in {**self.at, **other.at}}
        return Marks(" · ".join(filter(None, (self.words, other.words))), both)


def behind(marks: Iterable[Marking]) -> str:
    """What stands of marks behind the name of a way."""
    return "".join(f" · {mark.briefly}" for mark in marks)


def share(marks: Iterable[Marking]) -> float:
    """How many of all calls came to what has these marks."""
    return max((mark.share for mark in marks), default=0.0)


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """One step. `icon` is a path in a square of 16 by 16. `text` is what stands behind the verb, `options` what stands
    beside it in a few words, `whole` all of it. Where it could not be read, `verb` is empty and `text` as written.

    `straight`: it leads to what follows it not only by its ways. `marks` are its own, and those of ways on from it that
    are none of its `ways`.
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
    marks: tuple[Marking, ...] = ()

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
    `returns` says whether a call comes back from them.
    """

    path: NodePath
    line: int
    label: str
    steps: tuple[DrawnStep, ...]
    looped: bool = False
    borrowed: bool = False
    returns: bool = True
    marks: tuple[Marking, ...] = ()

    @property
    def leads_on(self) -> bool:
        """Whether a call can come to its end."""
        return self.returns and all(step.leads_on for step in self.steps)


def pointer(path: NodePath) -> str:
    """A path as a JSON pointer (RFC 6901): /steps/3/answers/agree."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)
