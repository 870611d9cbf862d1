"""One control connection to the platform, from its opening to its loss: calls are heard of and claimed over it."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from http import HTTPStatus

from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.frames import Frame, Word, read
from callsheet.adapters.telephony.telcoflow.sdk import SdkManager
from callsheet.adapters.telephony.telcoflow.settings import (
    ADDRESS,
    CERTIFICATE,
    CERTIFICATE_KEY,
    CONNECTOR,
    KEY,
    TelcoflowSettings,
)
from callsheet.ports.exceptions import Told

# Seconds. The SDK gives up after 10 for the socket and 10 for the platform's first word.
CONNECT_SECONDS = 25.0
CLOSE_SECONDS = 15.0
# Seconds that the platform may take for a request. The SDK would wait for 30, with a connection that is lost, too.
REQUEST_SECONDS = 3.0
# How often a call is claimed that the platform does not say anything about: it may have granted it the first time.
CLAIMS = 3
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)

logger = logging.getLogger(__name__)


class NotConnected(Told):
    """There is no connection. `message` is a sentence for an operator."""


class Link:
    """One connection. `heard` is called with every word that the platform says of calls."""

    def __init__(self, settings: TelcoflowSettings, heard: "Callable[[Link, Word], None]") -> None:
        self._settings = settings
        self._heard = heard
        self._manager: SdkManager | None = None
        self._up = asyncio.Event()
        self.claimed: set[str] = set()  # sessions; each is claimed once, however often it is announced

    async def connect(self) -> None:
        """Connect, and ask for all calls. Raises `NotConnected`."""
        try:
            self._manager = guards.new_manager(self._settings)
            # Before the connection is there: whoever is ringing already is announced in the same breath.
            guards.hear(self._manager, self._hear)
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._manager.__aenter__()
        except Exception as error:  # noqa: BLE001 - the SDK wraps some failures, and raises others as they are
            raise NotConnected(_reason(error)) from None
        self._up.set()

    async def ask_for_calls(self) -> bool:
        """Set up the call flow, which the platform forgets with the connection. False where it does not agree."""
        manager = self._connected()
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await manager.setup_call_flow(guards.all_calls())
        except Exception as error:  # noqa: BLE001 - calls may come all the same
            logger.warning("telcoflow: the call flow was not set up (%s)", type(error).__name__)
            return False
        return True

    async def claim(self, session_id: str) -> bool:
        """Whether the session is ours now; else somebody else was faster, or it is over."""
        await self._up.wait()
        for _ in range(CLAIMS):
            try:
                async with asyncio.timeout(REQUEST_SECONDS):
                    return await guards.claim(self._connected(), session_id)
            except TimeoutError:
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, the call is not ours
                logger.info("telcoflow: a call was not claimed (%s)", type(error).__name__)
                return False
        logger.warning("telcoflow: the platform does not answer when a call is claimed")
        return False

    async def ready(self, session_id: str) -> bool:
        """Let the call come. False where the connection is gone."""
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await guards.ready(self._connected(), session_id)
        except Exception as error:  # noqa: BLE001 - the call is announced again over the next connection
            logger.info("telcoflow: a claimed call was lost (%s)", type(error).__name__)
            return False
        return True

    async def lost(self) -> None:
        """Wait until the connection is lost."""
        await guards.lost(self._connected())

    async def close(self) -> None:
        """Close the connection, or what there is of one; never raises."""
        self._up.set()  # whoever waits for it is told that it is not there
        if self._manager is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._manager.__aexit__(None, None, None)

    def _connected(self) -> SdkManager:
        if self._manager is None:
            raise NotConnected("not connected")
        return self._manager

    def _hear(self, frame: Frame) -> None:
        """Every other frame waits while this runs."""
        if word := read(frame):
            self._heard(self, word)


def _reason(error: BaseException) -> str:
    """What an operator can do about it."""
    status = guards.status_of(error)
    if status in REFUSED:
        return f"the platform refused the key: check {KEY} and {CONNECTOR}, or {CERTIFICATE} and {CERTIFICATE_KEY}"
    if status is not None:
        return f"the platform cannot be used now: it answered with HTTP status {status.value}"
    if type(error).__name__ == "WSSAuthenticationError":
        return f"no safe connection to the platform: check {CERTIFICATE} and {CERTIFICATE_KEY}, and this machine's time"
    return f"the platform cannot be reached: check the network, and {ADDRESS} if it is set"
