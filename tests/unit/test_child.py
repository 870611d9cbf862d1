"""A process that answers: begun, given up on, ended."""

import asyncio
import gc

import pytest

from callsheet.ports.child import Child
from callsheet.ports.tasks import begun


@pytest.mark.parametrize("turns", range(1, 6))
def test_who_gives_up_while_it_begins_can_end_it(turns: int) -> None:
    """Of a process that is half begun something would be left over, which is told when it is collected."""

    async def run() -> None:
        child = Child("callsheet.studio.desk")
        asking = begun(child.ask(b""))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait({asking})
        assert asking.cancelled()
        await child.end()

    asyncio.run(run())
    gc.collect()
