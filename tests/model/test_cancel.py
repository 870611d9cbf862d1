"""A call that ends while the model thinks: nothing is left behind, and the model is as good as before."""

import asyncio
from typing import get_args

import pytest

from callsheet.adapters.remote.breaker import BreakerSettings
from tests.model.conftest import INTENTS, SAID, asking
from tests.model.server import Point, Reply, chosen, serving

pytestmark = pytest.mark.usefixtures("nothing_left")

RIGHT = Reply(chosen("finished"))
# One failure would open it: a cancellation must not count as one.
TOUCHY = BreakerSettings(failures=1)
# Turns of the event loop after which a call is cancelled: more than a whole answer takes.
MOST_TURNS = 400


@pytest.mark.parametrize("point", get_args(Point))
@pytest.mark.parametrize("chunked", [False, True])
def test_cancelled_while_the_service_is_somewhere(point: Point, chunked: bool) -> None:
    async def main() -> None:
        hanging = Reply(RIGHT.body, stops_at=point, chunked=chunked)
        async with serving(hanging, RIGHT) as server, asking(server.address, breaker=TOUCHY) as model:
            task = asyncio.create_task(model.understand(SAID, INTENTS))
            await server.reached[point].wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await server.gone.wait()  # its connection is closed, not kept with half an answer in it
            assert (await model.understand(SAID, INTENTS)).intent == "finished"

    asyncio.run(main())


def test_cancelled_after_any_number_of_turns() -> None:
    async def main() -> None:
        ended = 0
        async with serving(always=RIGHT) as server, asking(server.address, breaker=TOUCHY) as model:
            await model.understand(SAID, INTENTS)  # makes the client
            for turns in range(MOST_TURNS):
                task = asyncio.create_task(model.understand(SAID, INTENTS))
                for _ in range(turns):
                    if task.done():
                        break
                    await asyncio.sleep(0)
                task.cancel()
                try:
                    assert (await task).intent == "finished"
                    ended += 1
                except asyncio.CancelledError:
                    pass
            assert ended
            assert (await model.understand(SAID, INTENTS)).intent == "finished"

    asyncio.run(main())


def test_one_of_many_is_cancelled() -> None:
    async def main() -> None:
        async with serving(always=RIGHT) as server, asking(server.address, breaker=TOUCHY) as model:
            tasks = [asyncio.create_task(model.understand(SAID, INTENTS)) for _ in range(20)]
            await server.reached["request"].wait()
            tasks[7].cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            others = [result for number, result in enumerate(results) if number != 7]
            assert all(getattr(result, "intent", "") == "finished" for result in others)

    asyncio.run(main())


def test_cancelled_while_the_client_is_made() -> None:
    """The first who asks makes the client; the second does not depend on the first."""

    async def main() -> None:
        async with serving(RIGHT) as server, asking(server.address, breaker=TOUCHY) as model:
            first = asyncio.create_task(model.understand(SAID, INTENTS))
            second = asyncio.create_task(model.understand(SAID, INTENTS))
            await asyncio.sleep(0)
            first.cancel()
            assert (await second).intent == "finished"
            with pytest.raises(asyncio.CancelledError):
                await first

    asyncio.run(main())
