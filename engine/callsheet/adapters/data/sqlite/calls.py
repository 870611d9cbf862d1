"""The calls of this process, as the ledger has them: noted, fenced, ended, and taken over from workers that are gone.

What is done in a transaction counts once it is committed: the callers of `opening`, `may_write`, `ending` and `beating`
then say so to `opened`, `written`, `ended` and `beaten`. The former run in the writer's thread, the latter in the loop.
"""

import sqlite3
from datetime import datetime, timedelta

from msgspec import Struct

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.failures import failed
from callsheet.adapters.data.sqlite.lease import Lease
from callsheet.ports.data import LostCall, OpenedCall, WriteKey


class End(Struct, frozen=True):
    """How a call ended."""

    call_id: str
    ending: str
    failure_kind: str
    at: datetime


class Beaten(Struct, frozen=True):
    """What a beat has found: workers that are gone, and their calls, which are this worker's now."""

    gone: tuple[str, ...]
    lost: tuple[LostCall, ...]
    late: tuple[End, ...]


class Calls:
    """Under way, ended and not noted so, taken over and not told yet."""

    def __init__(self, path: str, keep: timedelta | None) -> None:
        """`keep` is how long the ledger keeps calls that have ended; without it, for ever."""
        self._keep = keep
        self.lease = Lease(path)
        self._under_way: dict[str, OpenedCall | None] = {}  # None: the ledger has it
        self._late: dict[str, End] = {}  # ended, and the ledger could not be told
        self._lost: dict[str, LostCall] = {}

    def begins(self, call: OpenedCall) -> None:
        """The call is under way; the ledger does not know it yet."""
        self._under_way.setdefault(call.call_id, call)

    def opening(self, connection: sqlite3.Connection, call: OpenedCall) -> bool:
        """Note the call; False where the ledger knows it already."""
        self._has_lease(connection)
        return ledger.open_call(connection, call, self.lease.worker)

    def opened(self, call: OpenedCall, *, new: bool) -> None:
        """It was noted, or was known."""
        self.lease.begun = True
        if new:
            self._under_way[call.call_id] = None
        else:
            self._under_way.pop(call.call_id, None)

    def may_write(self, connection: sqlite3.Connection, call_id: str) -> None:
        """The fence: raises DataFailed where the call is no longer this worker's, or the database another one."""
        owner = ledger.owner_of(connection, call_id)
        if owner is not None and owner != self.lease.worker:
            raise failed("engine_died")
        if owner is None and call_id in self._under_way:
            call = self._under_way[call_id]
            if call is None:
                raise failed("database_missing")
            self.opening(connection, call)  # what could not be noted in the beginning

    def sending(self, connection: sqlite3.Connection, key: WriteKey, name: str, now: datetime) -> None:
        """Note that a visit is about to send something. Raises DataFailed: it may not, or has done so before."""
        self.may_write(connection, key.call_id)
        if not ledger.open_sending(connection, key, name, now):
            raise failed("unknown_outcome")

    def written(self, call_id: str) -> None:
        """A write of the call is in the database, and the call is noted there."""
        if call_id in self._under_way:
            self._under_way[call_id] = None

    def ending(self, connection: sqlite3.Connection, end: End) -> None:
        """Note how the call ended; also of one that could not be noted in the beginning."""
        if call := self._under_way.get(end.call_id):
            self.opening(connection, call)
        ledger.close_call(connection, end.call_id, self.lease.worker, end.ending, end.failure_kind, end.at)

    def ended(self, end: End, *, noted: bool) -> None:
        """It was noted, or could not be."""
        if noted:
            self._late.pop(end.call_id, None)
            self._under_way.pop(end.call_id, None)
            self._lost.pop(end.call_id, None)
        elif end.call_id in self._under_way:
            self._late[end.call_id] = end

    def beating(self, connection: sqlite3.Connection, now: datetime) -> Beaten:
        """Show that this worker lives, note what could not be noted so far, forget what is old enough, and take what is
        nobody's any more."""
        self._has_lease(connection)
        late = tuple(self._late.values())
        for end in late:
            self.ending(connection, end)
        if self._keep is not None:
            ledger.forget_calls(connection, now - self._keep)
        others = ledger.beat(connection, self.lease.worker, self.lease.beat)
        gone = self.lease.gone(others)
        for worker in gone:
            ledger.end_worker(connection, worker)
        return Beaten(tuple(gone), ledger.take_calls_of_nobody(connection, self.lease.worker), late)

    def beaten(self, found: Beaten) -> tuple[LostCall, ...]:
        """The calls that were taken over and have not been ended since.

        Raises:
            DataFailed: `engine_died`, where another worker has taken over this one's calls.
        """
        self.lease.begun = True
        self.lease.forget(found.gone)
        for end in found.late:
            self.ended(end, noted=True)
        self._lost |= {call.call_id: call for call in found.lost}
        if self.lease.lost:
            self.lease.lost = False
            raise failed("engine_died")
        return tuple(self._lost.values())

    def _has_lease(self, connection: sqlite3.Connection) -> None:
        self.lease.begin()
        if not ledger.has_worker(connection, self.lease.worker, self.lease.beat) and self.lease.begun:
            self.lease.lost = True
