"""Telcoflow as a provider of calls: connected for as long as it is wanted, whatever happens to the connection."""

import asyncio
import contextvars
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine

from engine.adapters.telephony.telcoflow.call import TelcoflowCall
from engine.adapters.telephony.telcoflow.guards import check_sdk
from engine.adapters.telephony.telcoflow.link import ID_LENGTH, Link, NotConnected
from engine.adapters.telephony.telcoflow.sdk import SdkCall
from engine.adapters.telephony.telcoflow.settings import TelcoflowSettings
from engine.ports.clock import Clock
from engine.ports.telephony import Call, CallInfo, CallState, Health

NAME = "telcoflow"
# Seconds between two attempts to connect: the first, how they grow, and the longest.
FIRST_DELAY, GROWTH, LONGEST_DELAY = 0.5, 1.5, 10.0
# Seconds for which others may take a call that this process does not want, before it turns the caller away.
LEAVE_SECONDS = 1.0
# Seconds from the claim of a session until its call has to be there.
CALL_SECONDS = 30.0
# Seconds after which a task that goes on is cancelled again.
CANCEL_SECONDS = 0.5
# Calls that nobody has taken over, and claims under way: beyond that others should take them.
MOST_WAITING = 500
MOST_CLAIMS = 1000
# Calls that are remembered, so that one that is announced again is not taken for a new one.
MOST_REMEMBERED = 10_000
# A telephone number has 15 digits at most, and some platforms put more before them.
NUMBER_LENGTH = 32
CONNECTED = Health(up=True, message="connected: calls can come")
WITHOUT_FLOW = Health(up=True, message="connected, but the platform did not agree to send calls: they may not come")
DRAINING = Health(up=False, message="no new calls are taken")

logger = logging.getLogger(__name__)


