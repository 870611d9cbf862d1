"""The only module that imports `openai`, which takes half a second: clients are made when they are first needed.

The SDK's exceptions hold the request, and so what callers said. They end here: what fails is returned, not raised.
"""

import logging
import math
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Protocol, TypeVar

import openai
from msgspec import Struct

from callsheet.adapters.remote.settings import Access
from callsheet.adapters.remote.trouble import Trouble

# These libraries log addresses, and below that level headers; OPENAI_LOG in the environment would switch that on.
for library in ("openai", "httpx2", "httpcore2", "httpx", "httpcore"):
    logging.getLogger(library).setLevel(logging.WARNING)


R = TypeVar("R")

# The only form in which a response is as long as it was on the wire.
PLAIN = "identity"


class Headers(Protocol):
    """The headers of a response, whatever their names' case."""

    def get(self, name: str, default: str, /) -> str:
        """What one of them holds."""


class Response(Protocol):
    """The beginning of a response, of whose body nothing was read."""

    @property
    def status_code(self) -> int:
        """What it says of itself."""

    @property
    def headers(self) -> Headers:
        """What it says besides."""


class Body(Protocol):
    """The body of a response, as the SDK gives it out."""

    def iter_bytes(self) -> AsyncIterator[bytes]:
        """Piece by piece, as they arrive."""


class AnswerRefused(Struct, frozen=True):
    """No response, and why. `retry_after_seconds` is what the service asked for, infinite where it cannot be read."""

    trouble: Trouble
    retry_after_seconds: float = 0.0


class Unwanted(Exception):
    """A response whose body nobody reads."""

    def __init__(self, refused: AnswerRefused) -> None:
        super().__init__()
        self.refused = refused


def connect(access: Access) -> openai.AsyncOpenAI:
    """A client that sets no time limits (whoever asks cancels) and asks nothing twice.

    Of what a service sends only the bodies of successes are read, by `read` or piece by piece, each piece as long as it
    was on the wire: the SDK would read errors and redirections to their end, and what is compressed grows a thousand
    times.
    """
    return openai.AsyncOpenAI(
        api_key=access.key,
        base_url=access.address,
        timeout=None,
        max_retries=0,
        # Following a redirection would tell callers' words to a host that nobody configured.
        http_client=openai.DefaultAsyncHttpxClient(
            timeout=None,
            follow_redirects=False,
            headers={"Accept-Encoding": PLAIN},
            event_hooks={"response": [_turn_away]},
        ),
    )


async def _turn_away(response: Response) -> None:
    """Let go of a response before its body is read, where that is none that was asked for. Raises `Unwanted`."""
    if not HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES:
        retry_after = _seconds(response.headers.get("retry-after", "0"))
        raise Unwanted(AnswerRefused(_trouble(response.status_code), retry_after))
    if response.headers.get("content-encoding", PLAIN).strip().lower() != PLAIN:
        raise Unwanted(AnswerRefused("rubbish"))


@asynccontextmanager
async def answer(request: AbstractAsyncContextManager[R]) -> AsyncIterator[R | AnswerRefused]:
    """The response to a request, or why there is none."""
    async with AsyncExitStack() as stack:
        response: R | AnswerRefused
        try:
            response = await stack.enter_async_context(request)
        except Unwanted as unwanted:
            response = unwanted.refused
        except openai.APIConnectionError:
            response = AnswerRefused("connection")
        yield response


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


def _trouble(status: int) -> Trouble:
    """What a status means that is none of success."""
    match status:
        case 429:
            return "rate_limit"
        case 401 | 403 | 404:
            return "access"
        case _ if status >= 500:
            return "server"
        case _ if status >= 400:
            return "request"
        case _:
            return "rubbish"  # a redirection


def _seconds(text: str) -> float:
    """What `Retry-After` asks for; never, where it is a date: dates are of another clock, and whole seconds of it."""
    try:
        seconds = float(text)
    except ValueError:
        return math.inf
    return seconds if seconds >= 0 else math.inf
