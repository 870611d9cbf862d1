"""Telcoflow as a provider of calls: connected for as long as it is wanted, whatever happens to the connection."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator

from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.call import TelcoflowCall
from callsheet.adapters.telephony.telcoflow.claims import Claims, Offer
from callsheet.adapters.telephony.telcoflow.ending import ended
from callsheet.adapters.telephony.telcoflow.ends import EndingCall
from callsheet.adapters.telephony.telcoflow.frames import Announced, CallIn, SessionClosed, Word
from callsheet.adapters.telephony.telcoflow.link import Link, NotConnected
from callsheet.adapters.telephony.telcoflow.settings import TelcoflowSettings
from callsheet.ports.clock import Clock
from callsheet.ports.door import OPEN, Door
from callsheet.ports.provider import Health
from callsheet.ports.tasks import Background
from callsheet.ports.telephony import Call, CallInfo, CallState

NAME = "telcoflow"
# Why a call is refused that the platform does not describe as it should.
MALFORMED = "malformed"
# Seconds between two attempts to connect: the first, how they grow, and the longest.
FIRST_DELAY, GROWTH, LONGEST_DELAY = 0.5, 1.5, 10.0
# Seconds from the claim of a session until its call has to be there. Nobody else is taken in its place meanwhile.
CALL_SECONDS = 10.0
# Seconds after which a task that goes on is cancelled again.
CANCEL_SECONDS = 0.5
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

    def __init__(self, settings: TelcoflowSettings, clock: Clock, door: Door = OPEN) -> None:
        guards.check_sdk()
        self._settings = settings
        self._clock = clock
        self._door = door
        self._health = Health(up=False, message="not connected yet")
        self._link: Link | None = None
        self._arrived: asyncio.Queue[TelcoflowCall | None] = asyncio.Queue()
        self._live: dict[str, TelcoflowCall] = {}  # by call id, until nothing of them is left
        self._seen: OrderedDict[str, None] = OrderedDict()  # ids of calls
        self._tasks = Background()
        self._claims = Claims(self, clock, self._tasks.start)
        self._coming: dict[str, asyncio.Future[CallIn | None]] = {}  # by session, of those that are being claimed
        self._turning_away: set[str] = set()  # sessions
        self._taking = 0  # claims of calls that are wanted
        self._begun = False
        self._draining = False
        self._closed = False

    def start(self) -> None:
        """Begin to connect; `calls` does it where it was not done before."""
        if not self._begun and not self._closed:
            self._begun = True
            self._tasks.start(self._keep_connected())

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
        while self._tasks:  # the SDK drops a cancellation that comes together with an answer of the platform
            await self._tasks.close(CANCEL_SECONDS)
        calls = list(self._live.values())
        for call in calls:
            self._tasks.start(call.shut_down())
        await self._tasks.at_most(0)
        for call in calls:
            await call.closed()
        await self._tasks.at_most(0)
        if self._link is not None:
            await self._link.close()

    # --- the connection ---

    async def _keep_connected(self) -> None:
        delay = FIRST_DELAY
        while True:
            link = self._link = Link(self._settings, self._heard)
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

    def _heard(self, link: Link, word: Word) -> None:
        """The platform says something of calls. Every other word of it waits meanwhile."""
        if self._closed:
            return
        match word:
            case Announced(session_id=session_id, resumed=resumed):
                self._announced(link, session_id, resumed=resumed)
            case CallIn(session_id=session_id):
                coming = self._coming.get(session_id)
                if coming is not None and not coming.done():
                    coming.set_result(word)
                elif session_id not in self._turning_away and (session_id in link.claimed or not session_id):
                    self._arrives(word)
            case SessionClosed(session_id=session_id, reason=reason):
                coming = self._coming.get(session_id)
                if coming is not None and not coming.done():
                    coming.set_result(None)
                if call := self._of_session(session_id):
                    call.session_closed(reason)

    def _announced(self, link: Link, session_id: str | None, *, resumed: bool) -> None:
        if session_id is None:
            self._door.refused(MALFORMED)
        elif session_id not in link.claimed:
            link.claimed.add(session_id)
            offer = Offer(link, session_id, resumed)
            if self._of_session(session_id):
                self.take(offer)  # its call is here: it goes on over the new connection
            elif not self._claims.announce(offer):
                link.claimed.discard(session_id)
                self._door.refused()

    def wanted(self) -> bool:
        """Whether one more call is wanted, beside those that are on their way."""
        return not self._draining and self._door.room() > self._taking + self._arrived.qsize()

    def take(self, offer: Offer) -> None:
        """Begin to claim a session, for a call that is wanted."""
        self._taking += 1
        self._tasks.start(self._take(offer))

    async def turn_away(self, offer: Offer) -> None:
        """Claim a session, and end its call."""
        self._turning_away.add(offer.session_id)
        try:
            if said := await self._claimed(offer):
                self._remember(said)
                self._refused(said)
                await self._hang_up(said, resumed=offer.resumed)
        finally:
            self._turning_away.discard(offer.session_id)
            offer.link.claimed.discard(offer.session_id)

    async def _take(self, offer: Offer) -> None:
        try:
            said = await self._claimed(offer)
        finally:
            self._taking -= 1
        if said is not None:
            self._arrives(said, resumed=offer.resumed)
        if self._of_session(offer.session_id) is None:
            offer.link.claimed.discard(offer.session_id)

    async def _claimed(self, offer: Offer) -> CallIn | None:
        """The call of a session that was claimed; None where it is not ours, or does not come."""
        link, session_id = offer.link, offer.session_id
        coming: asyncio.Future[CallIn | None] = asyncio.get_running_loop().create_future()
        self._coming[session_id] = coming
        try:
            if not (await link.claim(session_id) and await link.ready(session_id)) or self._of_session(session_id):
                return None
            async with asyncio.timeout(CALL_SECONDS):
                return await coming
        except TimeoutError:
            logger.warning("telcoflow: a call that was claimed did not come")
            return None
        finally:
            if self._coming.get(session_id) is coming:
                del self._coming[session_id]

    def _of_session(self, session_id: str) -> TelcoflowCall | None:
        """The call of a session, unless it is over."""
        for call in self._live.values():
            if call.session_id == session_id:
                return call
        return None

    def _arrives(self, said: CallIn, *, resumed: bool = False) -> None:
        if (live := self._live.get(said.call_id)) is not None:
            if live.session_id != said.session_id:  # not ended: it may be the same call, and somebody talks there
                logger.warning("telcoflow: a call came under the id of another one")
                self._door.refused(MALFORMED)
            return  # it was announced again, because the connection was lost meanwhile; it goes on
        if said.call_id in self._seen:
            self._tasks.start(self._hang_up(said, resumed=True))
            return
        self._remember(said)
        if said.wrong or self._draining:
            self._refused(said)
            self._tasks.start(self._hang_up(said, resumed=resumed))
        else:
            info = CallInfo(said.call_id, "inbound", _number(said.caller), _number(said.callee), NAME)
            sdk = guards.new_call(said)
            call = TelcoflowCall(sdk, info, said.session_id, self._clock, self._finished, resumed=resumed)
            self._live[said.call_id] = call
            self._arrived.put_nowait(call)

    def _remember(self, said: CallIn) -> None:
        self._seen[said.call_id] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    def _refused(self, said: CallIn) -> None:
        if said.wrong:
            logger.warning("telcoflow: a call came with fields that are wrong: %s", ", ".join(said.wrong))
        self._door.refused(MALFORMED if said.wrong else "")

    async def _hang_up(self, said: CallIn, *, resumed: bool) -> None:
        """End a call that nobody takes; never raises."""
        if not await ended(said, resumed=resumed):
            logger.warning("telcoflow: a call that is not taken could not be ended")

    def _finished(self, call: EndingCall) -> None:
        self._live.pop(call.info.call_id, None)
        if self._link is not None:
            self._link.claimed.discard(call.session_id)


def _number(text: str) -> str:
    """A number as the engine writes it; empty where there is none, whatever the platform says instead."""
    plain = "".join(character for character in text if character not in " -.()/")
    digits = plain.removeprefix("+")
    return plain if digits.isascii() and digits.isdigit() and len(plain) <= NUMBER_LENGTH else ""
