"""The other end of a line: a caller and a provider that do what a test tells them, whatever carries the call."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Literal, Protocol, Self

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.ports.clock import Clock
from callsheet.ports.line import Line
from callsheet.ports.telephony import DONE, Call, CommandResult, LineCode, Prompt

# What not every line has. A case that needs something is no case of a line without it.
#   lasts      prompts take the time that it takes to hear them
#   audio      prompts and turns are audio
#   interrupts a caller can interrupt a prompt by speaking
#   refuses    the provider can fail to answer a call, and can leave that command without an answer
#   media      the connection that carries the audio can be lost
#   control    there is a link that announces calls, which can be lost; the provider can be closed
#   is_busy    whoever is rung can be told to be busy, or to have rejected it
#   comes_back the caller stays where the other side hangs up
Ability = Literal["lasts", "audio", "interrupts", "refuses", "media", "control", "is_busy", "comes_back"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the provider does to the calls of a test."""

    answer: Literal["", "fails once", "hangs"] = ""
    odd_frames: bool = False  # the caller's audio comes in pieces of odd lengths


NO_TROUBLE = Trouble()
# What comes of the first ring, the second …: None picks up. The last one holds for all later ones.
Rings = Sequence[LineCode | None]
PICKS_UP: Rings = (None,)
# Seconds of ringing until somebody picks up, or is busy.
RING_SECONDS = 2.0


class Rung:
    """What comes of ringing somebody on a line in memory, as the test tells it."""

    def __init__(self, rings: Rings, clock: Clock) -> None:
        self._left = list(rings)
        self._clock = clock

    async def result(self, ring_seconds: float) -> CommandResult:
        """Of the next ring; takes its time."""
        code = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        await self._clock.sleep(ring_seconds if code is LineCode.UNANSWERED else RING_SECONDS)
        return DONE if code is None else CommandResult(ok=False, code=code)


class Peer(Protocol):
    """One provider with its callers, in virtual time, from `async with` to its end."""

    name: ClassVar[str]
    can: ClassVar[frozenset[Ability]]
    clock: VirtualClock

    def __init__(self, clock: VirtualClock, trouble: Trouble) -> None: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def ring(self, answers: Sequence[str] = (), rings: Rings = PICKS_UP) -> Call:
        """Somebody calls; the call as the engine is given it, ringing.

        `answers` are what they say after each question in turn, each of them one of `voices.WORDS`. Where these are
        used up they say nothing more. `rings` are what comes of each ring of somebody else.
        """

    def line(self, call: Call) -> Line:
        """The line that a session works on."""

    def prompt(self, seconds: float) -> Prompt:
        """Something to play; where prompts last, it lasts so long."""

    async def hang_up(self, call: Call) -> None:
        """The caller puts the receiver down, now."""

    def callee_hangs_up(self, call: Call) -> None:
        """Whoever was connected puts the receiver down, now."""
        raise NotImplementedError

    def heard_by_callee(self, call: Call) -> bytes:
        """What whoever was connected has heard of us since then, as `heard`."""
        raise NotImplementedError

    def interrupt(self, call: Call, word: str) -> None:
        """The caller begins to say this now."""
        raise NotImplementedError

    def heard(self, call: Call) -> bytes:
        """What the caller has heard since the answer, as audio at the engine's rate, silence included."""
        raise NotImplementedError

    def begin_talking(self, call: Call) -> None:
        """From now on the caller talks all the time, and nobody understands a word."""
        raise NotImplementedError

    def lose_media(self, call: Call) -> None:
        """The connection that carries the audio breaks, with no word before it."""
        raise NotImplementedError

    def lose_control(self) -> None:
        """The link that announces calls breaks. It comes back within seconds, and calls that are there are announced
        again."""
        raise NotImplementedError

    def delivered(self) -> Sequence[str]:
        """The ids of all calls that the provider has handed over."""
        raise NotImplementedError

    async def close(self) -> None:
        """The engine lets go of the provider."""
        raise NotImplementedError
