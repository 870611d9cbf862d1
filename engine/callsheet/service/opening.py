"""What is opened before the first call, in which order, and how all of it is closed again."""

import asyncio
import gc
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import TypeVar

from callsheet.adapters.http.messages import HttpMessenger
from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.dialects import DIALECT
from callsheet.flow.model import Flow
from callsheet.journal.file import JournalFile
from callsheet.journal.lines import NotAppended
from callsheet.journal.writers import Several
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, DataFailed
from callsheet.ports.provider import Telephony
from callsheet.ports.recordings import Recordings, Transcriber
from callsheet.ports.records import CallLost
from callsheet.ports.speech import Speech, Voice
from callsheet.ports.tasks import beside, done_within, stopped
from callsheet.service.admission import Admission
from callsheet.service.capacity import Capacity
from callsheet.service.changes import tell_change
from callsheet.service.fitting import in_line, misfit
from callsheet.service.health import HealthServer
from callsheet.service.journal_troubles import JournalTroubles
from callsheet.service.lines import LineMaker, measured
from callsheet.service.logs import log
from callsheet.service.loopback import NotBound
from callsheet.service.metrics import Metrics
from callsheet.service.operation import Operation, Stop
from callsheet.service.providers import NotServed, Providers
from callsheet.service.readiness import Readiness
from callsheet.service.scripts import Scripts
from callsheet.service.service import Service
from callsheet.service.warmth import warm_up
from callsheet.service.watching import Watching
from callsheet.session.lost_calls import LostCalls
from callsheet.session.world import World
from callsheet.understanding import phrases, values

T = TypeVar("T")

# Whatever does not let itself be closed is left behind after this long.
CLOSE_SECONDS = 0.5


