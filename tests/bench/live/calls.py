"""Many calls at once, each with callers who listen, think, speak, press keys and interrupt: do all of them come out?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.live import outcomes
from tests.bench.live.people import SPREAD_MS, WARMING, people, warming
from tests.bench.live.processes import MB, Failed, Run, Setting, over, run
from tests.bench.live.rows import Row, meanwhile
from tests.bench.live.sound import LATE_MS, InTime, in_time
from tests.bench.measure import REPOSITORY
from tests.telcoflow.report import CallReport

SCRIPT = REPOSITORY / "flows" / "interactive_notifications.flow.yaml"
COUNT, QUICK_COUNT = 50, 6
STEP, MOST = 25, 300
SEED = 1
# The share of frames that has to be in time, in percent.
IN_TIME = 99.9
SHOWN = 5  # calls that ended wrong


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run with so many calls: what was wrong with them, and how much of their sound was in time."""

    count: int
    calls: list[CallReport]
    speakers: list[CallReport]  # of those who only speak: a key is understood before it is released
    run: Run
    wrong: Mapping[str, list[str]]  # by number
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


def measure(folder: Path, clips: Mapping[str, Path], *, quick: bool, most: int = MOST) -> Iterator[Row]:
    """Fifty calls, and then more and more of them until something goes wrong."""
    first = served(folder, QUICK_COUNT if quick else COUNT, clips)
    yield from _rows(first)
    reached, last = (first.count if first.right else 0), first
    while not quick and last.right and last.count + STEP <= most:
        last = served(folder, last.count + STEP, clips)
        reached = last.count if last.right else reached
    why = "as many as were tried" if last.right else f"{last.count} were too many: {_why_not(last)}"
    yield Row("calls at once at most", reached, "", why)


def served(folder: Path, count: int, clips: Mapping[str, Path]) -> Outcome:
    """One run. Raises `Failed`."""
    folder = folder / f"calls-{count}"
    persons = people(count, SEED, clips)
    database = folder / "calls.db"
    outcomes.make_database(database, [f"Customer {index}" for index in range(1, count + WARMING + 1)])
    plan = [*warming(count, clips), *(one.planned for one in persons)]
    done = run(Setting(folder, [str(SCRIPT)], database, plan, ["--recordings", str(folder / "heard")]))
    reports = {call.number: call for call in done.report.calls}
    calls = [reports[person.planned.number] for person in persons if person.planned.number in reports]
    events = outcomes.by_call(done.journal)
    statuses = outcomes.statuses(database)
    wrong = {}
    for person in persons:
        number = person.planned.number
        own = events.get(reports[number].call_id, []) if number in reports else []
        if faults := outcomes.wrong(person, reports.get(number), own, statuses[number]):
            wrong[number] = [f"{person.kind}, {fault}" for fault in faults]
    speakers = [reports[one.planned.number] for one in persons if one.kind == "talks" and one.planned.number in reports]
    outcome = Outcome(
        count, calls, speakers, done, wrong, in_time(calls, within_prompts=True), in_time(calls, within_prompts=False)
    )
    print(
        f"{count} calls: {len(wrong)} ended wrong, {outcome.at_once} at once,"
        f" {outcome.within.share:.3%} of frames in time within prompts, {outcome.overall.share:.3%} overall;"
        f" {meanwhile(done)}",
        *[f"{reports[number].call_id if number in reports else number}: {wrong[number]}" for number in wrong][:SHOWN],
        *done.report.faults[:SHOWN],
        sep="\n  ",
        flush=True,
    )
    return outcome


def _rows(outcome: Outcome) -> Iterator[Row]:
    done, count = outcome.run, outcome.count
    name = f"{count} calls"
    if outcome.at_once < count:
        raise Failed(f"only {outcome.at_once} of {count} calls were there at the same time")
    on = f"callers who speak, press keys, interrupt, hang up, begun over {SPREAD_MS / 1000:g} s; {meanwhile(done)}"
    yield Row(f"{name} at once that ended as they had to", count - len(outcome.wrong), "", on, least=count)
    for where, found in (("within prompts", outcome.within), ("overall", outcome.overall)):
        detail = f"{found.late} of {found.ticks} frames were later, the worst {found.worst_ms:.0f} ms"
        what = f"{name}: frames at most {LATE_MS:g} ms late {where}"
        yield Row(what, round(100 * found.share, 3), "%", detail, least=IN_TIME)
    peak = done.serve.peak(outcome.began, outcome.ended)
    detail = (
        f"{done.idle.resident / MB:.0f} MB when it was ready; what the models need and keep for new sentences is in it"
    )
    yield Row(f"{name}: memory of the service at the most", round(peak / MB), "MB", detail)
    waited = sorted(ms for call in outcome.speakers for ms in call.waited_ms)
    if waited:
        detail = f"median; one in twenty waits {waited[len(waited) * 95 // 100]:.0f} ms; 500 ms of it is speech_pause"
        yield Row(f"{name}: end of speech to the next sound", waited[len(waited) // 2], "ms", detail)
    yield Row(
        f"{name}: CPU of the service",
        round(done.serve.cores(outcome.began, outcome.ended), 2),
        "CPUs",
        f"on average; the platform takes {done.platform.cores(outcome.began, outcome.ended):.2f} beside it",
    )


def _why_not(outcome: Outcome) -> str:
    late = f"{100 - 100 * outcome.within.share:.2f} % of frames more than {LATE_MS:g} ms late within prompts"
    return f"{len(outcome.wrong)} calls ended wrong, {late}"
