"""A process that looks at texts, from the side of the server."""

import asyncio
import pickle
from typing import TypeVar

from callsheet.lsp.looks import Look, NothingSeen
from callsheet.ports.child import Child, ChildEnded
from callsheet.ports.tasks import Overtaken, Unless, finished

# For one look, on a machine that does much else; its time of a processor has a narrower bound.
MOST_SECONDS = 60.0


T = TypeVar("T")


class LookProcess:
    """Begun with the first look, and again after it has ended, whoever ended it. One look at a time."""

    def __init__(self) -> None:
        self._child = Child("callsheet.lsp.looks")
        self._turn = asyncio.Lock()

    async def look(self, look: Look[T]) -> T | NothingSeen:
        """What a look shows. Who is cancelled waits for its end all the same: its answer would be the next one's."""
        async with self._turn:
            seen, cancelled = await finished(self._seen(look))
        if cancelled:
            raise asyncio.CancelledError
        return seen

    async def end(self) -> None:
        """End the process."""
        await self._child.end()

    async def _seen(self, look: Look[T]) -> T | NothingSeen:
        try:
            with Unless(within=MOST_SECONDS):
                seen: T = pickle.loads(await self._child.ask(pickle.dumps(look)))  # noqa: S301 - this program's own words
        except (Overtaken, ChildEnded):
            await self._child.end()
            return NothingSeen("this takes too much time or memory to look at, and was given up")
        return seen