class Opening:
    """Opens a service, and leaves to a stack how each part of it is closed. Everything raises `NotServed`, and what a
    provider raises."""

    def __init__(
        self, stack: AsyncExitStack, operation: Operation, scripts: Scripts, providers: Providers, clock: Clock
    ) -> None:
        self._stack = stack
        self._operation = operation
        self._scripts = scripts
        self._providers = providers
        self._clock = clock
        self._metrics = Metrics()
        self._admission = Admission(self._metrics, operation.max_calls)

    async def open(self, stop: Stop) -> tuple[Service, Telephony, HealthServer]:
        """The service, who carries its calls, and where its health is asked for."""
        journal = self._journal()
        stop.reopen = journal.reopen
        health = self._health()
        database = await self._database()
        lost_calls = await self._lost_calls(database, journal)
        model = await self._entered("model", self._providers.model(self._clock))
        http = await self._entered("http", self._providers.http(self._clock)) if self._providers.http else None
        speech = await self._entered("speech", self._providers.speech(self._clock))
        recordings, transcriber = self._recordings(speech)
        messages = self._providers.messages
        world = World(
            database,
            self._clock,
            Several([journal, self._metrics]),
            model,
            self._operation.redact,
            journalled=journal.watched(self._clock),
            http=http,
            messenger=HttpMessenger(http, messages) if http and messages else None,
            recordings=recordings,
            transcriber=transcriber,
        )
        await self._warm(speech, health)
        capacity = self._capacity(speech)
        telephony = await self._entered("telephony", self._providers.telephony(self._clock, self._admission))
        heard = measured(speech, self._clock, self._metrics, capacity.words)
        line_of = (self._providers.lines or LineMaker)(heard, self._clock)
        service = Service(telephony, line_of, self._scripts, world, self._metrics, self._admission)
        lost_calls.fail_own = service.fail
        self._watch()
        health.ready_by(Readiness(self._admission, telephony, database, self._clock).why_not)
        return service, telephony, health

    def _journal(self) -> JournalFile:
        path = self._operation.journal
        try:
            troubles = JournalTroubles(path, self._metrics.journal_failures.inc)
            journal = JournalFile(path, troubles, redact=self._operation.redact)
        except NotAppended as error:
            raise NotServed(f"the journal cannot be written to {path}: {error}") from None
        self._stack.callback(journal.close)
        return journal

    def _health(self) -> HealthServer:
        port = self._operation.port
        try:
            health = HealthServer(port, self._metrics.registry)
        except NotBound as error:
            raise NotServed(f"port {port} cannot be used: {error}; choose another with --port") from None
        self._stack.callback(health.close)
        return health

    async def _database(self) -> Database:
        operation = self._operation
        database = DIALECT.open(operation.database, self._clock, redact=operation.redact, keep=operation.keep)
        self._stack.push_async_callback(_closed, "database", database.close)
        await _fits(database, operation.database, [one.flow for one in self._scripts.roster.scripts.values()])
        return database

    async def _lost_calls(self, database: Database, journal: JournalFile) -> LostCalls:
        """What killed processes left behind, before the first call; and from then on."""
        world = World(database, self._clock, journal, journalled=journal.watched(self._clock))
        lost_calls = LostCalls(world, lambda lost: _tell_lost(lost, self._metrics))
        try:
            await lost_calls.take()
        except DataFailed as error:
            raise NotServed(f"the database {self._operation.database} cannot be written: {in_line(error)}") from None
        self._stack.push_async_callback(_taken, lost_calls, beside(lost_calls.keep_taking()))
        return lost_calls

    def _recordings(self, speech: Speech) -> tuple[Recordings | None, Transcriber | None]:
        if self._operation.recordings is None:
            return None, None
        from callsheet.adapters.speech.transcriber import RecognizedRecordings  # which needs what speech needs

        recordings = RecordingsFolder(self._operation.recordings, self._clock)
        self._stack.callback(recordings.close)
        return recordings, RecognizedRecordings(recordings, speech.recognition)

    async def _warm(self, speech: Speech, health: HealthServer) -> None:
        """What would take its time in the first call."""
        voices = {Voice(one.flow.language, one.flow.voice) for one in self._scripts.roster.scripts.values()}
        await warm_up(speech, voices, health.starting)
        for language in {voice.language for voice in voices}:
            phrases.prepare(language)
            values.prepare(language)
        # What is there by now stays: to look through a million objects of the models would stop all calls for 0.2 s.
        gc.collect()
        gc.freeze()

    def _capacity(self, speech: Speech) -> Capacity:
        capacity = Capacity(self._clock, self._metrics)
        self._admission.also_tells(capacity.now_live)
        self._admission.also_bounds(capacity.most_now)
        self._admission.also_asks(capacity.closed)
        watching = beside(capacity.watch(speech.voice_activity.open()))
        self._stack.push_async_callback(stopped, watching)
        return capacity

    def _watch(self) -> None:
        watching = Watching(
            self._scripts, lambda change: tell_change(change, self._scripts, self._metrics, self._providers)
        )
        watching.start()
        self._stack.callback(watching.stop)

    async def _entered(self, name: str, opened: AbstractAsyncContextManager[T]) -> T:
        """Open something, which is closed at the end as far as it lets itself be closed."""
        value = await opened.__aenter__()
        self._stack.push_async_callback(_closed, name, lambda: opened.__aexit__(None, None, None))
        return value


async def _fits(database: Database, path: Path, flows: Sequence[Flow]) -> None:
    try:
        await database.read(DIALECT.probe, {}, most_rows=1)
        why = await misfit(database, flows)
    except DataFailed as error:
        raise NotServed(f"the database {path} cannot be read: {in_line(error)}") from None
    if why:
        raise NotServed(f"the database {path} {why}")


def _tell_lost(lost: CallLost, metrics: Metrics) -> None:
    metrics.write(lost)
    log("call_lost", "warning", call_id=lost.call_id, flow=lost.flow, writes=len(lost.written), sent=len(lost.sent))


async def _taken(lost_calls: LostCalls, taking: "asyncio.Future[None]") -> None:
    lost_calls.stop()
    await done_within(math.inf, taking)


async def _closed(name: str, close: Callable[[], Awaitable[object]]) -> None:
    """Close something, as far as it lets itself be closed."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await close()
    except Exception as error:  # noqa: BLE001 - the rest is closed all the same
        log("not_closed", "warning", what=name, error=type(error).__name__)
