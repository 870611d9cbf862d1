"""Turns of inference: who comes first, and that none is lost."""

import asyncio

from engine.adapters.speech.offline.turns import Turns


async def settled() -> None:
    """Let everybody do what they can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_urgent_go_first_and_the_others_in_their_order() -> None:
    async def work() -> list[str]:
        turns, done = Turns(1), []

        async def take(name: str, *, urgent: bool) -> None:
            async with turns.one(urgent=urgent):
                done.append(name)
                await asyncio.sleep(0)

        names = ["words 1", "words 2", "voice 1", "words 3", "voice 2"]
        await asyncio.gather(*(take(name, urgent=name.startswith("voice")) for name in names))
        return done

    assert asyncio.run(work()) == ["words 1", "voice 1", "voice 2", "words 2", "words 3"]


def test_whoever_goes_while_waiting_or_as_their_turn_comes_takes_none_with_them() -> None:
    async def work() -> None:
        turns = Turns(1)

        async def take() -> None:
            async with turns.one():
                await asyncio.Event().wait()

        first, second, third = (asyncio.ensure_future(take()) for _ in range(3))
        await settled()
        second.cancel()
        first.cancel()
        await asyncio.wait({first, second})
        third.cancel()  # in the moment in which it has got the turn
        await asyncio.wait({third})
        async with asyncio.timeout(1), turns.one():
            pass

    asyncio.run(work())


def test_as_many_at_once_as_there_are_turns() -> None:
    async def work() -> int:
        turns, at_once, most = Turns(2), 0, 0

        async def take() -> None:
            nonlocal at_once, most
            async with turns.one():
                at_once += 1
                most = max(most, at_once)
                await settled()
                at_once -= 1

        await asyncio.gather(*(take() for _ in range(7)))
        return most

    assert asyncio.run(work()) == 2
