"""The database, the voice, the recognition and the ear fail, hang or are slow in the midst of calls."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import TypeVar

import pytest
from msgspec.structs import replace

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import LIMITS
from callsheet.ports.data import DataFailed, LostCall, OpenedCall, PreparedQuery, WriteKey, WriteUnit, Written
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.values import Cell, Row
from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.scripts import handled
from tests.live.sweeps import COARSE_MS, MAIN_PATH, says
from tests.live.voices import Meets, hangs, voices
from tests.telcoflow.caller import Caller, HangUp, Wait, WaitForSound

T = TypeVar("T")
# Virtual seconds: a question that nobody understands any more lasts for some.
LONGEST_SECONDS = 700
# Seconds that a lock is waited for.
LOCK_SECONDS = 1.0
# Until a provider that does nothing is given up, in milliseconds of the call.
PATIENCE_MS = 30_000
CALLERS = (
    Caller(MAIN_PATH),
    Caller((*says("yes"), HangUp())),
    Caller((*says("yes"), WaitForSound(), Wait(150), HangUp())),
    Caller((*says("no"), *says("no"))),
)
WORDS = "+15550000001 said yes"


async def fails(what: str) -> None:
    raise SpeechFailed("unavailable", "the provider does not work")


async def breaks(what: str) -> None:
    raise RuntimeError(WORDS)


async def is_slow(what: str) -> None:
    await asyncio.sleep(0.7)


async def is_very_slow(what: str) -> None:
    await asyncio.sleep(4)


TROUBLES: Mapping[str, Meets] = {
    "fails": fails,
    "breaks": breaks,
    "hangs": hangs,
    "is slow": is_slow,
    "is very slow": is_very_slow,
}


def sometimes(trouble: Meets, first: int, last: int | None = None) -> Meets:
    """From the `first` piece of work on, to the `last`, counted from 0 over all calls."""
    done = -1

    async def meets(what: str) -> None:
        nonlocal done
        done += 1
        if done >= first and (last is None or done <= last):
            await trouble(what)

    return meets


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("part", ["speaks", "recognizes", "hears"])
def test_speech(part: str, trouble: str) -> None:
    """Once, and from the beginning or the middle on, for all calls at once."""
    callers = CALLERS[::2]
    pieces = {"speaks": 30, "recognizes": 2, "hears": 150}[part] * len(callers)
    other = handled()
    lasting = (None, 0, None) if trouble == "fails" else (other, pieces // 2, None)
    for flow, first, last in ((other, pieces // 3, pieces // 3), lasting):
        speech = voices(**{part: sometimes(TROUBLES[trouble], first, last)})
        records = judge(spend(callers, flow=flow, speech=speech, lasts_seconds=LONGEST_SECONDS))
        assert len(records) == len(callers)


# What a call has failed for where one of the three has.
KINDS = {"speaks": "speech", "recognizes": "recognition", "hears": "recognition"}


@pytest.mark.parametrize("trouble", ["breaks", "hangs"])
@pytest.mark.parametrize("part", KINDS)
def test_a_provider_that_does_not_keep_its_promises_fails(part: str, trouble: str) -> None:
    """Nobody is taken for silent because we are deaf, and nobody waits in silence until the call's time is over."""
    evening = spend(CALLERS[:1], speech=voices(**{part: TROUBLES[trouble]}), lasts_seconds=LONGEST_SECONDS)
    [record] = judge(evening, endings={"failed"})
    assert record.failure_kind == ("engine_fault" if trouble == "breaks" and part != "hears" else KINDS[part])
    assert record.took_ms < PATIENCE_MS
    # A voice that breaks is logged for the question, and again for the apology.
    told = [entry.getMessage().endswith(": RuntimeError") for entry in evening.logged]
    assert told == [True] * (0 if trouble != "breaks" else 2 if part == "speaks" else 1)


NO_TROUBLE: Mapping[str, Meets] = {}


class TroubledDatabase:
    """Implements `Database` by the real one. `meets` is awaited with what is asked for, before it or after it."""

    def __init__(
        self,
        inner: SqliteDatabase,
        before: Mapping[str, Meets] = NO_TROUBLE,
        after: Mapping[str, Meets] = NO_TROUBLE,
    ) -> None:
        self._inner = inner
        self._before = before
        self._after = after

    async def _around(self, what: str, work: Awaitable[T]) -> T:
        if what in self._before:
            try:
                await self._before[what](what)
            except BaseException:
                work.close()  # type: ignore[attr-defined]  # it is a coroutine, and nobody awaits it
                raise
        result = await work
        if what in self._after:
            await self._after[what](what)
        return result

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        return await self._around("read", self._inner.read(query, values, most_rows=most_rows))

    async def write(self, unit: WriteUnit) -> Written:
        return await self._around("write", self._inner.write(unit))

    async def open_sending(self, key: WriteKey, name: str) -> None:
        await self._inner.open_sending(key, name)

    async def close_sending(self, key: WriteKey, outcome: str) -> None:
        await self._inner.close_sending(key, outcome)

    async def open_call(self, call: OpenedCall) -> bool:
        return await self._around("open_call", self._inner.open_call(call))

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        await self._around("close_call", self._inner.close_call(call_id, ending, failure_kind, at))

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        return await self._inner.take_lost_calls()

    async def close(self) -> None:
        await self._inner.close()


