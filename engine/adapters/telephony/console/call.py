"""A call in the terminal: prompts are printed, the caller's turns are typed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TextIO

from engine.adapters.telephony.console.notation import describe, read_turn
from engine.adapters.telephony.console.typed import TypedLines
from engine.adapters.telephony.text import TextCall, TextPlayback
from engine.diagnostics.visible import visible
from engine.ports.clock import Clock
from engine.ports.telephony import DONE, CallInfo, CommandResult, EndReason, Heard, Silence


class ConsoleCall(TextCall):
    """Implements `ports.telephony.Call` for text. A turn is read only when a question listens, and the end of the input
    is a hang-up only there. `waiting` is entered while a person is waited for."""

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
        super().__init__(info, clock)
        self._typed, self._screen = typed, screen
        self._interactive = interactive
        self._waiting = waiting

    def caller_hangs_up(self) -> None:
        """The caller puts down the receiver, whatever the call is doing."""
        self.end(EndReason.CALLER_HANGUP)

    def show(self, text: str, end: str = "\n") -> None:
        """Print at once. Where nobody reads any more, nobody is on the line."""
        try:
            print(text, file=self._screen, end=end, flush=True)
        except (OSError, ValueError):
            self.caller_hangs_up()

    def show_pause(self, seconds: float) -> None:
        """Let time pass."""
        self.show(f"-- a pause of {seconds:g} s")

    async def pick_up(self, timeout_seconds: float) -> CommandResult:
        """Say so."""
        self.show("-- the call is answered")
        return DONE

    def speak(self, text: str) -> TextPlayback:
        """Print the text, as one line. It takes no time, so nobody can interrupt it."""
        self.show(f"call:   {visible(text)}")
        return TextPlayback(self.clock)

    async def next_turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        """Read one turn. Only a turn that says so is silence: somebody who types takes the time they need."""
        if self._interactive:
            self.show("caller: ", end="")
        with self._waiting():
            line = await self._typed.next()
        heard = read_turn(line) if line is not None else None
        shown = visible(describe(heard)) if heard else "(hangs up)"
        if not self._interactive:
            self.show(f"caller: {shown}")
        elif heard is None:
            self.show(shown)  # behind the prompt
        if isinstance(heard, Silence) and not self._interactive:
            await self.clock.sleep(timeout_seconds)
        return heard

    def let_go(self) -> None:
        """Say so."""
        self.show("-- the call is disconnected")
