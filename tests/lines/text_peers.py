"""The other end of lines of text: somebody who types, and the turns of a test."""

import io
import os
from collections.abc import Sequence
from types import TracebackType
from typing import ClassVar, Self

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.telephony.console.call import ConsoleCall
from callsheet.adapters.telephony.console.typed import TypedLines
from callsheet.diagnostics.diagnostic import FILE_START
from callsheet.ports.line import Line
from callsheet.ports.telephony import Call, CallInfo, Prompt, Said, Utterance
from callsheet.testing.cases import Turn
from callsheet.testing.line import SECONDS_A_CHARACTER, ScriptedCall
from callsheet.testing.progress import Progress
from callsheet.turns.text import TextLine
from tests.lines.peers import Ability, Peer, Trouble


class ConsolePeer(Peer):
    """The terminal: what is typed comes out of a pipe, in which nothing else ever comes after the answers."""

    name = "console"
    can: ClassVar[frozenset[Ability]] = frozenset()

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

    async def ring(self, answers: Sequence[str] = ()) -> Call:
        read, write = os.pipe()
        self.pipes.append(write)
        os.write(write, "".join(f"{answer}\n" for answer in answers).encode())
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


class TestLinePeer(Peer):
    """The line of test files: a caller whose turns are written down, and who can do something unexpected."""

    __test__ = False
    name = "test"
    can: ClassVar[frozenset[Ability]] = frozenset({"lasts", "interrupts"})

    def __init__(self, clock: VirtualClock, trouble: Trouble) -> None:
        self.clock = clock
        self.callers: dict[str, Progress] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert all(progress.problem is None for progress in self.callers.values())

    async def ring(self, answers: Sequence[str] = ()) -> Call:
        says = [Turn("says", answer, FILE_START, FILE_START) for answer in answers]
        silent = [Turn("silent", "", FILE_START, FILE_START)] * 20
        info = CallInfo(f"test-{len(self.callers) + 1}", "inbound", "+15550100", "")
        progress = self.callers[info.call_id] = Progress((*says, *silent), lambda: None, (), self.clock.monotonic)
        return ScriptedCall(info, self.clock, progress)

    def line(self, call: Call) -> Line:
        return TextLine(call, self.clock)

    def prompt(self, seconds: float) -> Prompt:
        return "x" * round(seconds / SECONDS_A_CHARACTER)

    async def hang_up(self, call: Call) -> None:
        assert isinstance(call, ScriptedCall)
        self.callers[call.info.call_id].gone = True
        call.look()

    def interrupt(self, call: Call, word: str) -> None:
        assert isinstance(call, ScriptedCall)
        call.tell(Said(Utterance(word)))
