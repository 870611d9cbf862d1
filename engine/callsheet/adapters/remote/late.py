"""Something that takes long to make, such as a client whose library takes half a second to import."""

import asyncio
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from callsheet.ports.clock import Clock


class Closes(Protocol):
    """What has to be let go of."""

    async def close(self) -> None:
        """Let go of what it holds."""


T = TypeVar("T", bound=Closes)


class Late(Generic[T]):
    """Made when it is first needed, once, in a thread: making it in the event loop would hold up all other calls."""

    def __init__(self, make: Callable[[], T], clock: Clock) -> None:
        self._make = make
        self._clock = clock
        self._made: T | None = None
        self._making = asyncio.Lock()

    async def ready(self) -> T:
        """It. Raises what making it raises."""
        async with self._making:
            if self._made is None:
                with self._clock.working():
                    self._made = await asyncio.to_thread(self._make)
            return self._made

    async def close(self) -> None:
        """Close it, where it was made."""
        made, self._made = self._made, None
        if made is not None:
            await made.close()
