"""The adapter for Telcoflow with the platform on the loopback, both in one loop of virtual time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.telephony.telcoflow.provider import TelcoflowTelephony
from callsheet.adapters.telephony.telcoflow.settings import TelcoflowSettings
from callsheet.ports.door import OPEN, Door
from callsheet.ports.telephony import Call, CallEvent, CommandResult, Ended, EndReason, Played
from tests.telcoflow.caller import Caller
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import ServerSettings
from tests.telcoflow.sounds import tone

T = TypeVar("T")
LONGEST_SECONDS = 3600  # virtual; one that hangs fails
Take = Callable[[Call], Awaitable[None]]


@dataclass
class Line:
    """Both ends of the line: the platform, and the provider that is connected to it."""

    server: TelcoflowServer
    telephony: TelcoflowTelephony
    clock: VirtualClock

    async def ring(self, caller: Caller | None = None) -> tuple[PlacedCall, Call]:
        """Somebody calls: the call as the platform has it, and as it arrives here."""
        await self.server.agent()
        placed = self.server.place(caller or Caller())
        return placed, await self.next()

    async def next(self) -> Call:
        """The next call that arrives."""
        async for call in self.telephony.calls():
            return call
        raise AssertionError("the provider is closed")

    def take_all(self, take: Take) -> "asyncio.Task[None]":
        """Every call that arrives is taken, each in a task of its own."""

        async def serve() -> None:
            async with asyncio.TaskGroup() as taking:
                async for call in self.telephony.calls():
                    taking.create_task(as_coroutine(take(call)))

        return asyncio.get_running_loop().create_task(serve())


async def as_coroutine(work: Awaitable[None]) -> None:
    await work


def settings_for(server: TelcoflowServer) -> TelcoflowSettings:
    return TelcoflowSettings(key=server.settings.api_key, connector=server.settings.connector_uuid, address=server.url)


@asynccontextmanager
async def line(settings: ServerSettings | None = None, door: Door = OPEN) -> AsyncIterator[Line]:
    """A platform with these settings and a provider that is connecting; nothing of either is left afterwards."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    clock = VirtualClock(loop)
    async with TelcoflowServer(settings) as server:
        telephony = TelcoflowTelephony(settings_for(server), clock, door)
        telephony.start()
        try:
            yield Line(server, telephony, clock)
        finally:
            await telephony.close()
    assert server.faults == []


def in_virtual_time(work: Coroutine[object, object, T]) -> T:
    """Runs it; no task may be left behind, and none may have failed without anybody noticing."""
    unnoticed: list[dict[str, object]] = []

    async def watched() -> T:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unnoticed.append(context))
        result = await asyncio.wait_for(work, LONGEST_SECONDS)
        for _ in range(20):
            await asyncio.sleep(0)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert left == set(), left
        return result

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        result = runner.run(watched())
    assert unnoticed == []
    return result


def sound(ms: float) -> bytes:
    """Something to hear."""
    return tone(ms, 8000)


async def prompt(pcm: bytes, piece: int = 3200) -> AsyncIterator[bytes]:
    """As a synthesis gives it: piece by piece."""
    for start in range(0, len(pcm), piece):
        yield pcm[start : start + piece]


async def say(call: Call, ms: float) -> Played:
    """Play a tone to its end."""
    return await call.play(prompt(sound(ms))).done()


async def answered(call: Call) -> None:
    """Pick up; anything but success fails the test."""
    assert (await call.answer()).ok


async def hung_up(call: Call) -> CommandResult:
    result = await call.hang_up()
    assert result.ok, result
    return result


async def to_the_end(call: Call) -> list[CallEvent]:
    """All events of the call."""
    return [event async for event in call.events()]


async def end_of(call: Call) -> EndReason:
    """Wait until the call is over; why."""
    events = await to_the_end(call)
    assert [type(event) for event in events].count(Ended) == 1
    last = events[-1]
    assert isinstance(last, Ended)
    return last.reason
