"""Calls that tests take: scripts written in the test, played over the terminal's line or over one with voices."""

import asyncio
import io
import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.files.disk import Disk
from callsheet.adapters.telephony.console.call import ConsoleCall
from callsheet.adapters.telephony.console.typed import TypedLines
from callsheet.dialects import DIALECT
from callsheet.flow.compile import compile_flow
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.journal.writers import Kept
from callsheet.ports.data import Database
from callsheet.ports.line import (
    UNINTERRUPTED,
    HungUp,
    Interruptions,
    Line,
    LineFailed,
    Listening,
    Rung,
    SoundSink,
    Spoken,
)
from callsheet.ports.records import CallRecord, RowsWritten, Visit, VisitPart, visits
from callsheet.ports.telephony import RATE, SAMPLE_BYTES, CallInfo, Heard, KeyPress, Silence, Utterance
from callsheet.ports.understanding import Model
from callsheet.queries.library import load_library
from callsheet.queries.records import DataFile
from callsheet.schema.shape import check_shape
from callsheet.script.script import read_script
from callsheet.session.session import Session
from callsheet.session.world import World
from callsheet.source.reader import read_document
from callsheet.steps import VERBS
from callsheet.turns.text import TextLine
from tests.checking import check_file

P = TypeVar("P", bound=VisitPart)

# How long each message is.
RECORDED_SECONDS = 4
NOW = datetime.fromisoformat("2026-11-22T10:00:00-05:00")
ANN = "+15550100"

SCHEMA = """
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, nickname TEXT);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, what TEXT NOT NULL, due DATE,
                    urgent BOOLEAN NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'open', at DATETIME);
"""
SAMPLE = """
INSERT INTO people (id, name, phone) VALUES (1, 'Ann', '+15550100'), (2, 'Ben', '+15550101');
INSERT INTO tasks (id, person_id, what, due, urgent) VALUES
  (1, 1, 'Water the plants.', '2026-11-23', 1), (2, 1, 'Feed the cat.', NULL, 0), (3, 1, 'Post the letter.', NULL, 0);
"""
QUERIES = """
-- name: person(phone)^
-- Who is calling.
SELECT id, name, nickname FROM people WHERE phone = :phone;
-- name: tasks(person_id)
-- What is to be done.
SELECT id, what, due, urgent FROM tasks WHERE person_id = :person_id AND state = 'open' ORDER BY id;
-- name: finish(task_id, at)!
-- It is done.
UPDATE tasks SET state = 'done', at = :at WHERE id = :task_id AND state = 'open';
-- name: add(task_id, what)!
-- Fails where there is a task of that number.
INSERT INTO tasks (id, person_id, what) VALUES (:task_id, 1, :what);
"""
HEAD = """callsheet: 1
flow: test
timezone: America/New_York
data: data.sql
intents:
  finished:
    phrases: [it is done, done that, "yes"]
    press: "1"
  later:
    phrases: [later, "no", not yet]
    press: "2"
"""


@dataclass
class Played:
    """A call that has ended."""

    record: CallRecord
    screen: list[str]
    journal: Kept
    database: Path

    @property
    def said(self) -> list[str]:
        """What the caller heard."""
        return [line.removeprefix("call:   ") for line in self.screen if line.startswith("call:   ")]

    @property
    def visits(self) -> list[Visit]:
        return [visit for event in self.journal.events for visit in visits(event)]

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """Each visit: the state and what came of it."""
        return [(visit.state, visit.outcome) for visit in self.visits]

    def parts(self, kind: type[P]) -> list[P]:
        return [part for visit in self.visits for part in visit.parts if isinstance(part, kind)]

    @property
    def writes(self) -> list[tuple[str, int]]:
        return [(part.write, part.rows) for part in self.parts(RowsWritten)]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    @property
    def states(self) -> list[object]:
        """The state of each task."""
        return [state for (state,) in self.rows("SELECT state FROM tasks ORDER BY id")]


