"""How a case of the conformance suite is played: on every line that can do what it needs, in virtual time."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.ports.line import KEYS, Interruptions, Listening
from callsheet.ports.telephony import Call, CallEvent, Ended, EndReason
from tests.calls.conftest import NOW
from tests.lines.audio_peers import MemoryPeer, TelcoflowPeer
from tests.lines.peers import NO_TROUBLE, Ability, Peer, Trouble
from tests.lines.text_peers import ConsolePeer, TextPeer

PEERS: tuple[type[Peer], ...] = (ConsolePeer, TextPeer, MemoryPeer, TelcoflowPeer)
# Virtual seconds that a case has: one that hangs fails.
MOST_SECONDS = 3600
# Virtual seconds within which a line tells what happened at its other end.
TELLS_SECONDS = 5.0
# Everything interrupts.
FREELY = Interruptions(KEYS, lambda words: True)
QUESTION = Listening(phrases=("yes", "no"), timeout_seconds=5.0, pause_seconds=0.5)


def on_lines(*needs: Ability, trouble: Trouble = NO_TROUBLE) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """A case, `async def case(peer, …)`, as a test for each line that can do what it `needs`."""

    def decorate(case: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
        lines = [pytest.param(peer, id=peer.name) for peer in PEERS if set(needs) <= peer.can]

        @pytest.mark.parametrize("peer", lines)
        @functools.wraps(case)
        def test(peer: type[Peer], **fixtures: object) -> None:
            play(peer, trouble, lambda made: case(peer=made, **fixtures))

        marked: Callable[..., None] = test
        return marked

    return decorate


def play(line: type[Peer], trouble: Trouble, case: Callable[[Peer], Coroutine[Any, Any, None]]) -> None:
    """Play a case. Nothing of it may be left running, or have failed without anybody noticing."""
    unnoticed: list[dict[str, Any]] = []
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)

    async def whole() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: unnoticed.append(context))
        async with asyncio.timeout(MOST_SECONDS), line(clock, trouble) as peer:
            await case(peer)
        await a_moment()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"left running: {left}"

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(whole())
    assert not unnoticed


async def a_moment() -> None:
    """Let everything happen that can happen now. (While somebody types no time passes.)"""
    for _ in range(30):
        await asyncio.sleep(0)


async def end_of(call: Call) -> EndReason:
    """Why the call ended: `Ended` is its last event, and comes once."""
    events = await events_of(call)
    assert [type(event) for event in events].count(Ended) == 1
    last = events[-1]
    assert isinstance(last, Ended)
    return last.reason


async def events_of(call: Call) -> list[CallEvent]:
    """All events, to the last."""
    async with asyncio.timeout(TELLS_SECONDS):
        return [event async for event in call.events()]
