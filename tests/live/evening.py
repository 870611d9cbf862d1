"""An evening: a platform, the provider on the real SDK, a database, voices, everybody who calls; in virtual time."""

import asyncio
import contextlib
import gc
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import LIMITS, DatabaseLimits
from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.adapters.telephony.telcoflow.provider import TelcoflowTelephony
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.journal.writers import Kept
from callsheet.ports.data import Database
from callsheet.ports.records import CallRecord
from callsheet.ports.speech import Speech, Voice
from callsheet.ports.telephony import Call, CallEvent
from callsheet.session.session import Session
from callsheet.session.world import World
from callsheet.turns.spoken import SpokenLine
from tests.calls.conftest import NOW
from tests.lines.telcoflow_peer import settings_for
from tests.live.overheard import Overheard
from tests.live.scripts import new_database, number_of, shipped
from tests.live.voices import QuickTones, voices
from tests.telcoflow.caller import Caller
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import ServerSettings

# Virtual seconds in which everything must be over, where a test says nothing else.
LASTS_SECONDS = 120.0
# Virtual seconds between the end of a session and the caller's line being free.
LETS_GO_SECONDS = 8.0
# Virtual seconds in which what was let go of has ended.
SETTLES_SECONDS = 20.0
# Virtual seconds that the agent has to connect before people call all the same.
CONNECTS_SECONDS = 30.0
# What callers hear where the engine stops.
FAREWELL = "Sorry, we have to end this call now."
# Where time goes on outside, looks are not more frequent than this.
LOOK_SECONDS = 0.05


@dataclass(eq=False)
class Guest:
    """One caller's call, as the platform has it and as the engine took it (if it did)."""

    placed: PlacedCall
    dialled_at: float  # on the clock
    taken: bool = False
    stop: Callable[[], None] = lambda: None  # the engine shuts the call down, with a farewell
    cut: Callable[[], object] = lambda: None  # and without one
    told: Sequence[type[CallEvent]] = ()
    record: CallRecord | None = None
    finished_ms: float | None = None  # when its session had ended
    left_open: str = ""  # what still was there when everything should have been over

    @property
    def over(self) -> bool:
        """Nobody is on the line, and no script runs."""
        self.look()
        return not self.left_open

    def look(self) -> None:
        """Note what is still there."""
        there = {
            "the caller": self.placed.live,
            "the voice socket": self.placed.voice is not None,
            "the script": self.taken and self.finished_ms is None,
        }
        self.left_open = ", ".join(what for what, is_there in there.items() if is_there)


@dataclass
class Evening:
    """What there is while it lasts, and everything that is known afterwards."""

    flow: Flow
    server: TelcoflowServer
    speech: Speech
    database: Database
    clock: VirtualClock
    file: Path
    recordings: RecordingsFolder | None
    telephony: TelcoflowTelephony = field(init=False)
    journal: Kept = field(default_factory=Kept)
    guests: list[Guest] = field(default_factory=list)
    logged: list[logging.LogRecord] = field(default_factory=list)
    unnoticed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    open_prompts: int = 0
    rows: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)

    def dial(self, caller: Caller) -> Guest:
        """Somebody calls now."""
        number = number_of(len(self.guests))
        guest = Guest(self.server.place(replace(caller, number=number)), self.clock.monotonic())
        self.guests.append(guest)
        return guest

    def guest_of(self, call_id: str) -> Guest:
        return next(guest for guest in self.guests if guest.placed.call_id == call_id)


During = Callable[[Evening], Awaitable[None]]
Wraps = Callable[[SqliteDatabase], Database]


async def nobody_else(evening: Evening) -> None:
    """Nothing happens beside the calls."""


