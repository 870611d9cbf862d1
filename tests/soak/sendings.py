"""Another system that refuses, fails, hangs, cuts, or kills `callsheet run` before or behind its answer.

It counts what it is asked by the key that makes a request one. It has done whatever it was asked, but what it refused:
so the call may say that something was done only where it has come here, and that it was not only where it has not.
"""

import asyncio
import os
import random
import signal
import ssl
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.conftest import Shell
from tests.elsewhere.server import OtherSystem, other_system
from tests.soak.counts import Counts
from tests.soak.trials import trials

ABOUT = "another system refuses, fails, hangs, cuts, or kills `run` before or behind its answer"

SCRIPT = """callsheet: 1
flow: telling
language: en-US
data: data/people.sql
requests: data/office.http
steps:
  - answer
  - query: people
    as: people
  - loop: 3
    do:
      - request: tell
        with: {number: "{{ loop.number }}"}
        if_fails:
          - say: Not done {{ loop.number }}.
          - stop_loop
      - say: Done {{ loop.number }}.
  - say: You were heard, {{ people | length }}.
  - disconnect
if_something_fails:
  - say: Nobody knows.
"""
FILES = {
    "telling.flow.yaml": SCRIPT,
    "data/people.sql": "-- name: people()\n-- Everybody.\nSELECT id FROM people;\n",
    "data/schema.sql": "CREATE TABLE people (id INTEGER PRIMARY KEY);\n",
    "data/office.http": """### tell(number)!
# Tells the team.
# timeout: 1s
POST {{ $URL }}/ok
Content-Type: application/json

{"number": {{ number }}}
""",
}
ANSWERS = ("ok", "ok", "late", "hang", "429", "500", "cut", "kill", "kill_behind")
REFUSED = "429"
LATE_SECONDS = 0.1
# Seconds from the ring at which it is killed by nobody whom it asks, most of the time beyond its end.
LATEST_KILL_SECONDS = 3.0


@dataclass
class KillingSystem(OtherSystem):
    """One that can kill who asks it. `done` are the numbers that it has done, by key."""

    pid: int = 0
    done: dict[str, int] = field(default_factory=dict)

    async def _answer(self, what: str, writer: asyncio.StreamWriter) -> bool:
        if what != REFUSED and self.bodies[-1]:
            self.done[self.keys[-1]] = int(str(self.body["number"]))  # type: ignore[index]  # it is a mapping
        match what:
            case "kill":
                self.kill()
                return False
            case "kill_behind":
                await super()._answer("ok", writer)
                await writer.drain()
                self.kill()
                return False
            case "late":
                await asyncio.sleep(LATE_SECONDS)
        return await super()._answer("ok" if what == "late" else what, writer)

    def forget(self, answers: list[str]) -> None:
        """From here on it counts anew, and answers so."""
        self.headers.clear()
        self.done.clear()
        self.answers = list(answers)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@dataclass
class Telling(Shell):
    """Runs the script, which asks a system at this address."""

    address: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "URL": self.address, **self.more}


def attack(seed: int, seconds: float) -> Counts:
    """Call, kill or be killed, and call again."""
    return trials(seed, seconds, trial)


def trial(chance: random.Random) -> Counts:
    """One call in which everything may go wrong, and one in which nothing does."""
    answers = [chance.choice(ANSWERS) for _ in range(3)]
    return called(answers, chance.uniform(0, LATEST_KILL_SECONDS))


def called(answers: list[str], killed_at: float) -> Counts:
    """What is wrong after a call that is answered so, and killed after some seconds if it has not ended by then."""
    with running() as system, folder(system.address) as shell:
        begun = ("run", "telling.flow.yaml", "--local-requests", "--journal", "calls.jsonl")
        assert shell(*begun[:3], typed="").returncode == 0  # which makes the database
        system.forget(answers)
        with shell.start(*begun) as process:
            system.pid = process.pid
            timer = threading.Timer(killed_at, process.kill)
            timer.start()
            out, _ = process.communicate()
            timer.cancel()
        killed = process.returncode == -signal.SIGKILL
        system.answers.clear()
        following = shell(*begun)
        return _judged(shell, system, out, following.stdout, killed=killed)


def _judged(shell: Shell, system: KillingSystem, out: str, following: str, *, killed: bool) -> Counts:
    times = Counter(key for key in system.keys if key)
    said = {words: {number for number in (1, 2, 3) if f"{words} {number}." in out} for words in ("Done", "Not done")}
    noted = shell.rows("SELECT call_id, call_id || '-' || visit, outcome FROM callsheet_sendings ORDER BY visit")
    wrong = [f"{key} was sent and not noted" for key in times.keys() - {key for _, key, _ in noted}]
    calls = shell.rows("SELECT call_id, failure_kind FROM callsheet_calls ORDER BY started_at LIMIT 1 OFFSET 1")
    ((first, kind),) = calls or [("", "")]  # it may be killed before it begins
    of_first = {str(key) for call_id, key, _ in noted if call_id == first}
    done = {number for key, number in system.done.items() if key in of_first}
    if untrue := said["Not done"] & done:
        wrong.append(f"{untrue} were said not to be done, and were")
    told = following.count("--   sent: tell (")
    if told != (len(of_first) if kind == "engine_died" else 0):
        wrong.append(f"{told} of {len(of_first)} sendings were told of a call that ended as {kind or 'it should'}")
    if kind == "engine_died" and not killed:
        wrong.append("a call that ended was told as one that was killed")
    if shell.rows("SELECT count(*) FROM callsheet_calls WHERE ended_at IS NULL") != [(0,)]:
        wrong.append("a call stayed open in the ledger")
    return Counts(1, len(said["Done"] - done), sum(times.values()) - len(times), tuple(wrong))


@contextmanager
def running(encrypted: ssl.SSLContext | None = None) -> Iterator[KillingSystem]:
    """A system in a thread of its own."""
    system, ready = KillingSystem(), threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with other_system(system, encrypted=encrypted):
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(10)
        yield system
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


@contextmanager
def folder(address: str) -> Iterator[Telling]:
    """The script and its data in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="callsheet-soak-") as name:
        for path, text in FILES.items():
            Path(name, path).parent.mkdir(exist_ok=True)
            Path(name, path).write_text(text)
        yield Telling(Path(name), address=address)
