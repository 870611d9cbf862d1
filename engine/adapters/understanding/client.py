"""The only module that imports `openai`, which takes half a second: it is imported when a model is first asked.

The SDK's exceptions hold the request, and so the caller's words. They end here: what fails is returned, not raised.
"""

import logging
import math
from typing import TYPE_CHECKING

import openai

from engine.adapters.understanding.failure import Failed, Kind
from engine.adapters.understanding.question import Question
from engine.adapters.understanding.settings import ModelSettings

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

# Bytes of a response. An answer has about a thousand; a service gone wild must not fill the memory of all calls.
MOST_BYTES = 65_536
# These libraries log addresses, and below that level headers; OPENAI_LOG in the environment would switch that on.
for library in ("openai", "httpx2", "httpcore2", "httpx", "httpcore"):
    logging.getLogger(library).setLevel(logging.WARNING)


class Client:
    """One service and one model of it. It sets no time limits: whoever asks cancels."""

    def __init__(self, settings: ModelSettings) -> None:
        self._model = settings.name
        self._client = openai.AsyncOpenAI(
            api_key=settings.key,
            base_url=settings.address,
            timeout=None,
            max_retries=0,
            # Following a redirection would tell the caller's words to a host that nobody configured.
            http_client=openai.DefaultAsyncHttpxClient(timeout=None, follow_redirects=False),
        )
        # As a stream, so that its length can be bounded; as bytes, because the SDK's own reading validates nothing.
        self._completions = self._client.chat.completions.with_streaming_response

    async def ask(self, question: Question) -> bytes | Failed:
        """The body of the response, or why there is none."""
        try:
            async with self._completions.create(
                model=self._model,
                messages=[
                    {"role": "system", "content": question.system},
                    {"role": "user", "content": question.user},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "meaning", "strict": True, "schema": question.schema()},
                },
            ) as response:
                return await _body(response)
        except openai.APIStatusError as error:
            return _refused(error)
        except openai.APIConnectionError:
            return Failed("connection")

    async def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        await self._client.close()


async def _body(response: "openai.AsyncAPIResponse[ChatCompletion]") -> bytes | Failed:
    body = bytearray()
    try:
        async for piece in response.iter_bytes():
            body += piece
            if len(body) > MOST_BYTES:
                return Failed("rubbish")
    except Exception:  # noqa: BLE001 - the SDK does not wrap its transport's errors here, and chooses the transport
        return Failed("connection")
    return bytes(body)


def _refused(error: openai.APIStatusError) -> Failed:
    kind: Kind
    match error.status_code:
        case 429:
            kind = "rate_limit"
        case 401 | 403 | 404:
            kind = "access"
        case status if status >= 500:
            kind = "server"
        case status if status >= 400:
            kind = "request"
        case _:
            kind = "rubbish"  # a redirection
    return Failed(kind, _seconds(error.response.headers.get("retry-after", "0")))


def _seconds(text: str) -> float:
    """What `Retry-After` asks for; never, where it is a date: dates are of another clock, and whole seconds of it."""
    try:
        seconds = float(text)
    except ValueError:
        return math.inf
    return seconds if seconds >= 0 else math.inf
