"""What a call takes of memory beyond the models: many callers who have nothing spoken or understood that is new.

A model takes memory the first time that it speaks or hears something of a new length, and keeps it. Here a few callers
go before the others, hear all prompts and say everything that is going to be said; what comes to it then are calls.
"""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.bench.live import outcomes
from tests.bench.live.calls import SCRIPT
from tests.bench.live.people import CALLED, MESSAGES, SPREAD_MS, number
from tests.bench.live.processes import MB, Failed, Setting, over, run
from tests.bench.live.rows import Row, meanwhile
from tests.telcoflow.plan import Planned

COUNT, QUICK_COUNT = 50, 6
# As many as use every thread of the models at once; they are gone when the others come.
FIRST = 4
FIRST_GONE_MS = 40_000
# MB of memory that a call may take.
MOST_MB = 0.5
SEED = 1
ANSWERS = ("okay", "no", "yes")


def measure(folder: Path, clips: Mapping[str, Path], *, quick: bool) -> Iterator[Row]:
    """One run. Raises `Failed`."""
    count = QUICK_COUNT if quick else COUNT
    folder = folder / "memory"
    database = folder / "memory.db"
    names = ["Customer"] * (FIRST + count)
    outcomes.make_database(database, names, messages=[f"Your parcel {index} is ready." for index in range(MESSAGES)])
    source = random.Random(SEED)  # noqa: S311 - callers, not a secret
    plan = [_caller(caller, 0, 500, clips) for caller in range(1, FIRST + 1)]
    plan += [
        _caller(FIRST + index + 1, FIRST_GONE_MS + SPREAD_MS * index // count, source.randint(300, 2000), clips)
        for index in range(count)
    ]
    done = run(Setting(folder, [str(SCRIPT)], database, plan))
    by_number = {call.number: call for call in done.report.calls}
    first, calls = ([by_number[one.number] for one in part] for part in (plan[:FIRST], plan[FIRST:]))
    began, ended = min(call.placed_at for call in calls), max(over(call) for call in calls)
    if max(over(call) for call in first) >= began or {call.ended_by for call in done.report.calls} != {"agent"}:
        raise Failed("the calls whose memory was to be measured did not go as they had to")
    before, peak = done.serve.at(began).resident, done.serve.peak(began, ended)
    ready = f"{done.idle.resident / MB:.0f} MB when it was ready, {before / MB:.0f} MB when its models had been used"
    on = f"{count} calls at once whose prompts and answers were there before; {ready}; {meanwhile(done)}"
    yield Row("memory of a call beyond the models", round((peak - before) / MB / count, 3), "MB", on, MOST_MB)


def _caller(caller: int, at_ms: int, thinks_ms: int, clips: Mapping[str, Path]) -> Planned:
    words = [word for answer in ANSWERS for word in ("prompt=1500", f"wait={thinks_ms}", f"say={clips[answer]}")]
    return Planned(number(caller), CALLED, at_ms, tuple(words))
