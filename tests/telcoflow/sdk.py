"""The real SDK as its documentation uses it, to try the platform with: no guard, no adapter."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TypeVar

from telcoflow import Call, CallAudioConfig, SessionManager, SessionManagerConfig, SessionNotification

from callsheet.adapters.clock.virtual import VirtualLoop
from tests.telcoflow.server import TelcoflowServer

T = TypeVar("T")
RATE = 8000
# No test's call lasts so long; one that hangs fails with a time-out in virtual time.
LONGEST_SECONDS = 3600


def in_virtual_time(work: Coroutine[object, object, T]) -> T:
    """Both ends run in one loop, which jumps over the waiting."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(asyncio.wait_for(work, LONGEST_SECONDS))


def configured(server: TelcoflowServer, *, api_key: str = "test-key", buffer_size: int = 2**20) -> SessionManager:
    """A session manager that knows the platform, not connected."""
    audio = CallAudioConfig(sample_rate=RATE, buffer_size=buffer_size)
    return SessionManager(
        SessionManagerConfig.create(
            api_key=api_key, connector_uuid="test-connector", base_url=server.url, call_audio=audio
        )
    )


def takes_calls(manager: SessionManager, take: Callable[[Call], Awaitable[None]]) -> list[str]:
    """`take` is run for each call, once it is there. Returns the list of activities as they are heard of."""
    heard_of: list[str] = []

    async def notified(notification: SessionNotification) -> None:
        heard_of.append(notification.activity)
        session = await manager.open_session(notification.session_id)
        session.on_incoming_call(take)
        await session.ready()

    manager.on_session_notification(notified)
    return heard_of


@asynccontextmanager
async def agent(
    server: TelcoflowServer, take: Callable[[Call], Awaitable[None]], *, guarded: bool = True
) -> AsyncIterator[SessionManager]:
    """An agent that takes every call. `guarded` keeps it from going deaf after some dozens of them."""
    manager = configured(server)
    if guarded:
        manager._bus.event_history.max_history_size = 0
    takes_calls(manager, take)
    async with manager:
        yield manager


async def hear(call: Call, heard: bytearray) -> None:
    """Keep what the caller says, until the end of the stream."""
    async for pcm in call.audio_stream():
        heard += pcm
