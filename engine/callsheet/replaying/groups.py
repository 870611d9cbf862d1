"""What came of many calls: those that differ at one place in one way belong together."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from callsheet.ports.records import REDACTED
from callsheet.replaying.noticed import WORDS, Noticed
from callsheet.replaying.outcome import Difference, LastTurn, Replayed


class Group(Struct, frozen=True):
    """Calls with the same difference, which is told as it is in the first of them."""

    difference: Difference
    calls: tuple[str, ...]


class Unfollowed(Struct, frozen=True):
    """Calls that could not be followed to their end, all for one reason."""

    why: str
    calls: tuple[str, ...]


class Replays(Struct, frozen=True):
    """All calls of a script that were played: how many, where they differ, the most first, and which could be followed
    in part only. `left_out` are calls of other scripts, by their names."""

    flow: str
    path: str
    calls: int
    groups: tuple[Group, ...]
    unfollowed: tuple[Unfollowed, ...]
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def differing(self) -> int:
        """How many calls differ."""
        return sum(len(group.calls) for group in self.groups)

    @property
    def in_part(self) -> int:
        """How many could be followed in part only."""
        return sum(len(each.calls) for each in self.unfollowed)

    def redacted(self) -> "Replays":
        """The same without what callers said, heard and have."""
        hidden = (replace(group, difference=_redacted(group.difference)) for group in self.groups)
        return replace(self, groups=tuple(hidden))


def grouped(replayed: Iterable[Replayed]) -> tuple[tuple[Group, ...], tuple[Unfollowed, ...]]:
    """The groups of calls that differ, the largest first, and those that could not be followed."""
    first: dict[object, Difference] = {}
    differ: dict[object, list[str]] = {}
    untold: dict[str, list[str]] = {}
    for each in replayed:
        if each.difference is not None:
            key = _key(each.difference)
            first.setdefault(key, each.difference)
            differ.setdefault(key, []).append(each.call_id)
        elif each.untold:
            untold.setdefault(each.untold, []).append(each.call_id)
    groups = [Group(first[key], tuple(calls)) for key, calls in differ.items()]
    unfollowed = [Unfollowed(why, tuple(calls)) for why, calls in untold.items()]
    return (
        tuple(sorted(groups, key=lambda group: -len(group.calls))),
        tuple(sorted(unfollowed, key=lambda each: -len(each.calls))),
    )


def _key(difference: Difference) -> object:
    """What one difference is known by: not by words, which have each caller's data in them."""
    after = difference.after
    did = (after.state, after.intent or after.did) if after else ()
    # The line of the recorded script is another one in each of its versions.
    return did, _what(difference.was), difference.was_at.state, _what(difference.now), difference.now_at


def _what(noticed: Noticed) -> tuple[str, str]:
    return noticed.kind, "" if noticed.kind in WORDS else noticed.text


def _redacted(difference: Difference) -> Difference:
    after = difference.after
    return replace(
        difference,
        after=None if after is None else _redacted_turn(after),
        was=difference.was.redacted(),
        now=difference.now.redacted(),
    )


def _redacted_turn(turn: LastTurn) -> LastTurn:
    return replace(turn, question=REDACTED, words=REDACTED if turn.words else "")
