"""Races, bounds and ends of work, in virtual time: every tie, every failure, and cancellation wherever it may come."""

import asyncio
import gc
import math
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest

from callsheet.adapters.clock.virtual import VirtualLoop
from callsheet.ports.tasks import (
    Background,
    Overtaken,
    Unless,
    apart,
    begun,
    beside,
    done_within,
    finished,
    stopped,
    while_it_obeys,
)

Told = list[dict[str, Any]]
Race = Callable[..., Coroutine[Any, Any, str]]


async def here(work: Awaitable[str], *stops: "asyncio.Future[Any]", within: float = math.inf) -> str:
    with Unless(*stops, within=within):
        return await work


async def while_obeying(work: Coroutine[Any, Any, str], *stops: "asyncio.Future[Any]", within: float = math.inf) -> str:
    return await while_it_obeys(work, Unless(*stops, within=within), patience=3)


RACES = pytest.mark.parametrize("race", [here, apart, while_obeying])


def play(case: Callable[[], Awaitable[None]]) -> Told:
    """Play a case; no task may be left of it. What the loop's exception handler was told."""
    gc.freeze()  # only what comes from now on has to be looked through
    loop = VirtualLoop()
    told: Told = []
    loop.set_exception_handler(lambda _, context: told.append(context))

    async def all_of_it() -> None:
        await case()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(all_of_it())
        gc.collect()
    return told


def now() -> float:
    return round(asyncio.get_running_loop().time(), 3)


async def after(seconds: float, result: str = "done", ended: list[float] | None = None) -> str:
    """The result, some seconds later; notes when it ended, however it did."""
    try:
        await asyncio.sleep(seconds)
    finally:
        if ended is not None:
            ended.append(now())
    return result


async def fail_after(seconds: float) -> str:
    await asyncio.sleep(seconds)
    raise ValueError


async def stubborn(seconds: float, result: str = "done") -> str:
    """Ignores that it is cancelled."""
    until = asyncio.get_running_loop().time() + seconds
    while (left := until - asyncio.get_running_loop().time()) > 0:
        try:
            await asyncio.sleep(left)
        except asyncio.CancelledError:
            continue
    return result


async def tidy(seconds: float, ended: list[float]) -> str:
    """Takes so long to clean up once it is cancelled."""
    try:
        return await after(math.inf)
    finally:
        await asyncio.sleep(seconds)
        ended.append(now())


def a_stop(seconds: float) -> "asyncio.Future[None]":
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, stop.set_result, None)
    return stop


@RACES
def test_work_that_comes_first_gives_its_result(race: Race) -> None:
    async def case() -> None:
        stop = a_stop(2)
        assert await race(after(1), stop, within=3) == "done"
        assert now() == 1
        await asyncio.sleep(4)  # neither the stop nor the time reaches anybody any more
        assert stop.done()

    assert play(case) == []


@RACES
@pytest.mark.parametrize(("stops", "within"), [((1,), math.inf), ((3, 1), math.inf), ((1, 1), 1), ((), 1)])
def test_what_comes_before_overtakes_it_and_it_has_ended(race: Race, stops: tuple[float, ...], within: float) -> None:
    async def case() -> None:
        ended: list[float] = []
        with pytest.raises(Overtaken):
            await race(after(2, ended=ended), *map(a_stop, stops), within=within)
        assert ended == [now()] == [1]
        await asyncio.sleep(4)  # it is overtaken once, and can be awaited again

    assert play(case) == []


@RACES
@pytest.mark.parametrize("first", ["work", "stop"])
@pytest.mark.parametrize("by", ["stop", "time"])
def test_work_wins_a_tie(race: Race, first: str, by: str) -> None:
    async def case() -> None:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str] = loop.create_future()
        stop: asyncio.Future[None] = loop.create_future()
        happens = [lambda: answer.set_result("done"), lambda: stop.set_result(None) if by == "stop" else None]

        async def work() -> str:
            return await answer

        doing = asyncio.ensure_future(race(work(), stop, within=1 if by == "time" else math.inf))
        await asyncio.sleep(0)
        for happen in happens if first == "work" else happens[::-1]:
            loop.call_at(1, happen)
        assert await doing == "done"

    assert play(case) == []


