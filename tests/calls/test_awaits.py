"""Every await of a session fails, hangs and is cancelled: one record, a closed ledger, and the line is let go."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.flow.machine import FlowMachine
from callsheet.journal.writers import Kept
from callsheet.ports.data import DataFailed, OpenedCall, PreparedQuery, WriteUnit, Written
from callsheet.ports.line import HungUp, LineFailed, Rung
from callsheet.ports.records import CallRecord, NoteTaken
from callsheet.ports.telephony import CallInfo, Utterance
from callsheet.ports.values import Cell, Row
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.calls.conftest import HEAD, NOW, SAMPLE, SCHEMA, Played, Stage, Voice, ignore_whoever_cancels

SCRIPT = """- answer
- query: tasks
  with: {person_id: 1}
  as: tasks
  while_waiting: Looking.
- ask: Is it done?
  answers:
    finished:
      - write: finish
        with: {task_id: 1, at: "{{ now }}"}
        while_waiting: Writing.
      - say: Noted.
  otherwise: []
- note: "{{ tasks | length }}"
- disconnect
if_caller_hangs_up:
  - write: finish
    with: {task_id: 2, at: "{{ now }}"}
  - note: gone
if_something_fails:
  - say: Sorry.
after_call:
  - note: "{{ call.ending }}"
"""
TALK = """- answer
- connect: office
  come_back: true
  if_unanswered: [disconnect]
- connect: office
  if_unanswered: [disconnect]
- whisper: A caller.
- write: finish
  with: {task_id: 1, at: "{{ now }}"}
- barge: Both of you.
- leave
if_caller_hangs_up:
  - note: gone
if_something_fails:
  - say: Sorry.
  - disconnect
after_call:
  - note: "{{ call.ending }}"
