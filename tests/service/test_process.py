"""A process that serves, from its start to its end: what has to be there, what is told, what is left behind."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.ports.clock import Clock
from callsheet.ports.door import Door
from callsheet.ports.provider import Health, Telephony
from callsheet.ports.speech import Ear, Mark, Recognized, Sound, Speech, SpeechFailed, Voice
from callsheet.ports.understanding import Model
from callsheet.service import watching
from callsheet.service.logs import FIELDS
from callsheet.service.loopback import LoopbackServer
from callsheet.service.operation import Operation, Stop
from callsheet.service.process import serve
from callsheet.service.providers import NotServed, Providers
from callsheet.service.scripts import Change
from callsheet.service.watching import Watching
from tests.service.conftest import GREETING, Lines, Place, PlayedTelephony, run, until

WRITING = """data: data.sql
steps:
  - answer
  - write: finish
    with: {task_id: 1}
  - say: It is done.
  - disconnect
"""


class PlayedSpeech:
    """Speech that notes what it was used for before the first call; it hangs or fails where it is told to."""

    def __init__(self) -> None:
        self.used: list[str] = []
        self.failure: SpeechFailed | None = None
        self.hangs = False

    def speech(self) -> Speech:
        return Speech(self, self, self)

    async def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        self.used.append(f"spoke {voice.language}")
        if self.hangs:
            await asyncio.Event().wait()
        if self.failure:
            raise self.failure
        yield b"\0\0"

    def prepare(self, text: str, voice: Voice) -> None:
        pass

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        self.used.append(f"listened {language}")
        return Recognized("", 0.0)

    def open(self) -> Ear:
        return self

    def passes_over(self, frame: bytes) -> bool:
        return False

    async def judge(self, frame: bytes, played: bytes = b"") -> Sound:
        self.used.append("heard")
        return Sound(0.0)

    async def close(self) -> None:
        pass


@dataclass
class Bench:
    """A process that serves, in virtual time."""

    place: Place
    clock: VirtualClock
    stop: Stop
    telephony: PlayedTelephony = field(default_factory=PlayedTelephony)
    voice: PlayedSpeech = field(default_factory=PlayedSpeech)
    lines: Lines = field(default_factory=Lines)
    addresses: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    drain_seconds: float = 10.0
    port: int = 0

    @property
    def journal(self) -> Path:
        return self.place.folder / "test.journal.jsonl"

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.journal.read_text().splitlines()]

    def endings(self) -> dict[str, str]:
        return {event["call_id"]: event["ending"] for event in self.events() if "ending" in event}

    @asynccontextmanager
    async def _telephony(self, clock: Clock, door: Door) -> AsyncIterator[Telephony]:
        yield self.telephony
        self.closed.append("telephony")

    @asynccontextmanager
    async def _speech(self, clock: Clock) -> AsyncIterator[Speech]:
        yield self.voice.speech()
        self.closed.append("speech")

    @asynccontextmanager
    async def _model(self, clock: Clock) -> AsyncIterator[Model | None]:
        yield None
        self.closed.append("model")

    async def serve(self, script: str = GREETING) -> bool:
        operation = Operation(
            self.place.database, self.journal, timedelta(days=30), False, 100, self.drain_seconds, self.port
        )
        providers = Providers(self._telephony, self._speech, self._model, lines=lambda speech, clock: self.lines)
        scripts = self.place.scripts(script)
        return await serve(operation, scripts, providers, self.clock, self.stop, self.addresses.append)

    async def start(self, script: str = GREETING) -> "asyncio.Task[bool]":
        """Serve, and wait until it is ready."""
        serving = asyncio.ensure_future(self.serve(script))
        await until(lambda: bool(self.addresses) or serving.done())
        return serving


def play(place: Place, work: Callable[[Bench], Awaitable[None]]) -> Bench:
    async def main(clock: VirtualClock) -> Bench:
        bench = Bench(place, clock, Stop())
        await work(bench)
        return bench

    return run(main)


def test_a_process_serves_until_it_is_asked_to_end(place: Place) -> None:
    async def work(bench: Bench) -> None:
        serving = await bench.start()
        assert bench.addresses[0].startswith("http://127.0.0.1:")
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        bench.stop.ask()
        assert await serving

    before = threading.enumerate()
    bench = play(place, work)
    assert bench.endings() == {"c-1": "completed"}
    assert bench.telephony.drained
    assert bench.closed == ["telephony", "speech", "model"]
    # Everything was used once before the first call.
    assert bench.voice.used[:3] == ["heard", "spoke en-US", "listened en-US"]
    assert set(bench.voice.used[3:]) == {"heard"}, "how late that is is looked at all the time"
    begun = [thread.name for thread in threading.enumerate() if thread not in before]
    assert [name for name in begun if name.startswith("callsheet")] == []


def test_it_is_not_ready_before_the_provider_is_connected(place: Place) -> None:
    async def work(bench: Bench) -> None:
        bench.telephony.up = Health(False, "not connected yet")
        serving = asyncio.ensure_future(bench.serve())
        await asyncio.sleep(30)
        assert bench.addresses == []
        bench.telephony.up = Health(True, "connected")
        await asyncio.sleep(1)
        assert len(bench.addresses) == 1
        bench.stop.ask()
        assert await serving

    play(place, work)


def test_asked_again_it_ends_at_once_and_the_write_is_done(place: Place) -> None:
    async def work(bench: Bench) -> None:
        bench.drain_seconds = 3600.0
        serving = await bench.start("callsheet: 1\nflow: writing\n" + WRITING)
        call = bench.telephony.ring()
        await until(lambda: "answer" in call.did)
        bench.stop.ask()
        bench.stop.ask()
        before = bench.clock.monotonic()
        assert await serving
        assert bench.clock.monotonic() - before < 60

    assert play(place, work).endings() == {"c-1": "shut_down"}
    with closing(sqlite3.connect(place.database)) as connection:
        rows = dict(connection.execute("SELECT id, state FROM tasks"))
        writes = connection.execute("SELECT count(*) FROM callsheet_writes").fetchone()
    assert (rows[1] == "done") == (writes == (1,))


def test_a_provider_that_breaks_down_ends_the_process_and_its_calls(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(bench: Bench) -> None:
        serving = await bench.start()
        bench.telephony.ring()
        await asyncio.sleep(0.5)
        bench.telephony.break_down(ConnectionError("+15550100"))
        assert not await serving

    assert play(place, work).endings() == {"c-1": "completed"}
    assert "calls_not_taken" in caplog.messages
    assert "+15550100" not in caplog.text


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """What the log tells: each event with its fields."""
    return [{"event": record.message, **getattr(record, FIELDS, {})} for record in caplog.records]


def test_each_call_is_told_from_its_beginning_to_its_end(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="callsheet.service")

    async def work(bench: Bench) -> None:
        bench.drain_seconds = 3600.0
        serving = await bench.start("callsheet: 1\nflow: long\nsteps:\n  - answer\n  - pause: 5m\n  - disconnect\n")
        bench.telephony.ring(call_id="c-cut")
        bench.telephony.ring(call_id="c-gone").end()
        await asyncio.sleep(5)
        bench.stop.ask()
        bench.stop.ask()
        assert await serving

    play(place, work)
    told = [line for line in lines_of(caplog) if line["event"] in ("call_started", "call_ended")]
    assert [(line["event"], line["call_id"], line.get("ending")) for line in told] == [
        ("call_started", "c-cut", None),
        ("call_started", "c-gone", None),
        ("call_ended", "c-gone", "hung_up"),
        ("call_ended", "c-cut", "shut_down"),
    ]


def test_asked_to_end_while_it_starts_it_ends(place: Place) -> None:
    async def work(bench: Bench) -> None:
        bench.voice.hangs = True
        serving = asyncio.ensure_future(bench.serve())
        await until(lambda: "spoke en-US" in bench.voice.used)
        bench.stop.ask()
        assert await serving
        assert bench.addresses == []

    assert play(place, work).closed == ["speech", "model"]


def refused(place: Place, prepare: Callable[[Bench], None], script: str = GREETING) -> str:
    """Why a process does not begin."""
    messages: list[str] = []

    async def work(bench: Bench) -> None:
        prepare(bench)
        with pytest.raises(NotServed) as told:
            await bench.serve(script)
        messages.append(str(told.value))
        assert bench.addresses == []

    play(place, work)
    return messages[0]


def test_a_database_that_cannot_be_used_keeps_it_from_beginning(place: Place) -> None:
    def lose(bench: Bench) -> None:
        place.database.write_bytes(b"no database" * 1000)

    message = refused(place, lose)
    cause = "the file is not a database, or it is damaged: restore it"
    assert message == f"the database {place.database} cannot be read: {cause}"


def test_a_database_without_the_tables_of_a_script_keeps_it_from_beginning(place: Place) -> None:
    def empty(bench: Bench) -> None:
        with closing(sqlite3.connect(place.database)) as connection:
            connection.execute("DROP TABLE tasks")

    message = refused(place, empty, "callsheet: 1\nflow: writing\n" + WRITING)
    assert message == (
        f'the database {place.database} does not fit the script "writing": the database refused "finish": the file'
        " lacks a table or column that the query names: compare it with schema.sql"
    )
    with closing(sqlite3.connect(place.database)) as connection:  # what was only looked at stays as it was
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_journal_that_cannot_be_written_keeps_it_from_beginning(place: Place) -> None:
    def block(bench: Bench) -> None:
        bench.journal.mkdir()

    assert "the journal cannot be written to" in refused(place, block)


def test_a_port_that_is_taken_keeps_it_from_beginning(place: Place) -> None:
    taken = LoopbackServer(0, lambda environ, start: [])

    def occupy(bench: Bench) -> None:
        bench.port = taken.port

    try:
        assert "choose another with --port" in refused(place, occupy)
    finally:
        taken.close()


def test_speech_that_does_not_work_keeps_it_from_beginning(place: Place) -> None:
    def fail(bench: Bench) -> None:
        bench.voice.failure = SpeechFailed("unavailable", "there is no voice for this language")

    assert refused(place, fail) == "speech cannot be used: there is no voice for this language"

    def hang(bench: Bench) -> None:
        bench.voice.hangs = True

    assert "was not ready within 300 s: the voice en-US is being loaded (2 of 3)" in refused(place, hang)


def leave_open(place: Place, call_id: str) -> None:
    """A call whose process was killed."""
    command = [sys.executable, "-m", "tests.service.dying_process", str(place.database), call_id]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def test_calls_of_a_killed_process_are_ended_and_never_begun_again(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="callsheet.service")
    leave_open(place, "c-lost")

    async def work(bench: Bench) -> None:
        serving = await bench.start()
        lost = bench.telephony.ring(call_id="c-lost")  # the platform still has it
        bench.telephony.ring(call_id="c-new")
        await asyncio.sleep(5)
        assert lost.did == ["hang_up"]
        bench.stop.ask()
        assert await serving

    bench = play(place, work)
    assert bench.endings() == {"c-lost": "failed", "c-new": "completed"}
    assert [event["event"] for event in bench.events() if event["call_id"] == "c-lost"] == ["call_lost"]
    assert bench.lines.said("c-lost") == []
    with closing(sqlite3.connect(place.database)) as connection:
        ledger = dict(connection.execute("SELECT call_id, ending || ' ' || failure_kind FROM callsheet_calls"))
    assert ledger == {"c-lost": "failed engine_died", "c-new": "completed "}
    # In the log, too, it neither begins nor ends again.
    told = [line for line in lines_of(caplog) if line.get("call_id") == "c-lost" or "reason" in line]
    assert told == [
        {"event": "call_lost", "call_id": "c-lost", "flow": "greeting", "writes": 0, "sent": 0},
        {"event": "call_refused", "reason": "begun_before"},
    ]


def test_the_journal_goes_on_in_a_new_file_when_it_is_told_to(place: Place) -> None:
    async def work(bench: Bench) -> None:
        serving = await bench.start()
        bench.journal.rename(bench.journal.with_suffix(".1"))
        bench.stop.ask_to_reopen()
        bench.telephony.ring()
        await asyncio.sleep(5)
        bench.stop.ask()
        assert await serving

    assert play(place, work).endings() == {"c-1": "completed"}


def test_new_versions_are_looked_for_beside_the_calls(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.001)
    scripts = place.scripts()
    changes: list[Change] = []
    told = threading.Event()

    def tell(change: Change) -> None:
        changes.append(change)
        told.set()

    watched = Watching(scripts, tell)
    watched.start()
    try:
        place.script(GREETING.replace("Hello.", "Good morning."))
        assert told.wait(60)
    finally:
        watched.stop()
    assert changes == [Change("test.flow.yaml", True)]
    script = scripts.roster.script_for("")
    assert script is not None
    assert "Good morning." in str(script.flow.states)


def test_a_look_that_fails_is_not_the_last_one(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.001)
    looks = threading.Semaphore(0)

    class Broken:
        def look(self, tell: object) -> None:
            looks.release()
            raise ZeroDivisionError

    watched = Watching(Broken(), lambda change: None)  # type: ignore[arg-type]  # worse than scripts are
    watched.start()
    for _ in range(3):
        assert looks.acquire(timeout=60)
    watched.stop()
    assert "scripts_not_watched" in caplog.messages