@RACES
def test_a_stop_that_is_done_before_lets_work_be_done_that_waits_for_nothing(race: Race) -> None:
    async def case() -> None:
        stop = asyncio.get_running_loop().create_future()
        stop.set_exception(ValueError())  # how it ended is not asked
        stop.exception()

        async def at_once() -> str:
            return "done"

        assert await race(at_once(), stop) == "done"
        ended: list[float] = []
        with pytest.raises(Overtaken):
            await race(after(1, ended=ended), stop)
        assert ended == [0]
        with pytest.raises(Overtaken):
            await race(after(1), within=0)

    assert play(case) == []


@RACES
def test_what_work_fails_with_is_raised(race: Race) -> None:
    async def case() -> None:
        with pytest.raises(ValueError, match=r"^$"):
            await race(fail_after(1), a_stop(2))

        async def fails_at_its_end() -> str:
            try:
                return await after(2)
            finally:
                raise KeyError

        with pytest.raises(KeyError):
            await race(fails_at_its_end(), a_stop(1))
        with pytest.raises(TimeoutError):  # its own
            async with asyncio.timeout(1):
                await race(after(2), a_stop(3))

    assert play(case) == []


class OtherFuture(asyncio.Future[None]):
    """asyncio throws what such a future fails with into who waits; on newer Pythons, what any of them fails with."""


@RACES
@pytest.mark.parametrize("kind", [asyncio.Future, OtherFuture])
def test_what_fails_in_work_can_be_caught_in_it(race: Race, kind: type["asyncio.Future[None]"]) -> None:
    async def catches(failing: "asyncio.Future[None]") -> str:
        try:
            await failing
        except ValueError:
            return "caught"
        return "nothing was raised"

    async def case() -> None:
        failing = kind()
        asyncio.get_running_loop().call_later(1, failing.set_exception, ValueError())
        assert await race(catches(failing), a_stop(2)) == "caught"

    assert play(case) == []


@RACES
def test_work_that_ends_with_a_result_though_it_is_overtaken_gives_it(race: Race) -> None:
    async def case() -> None:
        assert await race(stubborn(2), a_stop(1)) == "done"
        assert now() == 2
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        await asyncio.sleep(1)  # it is not cancelled by anything that was left

    assert play(case) == []


@RACES
def test_whoever_is_cancelled_is_and_work_has_ended(race: Race) -> None:
    async def case() -> None:
        for stop_seconds in (math.inf, 1, 3):  # never, at the same moment, while work cleans up
            ended: list[float] = []
            began = now()
            stop = a_stop(stop_seconds) if stop_seconds < math.inf else asyncio.get_running_loop().create_future()
            doing = asyncio.ensure_future(race(after(9, ended=ended), stop))
            await asyncio.sleep(1)
            doing.cancel()
            await asyncio.wait({doing})
            assert doing.cancelled()
            assert [round(each - began, 3) for each in ended] == [1]

    assert play(case) == []


@RACES
def test_the_race_inside_ends_before_the_one_outside(race: Race) -> None:
    async def case() -> None:
        for inner, outer in ((1, 2), (2, 1), (1, 1)):
            began = now()
            with pytest.raises(Overtaken):
                await race(_twice(race, a_stop(inner)), a_stop(outer))
            assert now() - began == outer

    assert play(case) == []


async def _twice(race: Race, stop: "asyncio.Future[None]") -> str:
    """Goes on where the race inside is lost."""
    try:
        return await race(after(5), stop)
    except Overtaken:
        return await after(5)


def test_a_time_limit_and_a_race_at_the_same_moment_are_both_told() -> None:
    async def case() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await here(after(5), a_stop(1))
        with pytest.raises(TimeoutError):  # that is how the work ended, in the same moment
            await here(_limited(), a_stop(1))
        assert now() == 2

    async def _limited() -> str:
        async with asyncio.timeout(1):
            return await after(5)

    assert play(case) == []


def test_a_race_makes_no_task() -> None:
    async def case() -> None:
        made: list[object] = []

        async def who() -> str:
            made.append(asyncio.current_task())
            return "done"

        await here(who(), a_stop(1))
        assert made == [asyncio.current_task()]

    assert play(case) == []