"""
TROUBLES: dict[str, Callable[[], BaseException]] = {
    "hung up": HungUp,
    "line": lambda: LineFailed("line", "the line failed"),
    "speech": lambda: LineFailed("speech", "the voice failed"),
    "data": lambda: DataFailed("database_locked", "the database is locked"),
    "bug": lambda: ZeroDivisionError("a bug"),
    "reset": ConnectionResetError,
}


class Troubled(Voice):
    """A line on which one method fails, hangs, or lets the test cancel the call."""

    trouble = ""
    where = ""
    cancel: Callable[[], None] = staticmethod(lambda: None)

    async def at(self, point: str) -> None:
        if point.startswith(self.where) and self.where:
            await meet(self.trouble, self.cancel)
        await super().at(point)

    async def hang_up(self) -> None:
        self.ended = True
        if self.where == "hang_up":
            await meet(self.trouble, self.cancel)

    async def leave(self) -> None:
        self.left = True
        if self.where == "leave":
            await meet(self.trouble, self.cancel)


async def meet(trouble: str, cancel: Callable[[], None]) -> None:
    if trouble in TROUBLES:
        raise TROUBLES[trouble]()
    if trouble.startswith("deaf"):
        if trouble == "deaf and cancelled":
            asyncio.get_running_loop().call_later(1, cancel)
        await ignore_whoever_cancels(3600)
        return
    if trouble.startswith("cancelled"):
        cancel()
        if trouble == "cancelled twice":
            asyncio.get_running_loop().call_later(0.01, cancel)
    await asyncio.sleep(0 if trouble.startswith("cancelled") else 3600)


class TroubledDatabase(SqliteDatabase):
    slow = False
    trouble = ""
    where = ""
    cancel: Callable[[], None] = staticmethod(lambda: None)

    async def open_call(self, call: OpenedCall) -> bool:
        if self.where == "open_call":
            await meet(self.trouble, self.cancel)
        return await super().open_call(call)

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        if self.slow:
            await asyncio.sleep(4)
        return await super().read(query, values, most_rows=most_rows)

    async def write(self, unit: WriteUnit) -> Written:
        if self.slow:
            await asyncio.sleep(4)
        written = await super().write(unit)
        if self.where == "write":
            await meet(self.trouble, self.cancel)
        return written

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: object) -> None:
        if self.where == "close_call":
            await meet(self.trouble, self.cancel)
        await super().close_call(call_id, ending, failure_kind, at)  # type: ignore[arg-type]  # what the port gives


def play(stage: Stage, where: str, trouble: str, *, gone_at: str = "", script: str = SCRIPT) -> tuple[Played, Voice]:
    flow = stage.flow(script)
    create_database(stage.database, SCHEMA, SAMPLE)
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)
    kept = Kept()
    lines: list[Troubled] = []

    async def converse() -> CallRecord | None:
        database = TroubledDatabase(stage.database, clock)
        info, rings = CallInfo("c-1", "inbound", "+15550100", ""), [Rung("answered", 3), Rung("answered", 3)]
        lines.append(Troubled(info, [Utterance("yes")], rings=rings, gone_at=gone_at))
        database.slow = where in WAITING
        doing = asyncio.ensure_future(Session(flow, FlowMachine(flow), lines[0], World(database, clock, kept)).run())
        for troubled in (database, lines[0]):
            troubled.where, troubled.trouble, troubled.cancel = where, trouble, doing.cancel  # type: ignore[assignment]
        await asyncio.wait({doing})
        lines[0].where = database.where = ""
        await database.close()
        return None if doing.cancelled() else doing.result()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        returned = runner.run(converse())
    records = [event for event in kept.events if isinstance(event, CallRecord)]
    assert len(records) == 1, "one record a call"
    assert returned in (None, records[0])
    assert kept.events[-1] is records[0]
    return Played(records[0], [], kept, stage.database), lines[0]


LINE = ["answer", "Is it done?", "listen 1", "Noted", "hang_up"]


HANGS = ["hangs", "deaf", "deaf and cancelled"]
WAITING = ["Looking", "Writing"]
DATABASE = ["open_call", "write", "close_call"]  # it never hangs: the port bounds every wait (tests/unit/data)


@pytest.mark.parametrize(
    ("where", "trouble"),
    [
        *(
            (where, trouble)
            for where in [*LINE, *WAITING]
            for trouble in [*TROUBLES, *HANGS, "cancelled", "cancelled twice"]
        ),
        *((where, trouble) for where in DATABASE for trouble in [*TROUBLES, "cancelled", "cancelled twice"]),
    ],
)
def test_whatever_an_await_does_the_call_ends_once(stage: Stage, where: str, trouble: str) -> None:
    played, voice = play(stage, where, trouble)
    assert voice.ended
    if "cancelled" not in trouble:
        assert [note.text for note in played.parts(NoteTaken)][-1] == played.record.ending
        assert played.outcomes.count(("after_call/note", "done")) == 1
    if where not in ("open_call", "close_call"):
        assert played.rows("SELECT ending FROM callsheet_calls") == [(played.record.ending,)]
    if where == "Writing":  # it is noted, whatever became of what was said meanwhile
        assert played.writes == [("finish", 1)]
    if where in ("Writing", "Noted", "hang_up", "close_call", "write"):
        assert played.rows("SELECT state FROM tasks WHERE id = 1") == [("done",)]
        assert ("finish",) in played.rows("SELECT name FROM callsheet_writes")


@pytest.mark.parametrize(
    ("where", "trouble", "ending"),
    [
        ("answer", "cancelled", "shut_down"),
        ("listen 1", "cancelled", "shut_down"),
        ("listen 1", "hangs", "limit_reached"),
        ("listen 1", "deaf", "limit_reached"),
        ("Is it done?", "deaf", "limit_reached"),
        ("listen 1", "deaf and cancelled", "shut_down"),
        ("listen 1", "bug", "failed"),
        ("Noted", "line", "failed"),
        ("Noted", "hung up", "hung_up"),
        ("hang_up", "hung up", "completed"),
        ("hang_up", "hangs", "failed"),
        ("hang_up", "reset", "failed"),
        ("Looking", "line", "completed"),
        ("Writing", "bug", "completed"),
        ("Writing", "cancelled", "shut_down"),
        ("Writing", "hangs", "limit_reached"),
    ],
)
def test_the_ending_tells_what_happened(stage: Stage, where: str, trouble: str, ending: str) -> None:
    played, _ = play(stage, where, trouble)
    assert played.record.ending == ending


@pytest.mark.parametrize("where", ["ring", "talk", "A caller", "Both", "leave"])
@pytest.mark.parametrize("trouble", [*TROUBLES, *HANGS, "cancelled", "cancelled twice"])
def test_whatever_an_await_does_nobody_who_talks_is_disturbed(stage: Stage, where: str, trouble: str) -> None:
    contacts = HEAD + "contacts: {office: callee}\nsteps:\n"
    played, voice = play(stage, where, trouble, script=contacts + TALK)
    if where == "ring":  # nobody talks yet
        assert voice.ended
    else:
        assert (voice.left, voice.ended, voice.spoken) == (True, False, [])
    if "cancelled" not in trouble:
        assert [note.text for note in played.parts(NoteTaken)][-1] == played.record.ending
    assert played.rows("SELECT ending FROM callsheet_calls") == [(played.record.ending,)]
    if where == "leave" and trouble == "hung up":
        assert played.record.ending == "completed"


def test_a_call_that_is_stopped_in_its_hang_up_handler_was_hung_up(stage: Stage) -> None:
    played, _ = play(stage, "write", "cancelled", gone_at="listen 1")
    assert played.record.ending == "hung_up"
    assert played.rows("SELECT state FROM tasks WHERE id = 2") == [("done",)]
    write, note = played.outcomes[-2:]  # what waits for nothing is still done, and nothing behind the call
    assert write == ("if_caller_hangs_up/write finish", "done")
    assert note == ("if_caller_hangs_up/note", "done")


@pytest.mark.parametrize("where", LINE)
def test_a_line_that_ignores_its_cancellation_is_left_behind_soon(stage: Stage, where: str) -> None:
    played, _ = play(stage, where, "deaf")
    assert played.record.took_ms <= (600 + 30 + 15 + 15) * 1000  # the call, its handler, the line twice


def test_the_record_names_the_first_failure(stage: Stage) -> None:
    script = """- answer
- say: "{{ call.id }}"
- disconnect
if_something_fails:
  - query: person
    with: {phone: "1"}
    if_fails: []
  - note: "{{ failure.step }}"
"""

    class NoReading(SqliteDatabase):
        async def read(self, *_: object, **__: object) -> tuple[()]:
            raise DataFailed("database_slow", "too slow")

    flow = stage.flow(script)
    create_database(stage.database, SCHEMA, SAMPLE)
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)
    kept = Kept()

    async def converse() -> CallRecord:
        database = NoReading(stage.database, clock)
        voice = Voice(CallInfo("c-1", "inbound", "", ""), [], fails_at="c-1")
        try:
            return await Session(flow, FlowMachine(flow), voice, World(database, clock, kept)).run()
        finally:
            await database.close()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        record = runner.run(converse())
    assert (record.ending, record.failed_in, record.failure_kind) == ("failed", "say", "speech")
