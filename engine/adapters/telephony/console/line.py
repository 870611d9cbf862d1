"""A call in the terminal: prompts are printed, the caller's turns are typed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from typing import TextIO, TypeVar

from engine.adapters.telephony.console.notation import describe, read_turn
from engine.adapters.telephony.console.typed import TypedLines
from engine.diagnostics.visible import visible
from engine.ports.clock import Clock
from engine.ports.telephony import CallInfo, Heard, HungUp, Silence, Spoken

T = TypeVar("T")


class ConsoleLine:
    """Implements `Line` for text. A turn is read only when a question listens, and the end of the input is a hang-up
    only there. `waiting` is entered while a person is waited for."""

    def __init__(
        self,
        info: CallInfo,
        clock: Clock,
        *,
        typed: TypedLines,
        screen: TextIO,
        interactive: bool,
        waiting: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.info = info
        self._clock = clock
        self._typed, self._screen = typed, screen
        self._interactive = interactive
        self._waiting = waiting
        self._gone = asyncio.Event()
        self._ended = False

    def caller_hangs_up(self) -> None:
        """The caller puts down the receiver, whatever the call is doing."""
        self._gone.set()

    async def answer(self) -> None:
        """Pick up."""
        self._check()
        self.show("-- the call is answered")

    async def say(self, text: str, *, interruptible: bool) -> Spoken:
        """Print the text, as one line. It takes no time, so nobody can interrupt it."""
        self._check()
        self.show(f"call:   {visible(text)}")
        self._check()
        return Spoken(heard_ms=0, length_ms=0)

    async def listen(self, phrases: Sequence[str], *, timeout_seconds: float, pause_seconds: float) -> Heard:
        """Read one turn. Only a turn that says so is silence: somebody who types takes the time they need."""
        self._check()
        if self._interactive:
            self.show("caller: ", end="")
        with self._waiting():
            line = await self._unless_gone(self._typed.next())
        heard = read_turn(line) if line is not None else None
        shown = visible(describe(heard)) if heard else "(hangs up)"
        if not self._interactive:
            self.show(f"caller: {shown}")
        elif heard is None:
            self.show(shown)  # behind the prompt
        if heard is None:
            self._gone.set()
            raise HungUp
        if isinstance(heard, Silence) and not self._interactive:
            await self._unless_gone(self._clock.sleep(timeout_seconds))
        return heard

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        self._check()
        self.show(f"-- a pause of {seconds:g} s")
        await self._unless_gone(self._clock.sleep(seconds))

    async def hang_up(self) -> None:
        """End the call."""
        if not self._ended and not self._gone.is_set():
            self._ended = True
            self.show("-- the call is disconnected")

    def show(self, text: str, end: str = "\n") -> None:
        """Print at once. Where nobody reads any more, nobody is on the line."""
        try:
            print(text, file=self._screen, end=end, flush=True)
        except (OSError, ValueError):
            self._gone.set()

    def _check(self) -> None:
        if self._gone.is_set() or self._ended:
            raise HungUp

    async def _unless_gone(self, work: Awaitable[T]) -> T:
        """The result of `work`, which wins a tie, or `HungUp` as soon as the caller has gone."""
        doing = asyncio.ensure_future(work)
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise HungUp
        finally:
            doing.cancel()
            gone.cancel()
