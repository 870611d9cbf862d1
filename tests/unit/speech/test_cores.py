"""Who may do inference: who comes first, and that no core is lost."""

import asyncio

from callsheet.adapters.speech.offline.cores import Cores


async def settled() -> None:
    """Let everybody do what they can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_urgent_go_first_and_the_others_in_their_order() -> None:
    async def work() -> list[str]:
        cores, done = Cores(1), []

        async def take(name: str, *, urgent: bool) -> None:
            async with cores.one(urgent=urgent):
                done.append(name)
                await asyncio.sleep(0)

        names = ["words 1", "words 2", "voice 1", "words 3", "voice 2"]
        await asyncio.gather(*(take(name, urgent=name.startswith("voice")) for name in names))
        return done

    assert asyncio.run(work()) == ["words 1", "voice 1", "voice 2", "words 2", "words 3"]


def test_whoever_goes_while_waiting_or_as_a_core_comes_takes_none_with_them() -> None:
    async def work() -> None:
        cores = Cores(1)

        async def take() -> None:
            async with cores.one():
                await asyncio.Event().wait()

        first, second, third = (asyncio.ensure_future(take()) for _ in range(3))
        await settled()
        second.cancel()
        first.cancel()
        await asyncio.wait({first, second})
        third.cancel()  # in the moment in which it has got the core
        await asyncio.wait({third})
        async with asyncio.timeout(1), cores.one():
            pass

    asyncio.run(work())


def test_as_many_at_once_as_there_are_cores() -> None:
    async def work() -> int:
        cores, at_once, most = Cores(2), 0, 0

        async def take() -> None:
            nonlocal at_once, most
            async with cores.one():
                at_once += 1
                most = max(most, at_once)
                await settled()
                at_once -= 1

        await asyncio.gather(*(take() for _ in range(7)))
        return most

    assert asyncio.run(work()) == 2
