"""A call in the terminal, from the first ring to the summary."""

import asyncio
import os
import signal
import sys
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from engine.adapters.clock.system import SystemClock
from engine.adapters.clock.virtual import VirtualClock, VirtualLoop
from engine.adapters.data.nothing import NoDatabase
from engine.adapters.data.sqlite.database import SqliteDatabase
from engine.adapters.telephony.console.line import ConsoleLine
from engine.adapters.telephony.console.notation import printable
from engine.adapters.telephony.console.typed import TypedLines
from engine.flow.machine import FlowMachine
from engine.flow.model import Flow
from engine.journal.writers import JsonLines, Kept, Several
from engine.ports.clock import Clock
from engine.ports.data import DataFailed
from engine.ports.journal import Journal
from engine.ports.records import CallLost, CallRecord, Event, RowsWritten, Visit
from engine.ports.telephony import CallInfo
from engine.session.session import Session, World


def take_call(
    flow: Flow,
    *,
    caller: str,
    database: Path,
    now: datetime | None,
    journal: TextIO | None,
    redact: bool,
    screen: TextIO,
) -> CallRecord:
    """Run the call, and print it. With a terminal time is real, without one it jumps."""
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
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        line = ConsoleLine(
            CallInfo(f"c-{uuid.uuid4().hex}", "inbound", caller, ""),
            clock,
            typed=TypedLines(descriptor),
            screen=screen,
            interactive=interactive,
            waiting=waiting,
        )
        return runner.run(
            _converse(flow, line, database, clock, JsonLines(journal, redact=redact) if journal else None)
        )


async def _converse(flow: Flow, line: ConsoleLine, path: Path, clock: Clock, journal: Journal | None) -> CallRecord:
    kept = Kept()
    database = SqliteDatabase(path, clock) if flow.queries else NoDatabase()
    world = World(database, clock, Several([kept, *([journal] if journal else [])]))
    try:
        await _end_lost_calls(line, world)
        session = Session(flow, FlowMachine(flow), line, world)
        _listen_to_signals(line, session)
        line.show(f"-- {line.info.caller_number or 'a withheld number'} calls {flow.name}")
        record = await session.run()
    finally:
        await world.database.close()
    for text in _summary(record, kept.events):
        line.show(text)
    return record


async def _end_lost_calls(line: ConsoleLine, world: World) -> None:
    """What a killed process left behind, told before the next call."""
    try:
        lost = await world.database.close_lost_calls(world.clock.now())
    except DataFailed:
        return  # the script will find out, and may know what to do
    for call in lost:
        written = tuple(write.name for write in call.writes)
        world.journal.write(CallLost(call.call_id, world.clock.now(), call.flow, call.started_at, written))
        line.show(f"-- an earlier call of {call.flow} was cut off when its engine died (began {call.started_at})")
        for name in written:
            line.show(f"--   written, perhaps not spoken: {name}")


def _listen_to_signals(line: ConsoleLine, session: Session) -> None:
    """Ctrl-C is the caller hanging up, and quits when it comes again; SIGTERM ends the call."""
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        line.show("\n-- the caller hangs up")
        line.caller_hangs_up()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, interrupted)
    loop.add_signal_handler(signal.SIGTERM, session.shut_down)


def _summary(record: CallRecord, events: list[Event]) -> list[str]:
    """How the call ended and what it wrote."""
    lines = [f"-- the call ended: {record.ending}"]
    if record.failure_kind:
        lines.append(f"--   {record.failed_in}: {record.failure_message}")
    written = [
        part for event in events if isinstance(event, Visit) for part in event.parts if isinstance(part, RowsWritten)
    ]
    lines += [f"-- {len(written)} write{'' if len(written) == 1 else 's'}{':' if written else ''}"]
    for part in written:
        values = ", ".join(f"{name}={_shown(value)}" for name, value in part.values.items())
        lines.append(f"--   {part.write}({values}): {part.rows} row{'' if part.rows == 1 else 's'}")
    return lines


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return printable(str(value))
