"""Calls of workers that are gone: none ends in the ledger before the journal has it."""

import asyncio
from datetime import datetime

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.journal.writers import Kept
from callsheet.ports.data import DataFailed, LostCall, LostSending, LostWrite
from callsheet.ports.records import CallLost
from callsheet.session import lost_calls as module
from callsheet.session.lost_calls import LostCalls
from callsheet.session.world import World
from tests.service.conftest import NOW, run, until

SENT = (LostSending("tell", "done"), LostSending("message", ""))
LOST = LostCall("c-1", "greeting", "2026-11-22T10:00:00Z", (LostWrite("finish", 1), LostWrite("clear", 2)), SENT)


class Ledger(NoDatabase):
    """Gives a call until it is ended; fails as it is told to."""

    def __init__(self) -> None:
        self.lost: dict[str, LostCall] = {LOST.call_id: LOST}
        self.ended: list[tuple[str, str, str]] = []
        self.failures: list[DataFailed | ZeroDivisionError] = []
        self.beats = 0

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        self.beats += 1
        if self.failures:
            raise self.failures.pop(0)
        return tuple(self.lost.values())

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        del self.lost[call_id]
        self.ended.append((call_id, ending, failure_kind))


def test_a_lost_call_is_ended_when_the_journal_has_it_and_told_again_until_then() -> None:
    ledger, journal, told = Ledger(), Kept(), list[CallLost]()
    works = [False, False, True]

    async def journalled() -> bool:
        assert ledger.ended == []
        return works.pop(0)

    async def play(clock: VirtualClock) -> None:
        lost_calls = LostCalls(World(ledger, clock, journal, journalled=journalled), told.append)
        for _ in range(4):
            await lost_calls.take()

    run(play)
    sent = ("tell (done)", "message (nobody knows whether it was done)")
    event = CallLost("c-1", NOW, "greeting", LOST.started_at, ("finish (1 row)", "clear (2 rows)"), sent)
    assert journal.events == [event] * 3
    assert told == [event]
    assert ledger.ended == [("c-1", "failed", "engine_died")]


def test_a_look_that_fails_is_not_the_last_and_a_worker_that_was_taken_over_hears_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger = Ledger()
    taken_over = DataFailed("engine_died", "It stood still.")
    ledger.failures = [DataFailed("database_locked", "It is locked."), ZeroDivisionError(), taken_over]
    heard: list[DataFailed] = []

    async def play(clock: VirtualClock) -> None:
        lost_calls = LostCalls(World(ledger, clock, Kept()), lambda lost: None)
        lost_calls.fail_own = heard.append
        taking = asyncio.ensure_future(lost_calls.keep_taking())
        await until(lambda: bool(ledger.ended))
        lost_calls.stop()
        await taking

    monkeypatch.setattr(module, "BEAT_SECONDS", 0.001)
    run(play)
    assert heard == [taken_over]
    assert ledger.beats >= 4
