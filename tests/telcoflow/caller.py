"""Callers and callees as data: who calls whom, and what they do on the line, in the platform's time."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Speak:
    """Say something: PCM, 16 bits, mono, at the rate that the agent set up. Takes as long as it is."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Press:
    """Press a key: its tones are heard for `ms`, then nothing for `gap_ms`."""

    key: str
    ms: int = 100
    gap_ms: int = 100


@dataclass(frozen=True, slots=True)
class Noise:
    """White noise; a `peak` of 300 is a quiet room, 3,000 a street."""

    ms: int
    peak: int = 1000


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for `ms`."""

    ms: int


@dataclass(frozen=True, slots=True)
class WaitForPrompt:
    """Wait until a prompt was heard: a sound (one that goes on now counts), then `silence_ms` of silence.

    After `timeout_ms` the caller waits no longer; `PlacedCall.in_vain` counts such waits.
    """

    silence_ms: int = 700
    timeout_ms: int = 60_000


@dataclass(frozen=True, slots=True)
class WaitForSound:
    """Wait until something is heard."""

    timeout_ms: int = 60_000


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call; before the answer: give up."""


@dataclass(frozen=True, slots=True)
class CutVoice:
    """The voice socket is torn down, with no word before it."""


@dataclass(frozen=True, slots=True)
class CutControl:
    """The control sockets of all agents are torn down; calls go on. New ones are refused for `down_ms`."""

    down_ms: int = 0


@dataclass(frozen=True, slots=True)
class SendError:
    """The platform sends the event call.error."""

    code: str = "TTS_SESSION_ERROR"
    message: str = "the platform's own words"


Action = Speak | Press | Noise | Wait | WaitForPrompt | WaitForSound | HangUp | CutVoice | CutControl | SendError


@dataclass(frozen=True, slots=True)
class Callee:
    """Whoever `call.connect` rings: they pick up after `picks_up_ms`, or never.

    Where they `refuse` it is with this code, and so long after it began to ring. The agent is told what came of it
    `told_ms` later. `actions` are done from the moment in which they pick up; all the time `background` is heard.
    """

    picks_up_ms: int | None = 3000
    refuses: str = ""
    told_ms: int = 0
    actions: tuple[Action, ...] = ()
    background: bytes = b""


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller. `ringing` is done from the moment of dialling, `actions` from the answer on.

    When all is done the caller stays on the line until the call is ended by others. `hang_up_at_ms` is counted from the
    dialling, whatever else goes on; `end_after_frames` ends the call (by `end_how`) once the agent has sent so many
    audio frames. `background` is heard all the time, over and over, below everything else. `callees` are whom the
    first, second, … `call.connect` rings, and the last one all later ones; without any, the platform's settings say it.
    """

    actions: tuple[Action, ...] = ()
    number: str = "+15550100"
    called: str = "+15559999"
    ringing: tuple[Action, ...] = ()
    hang_up_at_ms: int | None = None
    end_after_frames: int | None = None
    end_how: Literal["cut", "hang_up"] = "cut"
    background: bytes = b""
    callees: tuple[Callee, ...] = ()
