"""The command as people and machines use it: in a process of its own, through its arguments and its streams."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.warm import Warm, warm

REPOSITORY = Path(__file__).parents[2]
NOTIFICATIONS = "interactive_notifications.flow.yaml"
NOW = "2026-11-22T10:00:00-05:00"
TIMEOUT_SECONDS = 60


@dataclass
class Shell:
    """Runs `callsheet` in a folder that holds the shipped script and its data."""

    folder: Path
    warm: Warm | None = None  # starts commands sooner

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "callsheet", *arguments]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(REPOSITORY / "engine"), "CALLSHEET_TRACEBACK": ""}

    def __call__(self, *arguments: str, typed: str | bytes = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end. A traceback is never what anybody should see."""
        given = typed if isinstance(typed, bytes) else typed.encode()
        if self.warm:
            done = self.warm.run(arguments, given, self.folder, self.environment, TIMEOUT_SECONDS)
        else:
            done = subprocess.run(
                self.command(*arguments),
                input=given,
                capture_output=True,
                cwd=self.folder,
                env=self.environment,
                timeout=TIMEOUT_SECONDS,
            )
        out, error = (stream.decode("utf-8") for stream in (done.stdout, done.stderr))
        assert "Traceback" not in out + error
        return subprocess.CompletedProcess(done.args, done.returncode, out, error)

    def call(self, *options: str, typed: str | bytes = "") -> subprocess.CompletedProcess[str]:
        """A call of the shipped script, at a fixed time."""
        return self("run", NOTIFICATIONS, "--now", NOW, *options, typed=typed)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=self.environment,
            # A shell that runs tests in the background hands on an ignored SIGINT.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    def rows(self, sql: str, database: str = "callsheet.db") -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / database)) as connection:
            return connection.execute(sql).fetchall()

    def states(self, database: str = "callsheet.db") -> list[object]:
        """The state of each notification."""
        return [state for (state,) in self.rows("SELECT status FROM notifications ORDER BY id", database)]


@pytest.fixture(scope="session")
def warm_engine() -> Iterator[Warm]:
    with warm({**os.environ, "PYTHONPATH": str(REPOSITORY / "engine")}) as server:
        yield server


@pytest.fixture
def shell(tmp_path: Path, warm_engine: Warm) -> Shell:
    shutil.copy(REPOSITORY / "flows" / NOTIFICATIONS, tmp_path)
    shutil.copytree(REPOSITORY / "flows" / "data", tmp_path / "data")
    return Shell(tmp_path, warm_engine)
