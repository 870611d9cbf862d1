"""Calls of workers that are gone: taken over, told in the journal, and only then ended in the ledger.

Whoever dies between two of these leaves the call open, and the next worker tells it again: a journal may hold a
`call_lost` twice, and is never without one.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import datetime

from callsheet.ports.data import BEAT_SECONDS, DataFailed, LostCall
from callsheet.ports.english import counted
from callsheet.ports.records import CallLost
from callsheet.session.world import World

# Another worker has taken over this one's calls; or the database is not the one any more that they began in.
NOT_OURS = ("engine_died", "database_missing")

# What came of something that was sent before the engine died.
NOT_KNOWN = "nobody knows whether it was done"

logger = logging.getLogger("callsheet.session")


class LostCalls:
    """Looks for them, and shows with that to other workers that this one lives."""

    def __init__(self, world: World, tell: Callable[[CallLost], None]) -> None:
        """`tell` is given each call once. `fail_own`, which whoever has calls sets, is given why they are to fail."""
        self._world = world
        self._tell = tell
        self.fail_own: Callable[[DataFailed], None] = lambda failure: None
        self._told: set[str] = set()
        self._stopped = threading.Event()

    async def take(self) -> None:
        """Take over, tell and end those that there are now. Raises DataFailed."""
        world = self._world
        lost = [_event(call, world.clock.now()) for call in await world.database.take_lost_calls()]
        for event in lost:
            world.journal.write(event)
            if event.call_id not in self._told:
                self._told.add(event.call_id)
                self._tell(event)
        if lost and await world.journalled():
            for event in lost:
                await world.database.close_call(event.call_id, event.ending, event.failure_kind, event.at)
                self._told.discard(event.call_id)

    async def keep_taking(self) -> None:
        """Do so every few seconds, until `stop`. Other workers live in real time, also where a call's time jumps."""
        due = asyncio.Event()
        counting = threading.Thread(
            target=self._count_time, args=(asyncio.get_running_loop(), due), name="callsheet beat", daemon=True
        )
        counting.start()
        try:
            while await due.wait() and not self._stopped.is_set():
                due.clear()
                await self._take_or_tell()
        finally:
            self.stop()
            counting.join()

    async def _take_or_tell(self) -> None:
        try:
            await self.take()
        except DataFailed as error:
            if error.kind in NOT_OURS:
                self.fail_own(error)
            else:
                logger.warning("the lease of this worker is not renewed: %s", error.message)
        except Exception as error:  # noqa: BLE001 - one look that fails must not be the last
            # A traceback could show what somebody said.
            logger.error("the lease of this worker is not renewed: %s", type(error).__name__)  # noqa: TRY400

    def _count_time(self, loop: asyncio.AbstractEventLoop, due: asyncio.Event) -> None:
        stopped = False
        while not stopped:
            stopped = self._stopped.wait(BEAT_SECONDS)
            try:
                loop.call_soon_threadsafe(due.set)
            except RuntimeError:  # the loop is closed
                return

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()


def _event(call: LostCall, at: datetime) -> CallLost:
    written = tuple(f"{write.name} ({counted(write.rows, 'row')})" for write in call.writes)
    sent = tuple(f"{sending.name} ({sending.outcome or NOT_KNOWN})" for sending in call.sent)
    return CallLost(call.call_id, at, call.flow, call.started_at, written, sent)
