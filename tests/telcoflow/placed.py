"""One call on the platform: its state, its two directions of sound, and the log of what happened in it."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol

from websockets.asyncio.connection import broadcast
from websockets.asyncio.server import ServerConnection

from tests.telcoflow import wire
from tests.telcoflow.caller import Caller
from tests.telcoflow.mouth import Mouth
from tests.telcoflow.playout import Ear, PlayOut
from tests.telcoflow.recording import Recording
from tests.telcoflow.settings import Reply, ServerSettings

# Who ended it. `gave_up`: the caller, before anybody answered. `left`: the agent, and the others talk on. `voice_cut`
# and `voice_lost`: the voice socket went away, torn down by the platform or let go by the agent.
EndedBy = Literal["caller", "gave_up", "agent", "left", "voice_cut", "voice_lost", "platform"]


Direction = Literal["inbound", "outbound"]


class State(Enum):
    RINGING = "ringing"
    ANSWERED = "answered"
    BRIDGED = "bridged"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that happened, in milliseconds of the call. `of` is `agent`, `platform` or `caller`."""

    ms: float
    of: Literal["agent", "platform", "caller"]
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the caller said or pressed ended at `ms`; the next sound from the agent began `waited_ms` later."""

    ms: float
    waited_ms: float


class Platform(Protocol):
    """What a call needs of the platform around it."""

    settings: ServerSettings
    url: str

    def spawn(self, work: Coroutine[object, object, None]) -> "asyncio.Task[None]":
        """Do something beside; it ends with the platform at the latest."""

    def call_ended(self, call: "PlacedCall") -> None:
        """The control plane has something to tell."""

    def cut_control(self, down_ms: int = 0) -> None:
        """Tear down the control sockets."""


class PlacedCall:
    """A call from the moment of dialling. All times are milliseconds since then."""

    def __init__(self, number: int, caller: Caller, platform: Platform, direction: Direction) -> None:
        self.call_id = f"call-{number:06}"
        self.session_id = f"session-{number:06}"
        self.token = f"token-{number:06}"
        self.caller = caller
        self.direction = direction
        self.state = State.RINGING
        self.ended_by: EndedBy | None = None
        self.answered_ms: float | None = None
        self.ended_ms: float | None = None
        self.owner: str | None = None  # the agent's connection that opened the session
        self.announce_again = False  # its owner's control socket went away
        self.mode = "barge"  # who hears the agent in a bridged call
        self.log: list[Noted] = []
        self.turns: list[Turn] = []
        self.in_vain = 0  # waits of the caller that timed out
        self.unplayed = b""  # the agent's audio that had come and was not heard because the call ended
        self.interrupted_ms: list[tuple[float, float]] = []  # when, and how much was dropped
        self.voice: ServerConnection | None = None
        self.rate = 0
        self.platform = platform
        self.settings = platform.settings
        self._loop = asyncio.get_running_loop()
        self._placed_at = self._loop.time()
        self._taken: Counter[str] = Counter()
        self._ended = asyncio.Event()
        self._answered = asyncio.Event()
        self._turn_ended_ms: float | None = None
        self.at_rate(8000)

    def at_rate(self, rate: int) -> None:
        """An agent that works at this rate takes the call."""
        if rate == self.rate:
            return
        self.rate = rate
        self.recording = Recording(rate)
        self.playout = PlayOut(self.settings, rate)
        self.mouth = Mouth(self.settings, rate, self.caller.background)
        self.ear = Ear()

    def ms(self) -> float:
        """Now, in milliseconds of the call."""
        return round((self._loop.time() - self._placed_at) * 1000, 3)

    @property
    def live(self) -> bool:
        return self.state is not State.ENDED

    @property
    def talking(self) -> bool:
        return self.state in (State.ANSWERED, State.BRIDGED)

    @property
    def heard(self) -> bool:
        """Whether the caller hears what the agent plays."""
        return self.state is State.ANSWERED or (self.state is State.BRIDGED and self.mode == "barge")

    def note(self, of: Literal["agent", "platform", "caller"], what: str, detail: str = "") -> None:
        self.log.append(Noted(self.ms(), of, what, detail))

    def noted(self, what: str) -> list[Noted]:
        """Every time that this happened: a command or request by its name, or one of the platform's own words."""
        return [noted for noted in self.log if noted.what == what]

    def next_reply(self, command: str) -> Reply:
        self._taken[command] += 1
        return self.settings.reply(command, self._taken[command] - 1)

    async def answered(self) -> None:
        """Wait until somebody picked up."""
        await self._answered.wait()

    async def ended(self) -> None:
        """Wait until it is over."""
        await self._ended.wait()

    def session(self) -> dict[str, object]:
        """As the platform describes it to agents."""
        return {
            "id": self.session_id,
            "channel": "TELCO",
            "initiator": "CONNECTOR" if self.direction == "inbound" else "SDK",
            "state": "OPEN" if self.live else "CLOSED",
            "remoteAddress": self.caller.number,
            "localAddress": self.caller.called,
            "openedAt": int(self._placed_at),
        }

    def pick_up(self) -> None:
        self.state = State.ANSWERED
        self.answered_ms = self.ms()
        self.note("platform", "answered")
        self._answered.set()

    def send(self, frame: str | bytes) -> None:
        """To the agent over the voice socket, where it is open; never waits."""
        if self.voice is not None:
            broadcast([self.voice], frame)

    def send_event(self, event: str, **fields: object) -> None:
        """A call event, as `call.error` with its `error_code` and `error_message`."""
        self.note("platform", event)
        self.send(wire.data("call_event", event=event, **fields))

    # --- the caller's doings ---

    async def speak(self, pcm: bytes) -> None:
        """Say something now, whatever the caller's script does; returns when it was said."""
        self.note("caller", "speaks", str(len(pcm)))
        self._turn_ended_ms = None
        await self.mouth.say(pcm)
        self._turn_ended_ms = self.ms()

    def sound_began(self) -> None:
        """The agent began to make a sound."""
        if self._turn_ended_ms is not None:
            self.turns.append(Turn(self._turn_ended_ms, round(self.ms() - self._turn_ended_ms, 3)))
            self._turn_ended_ms = None

    def hang_up(self) -> None:
        """The caller hangs up, or gives up ringing."""
        self.end("caller" if self.talking else "gave_up")

    def cut_voice(self) -> None:
        """The voice socket is torn down."""
        self.end("voice_cut")

    def cut_control(self, down_ms: int = 0) -> None:
        self.platform.cut_control(down_ms)

    # --- the end ---

    def end(self, by: EndedBy, told_ms: float = 0) -> None:
        """It is over, for this reason; what the agent gets to know of it, `told_ms` later, is in the settings."""
        if not self.live:
            return
        self.state = State.ENDED
        self.ended_by = by
        self.ended_ms = self.ms()
        self.unplayed = bytes(self.playout.buffer)
        self.recording.stop(self.ended_ms)
        self.note("platform", "ended", by)
        if self.voice is not None:
            self.platform.spawn(self._end_voice(self.voice, by, told_ms))
        self.platform.call_ended(self)
        self._ended.set()

    async def _end_voice(self, voice: ServerConnection, by: EndedBy, told_ms: float) -> None:
        settings = self.settings
        if told_ms:
            await asyncio.sleep(told_ms / 1000)
        if by in ("agent", "left"):
            tells, closes = settings.terminated_after_own_disconnect, settings.closes_voice_socket_after_end
        elif by in ("caller", "gave_up"):
            how = settings.hang_up_how
            if how == "cut":
                voice.transport.abort()
                return
            tells, closes = how != "close", how != "event"
        else:
            if by == "voice_cut":
                voice.transport.abort()
            tells, closes = False, by == "platform"
        if tells:
            self.send_event("call.terminated")
        if closes:
            await asyncio.sleep(settings.close_after_event_ms / 1000)
            await voice.close()