async def is_locked(what: str) -> None:
    raise DataFailed("database_locked", "Another program kept the database locked for too long.")


async def is_unknown(what: str) -> None:
    raise DataFailed("unknown_outcome", "The database does not tell whether the write has happened.")


DATA_TROUBLES: Mapping[str, Meets] = {"is locked": is_locked, "breaks": breaks, "is slow": is_slow}


@pytest.mark.parametrize("trouble", DATA_TROUBLES)
@pytest.mark.parametrize("what", ["read", "write", "open_call"])
def test_the_database_fails_before_it_does_anything(what: str, trouble: str) -> None:
    """From the first time on; and from a time on at which all calls are under way."""
    for flow, first in ((None, 0), (handled(), 4)):
        before = {what: sometimes(DATA_TROUBLES[trouble], first)}
        evening = spend(CALLERS, flow=flow, wraps=partial(TroubledDatabase, before=before))
        records = judge(evening, unnoted=what == "open_call" and trouble != "is slow")
        assert len(records) == len(CALLERS)


def test_nobody_knows_whether_it_was_written() -> None:
    """The caller is promised nothing, and nothing is written again."""
    for flow, first in ((None, 0), (None, 2), (handled(), 0), (handled(), 1)):
        after = {"write": sometimes(is_unknown, first)}
        evening = spend(CALLERS, flow=flow, wraps=partial(TroubledDatabase, after=after))
        for record in judge(evening, unsure=True):
            assert record.failure_kind in ("", "unknown_outcome")


@pytest.mark.parametrize("what", ["write", "read", "open_call", "close_call"])
def test_the_database_is_slow_to_answer(what: str) -> None:
    """Callers hang up meanwhile: what was asked for is done, and noted."""
    evening = spend(
        [Caller(MAIN_PATH, hang_up_at_ms=ms) for ms in range(0, 8000, COARSE_MS)],
        flow=handled() if "call" not in what else None,
        wraps=partial(TroubledDatabase, after={what: is_slow}),
    )
    judge(evening, endings={"completed", "hung_up"})


def test_calls_are_cut_while_they_write() -> None:
    """It is written all the same, and noted."""

    async def cut(evening: Evening) -> None:
        for guest in evening.guests:
            guest.cut()
            await asyncio.sleep(COARSE_MS / 1000)

    for flow in (None, handled()):
        wraps = partial(TroubledDatabase, after={"write": is_slow})
        callers = [Caller(MAIN_PATH)] * 20
        judge(spend(callers, flow=flow, wraps=wraps, during=cut), endings={"completed", "shut_down"})


def locked(seconds: float) -> Callable[[Evening], Awaitable[None]]:
    """Somebody else locks the file, in the midst of the calls, for so long. (Time passes as outside meanwhile.)"""

    async def during(evening: Evening) -> None:
        await asyncio.sleep(1.2)
        with closing(sqlite3.connect(evening.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)
            other.execute("ROLLBACK")

    return during


@pytest.mark.parametrize("seconds", [0.1, 3.0])
def test_the_file_is_locked(seconds: float) -> None:
    """For less than we wait, and for more."""
    flow = handled() if seconds > LOCK_SECONDS else None
    limits = replace(LIMITS, lock_seconds=LOCK_SECONDS)
    evening = spend(CALLERS, flow=flow, limits=limits, during=locked(seconds))
    records = judge(evening, unnoted=True)
    assert {record.failure_kind for record in records} == ({"", "database_locked"} if seconds > LOCK_SECONDS else {""})


@pytest.mark.parametrize("damage", ["DROP TABLE notifications", "UPDATE notifications SET status = 'follow_up'"])
def test_somebody_changes_the_tables_in_the_midst_of_calls(damage: str) -> None:
    async def during(evening: Evening) -> None:
        await asyncio.sleep(1.2)
        with closing(sqlite3.connect(evening.file)) as other, other:
            other.execute(damage)

    evening = spend(CALLERS, during=during)
    evening.rows.setdefault("notifications", [])
    records = judge(evening, unsure=True)
    assert {record.failure_kind for record in records} <= {"", "database_refused"}
