"""A call whose telephone is a page: sound both ways over its socket, and what the page says that it has played.

Binary messages are sound: PCM as the engine has it, 20 ms each. Others are JSON: the page sends `{"played": bytes}`
(all in all, what it has dropped too), `{"cleared": true}`, `{"key": "1"}` and `{"hang_up": true}`, and is sent
`{"clear": true}`. Whom the call rings, the page plays too (`other_side`).
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from callsheet.adapters.telephony.audio import TALKING, AudioCall
from callsheet.adapters.telephony.results import OVER, unsupported
from callsheet.ports.clock import Clock
from callsheet.ports.line import KEYS
from callsheet.ports.tasks import done_within
from callsheet.ports.telephony import (
    CALLEE,
    DONE,
    MODES,
    SAMPLE_BYTES,
    Bridged,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    Dtmf,
    EndReason,
    Misuse,
    Mode,
    Unbridged,
)
from callsheet.studio.messages import PageSays, read_said
from callsheet.studio.other_side import OtherSide

CAPS = Caps(media="audio", marks="exact", clears=True, dtmf_in="event", connect="any", unbridge=True, modes=MODES)
# Seconds that the page has to fall silent: it is asked while the caller speaks, and answers within 20 ms.
CLEAR_SECONDS = 0.4
# Bytes of one message of sound, of which the page sends 320.
MOST_SOUND_BYTES = 16_000


class PageSocket(Protocol):
    """A socket, as far as a call uses it. Both raise EOFError at its end."""

    async def recv(self) -> str | bytes: ...

    async def send(self, message: str | bytes) -> None: ...


class PageTransport:
    """Implements `paced.Transport`: sound is taken when the page has played it."""

    def __init__(self, socket: PageSocket) -> None:
        self._socket = socket
        self._sent = self._played = 0
        self._cleared: asyncio.Future[None] | None = None

    async def write(self, pcm: bytes) -> None:
        """Send it."""
        self._sent += len(pcm)
        await self._socket.send(pcm)

    async def pending_bytes(self) -> int:
        """What the page has and has not played yet."""
        return self._sent - self._played

    async def take_back(self) -> int:
        """Nothing: it is in the page."""
        return 0

    async def clear(self) -> None:
        """Make the page fall silent."""
        self._cleared = asyncio.get_running_loop().create_future()
        await self._socket.send('{"clear":true}')
        await done_within(CLEAR_SECONDS, self._cleared)
        self._played = self._sent

    def told(self, says: PageSays) -> None:
        """The page tells how far it has come."""
        self._played = min(max(self._played, says.played), self._sent)
        if says.cleared and self._cleared is not None and not self._cleared.done():
            self._cleared.set_result(None)


class BrowserCall(AudioCall):
    """Implements `ports.telephony.Call`. `read` has to run for as long as the call lasts. `tell` has the page told."""

    def __init__(self, socket: PageSocket, info: CallInfo, clock: Clock, tell: Callable[..., None]) -> None:
        self._socket = socket
        self._transport = PageTransport(socket)
        self._other = OtherSide(tell)
        super().__init__(info, CAPS, clock, self._transport, self._lost)

    async def read(self) -> None:
        """Take what the page sends, until it hangs up or is gone. Whatever ends this ends the call."""
        try:
            while True:
                message = await self._socket.recv()
                if isinstance(message, bytes):
                    if len(message) <= MOST_SOUND_BYTES:
                        self._hear(message[: len(message) // SAMPLE_BYTES * SAMPLE_BYTES])
                elif self._hangs_up(message):
                    return
        except EOFError:
            pass
        finally:
            self._end(EndReason.CALLER_HANGUP)

    def _hangs_up(self, message: str) -> bool:
        says = read_said(message)
        if says is None:
            return False
        self._transport.told(says)
        if says.key in KEYS and self.state in TALKING:
            self._events.add(Dtmf(says.key))
        if says.other == "they_hang_up" and self.state is CallState.BRIDGED:
            self.state = CallState.ANSWERED
            self._other.gone()
            self._events.add(Unbridged())
        self._other.does(says.other)
        return says.hang_up

    async def answer(self, timeout_seconds: float = 10.0) -> CommandResult:
        """Pick up."""
        if self._over():
            return OVER
        if self.state is not CallState.RINGING:
            raise Misuse("only a ringing call can be answered, once")
        self._picked_up()
        return DONE

    async def reject(self) -> CommandResult:
        """End a ringing call."""
        if self.state is not CallState.RINGING and not self._over():
            raise Misuse("a call that was answered cannot be rejected")
        return self._ended(EndReason.REJECTED)

    async def hang_up(self) -> CommandResult:
        """End the call, once the caller has heard everything."""
        if self.state in TALKING:
            await self._writer.drained()
        return self._ended(EndReason.AGENT_HANGUP)

    async def leave(self) -> CommandResult:
        """End the call: of the two who go on, the page is both."""
        return self._ended(EndReason.AGENT_LEFT) if self.state is CallState.BRIDGED else await self.hang_up()

    async def connect(self, targets: tuple[str, ...] = (CALLEE,), ring_seconds: float = 30.0) -> CommandResult:
        """Ask the page whether they pick up."""
        if self._over():
            return OVER
        if self.state is CallState.BRIDGED:
            raise Misuse("the caller talks with somebody else already")
        came = await self._other.ring(", ".join(targets), ring_seconds)
        if self._over():
            return OVER
        if came.ok:
            if self.state is CallState.RINGING:
                self._picked_up()
            self.state = CallState.BRIDGED
            self._events.add(Bridged())
        return came

    async def mode(self, mode: Mode) -> CommandResult:
        """Whoever is to hear us: the page hears it."""
        if self._over():
            return OVER
        if self.state is not CallState.BRIDGED:
            raise Misuse("only a connected call has modes")
        return DONE

    async def send_dtmf(self, digits: str) -> CommandResult:
        """Not from a page."""
        return OVER if self._over() else unsupported("press keys")

    def _lost(self) -> None:
        self._end(EndReason.MEDIA_LOST)

    def _ended(self, reason: EndReason) -> CommandResult:
        return DONE if self._end(reason) else OVER

    def _end(self, reason: EndReason) -> bool:
        if self._over():
            return False
        self._is_over(reason)
        return True
