"""Prompts spoken by the service."""

import importlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from callsheet.adapters.remote.late import Late
from callsheet.adapters.remote.settings import Access
from callsheet.adapters.speech.resampling import Downsampler
from callsheet.adapters.speech.service.failure import failed
from callsheet.ports.clock import Clock
from callsheet.ports.speech import SpeechFailed, Voice
from callsheet.ports.telephony import RATE, SAMPLE_BYTES

if TYPE_CHECKING:
    from callsheet.adapters.speech.service.client import SpeechClient

# The service speaks at three times the telephone's rate; its answer does not tell.
RATIO = 3
BYTES_A_SECOND = RATE * RATIO * SAMPLE_BYTES
# Seconds of audio that a text can be at most: three times what a slow speaker takes, and what surrounds it.
SECONDS_A_CHARACTER, SECONDS_BESIDES = 0.3, 5.0
# Characters that the service takes at once.
MOST_CHARACTERS = 4096
# How files begin that hold their audio in another form, from services that know only that one.
FILES = (b"RIFF", b"ID3", b"OggS", b"fLaC")
LEAST_BYTES = max(map(len, FILES))


class OpenAISynthesis:
    """Implements `ports.speech.Narrator`. It sets no time limits: whoever asks closes."""

    def __init__(self, access: Access, model: str, voice: str, clock: Clock) -> None:
        """`voice` speaks where a script names none."""
        self._model = model
        self._voice = voice
        self._client: Late[SpeechClient] = Late(lambda: make_client(access), clock)

    async def speak(self, text: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        """The text as it arrives. Raises `SpeechFailed`."""
        if (refusal := self.refusal(text, voice)) is not None:
            raise refusal
        client = await self._client.ready()
        left = int((SECONDS_BESIDES + SECONDS_A_CHARACTER * len(text)) * BYTES_A_SECOND)
        downsampler = Downsampler(RATIO)
        opening: bytes | None = b""
        async with aclosing(client.speech(self._model, voice.name or self._voice, text)) as pieces:
            async for piece in pieces:
                if isinstance(piece, str):
                    raise failed(piece)
                left -= len(piece)
                if left < 0:
                    raise failed("rubbish")
                if opening is not None:
                    opening += piece
                    if len(opening) < LEAST_BYTES:
                        continue
                    if opening.startswith(FILES):
                        raise failed("rubbish")
                    piece, opening = opening, None
                if audio := downsampler.push(piece):
                    yield audio
        if opening is not None:  # next to nothing
            raise failed("rubbish")
        if audio := downsampler.flush():
            yield audio

    def refusal(self, text: str, voice: Voice) -> SpeechFailed | None:
        """It speaks all languages and writings, and no text without end."""
        if len(text) <= MOST_CHARACTERS:
            return None
        return SpeechFailed("request", f"a text is longer than the {MOST_CHARACTERS} characters that the service takes")

    def prepare(self, text: str, voice: Voice) -> None:
        """Nothing: what is not kept is not made in vain."""

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def make_client(access: Access) -> "SpeechClient":
    """The client; importing what it needs takes half a second."""
    client: SpeechClient = importlib.import_module("callsheet.adapters.speech.service.client").SpeechClient(access)
    return client
