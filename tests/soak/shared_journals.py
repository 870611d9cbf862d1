"""Two processes write one journal, which is moved away and shortened meanwhile; they are stopped, continued, killed."""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from callsheet.journal.forgetting import NotForgotten, forget_lines
from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.soak.workers import LOOK_SECONDS, REPOSITORY

ABOUT = "one journal of two processes is moved and shortened while they are stopped, continued and killed"
ACTS = 6
LONGEST = 0.1
OLD = '{"event":"call_ended","call_id":"old","at":"2020-01-01T00:00:00Z"}\n'
LAST_YEAR = datetime(2025, 1, 1, tzinfo=UTC)

# Says how far everything is written.
WRITING = """
import asyncio, sys
from itertools import count
from pathlib import Path
from tests.service.test_journal_file import Bench

async def main():
    bench = Bench(Path(sys.argv[1]))
    for number in count():
        bench.journal.write(bench.event(f"{sys.argv[2]} {number} " + "x" * (number % 60) * 300))
        if number % 10 == 9 and await bench.written():
            print(number, flush=True)
        await asyncio.sleep(0)

asyncio.run(main())
"""


def attack(seed: int, seconds: float) -> Counts:
    """Hurt them, and look for what they were told is written."""
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        journal = folder / "journal.jsonl"
        journal.write_text(OLD)
        started = {each: _start(folder, journal, each) for each in ("a", "b")}
        try:
            while not all((folder / each).read_text() for each in started):
                time.sleep(LOOK_SECONDS)
            for number in range(ACTS):
                _act(chance, folder, journal, list(started.values()), number)
        finally:
            for process in started.values():
                process.kill()
                process.wait()
        told = {f"{each} {number}" for each in started for number in range(_last(folder / each) + 1)}
        there, torn = _found(folder)
        # A long line of which a kill has let the system write a part is the last of its process.
        wrong = (f"{torn} lines are torn",) if torn > len(started) else ()
        return Counts(len(told), len(told - set(there)), sum(there.values()) - len(there), wrong)


def _start(folder: Path, journal: Path, name: str) -> "subprocess.Popen[bytes]":
    with (folder / name).open("wb") as said:
        return subprocess.Popen([sys.executable, "-c", WRITING, str(journal), name], stdout=said, cwd=REPOSITORY)


def _act(
    chance: random.Random, folder: Path, journal: Path, processes: "list[subprocess.Popen[bytes]]", number: int
) -> None:
    time.sleep(chance.uniform(0.0, LONGEST))
    match chance.choice(("move", "shorten", "stop")):
        case "move" if journal.exists():
            journal.rename(folder / f"{number}.jsonl")
        case "shorten" if journal.exists():
            with suppress(NotForgotten, FileNotFoundError):
                forget_lines(journal, folder / f"{number}.new", LAST_YEAR)
        case "stop":
            one = chance.choice(processes)
            one.send_signal(signal.SIGSTOP)
            time.sleep(chance.uniform(0.0, LONGEST))
            one.send_signal(signal.SIGCONT)
        case _:
            pass


def _last(said: Path) -> int:
    return int([line for line in said.read_text().splitlines(keepends=True) if line.endswith("\n")][-1])


def _found(folder: Path) -> tuple[Counter[str], int]:
    """The events in all files, and how many lines are none."""
    there, torn = Counter[str](), 0
    for file in folder.glob("*.jsonl"):
        for line in file.read_text().splitlines():
            try:
                there[" ".join(json.loads(line)["call_id"].split(" ")[:2])] += 1
            except ValueError:
                torn += 1
    del there["old"]
    return there, torn
