"""Time for one call that nothing else runs beside, and that waits for no file: it passes at once."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing
from contextvars import Context
from datetime import datetime
from typing import Any, TypeVar, TypeVarTuple, Unpack

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.ports.tasks import stopped

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class NothingComes(RuntimeError):
    """The call waits for something that nobody does: a mistake of the engine."""


class NoFiles(selectors.BaseSelector):
    """There are none, and so none is ever ready."""

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        raise NothingComes

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        raise KeyError(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """None. Raises `NothingComes` instead of waiting for ever."""
        if timeout is None:
            raise NothingComes
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return {}


class LoneLoop(VirtualLoop):
    """An event loop for one call; it knows what is due when."""

    def __init__(self) -> None:
        self._due: list[asyncio.TimerHandle] = []
        super().__init__(NoFiles())

    def _make_self_pipe(self) -> None:
        """asyncio's way to be woken by other threads, which do not know of this loop; two sockets for each call."""
        self._csock = None

    def _close_self_pipe(self) -> None:
        """There is none."""

    def call_at(
        self, when: float, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Have `callback` called at a time."""
        timer = super().call_at(when, callback, *args, context=context)
        self._due.append(timer)
        return timer

    def pass_over(self, seconds: float) -> bool:
        """Let time pass where nothing is due meanwhile; whether it has."""
        now = self.time()
        until = now + seconds
        self._due = [timer for timer in self._due if not timer.cancelled() and timer.when() >= now]
        if any(timer.when() <= until for timer in self._due):
            return False
        self.jumping.elapsed = until
        return True

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        """The result of the call. Nothing of it goes on afterwards."""
        with closing(self):
            try:
                return self.run_until_complete(call)
            finally:
                if left := asyncio.all_tasks(self):  # as where somebody presses Ctrl-C
                    self.run_until_complete(stopped(*left))


class LoneClock(VirtualClock):
    """The clock of a `LoneLoop`."""

    def __init__(self, loop: LoneLoop, start: datetime) -> None:
        super().__init__(loop, start)
        self._loop = loop

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass: at once, unless something is due meanwhile."""
        if not self._loop.pass_over(seconds):
            await super().sleep(seconds)
