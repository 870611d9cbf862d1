"""A thousand short calls in one process, some at a time: none is lost, and nothing of them is kept."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.live import outcomes
from tests.bench.live.people import CALLED, number
from tests.bench.live.processes import MB, Run, Setting, over, run
from tests.bench.live.rows import Row, meanwhile
from tests.bench.live.sound import median
from tests.telcoflow.plan import Planned
from tests.telcoflow.report import CallReport

SCRIPT = Path(__file__).parent / "scripts" / "short.flow.yaml"
COUNT, QUICK_COUNT = 1000, 40
AT_ONCE = 20
# MB that may come to what is there after a tenth of the calls: objects in circles wait for the garbage collector, and
# some megabytes of them lie about at any time. If every call left behind what it takes, it would be 270.
MOST_GROWTH_MB = 10.0
# Milliseconds of the prompt that are heard at least.
LEAST_HEARD_MS = 100.0


def measure(folder: Path, *, quick: bool) -> Iterator[Row]:
    """All calls. Raises `Failed`."""
    count = QUICK_COUNT if quick else COUNT
    folder = folder / "short"
    database = folder / "short.db"
    outcomes.make_database(database, [])
    plan = [Planned(number(caller), CALLED) for caller in range(1, count + 1)]
    done = run(Setting(folder, [str(SCRIPT)], database, plan, ["--at-once", str(AT_ONCE)]))
    events = outcomes.by_call(done.journal)
    right = [
        call
        for call in done.report.calls
        if _heard(call) and outcomes.endings(events.get(call.call_id, [])) == ["completed"]
    ]
    lasted = median([call.ended_ms or 0 for call in done.report.calls])
    on = f"answered, {LEAST_HEARD_MS:g} ms heard, ended by the agent, journalled; {AT_ONCE} at once, {lasted:.0f} ms"
    yield Row(f"{count} short calls, of which came out", len(right), "", f"{on}; {meanwhile(done)}", least=count)
    first, half, last = (_resident_after(done, count * part // 10) for part in (1, 5, 10))
    detail = f"{first:.1f} MB after {count // 10} calls, {half:.1f} after {count // 2}, {last:.1f} after {count}"
    most = None if quick else MOST_GROWTH_MB
    yield Row(f"{count} short calls: growth after the first {count // 10}", round(last - first, 2), "MB", detail, most)


def _heard(call: CallReport) -> bool:
    return call.answered_ms is not None and call.ended_by == "agent" and call.heard_ms >= LEAST_HEARD_MS


def _resident_after(done: Run, calls: int) -> float:
    """MB of the service when so many calls were over."""
    moments = sorted(over(call) for call in done.report.calls)
    return done.serve.at(moments[calls - 1]).resident / MB
