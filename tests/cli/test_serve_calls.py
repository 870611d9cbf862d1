"""`callsheet serve` as an operator has it: a process of its own, a platform, callers, signals, and real speech."""

import asyncio
import http.client
import json
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import ANY
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import Shell
from tests.telcoflow.caller import Caller
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import ServerSettings

ANN, CLINIC, WAITING, OTHER = "+15550100", "+15550199", "+15550198", "+15550197"
GREETING = "callsheet: 1\nflow: greeting\nlanguage: en-US\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n"
LONG = GREETING.replace("greeting", "long").replace("Hello.", "One moment.\n  - pause: 5m")


@dataclass
class Served:
    """A process that serves, and what it has told so far."""

    process: Process
    address: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    new: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    async def told(self, event: str) -> dict[str, Any]:
        """Wait for a line of the log."""
        while not (found := [line for line in self.lines if line.get("event") == event]):
            assert not self.over, self.lines
            self.new.clear()
            await self.new.wait()
        return found[-1]

    async def end(self, *signals: signal.Signals) -> int:
        for number in signals or (signal.SIGTERM,):
            self.process.send_signal(number)
        return await self.process.wait()

    async def get(self, path: str) -> tuple[int, str]:
        return await asyncio.to_thread(self._get, path)

    def _get(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    async def read_log(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(json.loads(line))  # each is one object, whatever happened
            self.new.set()
        self.over = True
        self.new.set()


@asynccontextmanager
async def served(shell: Shell, server: TelcoflowServer, *options: str, stdout: int = PIPE) -> AsyncIterator[Served]:
    """`callsheet serve` for this platform, once it is ready. Where `stdout` is given nobody reads it."""
    account = {"TELCOFLOW_API_KEY": "test-key", "TELCOFLOW_CONNECTOR_UUID": "test-connector"}
    arguments = ("serve", "--line", "telcoflow", "--database", "callsheet.db", "--port", "0", *options)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "callsheet", *arguments),
        stdout=stdout,
        stderr=PIPE,
        cwd=shell.folder,
        env={**shell.environment, **account, "TELCOFLOW_BASE_URL": server.url},
        # A shell that runs tests in the background hands on an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    serving = Served(process)
    reading = asyncio.ensure_future(serving.read_log())
    try:
        serving.address = f"http://127.0.0.1:{(await serving.told('ready'))['port']}"
        if process.stdout is not None:
            told = (await process.stdout.readline()).decode()
            assert told == (
                f"callsheet serve: ready to take calls; {serving.address}/readyz tells whether it still is\n"
            )
        yield serving
        await reading
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        reading.cancel()


@contextmanager
def full_pipe() -> Iterator[int]:
    """A pipe that takes nothing any more, because nobody reads it."""
    end, begin = os.pipe()
    try:
        os.set_blocking(begin, False)
        with suppress(BlockingIOError):
            while True:
                os.write(begin, b"x" * 4096)
        os.set_blocking(begin, True)
        yield begin
    finally:
        os.close(begin)
        os.close(end)


@pytest.fixture
def place(shell: Shell) -> Shell:
    """A folder with a database, and two scripts with the numbers that they answer."""
    with closing(sqlite3.connect(shell.folder / "callsheet.db")) as connection:
        connection.executescript("CREATE TABLE tasks (id INTEGER PRIMARY KEY);")
    (shell.folder / "greeting.flow.yaml").write_text(GREETING)
    (shell.folder / "long.flow.yaml").write_text(LONG)
    (shell.folder / "callsheet.numbers.yaml").write_text(
        f'numbers:\n  "{CLINIC}": greeting.flow.yaml\n  "{WAITING}": long.flow.yaml\n'
    )
    return shell


def live(work: Callable[[TelcoflowServer], Awaitable[None]], settings: ServerSettings | None = None) -> None:
    """Something that takes real time, against a platform."""

    async def main() -> None:
        async with TelcoflowServer(settings) as server:
            await work(server)
            assert server.faults == []

    asyncio.run(main())


def test_calls_are_taken_until_it_is_ended_and_whoever_is_there_is_told(place: Shell) -> None:
    async def work(server: TelcoflowServer) -> None:
        async with served(place, server, "--drain", "0") as serving:
            assert await serving.get("/readyz") == (200, "ready\n")
            waiting = server.place(Caller(number=ANN, called=WAITING))
            first = server.place(Caller(number=ANN, called=CLINIC))
            await first.ended()
            assert (first.ended_by, first.answered_ms is not None) == ("agent", True)
            assert first.recording.heard_ms() > 300
            journal = place.folder / "callsheet.journal.jsonl"
            await serving.told("call_ended")
            journal.rename(place.folder / "old.jsonl")
            serving.process.send_signal(signal.SIGHUP)
            wrong = server.place(Caller(number=ANN, called=OTHER))
            await wrong.ended()
            assert (wrong.ended_by, wrong.answered_ms) == ("agent", None)
            script = place.folder / "greeting.flow.yaml"
            script.write_text(GREETING.replace("say", "sya"))
            (problem,) = (await serving.told("script_refused"))["problems"]
            assert (problem["file"], problem["line"], problem["code"]) == ("greeting.flow.yaml", 6, "CS122")
            script.write_text(GREETING.replace("Hello.", "Good morning."))
            await serving.told("script_taken")
            second = server.place(Caller(number=ANN, called=CLINIC))
            await second.ended()
            _, metrics = await serving.get("/metrics")
            assert 'callsheet_calls_refused_total{reason="unknown_number"} 1.0' in metrics
            assert 'callsheet_script_reloads_total{result="refused"} 1.0' in metrics
            assert 'callsheet_script_reloads_total{result="taken"} 1.0' in metrics
            heard_ms = waiting.recording.heard_ms()
            assert await serving.end() == 0
            assert waiting.ended_by == "agent"
            assert waiting.recording.heard_ms() > heard_ms + 1000  # the farewell
        (unknown,) = (line for line in serving.lines if line.get("reason") == "unknown_number")
        assert unknown.pop("called") == OTHER  # a number of ours, which is to be listed under numbers
        for number in (ANN, CLINIC, OTHER, WAITING):
            assert number not in str(serving.lines)

    live(work)
    before, after = endings(place, "old.jsonl"), endings(place, "callsheet.journal.jsonl")
    assert (before["call-000001"], "call-000004" in before) == ("running", False)
    # The end of the first one stands in either: the log tells of it while the journal's thread still writes it.
    assert {**before, **after} == {"call-000001": "shut_down", "call-000002": "completed", "call-000004": "completed"}
    assert "Good morning." in place("show", "last").stdout
    assert place.rows("SELECT call_id, ending FROM callsheet_calls ORDER BY 1") == [
        ("call-000001", "shut_down"),
        ("call-000002", "completed"),
        ("call-000004", "completed"),
    ]


def endings(shell: Shell, journal: str) -> dict[str, str]:
    """How `callsheet calls` says that the calls of a journal ended."""
    rows = [line.split() for line in shell("calls", "--journal", journal).stdout.splitlines()[1:]]
    return {row[2]: row[5] for row in rows}


def test_a_killed_process_leaves_calls_that_the_next_one_ends_and_a_second_signal_cuts_those_of_that(
    place: Shell,
) -> None:
    async def work(server: TelcoflowServer) -> None:
        with full_pipe() as unread:
            async with served(place, server, stdout=unread) as serving:
                held = server.place(Caller(number=ANN, called=WAITING))
                await held.answered()
                await held.ear.sound()
                assert await serving.end(signal.SIGKILL) == -signal.SIGKILL
        assert held.live  # the caller is still there, and hears nothing
        async with served(place, server, "--drain", "3600") as again:
            lost = await again.told("call_lost")
            assert (lost["call_id"], lost["flow"]) == (held.call_id, "long")
            heard_ms = held.recording.heard_ms()
            await held.ended()
            refused = await again.told("call_refused")
            assert (refused["call_id"], refused["reason"]) == (held.call_id, "begun_before")
            assert (held.ended_by, held.recording.heard_ms()) == ("agent", heard_ms)
            assert [noted.what for noted in held.log if noted.of == "agent" and noted.what.startswith("call.")] == [
                "call.answer",
                "call.close",
            ]
            # A worker that is slow to set up its calls is told of those that ring once more.
            told = dict.fromkeys(noted.detail for noted in held.noted("session.notify"))
            assert list(told) == ["NEW_INCOMING_CALL", "RESUME"]
            new = server.place(Caller(number=ANN, called=WAITING))
            await new.answered()
            again.process.send_signal(signal.SIGINT)
            await again.told("draining")
            assert await again.get("/readyz") == (503, "it is ending, and takes no new calls\n")
            assert await again.end(signal.SIGTERM) == 0
            assert new.ended_by == "agent"
            started = [line["call_id"] for line in again.lines if line["event"] == "call_started"]
            assert started == [new.call_id]

    live(work, ServerSettings(lost_voice_ends_call=False))
    assert place.rows("SELECT call_id, ending, failure_kind FROM callsheet_calls ORDER BY 1") == [
        ("call-000001", "failed", "engine_died"),
        ("call-000002", "shut_down", ""),
    ]
    rows = [line.split() for line in place("calls").stdout.splitlines()[1:]]
    assert [row[2:] for row in rows] == [
        ["call-000001", "long", "?", "failed", "engine_died"],
        ["call-000002", "long", ANY, "shut_down"],
    ]
    assert "its engine died" in place("show", "call-000001").stdout