@dataclass
class Voice:
    """A line with a voice, for what the terminal cannot do: interruptions, hang-ups at any point, prompts that last.

    It is a `Line` and no `Call`, because sessions are what it is for: they have to get along with whatever a line may
    do, and a call with a line made out of it (`tests/lines`) does less.

    A prompt lasts a second in virtual time. `interruptions` maps a word of a prompt to what the caller says half-way;
    `gone_at` is the point (a word of a prompt, or `listen 1` for the first listening) where the caller hangs up.
    """

    info: CallInfo
    turns: list[Heard]
    interruptions: Mapping[str, Utterance | KeyPress] = field(default_factory=dict)
    gone_at: str = ""
    fails_at: str = ""
    cannot_speak: str = ""  # a word of the prompts that it refuses
    hangs_at: str = ""
    spoken: list[str] = field(default_factory=list)
    interruptible: list[bool] = field(default_factory=list)
    before: list[Listening | None] = field(default_factory=list)
    prepared: list[str] = field(default_factory=list)
    listened: list[Listening] = field(default_factory=list)
    rings: list[Rung] = field(default_factory=list)  # what comes of each ring
    rung: list[tuple[str, ...]] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)  # what was spoken beside a talk, and to whom
    recorded_by: SoundSink | None = None
    ended: bool = False
    left: bool = False
    gone: bool = False

    async def at(self, point: str) -> None:
        if self.hangs_at and self.hangs_at in point:
            await asyncio.Event().wait()
        if self.fails_at and self.fails_at in point:
            raise LineFailed("speech", "the voice is broken")
        if self.cannot_speak and self.cannot_speak in point:
            raise LineFailed("speech", "the voice cannot speak that", this_text=True)
        if self.gone or (self.gone_at and self.gone_at in point):
            self.gone = True
            raise HungUp

    async def answer(self) -> None:
        await self.at("answer")

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        await self.at(text)
        self.spoken.append(text)
        self.interruptible.append(interruptions.words is not None)
        self.before.append(before)
        for word, heard in self.interruptions.items():
            if word in text and interruptions.stop(heard, len(text) // 2):
                await asyncio.sleep(0.5)
                return Spoken(500, 1000, heard)
        await asyncio.sleep(1)
        return Spoken(1000, 1000)

    async def listen(self, listening: Listening) -> Heard:
        self.listened.append(listening)
        await self.at(f"listen {len(self.listened)}")
        heard = self.turns.pop(0)
        await asyncio.sleep(listening.timeout_seconds if isinstance(heard, Silence) else 0.2)
        return heard

    async def key(self, within_seconds: float) -> KeyPress | None:
        return None

    async def pause(self, seconds: float) -> None:
        await self.at("pause")
        await asyncio.sleep(seconds)

    async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
        await self.at("ring")
        self.rung.append(targets)
        rung = self.rings.pop(0)
        await asyncio.sleep(rung.seconds)
        return rung

    async def speak_beside(self, text: str, to: Literal["other", "both"]) -> Spoken:
        await self.at(text)
        self.beside.append((text, to))
        await asyncio.sleep(1)
        return Spoken(1000, 1000)

    async def until_unbridged(self) -> None:
        await self.at("talk")
        await asyncio.sleep(60)

    async def leave(self) -> None:
        self.left = True

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        heard = self.turns.pop(0)
        if isinstance(heard, Utterance):
            sink.add(bytes(RECORDED_SECONDS * RATE * SAMPLE_BYTES))
            sink.add_speech(RECORDED_SECONDS, heard.text)
        await self.at("a recording")
        await asyncio.sleep(listening.timeout_seconds if isinstance(heard, Silence) else RECORDED_SECONDS)

    def record_call(self, sink: SoundSink | None) -> None:
        self.recorded_by = sink

    async def hang_up(self) -> None:
        self.ended = True

    def prepare(self, text: str) -> None:
        self.prepared.append(text)


async def ignore_whoever_cancels(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while (left := until - loop.time()) > 0:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(left)


@dataclass
class Stage:
    """Plays calls of scripts in one folder, with one database."""

    folder: Path
    calls: int = 0

    @property
    def database(self) -> Path:
        return self.folder / "test.db"

    def flow(self, script: str, *, unchecked: bool = False) -> Flow:
        """A script; one that begins with a dash is only the steps of one.

        `unchecked` takes one that `check` would refuse for its meaning: the session has to get on with it all the same.
        """
        path = self.folder / "test.flow.yaml"
        path.write_text(script if script.startswith("callsheet:") else HEAD + "steps:\n" + script)
        if unchecked:
            document, _ = read_document(path.name, path.read_bytes())
            assert document is not None
            read, _ = read_script(check_shape(document)[0], VERBS)
            data = DataFile(self.folder / "data.sql", "data.sql", path.name, read.steps[0].span)
            library, _ = load_library([data], Disk.around([path]), DIALECT)
            return compile_flow(read, library)
        checked = check_file(path, path.name)
        assert checked.flow is not None, checked.diagnostics
        return checked.flow

    def play(
        self,
        script: str,
        *turns: str,
        caller: str = ANN,
        model: Model | None = None,
        database: Database | None = None,
        unchecked: bool = False,
    ) -> Played:
        """A call over the terminal's line; `turns` are typed lines."""
        screen = io.StringIO()

        def line(info: CallInfo, clock: VirtualClock) -> Line:
            read, write = os.pipe()
            os.write(write, "".join(f"{turn}\n" for turn in turns).encode())
            os.close(write)
            call = ConsoleCall(
                info,
                clock,
                typed=TypedLines(read),
                screen=screen,
                interactive=False,
                waiting=clock.standing_still,
            )
            return TextLine(call, clock, call.show_pause, call.talk)

        return self.over(
            line, script, caller=caller, model=model, database=database, screen=screen, unchecked=unchecked
        )

    def over(
        self,
        line: Callable[[CallInfo, VirtualClock], Line],
        script: str,
        *,
        caller: str = ANN,
        model: Model | None = None,
        database: Database | None = None,
        screen: io.StringIO | None = None,
        meanwhile: Callable[[Session], None] | None = None,
        unchecked: bool = False,
        farewell: str = "",
    ) -> Played:
        """A call over any line. `meanwhile` is given the session once it runs."""
        flow = self.flow(script, unchecked=unchecked)
        self.calls += 1
        create_database(self.database, SCHEMA, SAMPLE)
        loop = VirtualLoop()
        clock = VirtualClock(loop, NOW)
        kept = Kept()

        async def converse() -> CallRecord:
            world = World(database or SqliteDatabase(self.database, clock), clock, kept, model, farewell=farewell)
            info = CallInfo(f"c-{self.calls}", "inbound", caller, "+15559999")
            session = Session(flow, FlowMachine(flow), line(info, clock), world)
            try:
                if meanwhile:
                    meanwhile(session)
                return await session.run()
            finally:
                await world.database.close()

        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            record = runner.run(converse())
        return Played(record, screen.getvalue().splitlines() if screen else [], kept, self.database)

    def voice(
        self, script: str, *turns: Heard, database: Database | None = None, **scripted: object
    ) -> tuple[Played, Voice]:
        """A call over a line with a voice."""
        voices: list[Voice] = []

        def line(info: CallInfo, clock: VirtualClock) -> Line:
            voices.append(Voice(info, list(turns), **scripted))  # type: ignore[arg-type]  # fields of Voice, by name
            return voices[0]

        played = self.over(line, script, database=database)
        return played, voices[0]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    return Stage(tmp_path)
