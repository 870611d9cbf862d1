"""A clock whose time jumps, and what goes on outside of it meanwhile."""

import asyncio
import selectors
import threading

from callsheet.adapters.clock.virtual import VirtualLoop


class Files(selectors.SelectSelector):
    """Tells a thread that somebody waits in real time."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_for = threading.Event()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout != 0:
            self.waited_for.set()
        return super().select(timeout)


def test_threads_that_end_are_waited_for_in_real_time() -> None:
    """From Python 3.13 on there would be a warning that they took five minutes."""
    files = Files()
    loop = VirtualLoop(files)

    async def begin() -> None:
        loop.run_in_executor(None, files.waited_for.wait)

    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(begin())
    finally:
        files.waited_for.set()
    assert loop.time() < 300
