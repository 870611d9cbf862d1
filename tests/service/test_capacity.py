"""How many calls a machine hears in time: by what they cost and what is left for them, and by how late speech is."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from callsheet.adapters import machine
from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.machine import CpuUse
from callsheet.ports.speech import Sound, SpeechFailed
from callsheet.service import capacity
from callsheet.service.admission import Admission
from callsheet.service.capacity import (
    BEGINNING_SECONDS,
    CALL_COSTS,
    CALL_COSTS_MAIN,
    FEWEST_ANSWERS,
    FEWEST_CALLS,
    IN_TIME_SECONDS,
    MOST_BEGINNING,
    MOST_USED,
    TOO_LATE_SECONDS,
    Capacity,
)
from callsheet.service.lateness import WINDOW_SECONDS, Lateness
from callsheet.service.metrics import Metrics
from tests.service.conftest import run


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity, "processors", lambda: 2)


@dataclass
class Machine:
    """Two processors: what calls and others take of them, and of the one thread."""

    clock: VirtualClock
    ours: float = 0.0
    others: float = 0.0
    main: float = 0.0
    spent: CpuUse = field(default_factory=lambda: CpuUse(0.0, 0.0, 0.0, 0.0))

    def use(self) -> CpuUse:
        seconds = self.clock.monotonic() - self.spent.at
        ours = min(self.ours, 2 - self.others)
        idle = 2 - self.others - ours
        at, idle_before, ours_before, main_before = self.spent
        self.spent = CpuUse(
            at + seconds, idle_before + idle * seconds, ours_before + ours * seconds, main_before + self.main * seconds
        )
        return self.spent


@dataclass
class SlowEar:
    """Needs a while for each frame."""

    seconds: float = 0.0
    fails: bool = False

    def passes_over(self, frame: bytes) -> bool:
        return False

    async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
        await asyncio.sleep(self.seconds)
        if self.fails:
            raise SpeechFailed("unavailable", "nobody hears anything")
        return Sound(0.0)


async def watched(clock: VirtualClock, it: Capacity, ear: SlowEar, live: int, seconds: float) -> None:
    """Let it look for so long, with so many calls under way."""
    it.now_live(live)
    watching = asyncio.ensure_future(it.watch(ear))
    await clock.sleep(seconds)
    watching.cancel()
    await asyncio.wait({watching})


def test_before_anything_was_measured_it_is_what_the_processors_would_allow() -> None:
    async def work(clock: VirtualClock) -> None:
        it = Capacity(clock, Metrics(), Machine(clock).use)
        assert 50 <= it.most_calls() <= 100
        it.now_live(it.most_calls() - 1)
        await clock.sleep(BEGINNING_SECONDS)
        assert it.closed() is None
        it.now_live(it.most_calls())
        closed = it.closed()
        assert closed is not None
        assert closed.reason == "capacity"
        assert "this machine hears" in closed.told

    run(work)


def test_one_processor_allows_for_less_and_so_do_others_who_want_it() -> None:
    async def most(clock: VirtualClock, others: float) -> int:
        it = Capacity(clock, Metrics(), Machine(clock, others=others).use)
        await watched(clock, it, SlowEar(), 0, 30.0)
        return it.most_calls()

    async def work(clock: VirtualClock) -> None:
        alone, half, none = await most(clock, 0.0), await most(clock, 1.0), await most(clock, 2.0)
        assert alone >= 50
        assert 10 <= half < 25
        assert FEWEST_CALLS <= none < half, "the system gives us a share all the same"

    run(work)


@pytest.mark.parametrize(("cost", "fewer"), [(0.04, True), (0.01, False)])
def test_what_calls_really_cost_is_what_counts_in_the_end(cost: float, fewer: bool) -> None:
    async def work(clock: VirtualClock) -> None:
        machine = Machine(clock, ours=40 * cost, main=40 * cost / 2)
        it = Capacity(clock, Metrics(), machine.use)
        before = it.most_calls()
        await watched(clock, it, SlowEar(), 40, 120.0)
        assert (it.most_calls() < before) is fewer
        assert it.most_calls() == pytest.approx(MOST_USED * 2 / cost, rel=0.1)

    run(work)


def test_few_calls_do_not_tell_what_calls_cost() -> None:
    async def work(clock: VirtualClock) -> None:
        it = Capacity(clock, Metrics(), Machine(clock, ours=1.9, main=0.9).use)
        before = it.most_calls()
        await watched(clock, it, SlowEar(), 2, 60.0)
        assert it.most_calls() == pytest.approx(before, abs=1), "it is cut down to a whole number"

    run(work)


def test_where_the_system_tells_nothing_lateness_does() -> None:
    async def work(clock: VirtualClock) -> None:
        it = Capacity(clock, Metrics(), lambda: None)
        await watched(clock, it, SlowEar(), 10, 5.0)
        assert it.closed() is None
        await watched(clock, it, SlowEar(TOO_LATE_SECONDS + 0.1), 10, WINDOW_SECONDS)
        closed = it.closed()
        assert closed is not None
        assert (closed.reason, closed.told.split(";")[0]) == ("late", "speech is 0.6 s late")
        it.now_live(FEWEST_CALLS - 1)
        assert it.closed() is None, "it is not the calls that make it late"

    run(work)


def test_it_stays_closed_until_it_is_clearly_in_time() -> None:
    async def work(clock: VirtualClock) -> None:
        it, ear = Capacity(clock, Metrics(), lambda: None), SlowEar()
        for seconds, late in (
            ((IN_TIME_SECONDS + TOO_LATE_SECONDS) / 2, False),
            (TOO_LATE_SECONDS + 0.1, True),
            ((IN_TIME_SECONDS + TOO_LATE_SECONDS) / 2, True),
            (IN_TIME_SECONDS - 0.1, False),
        ):
            ear.seconds = seconds
            await watched(clock, it, ear, 10, 2 * WINDOW_SECONDS)
            assert (it.closed() is not None) is late

    run(work)


def test_an_ear_that_fails_is_looked_at_again() -> None:
    async def work(clock: VirtualClock) -> None:
        it, metrics = Capacity(clock, metrics := Metrics(), lambda: None), metrics
        await watched(clock, it, SlowEar(fails=True), 10, 3.0)
        await watched(clock, it, SlowEar(0.1), 10, WINDOW_SECONDS)
        assert it.lateness == pytest.approx(0.1)
        value = metrics.registry.get_sample_value
        assert value("callsheet_speech_lateness_seconds") == pytest.approx(0.1)
        assert value("callsheet_calls_capacity") == it.most_calls()

    run(work)


def test_no_more_calls_are_wanted_than_are_heard_in_time() -> None:
    async def work(clock: VirtualClock) -> None:
        it = Capacity(clock, metrics := Metrics(), Machine(clock).use)
        admission = Admission(metrics, 1000)
        admission.also_tells(it.now_live)
        admission.also_bounds(it.most_now)
        admission.also_asks(it.closed)
        most = it.most_calls()
        admission.now_live(most - 1)
        await clock.sleep(BEGINNING_SECONDS)
        assert admission.room() == 1
        admission.now_live(most)
        assert admission.room() == 0
        admission.refused()
        assert metrics.registry.get_sample_value("callsheet_calls_refused_total", {"reason": "capacity"}) == 1

    run(work)


def test_who_begin_together_answer_together_and_are_fewer() -> None:
    async def work(clock: VirtualClock) -> None:
        it = Capacity(clock, metrics := Metrics(), Machine(clock).use)
        admission = Admission(metrics, 1000)
        admission.also_tells(it.now_live)
        admission.also_bounds(it.most_now)
        admission.also_asks(it.closed)
        together, most = int(MOST_BEGINNING * it.most_calls()), it.most_calls()
        assert admission.room() == together
        live = 0
        while live < most:
            admission.now_live(live := min(live + together, most))
            closed = it.closed()
            assert closed is not None
            assert admission.room() == 0
            if live < most:
                assert (closed.reason, closed.told) == ("together", ""), "it is ready, and has enough for the moment"
            await clock.sleep(BEGINNING_SECONDS)
        admission.now_live(most - 1)
        assert admission.room() == 1, "a call that ends leaves room"

    run(work)


def test_a_call_that_begins_costs_more_and_tells_nothing_of_what_it_costs_later() -> None:
    """Calls that come over ten seconds, three a second, and that cost twice as much at first."""

    async def work(clock: VirtualClock) -> None:
        machine = Machine(clock)
        it = Capacity(clock, Metrics(), machine.use)
        before = it.most_calls()
        watching = asyncio.ensure_future(it.watch(SlowEar()))
        for live in range(1, 31):
            it.now_live(live)
            machine.ours = CALL_COSTS * (live + min(live, 3 * BEGINNING_SECONDS))
            machine.main = CALL_COSTS_MAIN * (live + min(live, 3 * BEGINNING_SECONDS))
            await clock.sleep(1 / 3)
        assert it.most_calls() == pytest.approx(before, rel=0.1)
        watching.cancel()
        await asyncio.wait({watching})

    run(work)


def test_lateness_is_that_of_one_in_ten_and_forgets() -> None:
    async def work(clock: VirtualClock) -> None:
        it = Lateness(clock, FEWEST_ANSWERS)
        assert it.seconds == 0.0
        for seconds in (*[0.1] * FEWEST_ANSWERS, 0.7):
            assert it.seconds in (0.0, pytest.approx(0.1))
            with it.measuring():
                await clock.sleep(seconds)
        assert it.seconds == pytest.approx(0.1), "one alone was late"
        with it.measuring():
            await clock.sleep(0.6)
        assert it.seconds == pytest.approx(0.6)
        await clock.sleep(WINDOW_SECONDS)
        assert it.seconds == 0.0

    run(work)


def test_what_does_not_end_is_late_before_it_ends() -> None:
    async def hang(it: Lateness) -> None:
        with it.measuring():
            await asyncio.Event().wait()

    async def work(clock: VirtualClock) -> None:
        it = Lateness(clock)
        with it.measuring():
            await clock.sleep(0.1)
        hanging = [asyncio.ensure_future(hang(it)) for _ in range(FEWEST_ANSWERS)]
        await clock.sleep(4.0)
        assert it.seconds == pytest.approx(4.0)
        for task in hanging:
            task.cancel()
        await asyncio.wait(hanging)

    run(work)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system tells nothing of its processors")
def test_this_machine_tells_what_its_processors_do() -> None:
    def looks() -> Iterator[CpuUse]:
        for _ in range(2):
            sum(range(300_000))
            found = machine.use()
            assert found is not None
            yield found

    before, after = looks()
    assert after.at > before.at
    assert after.idle >= before.idle > 0
    assert after.ours >= before.ours > 0
    assert after.main > before.main


@pytest.mark.parametrize(
    ("told", "expected"),
    [("150000 100000", 2), ("20000 100000", 1), ("800000 100000", 4), ("max 100000", 4), ("", 4), ("nonsense", 4)],
)
def test_a_container_has_as_many_processors_as_it_gets_time_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, expected: int
) -> None:
    monkeypatch.setattr(machine, "CONTAINER_TIME", tmp_path / "cpu.max")
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2, 3})
    assert machine.processors() == 4
    (tmp_path / "cpu.max").write_text(told)
    assert machine.processors() == expected


def test_a_process_that_ends_gives_nothing_back() -> None:
    async def work(clock: VirtualClock) -> None:
        looks = iter([CpuUse(0.0, 0.0, 500.0, 0.0), CpuUse(1.0, 1.0, 1.0, 0.1), CpuUse(2.0, 2.0, 2.0, 0.2)])
        it = Capacity(clock, Metrics(), lambda: next(looks, None))
        await watched(clock, it, SlowEar(), 10, 5.0)
        assert 10 < it.most_calls() < 1000

    run(work)


def test_a_system_without_proc_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert machine.use() is None
    assert machine.processors() >= 1
