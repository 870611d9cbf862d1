"""`callsheet serve` as an operator has it: a process of its own, a platform, callers, signals, and real speech."""

import asyncio
import http.client
import json
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import ANY
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import Shell
from tests.telcoflow.caller import Caller
from tests.telcoflow.server import TelcoflowServer

ANN, CLINIC, OTHER = "+15550100", "+15550199", "+15550198"
GREETING = "callsheet: 1\nflow: greeting\nlanguage: en-US\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n"
LONG = GREETING.replace("say: Hello.", "pause: 5m")


@dataclass
class Served:
    """A process that serves, and what it has told so far."""

    process: Process
    address: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    new: asyncio.Event = field(default_factory=asyncio.Event)

    async def told(self, event: str) -> dict[str, Any]:
        """Wait for a line of the log."""
        while not (found := [line for line in self.lines if line["event"] == event]):
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


@asynccontextmanager
async def served(shell: Shell, server: TelcoflowServer, *options: str) -> AsyncIterator[Served]:
    """`callsheet serve` for this platform, once it is ready."""
    account = {"TELCOFLOW_API_KEY": "test-key", "TELCOFLOW_CONNECTOR_UUID": "test-connector"}
    arguments = ("serve", "--line", "telcoflow", "--database", "callsheet.db", "--port", "0", *options)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "engine", *arguments),
        stdout=PIPE,
        stderr=PIPE,
        cwd=shell.folder,
        env={**shell.environment, **account, "TELCOFLOW_BASE_URL": server.url},
        # A shell that runs tests in the background hands on an ignored SIGINT.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    serving = Served(process)
    reading = asyncio.ensure_future(serving.read_log())
    try:
        assert process.stdout is not None
        ready = (await process.stdout.readline()).decode()
        assert ready.startswith("callsheet serve: ready to take calls; http://127.0.0.1:"), serving.lines
        serving.address = ready.split()[6]
        yield serving
        await reading
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        reading.cancel()


@pytest.fixture
def place(shell: Shell) -> Shell:
    """A folder with a database, a script, and the number that it answers."""
    with closing(sqlite3.connect(shell.folder / "callsheet.db")) as connection:
        connection.executescript("CREATE TABLE tasks (id INTEGER PRIMARY KEY);")
    (shell.folder / "greeting.flow.yaml").write_text(GREETING)
    (shell.folder / "callsheet.toml").write_text(f'[numbers]\n"{CLINIC}" = "greeting.flow.yaml"\n')
    return shell


def live(work: Callable[[TelcoflowServer], Awaitable[None]]) -> None:
    """Something that takes real time, against a platform."""

    async def main() -> None:
        async with TelcoflowServer() as server:
            await work(server)

    asyncio.run(main())


def test_calls_are_taken_until_it_is_ended(place: Shell) -> None:
    async def work(server: TelcoflowServer) -> None:
        async with served(place, server) as serving:
            assert await serving.get("/readyz") == (200, "ready\n")
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
            assert await serving.end() == 0
        assert server.faults == []
        assert ANN not in str(serving.lines)
        assert CLINIC not in str(serving.lines)

    live(work)
    for journal in ("old.jsonl", "callsheet.journal.jsonl"):
        (row,) = place("calls", "--journal", journal).stdout.splitlines()[1:]
        assert row.split()[2:] == [
            "call-000001" if journal == "old.jsonl" else "call-000003",
            "greeting",
            ANY,
            "completed",
        ]
    assert "Good morning." in place("show", "last").stdout
    assert place.rows("SELECT DISTINCT ending FROM callsheet_calls") == [("completed",)]


def test_whoever_is_on_the_line_when_it_ends_is_told(place: Shell) -> None:
    (place.folder / "greeting.flow.yaml").write_text(LONG)

    async def work(server: TelcoflowServer) -> None:
        async with served(place, server, "--drain", "0") as serving:
            call = server.place(Caller(number=ANN, called=CLINIC))
            await call.answered()
            assert await serving.end() == 0
            assert call.ended_by == "agent"
            assert call.recording.heard_ms() > 1000  # the farewell

    live(work)
    assert place.rows("SELECT ending FROM callsheet_calls") == [("shut_down",)]


def test_a_second_signal_ends_it_at_once(place: Shell) -> None:
    (place.folder / "greeting.flow.yaml").write_text(LONG)

    async def work(server: TelcoflowServer) -> None:
        async with served(place, server, "--drain", "3600") as serving:
            call = server.place(Caller(number=ANN, called=CLINIC))
            await call.answered()
            serving.process.send_signal(signal.SIGINT)
            await serving.told("draining")
            assert await serving.get("/readyz") == (503, "it is ending, and takes no new calls\n")
            assert await serving.end(signal.SIGTERM) == 0
            assert call.ended_by == "agent"

    live(work)
    assert place.rows("SELECT ending FROM callsheet_calls") == [("shut_down",)]


def test_after_a_kill_the_next_start_ends_its_calls(place: Shell) -> None:
    (place.folder / "greeting.flow.yaml").write_text(LONG)

    async def work(server: TelcoflowServer) -> None:
        async with served(place, server) as serving:
            call = server.place(Caller(number=ANN, called=CLINIC))
            await call.answered()
            assert await serving.end(signal.SIGKILL) == -signal.SIGKILL
        async with served(place, server) as again:
            lost = await again.told("call_lost")
            assert lost["flow"] == "greeting"
            assert await again.end() == 0

    live(work)
    assert place.rows("SELECT ending, failure_kind FROM callsheet_calls") == [("failed", "engine_died")]
    assert "engine_died" in place("calls").stdout
