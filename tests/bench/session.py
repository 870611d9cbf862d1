"""Calls of a script in this process, on the session that live calls run on: with a journal or without."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.cli.journals import journal_to
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.data import Database
from callsheet.ports.line import Line
from callsheet.ports.records import Event
from callsheet.ports.telephony import CallInfo
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.bench.measure import cpu
from tests.checking import check_file

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
# Where a journal goes, as the table says it. The file is the one that `callsheet run --journal FILE` writes.
NONE, IN_A_FILE = "none", "in a file"


class NullJournal:
    """Keeps nothing."""

    def write(self, event: Event) -> None:
        """Nothing."""


def compiled(text: str) -> Flow:
    """A script without a database."""
    with tempfile.TemporaryDirectory(prefix="callsheet-bench-") as folder:
        path = Path(folder, "bench.flow.yaml")
        path.write_text(text)
        flow = check_file(path, path.name).flow
    assert flow is not None
    return flow


def without_journal(loop: VirtualLoop, database: Database | None = None) -> World:
    """What calls get from outside, in virtual time."""
    return World(database or NoDatabase(), VirtualClock(loop, NOW), NullJournal())


@contextmanager
def _world(loop: VirtualLoop, journal: str, database: Database | None) -> Iterator[World]:
    world = without_journal(loop, database)
    if journal == NONE:
        yield world
        return
    with (
        tempfile.TemporaryDirectory(prefix="callsheet-bench-") as folder,
        journal_to(str(Path(folder, "calls.jsonl")), "", redact=False) as file,
    ):
        yield replace(world, journal=file, journalled=file.watched(world.clock))


@dataclass(frozen=True)
class Calls:
    """Calls of `visits` steps each on lines in memory, one after the other."""

    flow: Flow
    visits: int
    line: Callable[[CallInfo], Line]
    database: Database | None = None
    machine: FlowMachine = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "machine", FlowMachine(self.flow))

    def cpu(self, units: int, calls: int = 1, journal: str = NONE) -> float:
        """CPU seconds of all threads for one of the `units` of `calls` calls, until their journal is in its file."""
        loop = VirtualLoop()
        with asyncio.Runner(loop_factory=lambda: loop) as runner, _world(loop, journal, self.database) as given:
            return cpu(lambda: runner.run(self._take(calls, given)), units)

    async def _take(self, calls: int, given: World) -> None:
        for number in range(calls):
            line = self.line(CallInfo(f"c-{number}", "inbound", "+15550100", ""))
            record = await Session(self.flow, self.machine, line, given).run()
            assert (record.ending, record.visits) == ("completed", self.visits), record
