"""Whether a service can take a call now, and why not."""

import asyncio

from callsheet.dialects import DIALECT
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, DataFailed
from callsheet.ports.provider import Telephony
from callsheet.service.admission import Admission

# An answer about the database is good for this long: whoever asks often does not keep calls from their reads.
PROBE_SECONDS = 1.0
# A database that is locked or slow has not answered within this time. Less than a probe waits for all of it.
ANSWER_SECONDS = 2.0


class Readiness:
    """Asked in the event loop, once there is a service."""

    def __init__(self, admission: Admission, telephony: Telephony, database: Database, clock: Clock) -> None:
        self._admission = admission
        self._telephony = telephony
        self._database = database
        self._clock = clock
        self._probed_at = float("-inf")
        self._database_says = ""

    async def why_not(self) -> str:
        """Why no call can be taken, in a sentence; empty where one can."""
        if (closed := self._admission.closed()) and closed.told:
            return closed.told
        health = self._telephony.health()
        if not health.up:
            return health.message
        return await self._probe()

    async def _probe(self) -> str:
        now = self._clock.monotonic()
        if now - self._probed_at >= PROBE_SECONDS:
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    self._database_says = await probe(self._database)
            except TimeoutError:
                self._database_says = (
                    "the database does not answer: another program keeps it locked, or its disk is slow"
                )
            self._probed_at = self._clock.monotonic()
        return self._database_says


async def probe(database: Database) -> str:
    """Why the database cannot be read; empty where it can."""
    try:
        await database.read(DIALECT.probe, {}, most_rows=1)
    except DataFailed as error:
        return error.message
    return ""
