"""Workers at one database, as attacks start, hurt and end them."""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.lease import MISSED_BEATS
from tests.soak.worker import SCHEMA, told

LOOK_SECONDS = 0.02
REPOSITORY = Path(__file__).parents[2]


class Worker:
    """A process, with a file that it says everything to: nobody needs to read it meanwhile."""

    def __init__(self, folder: Path, name: str) -> None:
        self._said = folder / f"{name}.said"
        command = [sys.executable, "-m", "tests.soak.worker", str(folder / "soak.db"), name]
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, cwd=REPOSITORY)

    def has_begun(self) -> bool:
        """Whether something was done; never before it has started."""
        return '"done"' in self._said.read_text() or self.process.poll() is not None

    def said(self) -> list[dict[str, object]]:
        """All that it has said. It has no faults."""
        said = list(told(self._said.read_text()))
        faults = [str(line["fault"]) for line in said if "fault" in line]
        assert not faults, faults[-1]
        return said

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def workers(names: Sequence[str]) -> Iterator[tuple[Path, list[Worker]]]:
    """A folder with a database, and workers there who have begun; they are dead afterwards."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        with closing(sqlite3.connect(folder / "soak.db")) as connection:
            connection.executescript(f"PRAGMA journal_mode = WAL; {SCHEMA}")
        started = [Worker(folder, each) for each in names]
        try:
            while not all(worker.has_begun() for worker in started):
                time.sleep(LOOK_SECONDS)
            yield folder, started
        finally:
            for worker in started:
                worker.kill()


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def end_lost_calls(path: Path) -> dict[str, int]:
    """What the next worker finds, with how many writes: whoever is left over is gone for it at last."""

    async def main() -> dict[str, int]:
        clock = SystemClock()
        database = SqliteDatabase(path, clock)
        lost = {}
        for _ in range(MISSED_BEATS + 2):
            for call in await database.take_lost_calls():
                lost[call.call_id] = len(call.writes)
                await database.close_call(call.call_id, "failed", "engine_died", clock.now())
        await database.close()
        return lost

    return asyncio.run(main())
