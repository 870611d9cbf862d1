"""Connections to where requests may go, by the address that was looked at: no name leads elsewhere a moment later."""

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import httpcore2
from httpcore2 import AsyncNetworkBackend, AsyncNetworkStream

from callsheet.adapters.http.reach import NetworkReach

# Addresses of one name that are tried: one that is not there takes its time.
MOST_ADDRESSES = 4
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
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
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
