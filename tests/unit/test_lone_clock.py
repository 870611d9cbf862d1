"""Time of one call that nothing runs beside: it passes at once, and what is due meanwhile comes all the same."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from callsheet.adapters.clock.alone import LoneClock, LoneLoop, NothingComes
from callsheet.ports.tasks import begun

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def play(call: Callable[[LoneClock], Awaitable[None]]) -> None:
    loop = LoneLoop()

    async def whole() -> None:
        await call(LoneClock(loop, NOW))

    loop.run(whole())


def test_time_passes_without_a_turn_of_the_loop() -> None:
    async def call(clock: LoneClock) -> None:
        turns: list[None] = []
        asyncio.get_running_loop().call_soon(turns.append, None)
        await clock.sleep(3600)
        assert (clock.monotonic(), clock.now().hour, turns) == (3600, 11, [])

    play(call)


@pytest.mark.parametrize("due", [0.0, 1.0, 2.0])
def test_what_is_due_meanwhile_comes_in_its_time(due: float) -> None:
    async def call(clock: LoneClock) -> None:
        came: list[float] = []
        asyncio.get_running_loop().call_later(due, lambda: came.append(clock.monotonic()))
        await clock.sleep(2.0)
        assert (came, clock.monotonic()) == ([due], 2.0)

    play(call)


def test_what_is_not_due_any_more_keeps_nothing_waiting() -> None:
    async def call(clock: LoneClock) -> None:
        asyncio.get_running_loop().call_later(1.0, pytest.fail).cancel()
        turns: list[None] = []
        asyncio.get_running_loop().call_soon(turns.append, None)
        await clock.sleep(2.0)
        assert (clock.monotonic(), turns) == (2.0, [])

    play(call)


def test_what_can_never_come_is_not_waited_for() -> None:
    async def call(clock: LoneClock) -> None:
        await asyncio.Event().wait()

    with pytest.raises(NothingComes):
        play(call)


def test_nothing_goes_on_where_somebody_ends_the_process() -> None:
    ended: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("waits")

    async def call(clock: LoneClock) -> None:
        waiting = begun(waits())
        await asyncio.sleep(0)
        assert not waiting.done()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(call)
    assert ended == ["waits"]
