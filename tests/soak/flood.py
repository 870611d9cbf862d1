"""More people call at once than can be taken: those who are spoken to must not hear it, and nobody rings for ever.

In virtual time, with the provider alone; and where there is a minute or more, in real time with the whole service.
"""

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callsheet.service.operation import END_SECONDS
from callsheet.session.session import FAREWELL_SECONDS
from tests.bench.live import outcomes
from tests.bench.live.people import CALLED, number
from tests.bench.live.processes import SETTLE_MS, Pair, Setting, run
from tests.bench.live.sound import in_time
from tests.lines.telcoflow_peer import in_virtual_time, line
from tests.lines.test_telcoflow_flood import Doorkeeper, serve
from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.telcoflow.caller import Caller
from tests.telcoflow.plan import Planned
from tests.telcoflow.settings import Reply, ServerSettings

ABOUT = "many more calls are announced than there is room for, at once and one after the other"

# In virtual time: callers of one trial at most, places for them, and how long whoever gets one is spoken to.
CALLERS, ROOM, TALKS_MS = 80, 4, 1500
WAYS = (
    ServerSettings(),
    ServerSettings(duplicate_notify=True, duplicate_call_in=True),
    ServerSettings(sends_session_closed=False, terminated_after_own_disconnect=False),
    ServerSettings(replies={"session.open": (Reply(delay_ms=200),), "call.disconnect": (Reply(delay_ms=300),)}),
    ServerSettings(replies={"session.open": (Reply(hangs=True), Reply(delay_ms=100), Reply())}),
)
# Virtual seconds in which everybody has been answered or turned away.
OVER_SECONDS = 40.0

# In real time: callers who listen all the while, calls that are taken, callers at once, and callers a second behind it.
REAL_SECONDS = 60.0
LIVE, MOST_CALLS, AT_ONCE, A_SECOND = 10, 12, 1000, 50
# Until the flood begins, and from its end to the end of everything.
BEFORE_MS, AFTER_MS = 8000, 30_000
SENTENCE, SENTENCE_MS = "This is a sentence that goes on for a while, so that it is heard.", 4000
# The share of frames that has to be in time.
IN_TIME = 0.999
# Seconds for which calls may go on when the service is ended in the midst of it; `serve` itself says so.
DRAIN_SECONDS = 10.0


def attack(seed: int, seconds: float) -> Counts:
    """Virtual floods, or real ones of so many seconds."""
    if seconds < REAL_SECONDS:
        return trials(seed, seconds, _trial)
    with tempfile.TemporaryDirectory() as folder:
        at_once = [0] * AT_ONCE
        steady = [1000 * caller // A_SECOND for caller in range(int(seconds * A_SECOND))]
        counts = heard(Path(folder) / "at-once", at_once) + heard(Path(folder) / "steady", steady)
        return counts + ended(Path(folder) / "ended", at_once)


def _trial(chance: random.Random) -> Counts:
    settings = chance.choice(WAYS)
    door = Doorkeeper(chance.randrange(ROOM + 1))
    spacing = chance.choice((0.0, 0.0, 0.01, 0.05))
    callers = chance.randrange(CALLERS // 2, CALLERS)

    async def flood() -> Counter[str]:
        async with line(settings, door) as peer:
            serving = asyncio.create_task(serve(peer, door, TALKS_MS))
            await peer.server.agent()
            placed = []
            for _ in range(callers):
                placed.append(peer.server.place(Caller()))
                await asyncio.sleep(spacing)
            await asyncio.sleep(OVER_SECONDS)
            await peer.telephony.close()
            await serving
            assert sum(len(call.recording.gaps) for call in placed) == 0, "a live call had a gap"
            answered = sum(call.answered_ms is not None for call in placed)
            assert answered + door.reasons["busy"] == callers, "not everybody was answered or counted as refused"
            return Counter(call.ended_by or "nobody" for call in placed)

    by = in_virtual_time(flood())
    return Counts(callers, callers - by["agent"], 0)


@dataclass(frozen=True, slots=True)
class Planning:
    """The live callers and everybody else, and for how long it all goes on."""

    live: Sequence[Planned]
    others: Sequence[Planned]
    lasts_ms: int


def planned(arrivals_ms: Sequence[int]) -> Planning:
    lasts_ms = BEFORE_MS + max(arrivals_ms) + AFTER_MS
    live = [Planned(number(index), CALLED, 50 * index, (), lasts_ms) for index in range(1, LIVE + 1)]
    others = [
        Planned(number(LIVE + index), CALLED, BEFORE_MS + at_ms, (), lasts_ms + AFTER_MS)
        for index, at_ms in enumerate(arrivals_ms, 1)
    ]
    return Planning(live, others, lasts_ms)


def setting(folder: Path, plan: Planning) -> Setting:
    """A script that speaks for as long as it lasts."""
    folder.mkdir(parents=True)
    script, database = folder / "listen.flow.yaml", folder / "calls.db"
    says = f"  - say: {SENTENCE}\n" * (plan.lasts_ms // SENTENCE_MS + 1)
    script.write_text(f"callsheet: 1\nflow: listen\nlanguage: en-US\nsteps:\n  - answer\n{says}  - disconnect\n")
    outcomes.make_database(database, [])
    # Whoever gets a place in the last moment listens to all of it.
    most_seconds = 4 * plan.lasts_ms / 1000
    calls = [*plan.live, *plan.others]
    return Setting(folder, [str(script)], database, calls, most_calls=MOST_CALLS, most_seconds=most_seconds)


def heard(folder: Path, arrivals_ms: Sequence[int]) -> Counts:
    """What live callers heard while the others came and were turned away."""
    plan = planned(arrivals_ms)
    report = run(setting(folder, plan)).report
    numbers = {one.number for one in plan.live}
    live = [call for call in report.calls if call.number in numbers]
    left = [call for call in report.calls if call.number not in numbers and call.ended_by == "gave_up"]
    frames = in_time(live, within_prompts=False)
    wrong = []
    if frames.share < IN_TIME:
        platform = f"the platform itself was late in {report.late_ticks} of {report.ticks} ticks"
        wrong.append(f"{frames.share:.3%} of the frames of live calls were in time, and {platform}")
    return Counts(len(arrivals_ms), len(left), 0, tuple(wrong))


def ended(folder: Path, arrivals_ms: Sequence[int]) -> Counts:
    """Whether the service ends in time in the midst of it."""
    with Pair(setting(folder, planned(arrivals_ms))) as pair:
        time.sleep((SETTLE_MS + BEFORE_MS) / 1000 + 1)
        asked_at = time.monotonic()
        status = pair.serve.stop()
        took = time.monotonic() - asked_at
    most = DRAIN_SECONDS + FAREWELL_SECONDS + END_SECONDS
    wrong = [f"it ended with {status}"] * (status != 0) + [f"it took {took:.1f} s to end, not {most:g}"] * (took > most)
    return Counts(1, 0, 0, tuple(wrong))
