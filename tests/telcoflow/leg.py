"""The callee's end of a call, from the first ring to the end of the talk: what is heard there, and what is said."""

from dataclasses import dataclass
from typing import Literal, Protocol

from tests.telcoflow.caller import Callee
from tests.telcoflow.mouth import Mouth
from tests.telcoflow.playout import Ear
from tests.telcoflow.recording import Recording
from tests.telcoflow.settings import ServerSettings


@dataclass(slots=True)
class Ring:
    """The callee's telephone rang, in milliseconds of the call; it rings until it has `stopped_ms`."""

    began_ms: float
    stopped_ms: float | None = None
    how: Literal["", "picked up", "refused", "rang out", "call ended"] = ""


class Person(Protocol):
    """Somebody on the line who does what their actions say."""

    mouth: Mouth
    ear: Ear
    rate: int

    async def speak(self, pcm: bytes) -> None:
        """Say something now; returns when it was said."""

    def hang_up(self) -> None:
        """Put the receiver down."""

    def waited_in_vain(self) -> None:
        """What they waited for did not come."""


class CallHeld(Protocol):
    """What the callee's end needs of its call."""

    rate: int
    settings: ServerSettings

    def ms(self) -> float:
        """Now, in milliseconds of the call."""

    def note(self, of: Literal["callee"], what: str, detail: str = "") -> None:
        """Into the call's log."""

    def callee_hangs_up(self) -> None:
        """The callee puts the receiver down."""


class CalleeLeg:
    """A `Person` who has picked up. `recording` is what they heard."""

    def __init__(self, callee: Callee, call: CallHeld) -> None:
        self.callee = callee
        self.rate = call.rate
        self.mouth = Mouth(call.settings, call.rate, callee.background)
        self.ear = Ear()
        self.recording = Recording(call.rate, began_ms=call.ms())
        self._call = call

    async def speak(self, pcm: bytes) -> None:
        self._call.note("callee", "speaks", str(len(pcm)))
        await self.mouth.say(pcm)

    def hang_up(self) -> None:
        self._call.callee_hangs_up()

    def waited_in_vain(self) -> None:
        self._call.note("callee", "waited in vain")
