"""What callers say, understood as words by the service."""

import io
import wave
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from callsheet.adapters.remote.late import Late
from callsheet.adapters.remote.settings import Access
from callsheet.adapters.speech.service.failure import failed
from callsheet.adapters.speech.service.synthesis import make_client
from callsheet.adapters.speech.service.transcript import read_transcript
from callsheet.ports.clock import Clock
from callsheet.ports.speech import Recognized
from callsheet.ports.telephony import BYTES_A_MS, RATE, SAMPLE_BYTES

if TYPE_CHECKING:
    from callsheet.adapters.speech.service.client import SpeechClient

# What is sent of an utterance (bytes): a minute. More would not be answered in time.
MOST_PCM = 60_000 * BYTES_A_MS
# Phrases that are sent, in their author's order, and characters of all of them: a service reads no more than that.
MOST_PHRASES, MOST_PHRASES_CHARACTERS = 50, 800

# Models differ in what they let themselves be told, and refuse what they do not know. From the richest to what all of
# them know; the first that is not refused is kept to.
Form = Callable[[Sequence[str]], dict[str, object]]
FORMS: tuple[Form, ...] = (
    lambda phrases: _hint(phrases) | {"include": ["logprobs"]},
    lambda phrases: _hint(phrases) | ({"keywords": list(phrases)} if phrases else {}),
    lambda phrases: _hint(phrases),
)


class OpenAIRecognition:
    """Implements `ports.speech.Recognition`. It sets no time limits: whoever asks cancels."""

    def __init__(self, access: Access, model: str, clock: Clock) -> None:
        self._model = model
        self._client: Late[SpeechClient] = Late(lambda: make_client(access), clock)
        self._form = 0

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """The words of one utterance. Raises `SpeechFailed`."""
        client = await self._client.ready()
        sound, bounded = _wave(pcm[:MOST_PCM]), _bounded(phrases)
        for number in range(self._form, len(FORMS)):
            options = FORMS[number](bounded) | _spoken(language)
            body = await client.transcript(self._model, sound, options)
            if body != "request":
                break
        if isinstance(body, str):
            raise failed(body)
        # Kept to only now: where all forms are refused, it was the sound that the service did not like.
        self._form = max(self._form, number)
        recognized = read_transcript(body)
        if recognized is None:
            raise failed("rubbish")
        return recognized

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()


def _hint(phrases: Sequence[str]) -> dict[str, object]:
    """What the caller may well say, as words that would stand before what was said."""
    return {"prompt": ", ".join(phrases)} if phrases else {}


def _spoken(language: str) -> dict[str, object]:
    """`en-US` is `en` to the service."""
    short = language.replace("_", "-").partition("-")[0].lower()
    return {"language": short} if short.isascii() and short.isalpha() else {}


def _bounded(phrases: Sequence[str]) -> list[str]:
    bounded: list[str] = []
    left = MOST_PHRASES_CHARACTERS
    for phrase in phrases[:MOST_PHRASES]:
        left -= len(phrase)
        if left < 0:
            break
        bounded.append(phrase)
    return bounded


def _wave(pcm: bytes) -> bytes:
    """A sound file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(SAMPLE_BYTES)
        sound.setframerate(RATE)
        sound.writeframes(pcm)
    return file.getvalue()
