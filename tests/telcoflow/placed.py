"""One call on the platform: its state, its two directions of sound, and the log of what happened in it."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Literal, Protocol

from websockets.asyncio.connection import broadcast
from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode
from websockets.protocol import State as Connected

from tests.telcoflow import wire
from tests.telcoflow.caller import Callee, Caller
from tests.telcoflow.leg import CalleeLeg, Ring
from tests.telcoflow.mouth import Mouth
from tests.telcoflow.playout import Ear, PlayOut
from tests.telcoflow.recording import Recording
from tests.telcoflow.settings import Reply, ServerSettings

# Who ended it. `gave_up`: the caller, before anybody answered. `left`: the agent, and the others talk on. `voice_cut`
# and `voice_lost`: the voice socket went away, torn down by the platform or let go by the agent.
EndedBy = Literal["caller", "gave_up", "callee", "agent", "left", "voice_cut", "voice_lost", "platform"]


Direction = Literal["inbound", "outbound"]


# Stands before the sound of a caller.
CHANNEL = b"\0"
# Frames of sound that are kept ready to be sent.
MOST_FRAMED = 4096


@lru_cache(MOST_FRAMED)
def framed(pcm: bytes) -> bytes:
    """Some sound as it is on the wire."""
    return Frame(Opcode.BINARY, CHANNEL + pcm).serialize(mask=False)


class State(Enum):
    RINGING = "ringing"
    ANSWERED = "answered"
    BRIDGED = "bridged"
    LEFT = "left"  # the agent is not there any more, and the others talk on
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that happened, in milliseconds of the call."""

    ms: float
    of: Literal["agent", "platform", "caller", "callee"]
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
        self.ended_by: EndedBy | None = None  # for the agent
        self.answered_ms: float | None = None
        self.ended_ms: float | None = None  # for the agent
        self.over_ms: float | None = None  # for everybody
        self.owner: str | None = None  # the agent's connection that opened the session
        self.announce_again = False  # its owner's control socket went away
        self.mode = platform.settings.mode_after_connect  # who hears the agent in a bridged call
        self.rings: list[Ring] = []
        self.callee: CalleeLeg | None = None  # who has picked up
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
        self._over = asyncio.Event()
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
        """Whether there is something to do for an agent."""
        return self.state not in (State.LEFT, State.ENDED)

    @property
    def open_to_agents(self) -> bool:
        return self.live or (self.state is State.LEFT and self.settings.takes_agents_back)

    @property
    def talking(self) -> bool:
        return self.state in (State.ANSWERED, State.BRIDGED)

    @property
    def heard(self) -> bool:
        """Whether the caller hears what the agent plays."""
        return self.state is State.ANSWERED or (self.state is State.BRIDGED and self.mode == "barge")

    @property
    def callee_hears(self) -> bool:
        """Whether the callee hears what the agent plays."""
        return self.state is State.BRIDGED and self.mode != "spy"

    def note(self, of: Literal["agent", "platform", "caller", "callee"], what: str, detail: str = "") -> None:
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
        """Wait until it is over for the agent."""
        await self._ended.wait()

    async def over(self) -> None:
        """Wait until it is over for everybody."""
        await self._over.wait()

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

    def send_sound(self, pcm: bytes) -> None:
        """The same with some of the caller's sound, which most of the time is what others send, too."""
        if self.settings.compression:
            self.send(CHANNEL + pcm)
        elif self.voice is not None and self.voice.protocol.state is Connected.OPEN:
            self.voice.transport.write(framed(pcm))

    def send_event(self, event: str, **fields: object) -> None:
        """A call event, as `call.error` with its `error_code` and `error_message`."""
        self.note("platform", event)
        self.send(wire.data("call_event", event=event, **fields))

    # --- the callee ---

    def begin_ring(self) -> tuple[Callee, Ring]:
        """Somebody's telephone rings from now on: whose."""
        known = self.caller.callees or (Callee(self.settings.connect_ms),)
        ring = Ring(self.ms())
        self.rings.append(ring)
        self.note("callee", "rings")
        return known[min(len(self.rings), len(known)) - 1], ring

    def stop_ring(self, ring: Ring, how: Literal["picked up", "refused", "rang out", "call ended"]) -> None:
        ring.stopped_ms, ring.how = self.ms(), how
        self.note("callee", how)

    def bridge(self, callee: Callee) -> CalleeLeg:
        """The callee has picked up, and talks with the caller."""
        if self.state is State.RINGING:
            self.pick_up()
        self.state = State.BRIDGED
        self.note("platform", "bridged")
        self.callee = CalleeLeg(callee, self)
        return self.callee

    def callee_hangs_up(self) -> None:
        self.note("callee", "hangs up")
        if self.state is State.LEFT or self.settings.callee_hang_up_ends_call:
            self.end("callee")
        else:
            self.state = State.ANSWERED

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
        self.end("gave_up" if self.state is State.RINGING else "caller")

    def waited_in_vain(self) -> None:
        """The caller has waited for something that did not come."""
        self.in_vain += 1
        self.note("caller", "waited in vain")

    def cut_voice(self) -> None:
        """The voice socket is torn down."""
        self.lose_voice("voice_cut")

    def lose_voice(self, by: Literal["voice_cut", "voice_lost"]) -> None:
        """The voice socket is gone; who talks without the agent may talk on."""
        if self.state is State.BRIDGED and not self.settings.lost_voice_ends_talk:
            self.leave(by)
        elif self.live:
            self.end(by)

    def cut_control(self, down_ms: int = 0) -> None:
        self.platform.cut_control(down_ms)

    # --- the end ---

    def end(self, by: EndedBy, told_ms: float = 0) -> None:
        """It is over, for this reason; what the agent gets to know of it, `told_ms` later, is in the settings."""
        if self.state is State.ENDED:
            return
        agent_there, self.state = self.live, State.ENDED
        self.over_ms = self.ms()
        self.recording.stop(self.over_ms)
        if self.callee is not None:
            self.callee.recording.stop(self.over_ms)
        self.note("platform", "over", by)
        if agent_there:
            self._end_for_agent(by, told_ms)
        self._over.set()

    def leave(self, by: EndedBy, told_ms: float = 0) -> None:
        """The agent is not there any more, for this reason, and the others talk on."""
        self.state = State.LEFT
        self._end_for_agent(by, told_ms)

    def _end_for_agent(self, by: EndedBy, told_ms: float) -> None:
        self.ended_by = by
        self.ended_ms = self.ms()
        self.unplayed = bytes(self.playout.buffer)
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
        elif by in ("caller", "gave_up", "callee"):
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
