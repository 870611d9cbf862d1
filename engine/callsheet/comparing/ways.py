"""Scenes: from one turn of the caller to the next, all ways that a call can take between them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from callsheet.comparing.conditions import Condition
from callsheet.comparing.happenings import Happening


class ScenePlace(Enum):
    """Where a scene begins, and where a way through it ends."""

    BEGINNING = "beginning"
    ANSWER = "answer"  # a question: where it was answered, or where it is asked
    NEXT = "next"  # row, or round, of a loop
    HAPPENING = "happening"
    FAILURE = "if_something_fails"
    HANG_UP = "if_caller_hangs_up"
    AFTER = "after_call"
    END = "end"


class AskedQuestion(Struct, frozen=True):
    """A question by its words. Where several have the same, and as many in both versions, each has its number."""

    text: str
    number: int = 0


class SceneStart(Struct, frozen=True):
    """The beginning of a scene: the question and what came of it, the row of a loop, or what has happened, and how that
    went."""

    at: ScenePlace
    asked: AskedQuestion | None = None
    outcome: str = ""
    row: str = ""
    happened: Happening | None = None


class SceneEnd(Struct, frozen=True):
    """The end of a way through a scene: the question that is asked, the row that a loop goes on with, or what happens
    and begins another scene."""

    at: ScenePlace
    asked: AskedQuestion | None = None
    row: str = ""
    happens: Happening | None = None


class SceneWay(Struct, frozen=True):
    """One way through a scene: what is so, what happens then, and what it ends with."""

    where: tuple[Condition, ...]
    events: tuple[Happening, ...]
    end: SceneEnd

    @property
    def seen(self) -> tuple[tuple[Happening, ...], SceneEnd]:
        """What a caller notices of it."""
        return self.events, self.end

    @property
    def key(self) -> tuple[frozenset[Condition], tuple[Happening, ...], SceneEnd]:
        """What two ways have in common that are the same: conditions may be looked at in another order."""
        return frozenset(self.where), self.events, self.end


# The only way through a scene in which nothing happens.
NOTHING = (SceneWay((), (), SceneEnd(ScenePlace.END)),)


def settled(ways: Iterable[SceneWay]) -> tuple[SceneWay, ...]:
    """The ways through a scene without the conditions that make no difference in it."""
    found = dict.fromkeys(ways)
    for about, values in _values(found).items():
        found = dict.fromkeys(_without(found, about, values))
    return tuple(found)


def _values(ways: Iterable[SceneWay]) -> Mapping[str, set[str]]:
    values: dict[str, set[str]] = {}
    for way in ways:
        for condition in way.where:
            values.setdefault(condition.about, set()).add(condition.is_)
    return values


def _without(ways: Collection[SceneWay], about: str, values: set[str]) -> Iterator[SceneWay]:
    """The ways, in one those that differ in nothing but this condition, and together have all that it can be."""
    alike: dict[object, set[str]] = {}
    for way in ways:
        own = [each.is_ for each in way.where if each.about == about]
        if len(own) == 1:
            alike.setdefault(_less(way, about).key, set()).update(own)
    for way in ways:
        less = _less(way, about)
        yield less if alike.get(less.key) == values or len(values) == 1 else way


def _less(way: SceneWay, about: str) -> SceneWay:
    return replace(way, where=tuple(each for each in way.where if each.about != about))