def test_whoever_knows_of_something_else_says_so() -> None:
    async def case() -> None:
        for seconds in (0, 1):
            race = Unless(within=9)
            asyncio.get_running_loop().call_later(seconds, race.overtake)
            with pytest.raises(Overtaken), race:
                await after(5)
            race.overtake()  # which is too late
            await asyncio.sleep(0)
        assert now() == 1

    assert play(case) == []


def test_work_apart_that_does_not_end_is_left_behind() -> None:
    async def case() -> None:
        with pytest.raises(Overtaken):
            await apart(stubborn(60), a_stop(1), patience=2)
        assert now() == 3
        doing = asyncio.ensure_future(apart(stubborn(57), patience=2))
        await asyncio.sleep(1)
        doing.cancel()
        await asyncio.wait({doing})
        assert doing.cancelled()
        assert now() == 6
        await asyncio.sleep(60)

    assert play(case) == []


def test_work_that_does_not_obey_is_left_behind_and_goes_on() -> None:
    ended: list[float] = []

    async def work() -> str:
        await stubborn(60)
        ended.append(now())
        return await after(1, ended=ended)

    async def case() -> None:
        with pytest.raises(Overtaken):
            await while_obeying(work(), a_stop(1))
        here = asyncio.current_task()
        assert (now(), here and here.cancelling()) == (4, 0)
        await asyncio.sleep(60)
        assert ended == [60, 61]

    assert play(case) == []


@pytest.mark.parametrize("again_after", [0.5, 3, 5])
def test_whoever_waits_for_what_does_not_obey_is_cancelled_once(again_after: float) -> None:
    async def case() -> None:
        doing = asyncio.ensure_future(while_obeying(stubborn(57)))
        await asyncio.sleep(1)
        doing.cancel()
        asyncio.get_running_loop().call_later(again_after, doing.cancel)
        await asyncio.wait({doing})
        assert doing.cancelled()
        assert now() == 4
        await asyncio.sleep(60)

    assert play(case) == []


@pytest.mark.parametrize("seconds", [0, 2, 2.999])
def test_work_that_takes_its_time_to_tidy_up_is_waited_for(seconds: float) -> None:
    async def case() -> None:
        ended: list[float] = []
        with pytest.raises(Overtaken):
            await while_obeying(tidy(seconds, ended), a_stop(1))
        assert ended == [now()] == [1 + seconds]

    assert play(case) == []


def test_races_inside_of_work_are_no_cancellation_of_it() -> None:
    async def work(ended: list[float]) -> str:
        for _ in range(5):
            with suppress(Overtaken), Unless(within=1):
                await after(10)
        with suppress(Overtaken), Unless(within=1):
            await tidy(2, ended)
        return await after(9)

    async def case() -> None:
        ended: list[float] = []
        assert await while_obeying(work(ended), within=60) == "done"
        assert (ended, now()) == ([8], 17)

    assert play(case) == []


def test_what_was_left_behind_ends_with_the_loop() -> None:
    async def case() -> None:
        nobody: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def work() -> str:
            with suppress(asyncio.CancelledError):
                await after(math.inf)
            with suppress(asyncio.CancelledError):
                await after(math.inf)
            return await nobody

        with pytest.raises(Overtaken):
            await while_obeying(work(), a_stop(1))
        left = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.sleep(1)
        await stopped(*left)

    assert play(case) == []


def test_work_apart_that_cancels_itself_is_cancelled_and_not_overtaken() -> None:
    async def case() -> None:
        nobody: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(1, nobody.cancel)

        async def work() -> str:
            return await nobody

        with pytest.raises(asyncio.CancelledError):
            await apart(work(), a_stop(2))

    assert play(case) == []


@pytest.mark.parametrize("times", [0, 1, 3])
def test_work_is_finished_however_often_one_is_cancelled(times: int) -> None:
    async def case() -> None:
        doing = asyncio.ensure_future(finished(after(5)))
        for _ in range(times):
            await asyncio.sleep(1)
            doing.cancel()
        assert await doing == ("done", times > 0)
        assert now() == 5

    assert play(case) == []


