"""One request and its answer, over a pool of connections. Imports the library for it, which takes 0.2 s.

The library's errors hold the request, and so values and keys: they end here. What fails is returned, not raised.
"""

import logging
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
import httpcore2

from callsheet.adapters.http.answer import HttpResponse, NoResponse, SendingProgress, went_well
from callsheet.adapters.http.filling import FilledRequest
from callsheet.adapters.http.network import GuardedNetwork, NotAllowed
from callsheet.adapters.http.reach import NetworkReach

# The library logs addresses.
for library in ("httpcore2", "httpx2"):
    logging.getLogger(library).setLevel(logging.WARNING)

# Bytes of an answer, and the pieces that they come in: whoever sends crumbs only wants time.
MOST_BYTES, MOST_PIECES = 65_536, 1_000
# Connections at once, and of these those that wait for the next request. More calls than that wait for each other.
MOST_CONNECTIONS, MOST_WAITING = 100, 20
# Servers close what nobody uses after five seconds and more: a request that met that would be one that broke off.
WAITING_SECONDS = 2.0
PLAIN = "identity"


class Exchange:
    """Connections to other systems. It sets no time limits: whoever asks cancels."""

    def __init__(self, reach: NetworkReach, trusted: ssl.SSLContext | None = None) -> None:
        """To be made in a thread without an event loop. `trusted` tells which certificates are; without it those that
        the machine trusts."""
        # What the library needs in an event loop is imported with the first one, which must not be that of calls.
        anyio.run(anyio.sleep, 0)
        self._network = GuardedNetwork(reach)
        self._trusted = trusted or ssl.create_default_context()
        self._reading = self._pool(MOST_WAITING)
        # What changes something has a connection of its own: what an earlier answer left on another one, or that the
        # other side has just closed it, would be taken for what came of it.
        self._changing = self._pool(0)

    def _pool(self, waiting: int) -> httpcore2.AsyncConnectionPool:
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._trusted,
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=waiting,
            keepalive_expiry=WAITING_SECONDS,
            network_backend=self._network,
        )

    async def send(
        self, request: FilledRequest, key: str, progress: SendingProgress, *, reads: bool
    ) -> HttpResponse | NoResponse:
        """Send a request; one that changes something has a `key`, which tells the other side that it is the same one.
        Of an answer to one that `reads` the body is read, where it went well."""
        try:
            return await self._sent(request, key, progress, reads=reads)
        except NotAllowed:
            return NoResponse(sent=False, forbidden=True)
        except httpcore2.LocalProtocolError:  # it is none that could be sent
            return NoResponse(sent=False)
        except Exception:  # noqa: BLE001 - the library does not say which errors its transports have
            return NoResponse(progress.sent)

    async def _sent(
        self, request: FilledRequest, key: str, progress: SendingProgress, *, reads: bool
    ) -> HttpResponse | NoResponse:
        ours = [("Accept-Encoding", PLAIN), ("User-Agent", "callsheet")]
        ours += [("Idempotency-Key", key)] if key else []
        async with (self._changing if key else self._reading).stream(
            request.method,
            request.address,
            headers=[*ours, *request.headers],
            content=request.body or (None if request.method == "GET" else b""),
            extensions={"trace": progress.note},
        ) as response:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            body: bytes | None = b""
            if reads and went_well(response.status):
                plain = headers.get("content-encoding", PLAIN).strip().lower() == PLAIN
                body = await _read(response.aiter_stream()) if plain else None
            return HttpResponse(response.status, headers, body)

    async def close(self) -> None:
        """Close the connections; nothing can be sent afterwards."""
        self._network.close()
        await self._reading.aclose()
        await self._changing.aclose()


async def _read(pieces: AsyncGenerator[bytes, None]) -> bytes | None:
    """A whole body; None where it is too long, or comes in crumbs."""
    body, count = bytearray(), 0
    async with aclosing(pieces):
        async for piece in pieces:
            body += piece
            count += 1
            if len(body) > MOST_BYTES or count > MOST_PIECES:
                return None
    return bytes(body)
