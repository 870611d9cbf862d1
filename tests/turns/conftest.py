"""A conversation over a line of audio: a call in memory, speech made of tones, virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.ports.line import Listening
from callsheet.ports.speech import Voice
from callsheet.ports.telephony import CallInfo
from callsheet.turns.spoken import SpokenLine
from tests.lines.cases import FREELY
from tests.lines.sound_call import SoundCall
from tests.lines.voices import MS_A_CHARACTER, Ears, Tones, Words, speech

QUESTION = Listening(phrases=("yes", "no"), timeout_seconds=5.0, pause_seconds=0.5)

__all__ = ["FREELY", "QUESTION", "Talk", "prompt", "talk"]


def prompt(ms: int) -> str:
    """A text that takes so long."""
    return "x" * (ms // MS_A_CHARACTER)


@dataclass
class Talk:
    """A call, and the line made out of it. Times of the caller's doings are counted from when they are told."""

    clock: VirtualClock
    call: SoundCall
    line: SpokenLine
    tones: Tones
    words: Words

    def says(self, *sounds: tuple[float, bytes]) -> None:
        """What the caller will say: after how many seconds, and what."""
        for seconds, pcm in sounds:
            asyncio.get_running_loop().call_later(seconds, self.call.mouth.extend, pcm)

    @property
    def now(self) -> float:
        """Seconds, to the millisecond."""
        return round(self.clock.monotonic(), 3)


def talk(
    case: Callable[[Talk], Awaitable[None]],
    *,
    tones: Tones | None = None,
    words: Words | None = None,
    ears: Ears | None = None,
    continuous: bool = True,
    echo_ms: int = 0,
    recognizes_ahead: bool = False,
) -> Talk:
    """Have the conversation, from the answer to the hang-up. Nothing of it is left running."""
    loop = VirtualLoop()
    clock = VirtualClock(loop)
    talks: list[Talk] = []

    async def converse() -> None:
        call = SoundCall(CallInfo("c-1", "inbound", "+15550100", ""), clock, continuous=continuous, echo_ms=echo_ms)
        spoken = tones or Tones()
        understood = words or Words()
        heard_with = speech(spoken, understood, ears, recognizes_ahead=recognizes_ahead)
        line = SpokenLine(call, heard_with, clock, Voice("en-US"))
        talks.append(Talk(clock, call, line, spoken, understood))
        await line.answer()
        try:
            await case(talks[0])
        finally:
            await line.hang_up()
        await asyncio.sleep(0)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"left behind: {left}"
        assert spoken.open == 0, "a prompt's audio was not closed"

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(converse())
    return talks[0]
