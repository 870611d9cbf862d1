"""Which of the calls that are announced are claimed, and when: as many as are wanted, one shortly after the other.

Whoever is not wanted is left to other agents for a moment and then turned away, one by one. However many people
call at once, the calls that are there are not held up by it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from callsheet.adapters.telephony.telcoflow.link import Link
from callsheet.ports.clock import Clock

# Seconds from one claim to the next: what comes of a claim takes some milliseconds, in which no call is served.
CLAIM_SECONDS = 0.005
# Seconds for which others may take a call that this process does not want, before it turns the caller away.
LEAVE_SECONDS = 1.0
# Seconds from one call that is turned away to the next, which takes some milliseconds of a processor; and how many may
# be under way, so that a platform that is slow is not asked for more and more.
REFUSAL_SECONDS, MOST_REFUSALS = 0.008, 32
# Announcements that wait. More would wait longer than anybody lets it ring.
MOST_ANNOUNCED = 6000


Spawn = Callable[[Coroutine[object, object, None]], object]


class Offer(Struct, frozen=True):
    """A session that is announced, over the connection that announced it, and when it was left to others."""

    link: Link
    session_id: str
    resumed: bool
    left_at: float = 0.0


class Claimant(Protocol):
    """What is done with an announced session."""

    def wanted(self) -> bool:
        """Whether one more call is wanted now."""

    def take(self, offer: Offer) -> None:
        """Begin to claim it, for a call that is wanted."""

    async def turn_away(self, offer: Offer) -> None:
        """Claim it, and end its call."""


class Claims:
    """The announcements of a process, in their order. `spawn` runs something beside, until the end."""

    def __init__(self, claimant: Claimant, clock: Clock, spawn: Spawn) -> None:
        self._claimant = claimant
        self._clock = clock
        self._spawn = spawn
        self._announced: deque[Offer] = deque()
        self._left: deque[Offer] = deque()  # to others, for a moment
        self._claiming = False
        self._refusing = False
        self._refusals = asyncio.Semaphore(MOST_REFUSALS)

    def announce(self, offer: Offer) -> bool:
        """Somebody calls. False where too many have been announced to do anything about it."""
        if len(self._announced) + len(self._left) >= MOST_ANNOUNCED:
            return False
        self._announced.append(offer)
        if not self._claiming:
            self._claiming = True
            self._spawn(self._claim())
        return True

    async def _claim(self) -> None:
        try:
            while self._announced:
                offer = self._announced.popleft()
                if self._claimant.wanted():
                    self._claimant.take(offer)
                    await self._clock.sleep(CLAIM_SECONDS)
                else:
                    self._leave(offer)
        finally:
            self._claiming = False

    def _leave(self, offer: Offer) -> None:
        self._left.append(replace(offer, left_at=self._clock.monotonic()))
        if not self._refusing:
            self._refusing = True
            self._spawn(self._refuse())

    async def _refuse(self) -> None:
        try:
            while self._left:
                offer = self._left.popleft()
                await self._clock.sleep(max(0.0, offer.left_at + LEAVE_SECONDS - self._clock.monotonic()))
                if self._claimant.wanted():
                    self._claimant.take(offer)
                    await self._clock.sleep(CLAIM_SECONDS)
                else:
                    await self._refusals.acquire()
                    self._spawn(self._turn_away(offer))
                    await self._clock.sleep(REFUSAL_SECONDS)
        finally:
            self._refusing = False

    async def _turn_away(self, offer: Offer) -> None:
        try:
            await self._claimant.turn_away(offer)
        finally:
            self._refusals.release()
