"""Asking the service: texts for audio, audio for texts. What fails is given back, not raised."""

from collections.abc import AsyncGenerator, Mapping

from callsheet.adapters.remote.client import AnswerRefused, answer, connect, read
from callsheet.adapters.remote.settings import Access
from callsheet.adapters.remote.trouble import Trouble

# Bytes of a transcript with everything about it. A minute of speech has some 200 words, each with a hundred bytes.
MOST_BYTES = 262_144
# What a content type begins or ends with that is no audio: an error's text, or a proxy's page.
NO_AUDIO = ("text/",), ("json", "xml", "html")


class SpeechClient:
    """One service. It sets no time limits: whoever asks cancels."""

    def __init__(self, access: Access) -> None:
        self._client = connect(access)
        self._speech = self._client.audio.speech.with_streaming_response
        # As a stream, so that its length can be bounded. The words themselves come at once: nobody needs the first
        # ones sooner.
        self._transcriptions = self._client.audio.transcriptions.with_streaming_response

    async def speech(self, model: str, voice: str, text: str) -> AsyncGenerator[bytes | Trouble, None]:
        """PCM as it comes from the network, in pieces that may end in the midst of a sample; why it ends too soon."""
        request = self._speech.create(model=model, voice=voice, input=text, response_format="pcm")
        async with answer(request) as response:
            if isinstance(response, AnswerRefused):
                yield response.trouble
                return
            if not _is_audio(response.headers.get("content-type", "")):
                yield "rubbish"
                return
            pieces = response.iter_bytes()
            while True:
                piece: bytes | Trouble | None
                try:
                    piece = await anext(pieces, None)
                except Exception:  # noqa: BLE001 - the transport's errors, which the SDK does not wrap here
                    piece = "connection"
                if piece is not None:
                    yield piece
                if not isinstance(piece, bytes):
                    return

    async def transcript(self, model: str, wave: bytes, options: Mapping[str, object]) -> bytes | Trouble:
        """The body of the response to a sound file. `options` are the parameters that not every service knows."""
        request = self._transcriptions.create(
            model=model, file=("speech.wav", wave, "audio/wav"), response_format="json", extra_body=options
        )
        async with answer(request) as response:
            if isinstance(response, AnswerRefused):
                return response.trouble
            return await read(response, MOST_BYTES)

    async def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        await self._client.close()


def _is_audio(content_type: str) -> bool:
    """Services call PCM by many names; what is none has one."""
    plain = content_type.partition(";")[0].strip().lower()
    return not plain.startswith(NO_AUDIO[0]) and not plain.endswith(NO_AUDIO[1])
