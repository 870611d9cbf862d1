"""An agent's part in a call, for tests of the platform: picks up, says a prompt, hears for some time, hangs up."""

import asyncio

from telcoflow import Call

from tests.telcoflow.sdk import RATE, hear
from tests.telcoflow.sounds import silence, tone

PROMPT = tone(1000, RATE)
# The SDK keeps back the end of what it is given: silence, so that nothing is missed.
PAD = silence(100, RATE)
WORDS = tone(600, RATE, (300.0,))


class Listener:
    """Its part, and what it came to know: `stream_ended` is when (in loop time) nothing was to be heard any more."""

    def __init__(self, seconds: float = 4.0, prompt: bytes = PROMPT + PAD) -> None:
        self.seconds = seconds
        self.prompt = prompt
        self.heard = bytearray()
        self.stream_ended: float | None = None
        self.events: list[object] = []
        self.calls: list[Call] = []

    async def take(self, call: Call) -> None:
        """The whole call."""
        await self.pick_up(call)
        await call.send_audio(self.prompt)
        await asyncio.sleep(self.seconds)
        await call.disconnect()

    async def pick_up(self, call: Call) -> "asyncio.Task[None]":
        """The beginning of it; the task hears until nothing is to be heard."""
        self.calls.append(call)
        call.on_call_event("call.error")(self.events.append)
        call.on_terminated(lambda: self.events.append("terminated"))
        assert await call.answer()
        return asyncio.create_task(self.hear(call))

    async def hear(self, call: Call) -> None:
        """Keep what the caller says."""
        await hear(call, self.heard)
        self.stream_ended = asyncio.get_running_loop().time()
