"""Many callers who are connected with somebody: how soon these are told about what, and who hears what."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.live import outcomes
from tests.bench.live.people import CALLED, SPREAD_MS, number
from tests.bench.live.processes import Failed, Setting, run
from tests.bench.live.rows import Row, meanwhile
from tests.bench.live.sound import median
from tests.telcoflow.plan import Planned
from tests.telcoflow.report import CallReport

SCRIPT = Path(__file__).parent / "scripts" / "talks.flow.yaml"
# Callers who talk at the same time, from the last one's pick-up to the first one's hang-up.
COUNT, QUICK_COUNT = 50, 4
PICKS_UP_MS, HANGS_UP_MS = 3000, 30_000
# Milliseconds from the pick-up to the whisper, at most; and of ours that the caller hears after it: one frame.
WHISPER_MS, FRAME_MS = 120, 20
# Of a hundred whispers, so many begin in that time.
SHARE = 0.95


def measure(folder: Path, *, quick: bool) -> Iterator[Row]:
    """All calls. Raises `Failed`."""
    count = QUICK_COUNT if quick else COUNT
    folder = folder / "talks"
    database = folder / "talks.db"
    outcomes.make_database(database, [])
    apart = SPREAD_MS // count
    plan = [
        Planned(number(caller), CALLED, at_ms=apart * caller, hang_up_at_ms=HANGS_UP_MS)
        for caller in range(1, count + 1)
    ]
    done = run(Setting(folder, [str(SCRIPT)], database, plan, ["--set", f"connect_ms={PICKS_UP_MS}"]))
    events = outcomes.by_call(done.journal)
    right = [
        call
        for call in done.report.calls
        if call.beside_ms is not None
        and call.ended_by == "left"
        and outcomes.endings(events.get(call.call_id, [])) == ["completed"]
    ]
    if not right:
        raise Failed("no call was connected")
    yield Row(f"{count} calls that connect: right", len(right), "", f"they talk on; {meanwhile(done)}", least=count)
    waits = sorted((call.beside_ms or 0) - (call.talked_ms or 0) for call in right)
    spread = f"nineteen of twenty; median {median(waits):.0f} ms, {waits[0]:.0f} to {waits[-1]:.0f} ms"
    late = waits[int(len(waits) * SHARE)]
    yield Row(f"{count} calls that connect: pick-up to the whisper", round(late, 1), "ms", spread, WHISPER_MS)
    most = max(_heard_beside(call) for call in right)
    yield Row(f"{count} calls that connect: of ours in a caller's ear after the pick-up", most, "ms", "", FRAME_MS)


def _heard_beside(call: CallReport) -> float:
    talked_ms = call.talked_ms or 0
    return round(sum(max(0.0, end - max(begin, talked_ms)) for begin, end in call.spans), 1)
