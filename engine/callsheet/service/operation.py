"""How a service is operated: what it is begun with, and what is asked of it while it runs."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

# What an end takes at most beyond the calls' own time: they are cut, noted and let go of, and everything is closed.
END_SECONDS = 2.0


class Operation(Struct, frozen=True):
    """How a service is operated."""

    database: Path
    journal: Path
    keep: timedelta
    redact: bool
    max_calls: int
    drain_seconds: float
    port: int
    recordings: Path | None = None


class Stop:
    """What is asked of a process from outside: once to end, a second time to end at once; and to reopen its journal."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.asked: asyncio.Future[None] = loop.create_future()
        self.asked_again: asyncio.Future[None] = loop.create_future()
        self.reopen: Callable[[], None] = lambda: None
        self.takes_seconds = END_SECONDS  # an end that is asked for now, at most

    def ask(self) -> None:
        """End; a second time: at once."""
        asked = self.asked_again if self.asked.done() else self.asked
        if not asked.done():
            asked.set_result(None)

    def ask_to_reopen(self) -> None:
        """Go on in the journal that is at its path now."""
        self.reopen()
