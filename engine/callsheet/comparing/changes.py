"""What is different in a scene: the ways through it in two versions, matched, and what is other in each pair."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from callsheet.comparing.conditions import FAILING, Condition
from callsheet.comparing.happenings import Happening
from callsheet.comparing.ways import SceneEnd, ScenePlace, SceneWay

Where = tuple[Condition, ...]
Events = tuple[Happening, ...]


class Replaced(Struct, frozen=True):
    """What happens no longer, and what happens now, at one place of a way. What is new is `before` something, or else
    `behind` something."""

    gone: Events = ()
    came: Events = ()
    before: Happening | None = None
    behind: Happening | None = None


class EndedOtherwise(Struct, frozen=True):
    """What a way ends with now, and what it ended with; None where there was no such way, or is none."""

    was: SceneWay | None
    now: SceneWay | None


class OtherCondition(Struct, frozen=True):
    """What happens is the same, and depends on other conditions."""

    was: tuple[str, ...]
    now: tuple[str, ...]


Different = Replaced | EndedOtherwise | OtherCondition


class SceneChange(Struct, frozen=True):
    """Something different, and in which cases; always where there are none."""

    what: Different
    where: tuple[Where, ...] = ()


class _Pair(Struct, frozen=True):
    old: SceneWay
    new: SceneWay

    @property
    def where(self) -> Where:
        """The case that they are about: that of the more special one."""
        return self.new.where if len(self.new.where) >= len(self.old.where) else self.old.where


class Scene(Struct, frozen=True):
    """A scene in one version: its ways, and what conditions of the whole script are about."""

    ways: tuple[SceneWay, ...]
    about: frozenset[str]

    def otherwise(self, way: SceneWay) -> SceneWay | None:
        """What comes instead of a way on which something fails, where the script does the same and says nothing of
        its failing."""
        failing = next((each for each in way.where if each.is_ in FAILING), None)
        if failing is None or failing.about not in self.about or any(failing in each.where for each in self.ways):
            return None
        return SceneWay(way.where, (), SceneEnd(ScenePlace.FAILURE))


def changes(before: Scene, after: Scene) -> list[SceneChange]:
    """What is different in a scene."""
    old, new = before.ways, after.ways
    known, known_now = ({way.key for way in ways} for ways in (old, new))
    left, right = [way for way in old if way.key not in known_now], [way for way in new if way.key not in known]
    pairs = [_Pair(mate, way) for way in right if (mate := before.otherwise(way) or _mate(way, left))]
    mated = {pair.old.key for pair in pairs}
    pairs += [
        _Pair(way, mate) for way in left if way.key not in mated and (mate := after.otherwise(way) or _mate(way, right))
    ]
    found: dict[Different, list[_Pair]] = {}
    for pair in pairs:
        for edit in _between(pair):
            found.setdefault(edit, []).append(pair)
    paired = {way.key for pair in pairs for way in (pair.old, pair.new)}
    changed = [SceneChange(what, _cases(what, affected, before, after)) for what, affected in found.items()]
    came = [SceneChange(EndedOtherwise(None, way), (way.where,)) for way in right if way.key not in paired]
    gone = [SceneChange(EndedOtherwise(way, None), (way.where,)) for way in left if way.key not in paired]
    return [*changed, *came, *gone]


def _mate(way: SceneWay, others: Sequence[SceneWay]) -> SceneWay | None:
    """The way of the other version that is most like it, and can be so in the same case."""
    fitting = [other for other in others if _fit(way.where, other.where)]
    return max(fitting, key=lambda other: _likeness(way, other), default=None)


def _fit(some: Where, others: Where) -> bool:
    is_ = {each.about: each.is_ for each in others}
    return all(is_.get(each.about, each.is_) == each.is_ for each in some)


def _likeness(way: SceneWay, other: SceneWay) -> float:
    alike = len(set(way.where) & set(other.where)) / (len(set(way.where) | set(other.where)) or 1)
    return alike + (way.end == other.end) + 2 * SequenceMatcher(None, way.events, other.events, autojunk=False).ratio()


def _between(pair: _Pair) -> Iterator[Different]:
    old, new = pair.old, pair.new
    if old.seen == new.seen:
        was = tuple(each.about for each in old.where if each not in new.where)
        now = tuple(each.about for each in new.where if each not in old.where)
        if was and now:
            yield OtherCondition(was, now)
        return
    if ScenePlace.FAILURE in (old.end.at, new.end.at):
        yield EndedOtherwise(old, new)
        return
    matcher = SequenceMatcher(None, old.events, new.events, autojunk=False)
    for kind, begins, ends, begins_now, ends_now in matcher.get_opcodes():
        if kind != "equal":
            behind = new.events[begins_now - 1] if begins_now else None
            before = new.events[ends_now] if ends_now < len(new.events) else None
            yield from _replaced(old.events[begins:ends], new.events[begins_now:ends_now], before, behind)
    if old.end != new.end:
        yield EndedOtherwise(SceneWay((), (), old.end), SceneWay((), (), new.end))


def _replaced(gone: Events, came: Events, before: Happening | None, behind: Happening | None) -> Iterator[Replaced]:
    """What stands in the place of what: that of the same kind, in order; what is left has gone, or has come."""
    matcher = SequenceMatcher(None, [each.kind for each in gone], [each.kind for each in came], autojunk=False)
    for kind, begins, ends, begins_now, ends_now in matcher.get_opcodes():
        if kind == "equal":
            yield from (
                Replaced((was,), (now,)) for was, now in zip(gone[begins:ends], came[begins_now:ends_now], strict=True)
            )
            continue
        yield from (Replaced((each,)) for each in gone[begins:ends])
        if new := came[begins_now:ends_now]:
            behind = came[begins_now - 1] if begins_now else behind
            before = came[ends_now] if ends_now < len(came) else before
            yield Replaced((), new, before, None if before else behind)


def _cases(what: Different, affected: Sequence[_Pair], before: Scene, after: Scene) -> tuple[Where, ...]:
    """The cases in which it is different; none where it always is."""
    if isinstance(what, OtherCondition) or (isinstance(what, EndedOtherwise) and what.was is None):
        return ()
    wheres = list(dict.fromkeys(pair.where for pair in affected))
    if (
        isinstance(what, EndedOtherwise)
        and what.was
        and what.now
        and ScenePlace.FAILURE in (what.was.end.at, what.now.end.at)
    ):
        return tuple(wheres)
    touched = {way.key for pair in affected for way in (pair.old, pair.new)}
    if all(way.key in touched for way in (*before.ways, *after.ways) if _is_concerned(what, way)):
        return ()
    common = tuple(each for each in wheres[0] if all(each in where for where in wheres))
    if common and all(way.key in touched for way in (*before.ways, *after.ways) if set(common) <= set(way.where)):
        return (common,)
    return tuple(where for where in wheres if where)


def _is_concerned(what: Different, way: SceneWay) -> bool:
    """Whether a way has in it what is different, or that beside which it is."""
    match what:
        case Replaced(gone=gone) if gone:
            return _has(way.events, gone)
        case Replaced(before=before, behind=behind):
            return (before is None and behind is None) or before in way.events or behind in way.events
        case EndedOtherwise(was=SceneWay(end=end)):
            return way.end == end
    return True


def _has(events: Events, part: Events) -> bool:
    return any(events[place : place + len(part)] == part for place in range(len(events)))
