"""The only module that imports `openai`, which takes half a second: clients are made when they are first needed.

The SDK's exceptions hold the request, and so what callers said. They end here: what fails is returned, not raised.
"""

import logging
from collections.abc import AsyncIterator
from typing import Protocol

import openai

from engine.adapters.remote.settings import Access
from engine.adapters.remote.trouble import Trouble

# These libraries log addresses, and below that level headers; OPENAI_LOG in the environment would switch that on.
for library in ("openai", "httpx2", "httpcore2", "httpx", "httpcore"):
    logging.getLogger(library).setLevel(logging.WARNING)


class Body(Protocol):
    """The body of a response, as the SDK gives it out."""

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """Piece by piece, as they arrive."""


def connect(access: Access) -> openai.AsyncOpenAI:
    """A client that sets no time limits (whoever asks cancels) and asks nothing twice."""
    return openai.AsyncOpenAI(
        api_key=access.key,
        base_url=access.address,
        timeout=None,
        max_retries=0,
        # Following a redirection would tell callers' words to a host that nobody configured.
        http_client=openai.DefaultAsyncHttpxClient(timeout=None, follow_redirects=False),
    )


async def read(response: Body, most_bytes: int) -> bytes | Trouble:
    """The whole body, or why there is none."""
    body = bytearray()
    try:
        async for piece in response.iter_bytes():
            body += piece
            if len(body) > most_bytes:
                return "rubbish"
    except Exception:  # noqa: BLE001 - the SDK does not wrap its transport's errors here, and chooses the transport
        return "connection"
    return bytes(body)


def trouble(error: openai.APIStatusError) -> Trouble:
    """What a response means that is none of success."""
    match error.status_code:
        case 429:
            return "rate_limit"
        case 401 | 403 | 404:
            return "access"
        case status if status >= 500:
            return "server"
        case status if status >= 400:
            return "request"
        case _:
            return "rubbish"  # a redirection
