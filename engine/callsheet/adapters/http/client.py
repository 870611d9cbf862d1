"""The port `Http`: each request within its time, where it may go, and left alone where it keeps failing."""

import asyncio
import importlib
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from callsheet.adapters.http.filling import fill
from callsheet.adapters.http.sending import Sending
from callsheet.adapters.http.settings import HttpSettings
from callsheet.adapters.remote.breaker import Breaker, BreakerSettings
from callsheet.adapters.remote.late import Late
from callsheet.ports.clock import Clock
from callsheet.ports.http import HttpFailed, PreparedRequest, RequestAnswered
from callsheet.ports.values import Cell

if TYPE_CHECKING:
    import ssl

    from callsheet.adapters.http.exchange import Exchange

logger = logging.getLogger("callsheet.http")
BREAKER = BreakerSettings()


class HttpClient:
    """Implements `ports.http.Http`. Shared by the calls of a process, in one event loop."""

    def __init__(
        self,
        settings: HttpSettings,
        clock: Clock,
        *,
        breaker: BreakerSettings = BREAKER,
        trusted: "ssl.SSLContext | None" = None,
    ) -> None:
        """`trusted` tells which certificates are; without it those that the machine trusts."""
        self._settings = settings
        self._clock = clock
        self._breaker = breaker
        self._breakers: dict[str, Breaker] = {}  # by host: those that files and variables name
        self._exchange: Late[Exchange] = Late(lambda: _make_exchange(settings, trusted), clock)

    async def send(self, request: PreparedRequest, values: Mapping[str, Cell], key: str) -> RequestAnswered:
        """Send a request. Raises `HttpFailed`."""
        filled = fill(request, values, self._settings.variables)
        if not self._settings.takes(filled.address):
            message = f'The address of "{request.name}" is none that begins with https://: look at its variables.'
            raise HttpFailed("request_unreachable", message)
        host = urlsplit(filled.address).netloc
        breaker = self._breakers.setdefault(host, Breaker(self._breaker, self._clock.monotonic))
        admitted = breaker.enter()
        if admitted is None:
            message = f'"{request.name}" was not sent: its host has failed too often, and is left alone for a while.'
            raise HttpFailed("request_unreachable", message)
        # What stands in a call's id is its provider's.
        sending = Sending(request, filled, quote(key, safe="") if request.changes else "")
        try:
            await self._within_its_time(sending, request.timeout_seconds)
        except BaseException:  # cancelled: the call has gone, which says nothing about the other side
            breaker.withdrawn(admitted)
            raise
        if sending.works:
            breaker.answered(admitted)
        elif breaker.failed(admitted):
            logger.warning("the host of request %s is left alone for a while", request.name)
        return sending.result()

    async def _within_its_time(self, sending: Sending, seconds: float) -> None:
        exchange = await self._exchange.ready()  # which takes long once, and is no part of the other side's time
        with self._clock.working(seconds):
            try:
                async with asyncio.timeout(seconds):
                    await sending.send(exchange)
            except TimeoutError:
                sending.give_up()

    async def prepare(self) -> None:
        """Make ready what is needed to send, so that no call waits for it."""
        await self._exchange.ready()

    async def close(self) -> None:
        """Close the connections, when the calls have ended."""
        await self._exchange.close()


def _make_exchange(settings: HttpSettings, trusted: "ssl.SSLContext | None") -> "Exchange":
    module = importlib.import_module("callsheet.adapters.http.exchange")
    exchange: Exchange = module.Exchange(settings.reach, trusted)
    return exchange
