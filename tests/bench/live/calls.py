"""Many calls at once, each with callers who listen, think, speak, press keys and interrupt: do all of them come out?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.live import outcomes
from tests.bench.live.people import SPREAD_MS, WARMING, people, warming
from tests.bench.live.processes import MB, Run, Setting, over, run
from tests.bench.live.rows import Row, meanwhile
from tests.bench.live.sound import LATE_MS, InTime, in_time
from tests.bench.measure import REPOSITORY
from tests.telcoflow.report import CallReport

SCRIPT = REPOSITORY / "flows" / "interactive_notifications.flow.yaml"
# Calls that come over ten seconds, more of them each time; and at last so many in one moment.
LADDER, QUICK_LADDER = (10, 20, 35, 50, 75, 100), (6,)
AT_ONCE, QUICK_AT_ONCE = 100, 8
# So many have to be served on two processors, and their answers have to be answered within so many milliseconds, of
# a hundred such answers so many.
SERVED, ANSWERED_MS, ANSWERED_SHARE = 50, 1200, 0.95
# A caller who is turned away knows it within this time, in milliseconds.
REFUSED_MS = 3000
SEED = 1
# The share of frames that has to be in time, in percent.
IN_TIME = 99.9
SHOWN = 5  # calls that ended wrong


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run with so many calls: what was wrong with them, and how much of their sound was in time."""

    count: int
    calls: list[CallReport]  # those that were taken
    refused: list[CallReport]
    speakers: list[CallReport]  # of those who only speak: a key is understood before it is released
    run: Run
    wrong: Mapping[str, list[str]]  # of those that were taken, by number
    within: InTime
    overall: InTime

    @property
    def began(self) -> float:
        return min(call.placed_at for call in self.calls)

    @property
    def ended(self) -> float:
        return max(over(call) for call in self.calls)

    @property
    def at_once(self) -> int:
        """The most calls that were under way at the same time."""
        begins, ends = sorted(call.placed_at for call in self.calls), sorted(over(call) for call in self.calls)
        return max(index - sum(end <= begin for end in ends) for index, begin in enumerate(begins, 1))

    @property
    def right(self) -> bool:
        return not self.wrong and not self.run.report.faults and self.within.share * 100 >= IN_TIME

    @property
    def waited(self) -> list[float]:
        """Milliseconds from the end of each answer to the next sound, in order."""
        return sorted(ms for call in self.speakers for ms in call.waited_ms)


def measure(folder: Path, clips: Mapping[str, Path], *, quick: bool, processors: int | None) -> Iterator[Row]:
    """More and more calls, and then many in one moment. Raises `Failed`."""
    for count in QUICK_LADDER if quick else LADDER:
        yield from _rows(f"{count} calls", served(folder, count, clips, processors=processors), processors)
    count = QUICK_AT_ONCE if quick else AT_ONCE
    outcome = served(folder, count, clips, spread_ms=0, processors=processors)
    yield from _rows(f"{count} calls in one moment", outcome, processors)


def served(
    folder: Path,
    count: int,
    clips: Mapping[str, Path],
    *,
    spread_ms: int = SPREAD_MS,
    processors: int | None = None,
) -> Outcome:
    """One run. Raises `Failed`."""
    folder = folder / f"calls-{count}{'' if spread_ms else '-in-one-moment'}"
    persons = people(count, SEED, clips, spread_ms)
    database = folder / "calls.db"
    outcomes.make_database(database, [f"Customer {index}" for index in range(1, count + WARMING + 1)])
    plan = [*warming(count, clips), *(one.planned for one in persons)]
    done = run(
        Setting(folder, [str(SCRIPT)], database, plan, ["--recordings", str(folder / "heard")], processors=processors)
    )
    reports = {call.number: call for call in done.report.calls}
    events = outcomes.by_call(done.journal)
    statuses = outcomes.statuses(database)
    taken = [one for one in persons if reports[one.planned.number].answered_ms is not None]
    calls = [reports[one.planned.number] for one in taken]
    refused = [call for call in reports.values() if call.answered_ms is None]
    wrong = {}
    for person in taken:
        number = person.planned.number
        own = events.get(reports[number].call_id, [])
        if faults := outcomes.wrong(person, reports[number], own, statuses[number]):
            wrong[number] = [f"{person.kind}, {fault}" for fault in faults]
    speakers = [reports[one.planned.number] for one in taken if one.kind == "talks"]
    within, overall = (in_time(calls, within_prompts=one) for one in (True, False))
    outcome = Outcome(count, calls, refused, speakers, done, wrong, within, overall)
    print(
        f"{count} calls: {len(refused)} turned away, {len(wrong)} ended wrong, {outcome.at_once} at once,"
        f" {outcome.within.share:.3%} of frames in time within prompts, {outcome.overall.share:.3%} overall;"
        f" {meanwhile(done)}",
        *[f"{reports[number].call_id}: {wrong[number]}" for number in wrong][:SHOWN],
        *done.report.faults[:SHOWN],
        sep="\n  ",
        flush=True,
    )
    return outcome


def _rows(name: str, outcome: Outcome, processors: int | None) -> Iterator[Row]:
    done, taken = outcome.run, len(outcome.calls)
    on = "callers who speak, press keys, interrupt, hang up"
    whole = outcome.count <= SERVED and processors != 1
    yield Row(f"{name}: taken", taken, "", meanwhile(done), least=outcome.count if whole else 1)
    yield Row(f"{name}: taken and ended as they had to", taken - len(outcome.wrong), "", on, least=taken)
    if outcome.refused:
        slowest = max(call.ended_ms or float("inf") for call in outcome.refused)
        yield Row(f"{name}: turned away, the last of {len(outcome.refused)} after", slowest, "ms", "", most=REFUSED_MS)
    for where, found in (("within prompts", outcome.within), ("overall", outcome.overall)):
        detail = f"{found.late} of {found.ticks} frames were later, the worst {found.worst_ms:.0f} ms"
        what = f"{name}: frames at most {LATE_MS:g} ms late {where}"
        yield Row(what, round(100 * found.share, 3), "%", detail, least=IN_TIME)
    if waited := outcome.waited:
        late = waited[int(len(waited) * ANSWERED_SHARE)]
        detail = f"nineteen of twenty; median {waited[len(waited) // 2]:.0f} ms; 500 ms of it is speech_pause"
        yield Row(f"{name}: end of speech to the next sound", late, "ms", detail, most=ANSWERED_MS if whole else None)
    yield from _costs(name, outcome)


def _costs(name: str, outcome: Outcome) -> Iterator[Row]:
    done = outcome.run
    peak = done.serve.peak(outcome.began, outcome.ended)
    detail = (
        f"{done.idle.resident / MB:.0f} MB when it was ready; what the models need and keep for new sentences is in it"
    )
    yield Row(f"{name}: memory of the service at the most", round(peak / MB), "MB", detail)
    cores = done.serve.cores(outcome.began, outcome.ended)
    seconds = sum(over(call) - call.placed_at for call in outcome.calls)
    detail = (
        f"{1000 * cores * (outcome.ended - outcome.began) / max(seconds, 1):.1f} ms of it for each second of a call;"
        f" the platform takes {done.platform.cores(outcome.began, outcome.ended):.2f} beside it"
    )
    yield Row(f"{name}: CPU of the service", round(cores, 2), "CPUs", detail)
