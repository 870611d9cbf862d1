"""What came of replayed calls, as a comment to a pull request."""

from collections.abc import Iterator

from callsheet.ports.english import counted
from callsheet.replaying.groups import Replays
from callsheet.replaying.sentences import after, named, was_and_now
from callsheet.replaying.text import summary


def report(replays: Replays) -> str:
    """A table of the differences, the most common first."""
    return "\n".join(_lines(replays))


def _lines(replays: Replays) -> Iterator[str]:
    yield f"### Recorded calls against {_code(replays.path)}"
    yield ""
    yield _plain(summary(replays))
    if replays.groups:
        yield ""
        yield "| Calls | When | Was | Now | Line | To look at |"
        yield "|---:|---|---|---|---:|---|"
        for group in replays.groups:
            one = group.difference
            told = map(_code, (after(one.after), *was_and_now(one)))
            yield f"| {len(group.calls):,} | {' | '.join(told)} | {one.now_at.line} | {_code(named(group.calls))} |"
    for each in replays.unfollowed:
        yield ""
        why, calls = _plain(each.why), _code(named(each.calls))
        yield f"{counted(len(each.calls), 'call')} could be followed in part only: {why} ({calls})"
    if replays.left_out:
        yield ""
        others = ", ".join(f"{_code(name or 'no script')} ({number:,})" for name, number in replays.left_out)
        yield f"Left out, as they are of other scripts: {others}"


def _code(text: str) -> str:
    """Words of callers as code: nothing in them links, names somebody or ends a cell."""
    return "`" + text.replace("`", "'").replace("|", "\\|") + "`"


def _plain(text: str) -> str:
    """A sentence of ours with names of a script in it."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>|@#" else character for character in text)