def test_unfinished_work_tells_how_it_failed_or_that_it_was_cancelled() -> None:
    async def case() -> None:
        with pytest.raises(ValueError, match=r"^$"):
            await finished(fail_after(1))
        doing = asyncio.ensure_future(finished(fail_after(2)))
        await asyncio.sleep(1)
        doing.cancel()
        with pytest.raises(asyncio.CancelledError) as cancelled:
            await doing
        assert isinstance(cancelled.value.__cause__, ValueError)

    assert play(case) == []


def test_what_is_stopped_has_ended_also_where_who_stops_it_is_cancelled() -> None:
    async def case() -> None:
        ended: list[float] = []
        tasks = [asyncio.ensure_future(tidy(2, ended)), asyncio.ensure_future(after(9, ended=ended))]
        tasks.append(asyncio.ensure_future(after(0)))
        await asyncio.sleep(1)
        stopping = asyncio.ensure_future(stopped(*tasks))
        for _ in range(3):
            await asyncio.sleep(0.5)
            stopping.cancel()
        await asyncio.wait({stopping})
        assert stopping.cancelled()
        assert ended == [1, now()] == [1, 3]
        assert [task.cancelled() for task in tasks] == [True, True, False]
        await stopped(*tasks)
        await stopped()

    assert play(case) == []


def test_what_does_not_stop_is_left_behind() -> None:
    async def case() -> None:
        left = asyncio.ensure_future(stubborn(60))
        await asyncio.sleep(0)
        await stopped(left, seconds=2)
        assert now() == 2
        assert not left.done()
        await stopped(left)
        assert now() == 7
        assert await left == "done"

    assert play(case) == []


def test_what_fails_while_it_is_stopped_keeps_its_failure() -> None:
    async def fails() -> None:
        try:
            await asyncio.sleep(9)
        finally:
            raise ValueError

    async def case() -> None:
        failing = asyncio.ensure_future(fails())
        await asyncio.sleep(0)
        await stopped(failing)
        assert isinstance(failing.exception(), ValueError)

    assert play(case) == []


def test_what_is_waited_for_is_left_alone() -> None:
    async def case() -> None:
        future = asyncio.ensure_future(after(5))
        assert not await done_within(1, future)
        waiting = asyncio.ensure_future(done_within(math.inf, future))
        await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.wait({waiting})
        assert not future.done()
        assert await done_within(3, future)
        assert now() == 5
        assert await done_within(0, future)

    assert play(case) == []


def test_nobody_has_to_hear_of_a_failure_that_is_for_who_waits() -> None:
    async def case() -> None:
        begun(fail_after(1))
        with pytest.raises(ValueError, match=r"^$"):
            await begun(fail_after(2))

    assert play(case) == []


def test_what_fails_beside_is_told_at_once() -> None:
    async def case() -> None:
        failing = beside(fail_after(1))
        beside(after(1)).cancel()
        await asyncio.sleep(2)
        assert failing.done()

    [told] = play(case)
    assert isinstance(told["exception"], ValueError)


def test_the_background_holds_what_runs_and_tells_what_fails() -> None:
    async def case() -> None:
        background = Background()
        ended: list[float] = []
        for seconds in (1, 2, 3):
            background.start(after(seconds, ended=ended))
        background.start(fail_after(1))
        assert len(background) == 4
        await background.at_most(2)
        assert (now(), len(background)) == (1, 2)
        await background.at_most(1)
        assert (now(), len(background)) == (2, 1)
        await background.at_most(0)
        assert (now(), len(background)) == (3, 0)
        background.start(tidy(2, ended))
        background.start(stubborn(60))
        await asyncio.sleep(0)
        await background.close(4)
        assert ended == [1, 2, 3, 5]
        assert (now(), len(background)) == (7, 1)
        await background.at_most(0)

    [told] = play(case)
    assert isinstance(told["exception"], ValueError)


@pytest.mark.parametrize("ends", ["all", "one"])
def test_waiting_for_the_background_can_be_cancelled_and_leaves_it_alone(ends: str) -> None:
    async def case() -> None:
        background = Background()
        tasks = [background.start(after(seconds)) for seconds in (5, 6)]
        waiting = asyncio.ensure_future(background.at_most(0 if ends == "all" else 1))
        await asyncio.sleep(1)
        await stopped(waiting)
        assert waiting.cancelled()
        assert [await task for task in tasks] == ["done", "done"]

    assert play(case) == []
