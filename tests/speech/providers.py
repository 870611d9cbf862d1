"""Providers that do what a test tells them, in virtual time."""

import asyncio
import selectors
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.ports.speech import Recognized, SpeechFailed, Synthesis, Voice
from callsheet.ports.telephony import BYTES_A_MS

T = TypeVar("T")

ENGLISH = Voice("en-US")
# What a provider does: gives audio, lets seconds pass, or fails.
Step = bytes | float | Exception
BROKEN = SpeechFailed("server", "it is broken")
PRIVATE = "the geranium of Ann"


# Seconds of real time after which nothing is on its way any more between two ends of a connection on this machine. The
# system takes a moment to carry it, in which virtual time must not jump.
ON_ITS_WAY = 0.1


def run(main: Callable[[VirtualClock], Awaitable[T]], loop: VirtualLoop | None = None) -> T:
    """`main` in virtual time; no task may be left at its end."""
    virtual = loop or VirtualLoop()

    async def whole() -> T:
        result = await main(VirtualClock(virtual))
        for _ in range(10):  # turns, in which ends what was cancelled or left just now
            await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return result

    with asyncio.Runner(loop_factory=lambda: virtual) as runner:
        return runner.run(whole())


def run_on_loopback(main: Callable[[VirtualClock], Awaitable[T]]) -> T:
    """The same, for a `main` that talks to itself over the network: time jumps only when nothing is on its way."""
    loop = VirtualLoop()
    jump = loop.jumping.select

    def select(timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0 or loop.jumping.working:
            return jump(timeout)
        before = loop.jumping.elapsed
        with VirtualClock(loop).working():
            ready = jump(min(timeout, ON_ITS_WAY))
        loop.jumping.elapsed = before  # however busy this machine is, what is on its way takes no time
        return ready or jump(timeout)

    loop.jumping.select = select  # type: ignore[method-assign]  # in a test, of its own loop
    return run(main, loop)


def tone(sign: str, ms: int = 100) -> bytes:
    """Audio that can be told from others."""
    return sign.encode() * (ms * BYTES_A_MS)


async def heard(synthesis: Synthesis, text: str, voice: Voice = ENGLISH) -> bytes:
    """All that is spoken."""
    return b"".join([piece async for piece in synthesis.speak(text, voice)])


async def failure(work: Awaitable[object]) -> SpeechFailed:
    """How it fails; nothing else hangs on the exception, where what was said could be."""
    with pytest.raises(SpeechFailed) as caught:
        await work
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert PRIVATE not in repr(caught.value)
    return caught.value


@dataclass
class Narrator:
    """Speaks each text as told, else as one piece of audio that is its first letter.

    It refuses texts that have something in them which it `refuses`.
    """

    tells: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    always: Sequence[Step] | None = None
    refuses: Mapping[str, SpeechFailed] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)  # texts that were spoken to their end
    left: list[str] = field(default_factory=list)  # texts whose rest nobody wanted
    closed: bool = False

    async def speak(self, text: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        self.asked.append(text)
        steps = self.tells.get(text, self.always)
        try:
            for step in steps if steps is not None else [tone(text[0])]:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, bytes):
                    yield step
                else:
                    await asyncio.sleep(step)
        except (GeneratorExit, asyncio.CancelledError):
            self.left.append(text)
            raise
        self.ended.append(text)

    def refusal(self, text: str, voice: Voice) -> SpeechFailed | None:
        return next((self.refuses[sign] for sign in self.refuses if sign in text), None)

    def prepare(self, text: str, voice: Voice) -> None:
        raise AssertionError("nobody prepares single sentences")

    async def close(self) -> None:
        self.closed = True


@dataclass
class Listener:
    """Understands whatever it hears as told."""

    tells: Recognized | Exception
    takes: float = 0.0
    asked: int = 0
    closed: bool = False

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        self.asked += 1
        await asyncio.sleep(self.takes)
        if isinstance(self.tells, Exception):
            raise self.tells
        return self.tells

    async def close(self) -> None:
        self.closed = True
