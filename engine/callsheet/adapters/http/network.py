"""Connections to where requests may go, by the address that was looked at: no name leads elsewhere a moment later.

What arrives is taken apart at once: of many handshakes at a time, of thousands of responses that say nothing, or of a
body in crumbs, that would keep calls waiting for a tenth of a second. So it is given out in small pieces, and each in a
turn of the event loop of its own.
"""

import asyncio
import select
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import httpcore2
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSAttribute, TLSStream
from httpcore2 import AsyncNetworkBackend, AsyncNetworkStream

from callsheet.adapters.http.reach import NetworkReach

# Addresses of one name that are tried: one that is not there takes its time.
MOST_ADDRESSES = 4
# Bytes of an answer with all that is around it: twice its body, for one that comes in pieces, and its headers.
MOST_RECEIVED = 262_144
# Bytes that are taken apart without a turn for others: some milliseconds, whatever they are.
MOST_AT_ONCE = 1_024
# Names that are looked up at once. A lookup cannot be stopped: others wait for these, and nothing else does.
LOOKUPS = 4


class NotAllowed(Exception):
    """Everything that a name leads to lies where requests may not go."""


class GuardedNetwork(AsyncNetworkBackend):
    """Connects to what it is allowed to, by the address that it has looked at. It sets no time limits."""

    def __init__(self, reach: NetworkReach) -> None:
        self._reach = reach
        self._lookups = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="callsheet lookup")
        self._turns = asyncio.Lock()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Raises what making a connection raises, and `NotAllowed`."""
        failure: Exception = NotAllowed()
        for address in [one for one in await self._addresses(host, port) if self._reach.has(one)][:MOST_ADDRESSES]:
            try:
                stream = InTurn(await anyio.connect_tcp(address, port), self._turns)
            except OSError as error:
                failure = error
                continue
            await stream.turn()
            return HttpConnection(stream)
        raise failure

    async def _addresses(self, host: str, port: int) -> list[str]:
        def look_up() -> list[str]:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
            return list(dict.fromkeys(str(each[4][0]) for each in found))

        return await asyncio.get_running_loop().run_in_executor(self._lookups, look_up)

    def close(self) -> None:
        """Look up no more names."""
        self._lookups.shutdown(wait=False, cancel_futures=True)


class InTurn(ByteStream):
    """What arrives on one connection, while all of them take turns."""

    def __init__(self, stream: ByteStream, turns: asyncio.Lock) -> None:
        self._stream = stream
        self._turns = turns

    async def receive(self, max_bytes: int = MOST_AT_ONCE) -> bytes:
        """Raises what the stream raises."""
        piece = await self._stream.receive(max_bytes)
        await self.turn()
        return piece

    async def turn(self) -> None:
        """Wait for a turn of the event loop that no other connection has."""
        async with self._turns:
            await asyncio.sleep(0)

    async def send(self, item: bytes) -> None:
        """Raises what the stream raises."""
        await self._stream.send(item)

    async def send_eof(self) -> None:
        """Say that nothing more comes."""
        await self._stream.send_eof()

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        """What else is known of the connection."""
        return self._stream.extra_attributes


class HttpConnection(AsyncNetworkStream):
    """One connection as the library has it, which gives out no more for one request than an answer can have."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._left = MOST_RECEIVED

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has arrived; nothing at the end. Raises what the stream raises, and `httpcore2.ReadError` where it is
        too much."""
        if self._left <= 0:
            raise httpcore2.ReadError
        try:
            piece = await self._stream.receive(min(max_bytes, MOST_AT_ONCE))
        except anyio.EndOfStream:
            return b""
        self._left -= len(piece)
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises what the stream raises."""
        self._left = MOST_RECEIVED
        await self._stream.send(buffer)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> AsyncNetworkStream:
        """The same connection, encrypted. Raises what a handshake raises; then it is closed."""
        try:
            encrypted = await TLSStream.wrap(
                self._stream, ssl_context=ssl_context, hostname=server_hostname, standard_compatible=False
            )
        except BaseException:
            await self.aclose()
            raise
        return HttpConnection(encrypted)

    async def aclose(self) -> None:
        """Close it."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> object:
        """What the library asks: how it is encrypted, and whether an idle connection has something to read, which is
        that the other side has closed it."""
        if info == "ssl_object":
            return self._stream.extra(TLSAttribute.ssl_object, None)  # noqa: S610 - nothing of Django
        if info == "is_readable":
            watched = select.poll()
            watched.register(self._stream.extra(SocketAttribute.raw_socket), select.POLLIN)  # noqa: S610 - as above
            return bool(watched.poll(0))
        return None