class TelcoflowTelephony:
    """A provider. Raises `UnknownSdk` where the SDK is not the one that it was made for."""

    def __init__(self, settings: TelcoflowSettings, clock: Clock) -> None:
        check_sdk()
        self._settings = settings
        self._clock = clock
        self._health = Health(up=False, message="not connected yet")
        self._link: Link | None = None
        self._arrived: asyncio.Queue[TelcoflowCall | None] = asyncio.Queue()
        self._live: dict[str, TelcoflowCall] = {}  # by call id, until nothing of them is left
        self._seen: OrderedDict[str, None] = OrderedDict()  # ids of calls
        self._tasks: set[asyncio.Task[None]] = set()
        self._claims = 0
        self._keeping: asyncio.Task[None] | None = None
        self._draining = False
        self._closed = False
        # Tasks that are begun inside of the SDK's events would carry these along for as long as they run.
        self._context = contextvars.copy_context()

    def start(self) -> None:
        """Begin to connect; `calls` does it where it was not done before."""
        if self._keeping is None and not self._closed:
            self._keeping = asyncio.get_running_loop().create_task(self._keep_connected())

    async def calls(self) -> AsyncIterator[Call]:
        """New calls, each once, ringing; ends when the provider was closed."""
        self.start()
        while not self._closed and (call := await self._arrived.get()) is not None:
            if call.state is CallState.RINGING:
                yield call

    def health(self) -> Health:
        """Whether calls can arrive now."""
        return DRAINING if self._draining else self._health

    def drain(self) -> None:
        """Take no new calls."""
        self._draining = True

    async def close(self) -> None:
        """Let go of everything. Calls that are still there end, at once."""
        if self._closed:
            return
        self._closed = self._draining = True
        self._arrived.put_nowait(None)
        await _stopped(self._tasks if self._keeping is None else {self._keeping, *self._tasks})
        if calls := list(self._live.values()):
            await asyncio.gather(*(call.shut_down() for call in calls))
            await asyncio.gather(*(call.closed() for call in calls))
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._link is not None:
            await self._link.close()

    # --- the connection ---

    async def _keep_connected(self) -> None:
        delay = FIRST_DELAY
        while True:
            link = self._link = Link(self._settings, self._notified)
            try:
                await link.connect()
                delay = FIRST_DELAY
                self._becomes(CONNECTED if await link.ask_for_calls() else WITHOUT_FLOW)
                await link.lost()
                self._becomes(Health(up=False, message="the connection to the platform was lost"))
            except NotConnected as failure:
                self._becomes(Health(up=False, message=failure.message))
            if not self._closed:
                await link.close()
            await self._clock.sleep(delay)
            delay = min(LONGEST_DELAY, delay * GROWTH)

    def _becomes(self, health: Health) -> None:
        if health != self._health:
            self._health = health
            logger.log(logging.INFO if health == CONNECTED else logging.WARNING, "telcoflow: %s", health.message)

    # --- calls ---

    def _notified(self, link: Link, session_id: str) -> None:
        if self._claims >= MOST_CLAIMS or self._closed:
            return
        link.claimed.add(session_id)
        self._claims += 1
        self._spawn(self._claim(link, session_id))

    async def _claim(self, link: Link, session_id: str) -> None:
        """Take a call that is announced, if nobody else does."""
        try:
            if self._unwilling:
                await self._clock.sleep(LEAVE_SECONDS)
            session = await link.claim(session_id)
            if session is None:
                link.claimed.discard(session_id)
                return
            settled = asyncio.Event()  # the call is there, or never will be

            def arrives(sdk: SdkCall) -> None:
                settled.set()
                self._arrives(session_id, sdk)

            def closes(reason: str) -> None:
                settled.set()
                if call := self._of_session(session_id):
                    call.session_closed(str(reason))

            session.on_incoming_call(arrives)
            session.on_closed(closes)
            if not await link.ready(session):
                return
            if self._of_session(session_id) is None:
                async with asyncio.timeout(CALL_SECONDS):
                    await settled.wait()
        except TimeoutError:
            logger.warning("telcoflow: a call that was claimed did not come")
        finally:
            self._claims -= 1
            if self._of_session(session_id) is None:
                await link.forget(session_id)

    @property
    def _unwilling(self) -> bool:
        return self._draining or self._arrived.qsize() >= MOST_WAITING

    def _of_session(self, session_id: str) -> TelcoflowCall | None:
        """The call of a session, unless it is over."""
        for call in self._live.values():
            if call.session_id == session_id:
                return call
        return None

    def _arrives(self, session_id: str, sdk: SdkCall) -> None:
        call_id = sdk.id[:ID_LENGTH]
        if call_id in self._live:
            return  # it was announced again, because the connection was lost meanwhile; it goes on
        known = call_id in self._seen
        info = CallInfo(call_id, "inbound", _number(sdk.caller_number), _number(sdk.callee_number), NAME)
        call = self._context.copy().run(TelcoflowCall, sdk, info, session_id, self._clock, self._finished)
        self._live[call_id] = call
        self._seen[call_id] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        if known or self._unwilling:
            self._spawn(self._turn_away(call))
        else:
            self._arrived.put_nowait(call)

    async def _turn_away(self, call: TelcoflowCall) -> None:
        if call.state is CallState.RINGING:
            await call.reject()

    def _finished(self, call: TelcoflowCall) -> None:
        self._live.pop(call.info.call_id, None)
        if self._link is not None:
            self._spawn(self._link.forget(call.session_id))

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _stopped(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel them, and wait until they have ended. The SDK (its `wait_for`, in Python 3.11) drops a cancellation that
    comes together with an answer of the platform."""
    while running := {task for task in tasks if not task.done()}:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=CANCEL_SECONDS)


def _number(text: str) -> str:
    """A number as the engine writes it; empty where there is none, whatever the platform says instead."""
    plain = "".join(character for character in text if character not in " -.()/")
    digits = plain.removeprefix("+")
    return plain if digits.isascii() and digits.isdigit() and len(plain) <= NUMBER_LENGTH else ""
