"""One process that serves: what is opened before the first call, in which order, and how all of it ends again."""

import asyncio
import gc
import math
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from callsheet.adapters.http.messages import HttpMessenger
from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import sentence
from callsheet.dialects import DIALECT
from callsheet.flow.model import Flow
from callsheet.journal.file import JournalFile
from callsheet.journal.lines import NotAppended
from callsheet.journal.writers import Several
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database, DataFailed
from callsheet.ports.provider import Telephony
from callsheet.ports.recordings import Transcriber
from callsheet.ports.records import CallLost
from callsheet.ports.speech import Voice
from callsheet.ports.tasks import Overtaken, Unless, apart, begun, beside, done_within, stopped
from callsheet.service.admission import Admission
from callsheet.service.capacity import Capacity
from callsheet.service.fitting import in_line, misfit
from callsheet.service.health import HealthServer
from callsheet.service.journal_troubles import JournalTroubles
from callsheet.service.lines import LineMaker, measured
from callsheet.service.logs import handle_loop_errors, log
from callsheet.service.loopback import ADDRESS, NotBound
from callsheet.service.metrics import Metrics
from callsheet.service.providers import NotServed, Providers
from callsheet.service.readiness import Readiness
from callsheet.service.scripts import Change, Scripts
from callsheet.service.service import Service
from callsheet.service.warmth import warm_up
from callsheet.service.watching import Watching
from callsheet.session.lost_calls import LostCalls
from callsheet.session.session import FAREWELL_SECONDS
from callsheet.session.world import World
from callsheet.understanding import phrases, values

T = TypeVar("T")

# Whatever does not let itself be closed is left behind after this long.
CLOSE_SECONDS = 0.5
# What an end takes at most beyond the calls' own time: they are cut, noted and let go of, and everything is closed.
END_SECONDS = 2.0
# How often to look whether the provider is connected, before the first time.
CONNECTED_SECONDS = 0.2
# Problems of a refused script that its line in the log holds: `callsheet check` tells the rest.
MOST_PROBLEMS = 20


class Operation(Struct, frozen=True):
    """How a service is operated."""

    database: Path
    journal: Path
    keep: timedelta
    redact: bool
    max_calls: int
    drain_seconds: float
    port: int
    recordings: Path | None = None


