"""Who may do inference now: as many at once as there are cores, since more at once would make all of them late."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Cores:
    """Whoever finds no core free waits, in the order of coming; but all who are urgent go first."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: dict[bool, deque[asyncio.Future[None]]] = {True: deque(), False: deque()}

    @asynccontextmanager
    async def one(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """While this is entered, one core is taken."""
        if not self._free:
            coming: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting[urgent].append(coming)
            try:
                await coming
            except asyncio.CancelledError:
                if coming.done() and not coming.cancelled():  # it has come all the same
                    self._pass_on()
                raise
        else:
            self._free -= 1
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        for waiting in (self._waiting[True], self._waiting[False]):
            while waiting:
                coming = waiting.popleft()
                if not coming.done():
                    coming.set_result(None)
                    return
        self._free += 1
