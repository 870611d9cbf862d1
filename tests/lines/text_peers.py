"""The other end of lines of text: somebody who types, and somebody whose words take time."""

import io
import os
from collections.abc import Sequence
from types import TracebackType
from typing import ClassVar, Self

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.telephony.console.call import ConsoleCall
from callsheet.adapters.telephony.console.typed import TypedLines
from callsheet.adapters.telephony.text import TextCall, TextPlayback
from callsheet.ports.line import Line
from callsheet.ports.telephony import (
    MODES,
    Call,
    CallInfo,
    Caps,
    CommandResult,
    EndReason,
    Heard,
    Prompt,
    Said,
    Silence,
    Utterance,
)
from callsheet.turns.text import TextLine
from tests.lines.peers import PICKS_UP, Ability, Peer, Rings, Rung, Trouble


class ConsolePeer(Peer):
    """The terminal: what is typed comes out of a pipe, in which nothing else ever comes after the answers."""

    name = "console"
    can: ClassVar[frozenset[Ability]] = frozenset({"comes_back"})

    def __init__(self, clock: VirtualClock, trouble: Trouble) -> None:
        self.clock = clock
        self.pipes: list[int] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in self.pipes:
            os.close(pipe)

    async def ring(self, answers: Sequence[str] = (), rings: Rings = PICKS_UP) -> Call:
        """Rings come before answers."""
        read, write = os.pipe()
        self.pipes.append(write)
        typed = ["" if code else "yes" for code in rings] if rings is not PICKS_UP else []
        os.write(write, "".join(f"{line}\n" for line in (*typed, *answers)).encode())
        return ConsoleCall(
            CallInfo(f"console-{len(self.pipes)}", "inbound", "+15550100", ""),
            self.clock,
            typed=TypedLines(read),
            screen=io.StringIO(),
            interactive=False,
            waiting=self.clock.standing_still,
        )

    def line(self, call: Call) -> Line:
        return TextLine(call, self.clock)

    def prompt(self, seconds: float) -> Prompt:
        return "Hello."

    async def hang_up(self, call: Call) -> None:
        """Ctrl-C."""
        assert isinstance(call, ConsoleCall)
        call.caller_hangs_up()

    def callee_hangs_up(self, call: Call) -> None:
        assert isinstance(call, ConsoleCall)
        call.come_back()


# Milliseconds in which a character of a prompt is spoken.
MS_A_CHARACTER = 65


class TimedCall(TextCall):
    """Prompts last as long as speech does, and so do answers."""

    caps = Caps(media="text", connect="any", parallel=True, unbridge=True, modes=MODES)

    def __init__(self, info: CallInfo, clock: VirtualClock, answers: Sequence[str], rings: Rings) -> None:
        super().__init__(info, clock)
        self.answers = list(answers)
        self.rung = Rung(rings, clock)

    async def ring(self, targets: tuple[str, ...], ring_seconds: float) -> CommandResult:
        return await self.rung.result(ring_seconds)

    def speak(self, text: str) -> TextPlayback:
        ms = len(text) * MS_A_CHARACTER
        return TextPlayback(self.clock, ms, self.clock.sleep(ms / 1000))

    async def next_turn(self, timeout_seconds: float, pause_seconds: float) -> Heard:
        if not self.answers:
            await self.clock.sleep(timeout_seconds)
            return Silence()
        await self.clock.sleep(1.0 + pause_seconds)
        return Utterance(self.answers.pop(0))


class TextPeer(Peer):
    """Text that takes time: a caller who answers in writing, and can do something unexpected."""

    name = "text"
    can: ClassVar[frozenset[Ability]] = frozenset({"lasts", "interrupts", "is_busy", "comes_back"})

    def __init__(self, clock: VirtualClock, trouble: Trouble) -> None:
        self.clock = clock
        self.calls = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    async def ring(self, answers: Sequence[str] = (), rings: Rings = PICKS_UP) -> Call:
        self.calls += 1
        return TimedCall(CallInfo(f"text-{self.calls}", "inbound", "+15550100", ""), self.clock, answers, rings)

    def line(self, call: Call) -> Line:
        return TextLine(call, self.clock)

    def prompt(self, seconds: float) -> Prompt:
        return "x" * round(seconds * 1000 / MS_A_CHARACTER)

    async def hang_up(self, call: Call) -> None:
        assert isinstance(call, TimedCall)
        call.end(EndReason.CALLER_HANGUP)

    def callee_hangs_up(self, call: Call) -> None:
        assert isinstance(call, TimedCall)
        call.come_back()

    def interrupt(self, call: Call, word: str) -> None:
        assert isinstance(call, TimedCall)
        call.tell(Said(Utterance(word)))
