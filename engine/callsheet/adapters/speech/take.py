"""One sentence's audio, while it is made and afterwards."""

import asyncio
from collections.abc import AsyncGenerator
from typing import NamedTuple, Self

from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import BYTES_A_MS

# Bytes of audio.
SECOND = 1000 * BYTES_A_MS
# What is given out at a time: whoever listens sees after each what has been made meanwhile.
SLICE = SECOND // 5


class Key(NamedTuple):
    """What a take is of."""

    sentence: str
    language: str
    voice: str


class Take:
    """Any number listen to it; each hears it from its beginning."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.bytes = 0
        self.keepable = True
        self.ended = False
        self.failure: SpeechFailed | None = None
        self.listeners = 0
        self.task: asyncio.Task[None] | None = None  # that makes it
        self._pieces: list[bytes] = []
        self._begins = 0  # the piece where it begins, behind those that were broken off
        self._changed = asyncio.Event()

    @classmethod
    def of(cls, key: Key, audio: bytes) -> Self:
        """One that has been made."""
        take = cls(key)
        take.add(audio)
        take.end()
        return take

    def add(self, piece: bytes) -> None:
        """It goes on."""
        self._pieces.append(piece)
        self.bytes += len(piece)
        self._tell()

    def begin_anew(self) -> None:
        """What there is was broken off, and a stand-in speaks it anew. That is not to be kept: when the first provider
        is back, all sentences are to sound alike."""
        self._begins, self.bytes, self.keepable = len(self._pieces), 0, False

    def end(self, failure: SpeechFailed | None = None) -> None:
        """It is complete, or has failed."""
        self.ended, self.failure = True, failure
        self._tell()

    def audio(self) -> bytes:
        """All of it."""
        return b"".join(self._pieces[self._begins :])

    async def over(self) -> None:
        """Wait until it is complete, or has failed."""
        while not self.ended:
            await self._changed.wait()

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """It, as it grows. Whoever has heard nothing yet hears nothing of what was broken off.

        Raises `SpeechFailed`.
        """
        at = 0
        while True:
            at = at or self._begins
            if at < len(self._pieces):
                piece = self._pieces[at]
                at += 1
                for start in range(0, len(piece), SLICE):
                    yield piece[start : start + SLICE]
            elif not self.ended:
                await self._changed.wait()
            elif self.failure is not None:
                raise SpeechFailed(self.failure.kind, self.failure.message)
            else:
                return

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
