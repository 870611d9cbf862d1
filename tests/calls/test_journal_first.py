"""Before a call changes something elsewhere, its journal has what led to it."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.cli.journals import journal_to
from callsheet.flow.machine import FlowMachine
from callsheet.journal.writers import Kept
from callsheet.ports.data import WriteUnit, Written
from callsheet.ports.telephony import CallInfo, Utterance
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.calls.conftest import NOW, SAMPLE, SCHEMA, Stage, Voice
from tests.calls.test_awaits import SCRIPT


class Reading(SqliteDatabase):
    """Looks into the journal's file at each write."""

    journal = Path()
    had: tuple[tuple[str, ...], ...] = ()

    async def write(self, unit: WriteUnit) -> Written:
        lines = map(json.loads, self.journal.read_text().splitlines())
        self.had = (*self.had, tuple(line.get("state", "") for line in lines))
        return await super().write(unit)


def test_the_file_has_what_was_heard_when_it_is_written(stage: Stage, tmp_path: Path) -> None:
    flow = stage.flow(SCRIPT)
    create_database(stage.database, SCHEMA, SAMPLE)
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)

    async def converse() -> tuple[tuple[str, ...], ...]:
        database = Reading(stage.database, clock)
        database.journal = tmp_path / "calls.jsonl"
        with journal_to(str(database.journal), "", redact=False) as journal:
            world = World(database, clock, journal, journalled=journal.watched(clock))
            voice = Voice(CallInfo("c-1", "inbound", "+15550100", ""), [Utterance("yes")])
            await Session(flow, FlowMachine(flow), voice, world).run()
        await database.close()
        return database.had

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(converse()) == (("", "answer", "query tasks", "ask"),)


@pytest.mark.parametrize("cancelled", [True, False])
def test_whoever_cancels_before_the_journal_has_it_changes_nothing(stage: Stage, *, cancelled: bool) -> None:
    flow = stage.flow(SCRIPT)
    create_database(stage.database, SCHEMA, SAMPLE)
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)

    async def converse() -> list[tuple[object, ...]]:
        database = SqliteDatabase(stage.database, clock)
        waits: list[int] = []

        async def journalled() -> bool:
            waits.append(1)
            if cancelled and len(waits) == 1:
                doing.cancel()
            await asyncio.sleep(1)
            return False

        voice = Voice(CallInfo("c-1", "inbound", "+15550100", ""), [Utterance("yes")])
        world = World(database, clock, Kept(), journalled=journalled)
        doing = asyncio.ensure_future(Session(flow, FlowMachine(flow), voice, world).run())
        await asyncio.wait({doing})
        await database.close()
        assert voice.ended
        assert len(waits) == 2, "before the write, and at the end"
        with closing(sqlite3.connect(stage.database)) as connection:
            return connection.execute("SELECT state FROM tasks WHERE id = 1").fetchall()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(converse()) == [("open" if cancelled else "done",)]
