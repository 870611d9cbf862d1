"""A call in the terminal: prompts are printed, the caller's turns are typed."""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TextIO

from callsheet.adapters.telephony.console.notation import BUSY, describe, read_turn
from callsheet.adapters.telephony.console.typed import TypedLines
from callsheet.adapters.telephony.results import OVER
from callsheet.adapters.telephony.text import TextCall, TextPlayback
from callsheet.diagnostics.visible import visible
from callsheet.ports.clock import Clock
from callsheet.ports.telephony import (
    CALLEE,
    DONE,
    MODES,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    EndReason,
    Heard,
    KeyPress,
    LineCode,
    Said,
    Silence,
    Utterance,
)
from callsheet.ports.usual_call import INSTANT_SECONDS, SECONDS_TO_PICK_UP

# The length of a prompt into which a key is pressed, against which that is nothing.
PROMPT_SECONDS = 0.1
NAMED = {CALLEE: "the number that was called"}


class ConsoleCall(TextCall):
    """Implements `ports.telephony.Call` for text. A turn is read only when a question listens, and the end of the input
    is a hang-up only there. `waiting` is entered while a person is waited for.

    Of several keys on one line each is pressed at the next moment: the first answers the question, the second falls
    into the prompt behind it, where it counts for as much as on a telephone.

    The other side is typed as well: where somebody is rung, an empty line lets it ring, `<busy>` is a busy telephone,
    and anything else picks up; while the script waits for them, a line is the other side hanging up.
    """

    caps = Caps(media="text", connect="any", parallel=True, unbridge=True, modes=MODES)

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
        self._pressed: deque[Heard] = deque()  # typed, and not yet told

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
        """Print the text, as one line. It takes no time, so that only keys that are typed already fall into it."""
        who = {"whisper": "whisper", "barge": "barge"}.get(self.heard_by, "call")
        self.show(f"{who + ': ':<8}{visible(text)}")
        if not self._pressed:
            return TextPlayback(self.clock)
        return TextPlayback(self.clock, round(PROMPT_SECONDS * 1000), self._into_prompt(self._pressed.popleft()))

    async def _into_prompt(self, key: Heard) -> None:
        """Press a key that was typed ahead. Where it ends the prompt, nothing of this goes on."""
        await self.clock.sleep(INSTANT_SECONDS)
        self.show(f"caller: {describe(key)}")
        if isinstance(key, KeyPress):
            self.tell(Said(key))
        await self.clock.sleep(PROMPT_SECONDS)
        self.show("-- nothing here takes this key, and it is dropped")

    async def next_turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        """Read one turn. Only a turn that says so is silence: somebody who types takes the time they need."""
        if self._pressed:
            key = self._pressed.popleft()
            self.show(f"caller: {describe(key)}")
            return key
        if self._interactive:
            self.show("caller: ", end="")
        with self._waiting():
            line = await self._typed.next()
        self._pressed.extend(read_turn(line) if line is not None else ())
        heard = self._pressed.popleft() if self._pressed else None
        shown = visible(describe(heard)) if heard else "(hangs up)"
        if not self._interactive:
            self.show(f"caller: {shown}")
        elif heard is None:
            self.show(shown)  # behind the prompt
        if isinstance(heard, Silence) and not self._interactive:
            await self.clock.sleep(timeout_seconds)
        return heard

    async def next_key(self, timeout_seconds: float) -> KeyPress | None:
        """The next key of the line that was typed: what follows on another line is another answer."""
        key = self._pressed.popleft() if self._pressed else None
        if not isinstance(key, KeyPress):
            return None
        self.show(f"caller: {describe(key)}")
        return key

    async def ring(self, targets: tuple[str, ...], ring_seconds: float) -> CommandResult:
        """Read whether they pick up."""
        self.show(f"-- rings {visible(', '.join(NAMED.get(target, target) for target in targets))}")
        if self._interactive:
            self.show("other:  ", end="")
        with self._waiting():
            line = await self._typed.next()
        heard = read_turn(line) if line is not None else ()
        if not heard:
            self.caller_hangs_up()
            return OVER
        if heard == (Utterance(BUSY),):
            self.show("(is busy)" if self._interactive else "other:  (is busy)")
            return CommandResult(ok=False, code=LineCode.BUSY)
        picks_up = not isinstance(heard[0], Silence)
        if not self._interactive:
            self.show(f"other:  ({'picks up' if picks_up else 'does not pick up'})")
            await self.clock.sleep(SECONDS_TO_PICK_UP if picks_up else ring_seconds)
        if not picks_up:
            return CommandResult(ok=False, code=LineCode.UNANSWERED)
        return DONE

    async def talk(self) -> None:
        """Wait while the two talk: a line, or the end of the input, is the other side hanging up."""
        if self._interactive:
            self.show("other:  ", end="")
        with self._waiting():
            line = await self._typed.next()
        if line is not None and not read_turn(line):
            self.caller_hangs_up()
            return
        self.show("(hangs up)" if self._interactive else "other:  (hangs up)")
        self.come_back()

    def let_go(self) -> None:
        """Say so."""
        self.show("-- the two talk on" if self.state is CallState.BRIDGED else "-- the call is disconnected")