def spend(
    callers: Sequence[Caller],
    *,
    flow: Flow | None = None,
    settings: ServerSettings | None = None,
    speech: Speech | None = None,
    wraps: Wraps | None = None,
    limits: DatabaseLimits = LIMITS,
    during: During = nobody_else,
    lasts_seconds: float = LASTS_SECONDS,
    kept_in: Path | None = None,
) -> Evening:
    """Everybody calls at once, and `during` does what it likes beside. Returns when it is all over. Recordings are
    `kept_in` a folder."""
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)
    gc.freeze()  # only what comes from now on has to be looked through at the end
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner(loop_factory=lambda: loop) as runner:
        file = Path(folder) / "calls.db"
        shutil.copy(_template(), file)
        inner = SqliteDatabase(file, clock, limits=limits)
        database = wraps(inner) if wraps else inner
        recordings = RecordingsFolder(kept_in, clock) if kept_in else None
        platform = TelcoflowServer(settings)
        evening = Evening(flow or shipped(), platform, speech or voices(), database, clock, file, recordings)
        loop.set_exception_handler(lambda _, context: evening.unnoticed.append(str(context)))
        ears = _Ears(evening.logged)
        logging.getLogger().addHandler(ears)
        try:
            runner.run(_spend(evening, callers, during, lasts_seconds))
            gc.collect()  # a task that failed unnoticed tells so when it goes
        finally:
            logging.getLogger().removeHandler(ears)
            if recordings is not None:
                recordings.close()
        evening.rows = _rows(file)
    if isinstance(evening.speech.synthesis, QuickTones):
        evening.open_prompts = evening.speech.synthesis.open
    return evening


def _rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """All tables; the ledger is there once a call has begun."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: _ordered(connection, table) for table in tables}
    return {"callsheet_calls": [], "callsheet_writes": [], **rows}


def _ordered(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = connection.execute(f"SELECT * FROM {table} LIMIT 0").description
    return connection.execute(f"SELECT * FROM {table} ORDER BY {'1, 2' if len(columns) > 1 else '1'}").fetchall()


@lru_cache(maxsize=1)
def _template() -> Path:
    path = Path(tempfile.mkdtemp()) / "template.db"
    new_database(path)
    return path


async def _spend(evening: Evening, callers: Sequence[Caller], during: During, lasts_seconds: float) -> None:
    async with evening.server as server:
        telephony = evening.telephony = TelcoflowTelephony(settings_for(server), evening.clock)
        taking = asyncio.ensure_future(_take_calls(evening))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CONNECTS_SECONDS):
                await server.agent()
        for caller in callers:
            evening.dial(caller)
        meddling = asyncio.ensure_future(during(evening))
        await _over(evening, meddling, lasts_seconds)
        for guest in evening.guests:
            guest.look()
        await telephony.close()
        await taking
        await evening.database.close()
    await asyncio.sleep(SETTLES_SECONDS)
    evening.left = [repr(task) for task in asyncio.all_tasks() - {asyncio.current_task()}]


async def _over(evening: Evening, meddling: "asyncio.Future[None]", lasts_seconds: float) -> None:
    """Wait until everybody has gone, or until they should have."""
    ends_at = evening.clock.monotonic() + lasts_seconds
    while evening.clock.monotonic() < ends_at:
        if meddling.done() and evening.guests and all(guest.over for guest in evening.guests):
            break
        await asyncio.sleep(LOOK_SECONDS)
    meddling.cancel()
    await asyncio.wait({meddling})
    if not meddling.cancelled():
        meddling.result()


async def _take_calls(evening: Evening) -> None:
    machine = FlowMachine(evening.flow)
    async with asyncio.TaskGroup() as taking:
        async for call in evening.telephony.calls():
            taking.create_task(_take(evening, call, machine))


async def _take(evening: Evening, call: Call, machine: FlowMachine) -> None:
    guest = evening.guest_of(call.info.call_id)
    overheard = Overheard(call)
    guest.taken, guest.told = True, overheard.told
    world = World(evening.database, evening.clock, evening.journal, farewell=FAREWELL, recordings=evening.recordings)
    line = SpokenLine(overheard, evening.speech, evening.clock, Voice(evening.flow.language, evening.flow.voice))
    session = Session(evening.flow, machine, line, world)
    doing = asyncio.ensure_future(session.run())
    guest.stop, guest.cut = session.shut_down, doing.cancel
    await asyncio.wait({doing})
    guest.finished_ms = guest.placed.ms()
    if not doing.cancelled():
        doing.result()
    # What is cut has a record all the same.
    records = [event for event in evening.journal.events if isinstance(event, CallRecord)]
    guest.record = next((record for record in records if record.call_id == call.info.call_id), None)
    guest.stop = guest.cut = lambda: None  # so that what failed unnoticed goes


class _Ears(logging.Handler):
    """Keeps everything that is logged."""

    def __init__(self, logged: list[logging.LogRecord]) -> None:
        super().__init__(logging.INFO)
        self._logged = logged

    def emit(self, record: logging.LogRecord) -> None:
        self._logged.append(record)
