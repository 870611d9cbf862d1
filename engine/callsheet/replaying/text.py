"""What came of replayed calls, for people."""

from collections.abc import Iterator

from callsheet.diagnostics.visible import sentence
from callsheet.ports.english import counted
from callsheet.replaying.groups import Group, Replays
from callsheet.replaying.sentences import after, named, was_and_now


def report(replays: Replays) -> str:
    """A block for each difference, the most common first, and the sum of it."""
    return "\n".join(_lines(replays))


def _lines(replays: Replays) -> Iterator[str]:
    for group in replays.groups:
        yield from _block(group, replays)
    for each in replays.unfollowed:
        yield f"{counted(len(each.calls), 'call')} could be followed in part only: {sentence(each.why)}"
        yield f"  {named(each.calls)}"
        yield ""
    if replays.left_out:
        others = ", ".join(f"{name or 'no script'} ({number:,})" for name, number in replays.left_out)
        yield sentence(f"left out, as they are of other scripts: {others}")
    yield summary(replays)


def summary(replays: Replays) -> str:
    """What came of all calls, in one line."""
    same = replays.calls - replays.differing - replays.in_part
    parts = [f"{same:,} as before", f"{replays.differing:,} differ{'s' if replays.differing == 1 else ''}"]
    if replays.in_part:
        parts.append(f"{replays.in_part:,} as before as far as they could be followed")
    return f"{counted(replays.calls, 'call')} of {sentence(replays.flow)}: {', '.join(parts)}"


def _block(group: Group, replays: Replays) -> Iterator[str]:
    difference = group.difference
    yield f"{len(group.calls):,} of {counted(replays.calls, 'call')}: {after(difference.after)}"
    was, now = was_and_now(difference)
    yield f"  was: {was} (line {difference.was_at.line})"
    yield f"  now: {now}"
    yield f"  --> {sentence(replays.path)}:{difference.now_at.line}"
    yield f"  {named(group.calls)}"
    yield ""
