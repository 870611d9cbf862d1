"""The other end of lines of audio: a call in memory, and Telcoflow's platform on the loopback."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from types import TracebackType
from typing import ClassVar, Self

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.telephony.telcoflow.provider import TelcoflowTelephony
from callsheet.ports.line import Line
from callsheet.ports.speech import Voice
from callsheet.ports.telephony import RATE, Call, CallInfo, EndReason, LineCode, Prompt
from callsheet.turns.spoken import SpokenLine
from tests.lines.peers import PICKS_UP, RING_SECONDS, Ability, Peer, Rings, Trouble
from tests.lines.sound_call import TICK, SoundCall
from tests.lines.telcoflow_peer import settings_for
from tests.lines.voices import PROMPT_HZ, noise, silence, speech, tone, word
from tests.telcoflow.caller import Action, Callee, Caller, Speak, WaitForPrompt
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import Reply, ServerSettings

RING_MS = round(RING_SECONDS * 1000)
REFUSALS: dict[LineCode | None, str] = {LineCode.BUSY: "CALL_BUSY", LineCode.REJECTED: "CALL_REJECTED"}
# A prompt is over after so much silence, and somebody who was asked begins to speak.
THINKING_MS = 300
# How long somebody talks who talks all the time, in milliseconds: a minute of noise, with breaths.
TALKING = (noise(900) + silence(200)) * 55


async def tones(seconds: float) -> AsyncIterator[bytes]:
    """A prompt, piece by piece, as a synthesis makes it."""
    left = round(seconds * 1000)
    while left > 0:
        yield tone(PROMPT_HZ, min(left, 200))
        left -= 200


class AudioPeer(Peer):
    """What both have."""

    def line(self, call: Call) -> Line:
        return SpokenLine(call, speech(), self.clock, Voice("en-US"))

    def prompt(self, seconds: float) -> Prompt:
        return tones(seconds)


class MemoryPeer(AudioPeer):
    """A call in memory, which shows that the cases ask for nothing that the port does not promise."""

    name = "memory"
    can: ClassVar[frozenset[Ability]] = frozenset({"lasts", "audio", "interrupts", "media", "is_busy", "comes_back"})

    def __init__(self, clock: VirtualClock, trouble: Trouble) -> None:
        self.clock = clock
        self.calls = 0
        self.doings: set[asyncio.Future[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for doing in self.doings:
            doing.cancel()
        await asyncio.gather(*self.doings, return_exceptions=True)

    async def ring(self, answers: Sequence[str] = (), rings: Rings = PICKS_UP) -> Call:
        self.calls += 1
        call = SoundCall(CallInfo(f"memory-{self.calls}", "inbound", "+15550100", ""), self.clock, rings=rings)
        self.doings.add(asyncio.ensure_future(self._answer(call, answers)))
        return call

    async def _answer(self, call: SoundCall, answers: Sequence[str]) -> None:
        for answer in answers:
            asked = False
            while not asked or any(call.played(THINKING_MS)):
                await self.clock.sleep(0.02)
                asked = asked or any(call.heard[-TICK:])
            call.mouth += word(answer)
            await self.clock.sleep(1.0)

    async def hang_up(self, call: Call) -> None:
        sound(call).end(EndReason.CALLER_HANGUP)

    def callee_hangs_up(self, call: Call) -> None:
        sound(call).come_back()

    def heard_by_callee(self, call: Call) -> bytes:
        return bytes(sound(call).heard_by_callee)

    def interrupt(self, call: Call, word_: str) -> None:
        sound(call).mouth += word(word_)

    def heard(self, call: Call) -> bytes:
        return bytes(sound(call).heard)

    def begin_talking(self, call: Call) -> None:
        sound(call).mouth += TALKING

    def lose_media(self, call: Call) -> None:
        sound(call).end(EndReason.MEDIA_LOST)


def sound(call: Call) -> SoundCall:
    assert isinstance(call, SoundCall)
    return call


class TelcoflowPeer(AudioPeer):
    """The adapter on the real SDK, with the platform on the loopback."""

    name = "telcoflow"
    can: ClassVar[frozenset[Ability]] = frozenset(
        {"lasts", "audio", "interrupts", "refuses", "media", "control", "is_busy"}
    )

    def __init__(self, clock: VirtualClock, trouble: Trouble) -> None:
        self.clock = clock
        replies: dict[str, tuple[Reply, ...]] = {}
        if trouble.answer == "fails once":
            replies["call.answer"] = (Reply(fails="LINE_FAULT"), Reply())
        elif trouble.answer == "hangs":
            replies["call.answer"] = (Reply(hangs=True),)
        self.server = TelcoflowServer(ServerSettings(replies=replies, inbound_odd=trouble.odd_frames))
        self._placed: dict[str, PlacedCall] = {}
        self._arrived: dict[str, asyncio.Future[Call]] = {}
        self._delivered: list[str] = []

    async def __aenter__(self) -> Self:
        await self.server.__aenter__()
        self.telephony = TelcoflowTelephony(settings_for(self.server), self.clock)
        self._taking = asyncio.ensure_future(self._take())
        await self.server.agent()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.telephony.close()
        await self._taking
        await self.server.__aexit__(kind, error, trace)
        assert self.server.faults == []

    async def _take(self) -> None:
        async for call in self.telephony.calls():
            self._delivered.append(call.info.call_id)
            self._arrived[call.info.call_id].set_result(call)

    async def ring(self, answers: Sequence[str] = (), rings: Rings = PICKS_UP) -> Call:
        actions: list[Action] = []
        for answer in answers:
            actions += [WaitForPrompt(THINKING_MS), Speak(word(answer))]
        callees = [Callee(None if code is LineCode.UNANSWERED else RING_MS, REFUSALS.get(code, "")) for code in rings]
        placed = self.server.place(Caller(tuple(actions), callees=tuple(callees)))
        self._placed[placed.call_id] = placed
        arrived: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        self._arrived[placed.call_id] = arrived
        return await arrived

    async def hang_up(self, call: Call) -> None:
        self._placed[call.info.call_id].hang_up()

    def callee_hangs_up(self, call: Call) -> None:
        self._placed[call.info.call_id].callee_hangs_up()

    def heard_by_callee(self, call: Call) -> bytes:
        callee = self._placed[call.info.call_id].callee
        assert callee is not None
        return bytes(callee.recording.pcm)

    def interrupt(self, call: Call, word_: str) -> None:
        self._does(self._placed[call.info.call_id].speak(word(word_)))

    def heard(self, call: Call) -> bytes:
        placed = self._placed[call.info.call_id]
        assert placed.rate == RATE
        return bytes(placed.recording.pcm)

    def begin_talking(self, call: Call) -> None:
        self._does(self._placed[call.info.call_id].speak(TALKING))

    def lose_media(self, call: Call) -> None:
        self._placed[call.info.call_id].cut_voice()

    def lose_control(self) -> None:
        self.server.cut_control(down_ms=2000)

    def delivered(self) -> Sequence[str]:
        return self._delivered

    async def close(self) -> None:
        await self.telephony.close()

    def _does(self, doing: Coroutine[object, object, None]) -> None:
        self.server.spawn(doing)
