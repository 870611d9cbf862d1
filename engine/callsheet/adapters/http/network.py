"""Connections to where requests may go, by the address that was looked at: no name leads elsewhere a moment later."""

import asyncio
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import httpcore2
from httpcore2 import AsyncNetworkBackend, AsyncNetworkStream

from callsheet.adapters.http.reach import NetworkReach

# Addresses of one name that are tried: one that is not there takes its time.
MOST_ADDRESSES = 4
# Bytes of an answer with all that is around it: twice its body, for one that comes in pieces, and its headers.
MOST_RECEIVED = 262_144
# Bytes that are taken apart without a turn for others: a few milliseconds, whatever they are.
MOST_AT_ONCE = 1_024
# Names that are looked up at once. A lookup cannot be stopped: others wait for these, and nothing else does.
LOOKUPS = 4


class NotAllowed(Exception):
    """Everything that a name leads to lies where requests may not go."""


class GuardedNetwork(AsyncNetworkBackend):
    """Connects to what it is allowed to, by the address that it has looked at."""

    def __init__(self, reach: NetworkReach) -> None:
        self._reach = reach
        self._network = httpcore2.AnyIOBackend()
        self._lookups = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="callsheet lookup")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Raises what the library raises, and `NotAllowed`."""
        failure: Exception = NotAllowed()
        for address in [one for one in await self._addresses(host, port) if self._reach.has(one)][:MOST_ADDRESSES]:
            try:
                stream = await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
                return BoundedStream(stream)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> list[str]:
        def look_up() -> list[str]:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
            return list(dict.fromkeys(str(each[4][0]) for each in found))

        try:
            return await asyncio.get_running_loop().run_in_executor(self._lookups, look_up)
        except (OSError, UnicodeError):
            raise httpcore2.ConnectError from None

    def close(self) -> None:
        """Look up no more names."""
        self._lookups.shutdown(wait=False, cancel_futures=True)


class BoundedStream(AsyncNetworkStream):
    """A connection that gives out what arrives in small pieces, and no more for one request than an answer can have.

    What is read is taken apart at once, without a turn for others: of thousands of responses that say nothing, or of a
    body in crumbs, a large piece would keep calls waiting for a tenth of a second.
    """

    def __init__(self, stream: AsyncNetworkStream) -> None:
        self._stream = stream
        self._left = MOST_RECEIVED

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raises what the library raises, also where it is too much."""
        if self._left <= 0:
            raise httpcore2.ReadError
        piece = await self._stream.read(min(max_bytes, MOST_AT_ONCE), timeout)
        self._left -= len(piece)
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises what the library raises."""
        self._left = MOST_RECEIVED
        await self._stream.write(buffer, timeout)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncNetworkStream:
        """The same connection, encrypted. Raises what the library raises."""
        return BoundedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> object:
        """What the library asks of it."""
        return self._stream.get_extra_info(info)
