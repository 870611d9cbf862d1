"""What came of replayed calls, for programs."""

import json

from msgspec import to_builtins

from callsheet.replaying.groups import Replays


def report(replays: Replays) -> str:
    """One object."""
    return json.dumps(
        {
            "flow": replays.flow,
            "path": replays.path,
            "calls": replays.calls,
            "differing": replays.differing,
            "followed_in_part": replays.in_part,
            "differences": [{**to_builtins(group.difference), "calls": list(group.calls)} for group in replays.groups],
            "unfollowed": to_builtins(replays.unfollowed),
            "left_out": dict(replays.left_out),
        },
        indent=2,
    )
