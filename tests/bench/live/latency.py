"""How long a caller waits, with one call at a time: for the first word, for silence, and for a reply."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.live import outcomes
from tests.bench.live.people import number
from tests.bench.live.processes import Failed, Setting, run
from tests.bench.live.rows import Row, meanwhile
from tests.bench.live.sound import heard_after, median
from tests.telcoflow.plan import Planned
from tests.telcoflow.report import CallReport

SCRIPTS = Path(__file__).parent / "scripts"
TURNS, FRESH = "+15550001", "+15550002"  # numbers, each with a script of its own
COUNT, OTHERS_COUNT, QUICK_COUNT = 20, 10, 2  # calls on the first platform, and on each of the others
# The first call of a kind finds nothing made ready, and is not counted.
UNCOUNTED = 1
REST_MS = 500
SEED = 1
# How far into a question callers interrupt it; from 1 s on it is being played out of all buffers.
INTERRUPTS_MS = (1000, 2500)
# The script is silent for a second after an interruption: what is heard within this time is of the prompt.
SILENT_MS = 950.0
SPEECH_PAUSE_MS = 500.0

FIRST_NAMES = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gina", "Hugo", "Iris", "Jack")
SECOND_NAMES = ("Abbott", "Baker", "Carter", "Dixon", "Ellis")
NAMES = [f"{first} {second}" for second in SECOND_NAMES for first in FIRST_NAMES]

PLATFORMS: Sequence[tuple[str, list[str]]] = (
    ("200 ms are kept buffered", ["--set", "pull_mode=credit", "--set", "target_ms=200"]),
    ("60 ms are kept buffered", ["--set", "pull_mode=credit", "--set", "target_ms=60"]),
    ("20 ms are asked for every 20 ms", ["--set", "pull_mode=blind"]),
    ("3 s are asked for at any time", ["--set", "pull_mode=greedy"]),
)


@dataclass(frozen=True, slots=True)
class Waits:
    """What was measured of the calls on one platform, in milliseconds."""

    cached: list[float]
    fresh: list[float]
    after_interrupt: list[float]  # heard of the prompt after agent.interrupt came, by key and by voice
    after_key: list[float]  # heard of the prompt after a key went down
    after_voice: list[float]  # … after somebody began to speak
    next_sound: list[float]  # from the end of an answer


def measure(folder: Path, clips: Mapping[str, Path], *, quick: bool) -> Iterator[Row]:
    """Every kind of platform. Raises `Failed`."""
    for index, (name, options) in enumerate(PLATFORMS[:1] if quick else PLATFORMS):
        count = QUICK_COUNT if quick else OTHERS_COUNT if index else COUNT
        waits, on = _waits(folder / f"latency-{index + 1}", options, clips, count)
        for what, values, most in (
            ("answer to the first sound, of a prompt spoken before", waits.cached, 60),
            ("answer to the first sound, of a new prompt", waits.fresh, 120),
            ("heard of a prompt after the platform was told to stop", waits.after_interrupt, 60),
            ("heard of a prompt after a key went down", waits.after_key, None),
            ("heard of a prompt after somebody began to speak", waits.after_voice, None),
            ("end of speech, and speech_pause, to the next sound", waits.next_sound, 250),
        ):
            spread = f"median of {len(values)}, {min(values):.0f} to {max(values):.0f} ms; {on}"
            yield Row(f"{what}; {name}", round(median(values), 1), "ms", spread, most)


def _waits(folder: Path, options: list[str], clips: Mapping[str, Path], count: int) -> tuple[Waits, str]:
    database = folder / "latency.db"
    count += UNCOUNTED
    outcomes.make_database(database, NAMES[: 2 * count], messages=())
    config = folder / "callsheet.numbers.yaml"
    scripts = {TURNS: SCRIPTS / "turns.flow.yaml", FRESH: SCRIPTS / "fresh.flow.yaml"}
    config.write_text("numbers:\n" + "".join(f'  "{called}": {path}\n' for called, path in scripts.items()))
    source = random.Random(SEED)  # noqa: S311 - callers, not a secret
    plan = [Planned(number(caller), TURNS, actions=_turns(source, clips)) for caller in range(1, count + 1)]
    plan += [Planned(number(caller), FRESH) for caller in range(count + 1, 2 * count + 1)]
    one_at_a_time = ["--at-once", "1", "--rest-ms", str(REST_MS), "--recordings", str(folder / "heard"), *options]
    done = run(Setting(folder, ["--config", str(config)], database, plan, one_at_a_time))
    by_number = {call.number: call for call in done.report.calls}
    calls = [by_number[one.number] for one in plan]
    turns, fresh = calls[UNCOUNTED:count], calls[count + UNCOUNTED :]
    events = outcomes.by_call(done.journal)
    for call in calls:
        if call.first_sound_ms is None or outcomes.endings(events.get(call.call_id, [])) != ["completed"]:
            raise Failed(f"{call.call_id} of {folder.name} did not come to its end")
    interrupts = [_interrupts(call) for call in turns]
    waits = Waits(
        cached=[call.first_sound_ms or 0 for call in turns],
        fresh=[call.first_sound_ms or 0 for call in fresh],
        after_interrupt=[
            heard_after(call, ms, SILENT_MS) for call, pair in zip(turns, interrupts, strict=True) for ms in pair
        ],
        after_key=[heard_after(call, call.spoke_ms[0], SILENT_MS) for call in turns],
        after_voice=[heard_after(call, call.spoke_ms[1], SILENT_MS) for call in turns],
        next_sound=[call.waited_ms[-1] - SPEECH_PAUSE_MS for call in turns],
    )
    return waits, meanwhile(done)


def _turns(source: random.Random, clips: Mapping[str, Path]) -> tuple[str, ...]:
    """Interrupts the first question by key and the second by voice, and answers the third."""
    first, second = source.randint(*INTERRUPTS_MS), source.randint(*INTERRUPTS_MS)
    thinks = source.randint(300, 1000)
    by_key = ("sound", f"wait={first}", "press=1")
    by_voice = ("sound", f"wait={second}", f"say={clips['okay']}")
    return (*by_key, "wait=500", *by_voice, "wait=500", "prompt", f"wait={thinks}", f"say={clips['yes']}")


def _interrupts(call: CallReport) -> list[float]:
    """When the platform was told to stop: twice, once for each question that was interrupted."""
    found = [ms for ms, what in call.commands if what == "agent.interrupt"]
    if len(found) != 2 or len(call.spoke_ms) != 3:
        raise Failed(f"{call.call_id}: {len(found)} interruptions, and the caller made {len(call.spoke_ms)} sounds")
    return found
