"""A walked call as a test that can be pasted, and passes."""

from collections.abc import Sequence

from callsheet.exploring.following import follow
from callsheet.exploring.graph import WalkedMove
from callsheet.exploring.setting import Setting
from callsheet.ports.http import RequestAnswered
from callsheet.ports.requests import Reply, RowsFound
from callsheet.ports.values import Row
from callsheet.testing.check import Suite
from callsheet.testing.retracing import ThoughtCall
from callsheet.testing.shown import Shown, shown


def as_test(
    suite: Suite,
    setting: Setting,
    moves: Sequence[WalkedMove],
    name: str,
    *,
    telling: str = "",
    left: bool = False,
) -> Shown:
    """The test of the call that goes by these moves, from its beginning to an ending. It hears what is said at the
    place that is `telling`; and looks at the rows that are `left` as they were."""
    followed = follow(setting, moves)
    if followed.difference:
        return Shown(why="what was chosen for it cannot all be so in one call")
    matters = {place: _columns(reply) for place, (_, reply) in enumerate(followed.replies)}
    thought = ThoughtCall(followed.began.info, followed.began.now, followed.replies, matters)
    return shown(suite, thought, name, frozenset({telling} - {""}), left=left)


def _columns(reply: Reply) -> tuple[frozenset[str], ...]:
    """The columns of each row that somebody has read, and something depends on."""
    match reply:
        case RowsFound(rows=rows):
            return tuple(_of_row(row) for row in rows)
        case RequestAnswered(row=row):
            return (_of_row(row),)
    return ()


def _of_row(row: Row) -> frozenset[str]:
    return frozenset(row.columns)