class Stop:
    """What is asked of a process from outside: once to end, a second time to end at once; and to reopen its journal."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.asked: asyncio.Future[None] = loop.create_future()
        self.asked_again: asyncio.Future[None] = loop.create_future()
        self.reopen: Callable[[], None] = lambda: None
        self.takes_seconds = END_SECONDS  # an end that is asked for now, at most

    def ask(self) -> None:
        """End; a second time: at once."""
        asked = self.asked_again if self.asked.done() else self.asked
        if not asked.done():
            asked.set_result(None)

    def ask_to_reopen(self) -> None:
        """Go on in the journal that is at its path now."""
        self.reopen()


async def serve(
    operation: Operation, scripts: Scripts, providers: Providers, clock: Clock, stop: Stop, ready: Callable[[str], None]
) -> bool:
    """Take calls until `stop` is asked; `ready` is told where to ask for health, once calls can come.

    Returns whether the end was asked for, and not the provider's. Raises `NotServed`, and what a provider raises.
    """
    handle_loop_errors(asyncio.get_running_loop())
    async with AsyncExitStack() as stack:
        opening = _open(stack, operation, scripts, providers, clock, stop)
        try:
            service, telephony, health = await apart(opening, stop.asked, patience=CLOSE_SECONDS)
        except Overtaken:
            return True
        stop.takes_seconds = operation.drain_seconds + FAREWELL_SECONDS + END_SECONDS

        async def tell_ready() -> None:
            await _connected(telephony, clock)
            log("ready", scripts=len(scripts.roster.scripts), port=health.port, most_calls=operation.max_calls)
            ready(f"http://{ADDRESS}:{health.port}")

        taking = begun(service.take_calls())
        stack.push_async_callback(stopped, beside(tell_ready()))
        with suppress(Overtaken), Unless(stop.asked):
            await done_within(math.inf, taking)
        asked = not taking.done()
        if not asked:
            error = taking.exception()
            log("calls_not_taken", "error", error=type(error).__name__ if error else "the provider was closed")
        stop.asked_again.add_done_callback(lambda _: service.hurry())
        await service.end(operation.drain_seconds)
        await stopped(taking)
        log("ended", at_once=stop.asked_again.done())
        return asked


async def _open(
    stack: AsyncExitStack, operation: Operation, scripts: Scripts, providers: Providers, clock: Clock, stop: Stop
) -> tuple[Service, Telephony, HealthServer]:
    metrics = Metrics()
    admission = Admission(metrics, operation.max_calls)
    try:
        troubles = JournalTroubles(operation.journal, metrics.journal_failures.inc)
        journal = JournalFile(operation.journal, troubles, redact=operation.redact)
    except NotAppended as error:
        raise NotServed(f"the journal cannot be written to {operation.journal}: {error}") from None
    stack.callback(journal.close)
    stop.reopen = journal.reopen
    try:
        health = HealthServer(operation.port, metrics.registry)
    except NotBound as error:
        raise NotServed(f"port {operation.port} cannot be used: {error}; choose another with --port") from None
    stack.callback(health.close)
    database = DIALECT.open(operation.database, clock, redact=operation.redact, keep=operation.keep)
    stack.push_async_callback(_closed, "database", database.close)
    await _fits(database, operation.database, [one.flow for one in scripts.roster.scripts.values()])
    lost_calls = LostCalls(
        World(database, clock, journal, journalled=journal.watched(clock)), lambda lost: _tell_lost(lost, metrics)
    )
    await _end_lost_calls(lost_calls, operation.database)
    stack.push_async_callback(_taken, lost_calls, beside(lost_calls.keep_taking()))
    model = await _entered(stack, "model", providers.model(clock))
    http = await _entered(stack, "http", providers.http(clock)) if providers.http else None
    speech = await _entered(stack, "speech", providers.speech(clock))
    recordings: RecordingsFolder | None = None
    transcriber: Transcriber | None = None
    if operation.recordings is not None:
        from callsheet.adapters.speech.transcriber import RecognizedRecordings  # which needs what speech needs

        recordings = RecordingsFolder(operation.recordings, clock)
        stack.callback(recordings.close)
        transcriber = RecognizedRecordings(recordings, speech.recognition)
    world = World(
        database,
        clock,
        Several([journal, metrics]),
        model,
        operation.redact,
        journalled=journal.watched(clock),
        http=http,
        messenger=HttpMessenger(http, providers.messages) if http and providers.messages else None,
        recordings=recordings,
        transcriber=transcriber,
    )
    voices = {Voice(one.flow.language, one.flow.voice) for one in scripts.roster.scripts.values()}
    await warm_up(speech, voices, health.starting)
    for language in {voice.language for voice in voices}:
        phrases.prepare(language)
        values.prepare(language)
    # What is there by now stays: to look through a million objects of the models would stop all calls for 0.2 s.
    gc.collect()
    gc.freeze()
    capacity = Capacity(clock, metrics)
    admission.also_tells(capacity.now_live)
    admission.also_bounds(capacity.most_now)
    admission.also_asks(capacity.closed)
    watching_capacity = beside(capacity.watch(speech.voice_activity.open()))
    stack.push_async_callback(stopped, watching_capacity)
    telephony = await _entered(stack, "telephony", providers.telephony(clock, admission))
    line_of = (providers.lines or LineMaker)(measured(speech, clock, metrics, capacity.words), clock)
    service = Service(telephony, line_of, scripts, world, metrics, admission)
    lost_calls.fail_own = service.fail
    watching = Watching(scripts, lambda change: _tell(change, scripts, metrics, providers))
    watching.start()
    stack.callback(watching.stop)
    health.ready_by(Readiness(admission, telephony, database, clock).why_not)
    return service, telephony, health


async def _connected(telephony: Telephony, clock: Clock) -> None:
    """Wait until calls can come; the provider itself tells the log why they cannot."""
    while not telephony.health().up:
        await clock.sleep(CONNECTED_SECONDS)


async def _fits(database: Database, path: Path, flows: Sequence[Flow]) -> None:
    try:
        await database.read(DIALECT.probe, {}, most_rows=1)
        why = await misfit(database, flows)
    except DataFailed as error:
        raise NotServed(f"the database {path} cannot be read: {in_line(error)}") from None
    if why:
        raise NotServed(f"the database {path} {why}")


async def _end_lost_calls(lost_calls: LostCalls, path: Path) -> None:
    """What a killed process left behind, before the first call."""
    try:
        await lost_calls.take()
    except DataFailed as error:
        raise NotServed(f"the database {path} cannot be written: {in_line(error)}") from None


def _tell_lost(lost: CallLost, metrics: Metrics) -> None:
    metrics.write(lost)
    log("call_lost", "warning", call_id=lost.call_id, flow=lost.flow, writes=len(lost.written), sent=len(lost.sent))


async def _taken(lost_calls: LostCalls, taking: "asyncio.Future[None]") -> None:
    lost_calls.stop()
    await done_within(math.inf, taking)


def _tell(change: Change, scripts: Scripts, metrics: Metrics, providers: Providers) -> None:
    metrics.reloads.labels("taken" if change.taken else "refused").inc()
    metrics.scripts_refused.set(scripts.refused)
    problems = [_problem(item) for item in change.diagnostics[:MOST_PROBLEMS]]
    if change.taken:
        log("script_taken", file=change.file, warnings=problems)
        for one in scripts.roster.scripts.values():
            for what in providers.lacks(one.flow):
                log("script_lacks", "error", flow=one.flow.name, what=sentence(what))
    else:
        log("script_refused", "error", file=change.file, problems=problems)


def _problem(diagnostic: Diagnostic) -> dict[str, str | int]:
    return {
        "file": sentence(diagnostic.file),
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "code": diagnostic.code.id,
        "message": sentence(diagnostic.message),
        "help": sentence(diagnostic.help),
    }


async def _entered(stack: AsyncExitStack, name: str, opened: AbstractAsyncContextManager[T]) -> T:
    """Open something, which is closed at the end as far as it lets itself be closed."""
    value = await opened.__aenter__()
    stack.push_async_callback(_closed, name, lambda: opened.__aexit__(None, None, None))
    return value


async def _closed(name: str, close: Callable[[], Awaitable[object]]) -> None:
    """Close something, as far as it lets itself be closed."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await close()
    except Exception as error:  # noqa: BLE001 - the rest is closed all the same
        log("not_closed", "warning", what=name, error=type(error).__name__)
