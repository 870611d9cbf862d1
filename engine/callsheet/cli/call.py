"""A call in the terminal, from the first ring to the summary."""

import asyncio
import math
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.adapters.http.client import HttpClient
from callsheet.adapters.http.messages import HttpMessenger
from callsheet.adapters.http.settings import HttpSettings
from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.adapters.recordings.typed import TypedRecordings
from callsheet.adapters.telephony.console.call import ConsoleCall
from callsheet.adapters.telephony.console.typed import TypedLines
from callsheet.adapters.understanding.language_model import LanguageModel
from callsheet.adapters.understanding.settings import ModelSettings
from callsheet.cli.databases import DatabaseMissing, Lent
from callsheet.cli.elsewhere import RehearsedHttp, ShownMessenger
from callsheet.cli.telling import Telling
from callsheet.diagnostics.visible import visible
from callsheet.dialects import DIALECT
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.journal.screenplay import left_open
from callsheet.journal.writers import Kept, Several
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, DataFailed
from callsheet.ports.english import counted
from callsheet.ports.http import Http, PreparedRequest
from callsheet.ports.iso import write_moment
from callsheet.ports.journal import Journal, WatchedJournal
from callsheet.ports.records import CallLost, CallRecord, Event, RowsWritten, Visit
from callsheet.ports.tasks import beside, done_within
from callsheet.ports.telephony import CallInfo
from callsheet.service.fitting import misfit
from callsheet.session.lost_calls import LostCalls
from callsheet.session.session import Session
from callsheet.session.world import World, at_once
from callsheet.turns.text import TextLine


class Circumstances(Struct, frozen=True):
    """Which script (as it is `shown`), who calls, when, on which database, and where it is told. A `rehearsal` works on
    a copy of the database."""

    shown: str
    caller: str
    database: Lent
    now: datetime | None
    screen: TextIO
    journal: WatchedJournal | None = None
    redact: bool = False
    rehearsal: bool = False
    model: ModelSettings | None = None
    http: HttpSettings | None = None
    messages: PreparedRequest | None = None
    recordings: Path | None = None


def take_call(flow: Flow, given: Circumstances) -> CallRecord:
    """Run the call, and print it. With a terminal time is real, without one it jumps."""
    now = given.now
    if now is not None and now.tzinfo is None:
        now = now.replace(tzinfo=flow.timezone or UTC)
    descriptor = sys.stdin.fileno() if sys.stdin else os.open(os.devnull, os.O_RDONLY)  # it may have been closed
    interactive = os.isatty(descriptor)
    loop: asyncio.AbstractEventLoop
    clock: Clock
    waiting: Callable[[], AbstractContextManager[None]]
    if interactive:
        loop, clock, waiting = asyncio.new_event_loop(), SystemClock(now), nullcontext
    else:
        loop = VirtualLoop()
        clock = VirtualClock(loop, now)
        waiting = clock.standing_still

    async def converse() -> CallRecord:
        call = ConsoleCall(
            CallInfo(f"c-{uuid.uuid4().hex}", "inbound", given.caller, ""),
            clock,
            typed=TypedLines(descriptor),
            screen=given.screen,
            interactive=interactive,
            waiting=waiting,
        )
        return await _converse(flow, call, clock, given)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(converse())


async def _converse(flow: Flow, call: ConsoleCall, clock: Clock, given: Circumstances) -> CallRecord:
    kept = Kept()
    async with AsyncExitStack() as world_ends:
        database = DIALECT.open(given.database.path, clock, redact=given.redact) if flow.queries else NoDatabase()
        world_ends.push_async_callback(database.close)
        await _fits(database, given, flow)
        model = LanguageModel(given.model, clock) if given.model else None
        if model:
            world_ends.push_async_callback(model.close)
        client: Http = HttpClient(given.http or HttpSettings({}), clock)
        world_ends.push_async_callback(client.close)
        http = RehearsedHttp(client) if given.rehearsal else client
        messenger = HttpMessenger(http, given.messages) if given.messages else ShownMessenger(call.show)
        folder = RecordingsFolder(given.recordings, clock) if given.recordings else None
        if folder:
            world_ends.callback(folder.close)
        recordings = TypedRecordings(folder)
        telling = Telling(flow, given.shown, call.show)
        journals: list[Journal] = [kept, telling]
        if given.journal:
            journals.append(given.journal)
        journalled = given.journal.watched(clock) if given.journal else at_once
        world = World(
            database,
            clock,
            Several(journals),
            model,
            given.redact,
            journalled=journalled,
            http=http,
            messenger=messenger,
            recordings=recordings,
            transcriber=recordings,
        )
        lost_calls = LostCalls(world, lambda lost: _tell_lost(call, lost))
        if not given.rehearsal:  # a copy's lost calls are the original's
            with suppress(DataFailed):  # the script will find out, and may know what to do
                await lost_calls.take()
        line = TextLine(call, clock, call.show_pause, call.talk)
        session = Session(flow.rung_by_name(), FlowMachine(flow), line, world)
        call.show(f"-- {call.info.caller_number or 'a withheld number'} calls {flow.name}")
        with _signals(call, session):
            async with nullcontext() if given.rehearsal else _worker_of(session, lost_calls):
                record = await session.run()
    for text in [*telling.ending(record), *_writes(kept.events)]:
        call.show(text)
    if given.database.story:
        call.show(f"-- database: {visible(given.database.story)}")
    return record


async def _fits(database: Database, given: Circumstances, flow: Flow) -> None:
    """A database of another script's is told before the call. Whatever else is wrong with it the script will find out,
    and may know what to do."""
    with suppress(DataFailed):
        if why := await misfit(database, [flow]):
            raise DatabaseMissing(f"{given.database.asked_for} {why}; name another database with --database")


def _tell_lost(call: ConsoleCall, lost: CallLost) -> None:
    """What a killed process left behind."""
    began = f"an earlier call of {lost.flow} that began {lost.started_at}"
    for line in left_open(began, lost.written, lost.sent):
        call.show(visible(line))


@asynccontextmanager
async def _worker_of(session: Session, lost_calls: LostCalls) -> AsyncIterator[None]:
    """This process is a worker among others, for as long as its call lasts."""
    lost_calls.fail_own = session.fail
    taking = beside(lost_calls.keep_taking())
    try:
        yield
    finally:
        lost_calls.stop()
        await done_within(math.inf, taking)


@contextmanager
def _signals(call: ConsoleCall, session: Session) -> Iterator[None]:
    """Ctrl-C is the caller hanging up, and quits when it comes again. SIGTERM, and a terminal that is closed, end the
    call."""
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        call.show("\n-- the caller hangs up")
        call.caller_hangs_up()
        loop.add_signal_handler(signal.SIGINT, session.shut_down)

    loop.add_signal_handler(signal.SIGINT, interrupted)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(ending, session.shut_down)
    try:
        yield
    finally:
        for handled in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(handled)


def _writes(events: list[Event]) -> list[str]:
    """What a call wrote."""
    written = [
        part for event in events if isinstance(event, Visit) for part in event.parts if isinstance(part, RowsWritten)
    ]
    lines = [f"-- {counted(len(written), 'write')}{':' if written else ''}"]
    for part in written:
        values = ", ".join(f"{name}={_shown(value)}" for name, value in part.values.items())
        lines.append(f"--   {part.write}({values}): {counted(part.rows, 'row')}")
    return lines


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return write_moment(value)
    return visible(str(value))
