"""`callsheet serve` ends in time, whenever it is asked to and whatever does not answer."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from callsheet.cli.leaving import leave_within
from tests.cli.conftest import Shell
from tests.cli.test_serve import GREETING

# Seconds that a process may take here to do what takes it two: others use this machine as well.
PATIENCE_SECONDS = 30.0


@contextmanager
def silent() -> Iterator[int]:
    """A platform that lets one connect, and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=16)) as listening:
        yield listening.getsockname()[1]


def serving(shell: Shell, port: int) -> "subprocess.Popen[str]":
    (shell.folder / "a.flow.yaml").write_text(GREETING)
    with closing(sqlite3.connect(shell.folder / "calls.db")) as database:
        database.executescript((shell.folder / "data" / "schema.sql").read_text())
    account = {"TELCOFLOW_API_KEY": "key", "TELCOFLOW_CONNECTOR_UUID": "connector"}
    options = ("--line", "telcoflow", "--database", "calls.db", "--port", "0", "--drain", "0")
    return subprocess.Popen(
        [sys.executable, "-m", "callsheet", "serve", "a.flow.yaml", *options],
        stderr=subprocess.PIPE,
        text=True,
        cwd=shell.folder,
        env={**shell.environment, **account, "TELCOFLOW_BASE_URL": f"ws://127.0.0.1:{port}"},
    )


def until_it_handles_signals(process: "subprocess.Popen[str]") -> None:
    """The interpreter itself takes a moment in which nobody can catch one."""
    caught = 1 << (signal.SIGTERM - 1)
    while process.poll() is None:
        with open(f"/proc/{process.pid}/status") as status:
            masks = dict(line.split(":", 1) for line in status if ":" in line)
        if int(masks["SigCgt"], 16) & caught:
            return
        time.sleep(0.001)
    raise AssertionError("it has ended")


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="signals that are handled are told only there")
@pytest.mark.parametrize("told", ["", '"event":"loading"'])
def test_asked_to_end_while_it_begins_it_ends_well(shell: Shell, told: str) -> None:
    with silent() as port, serving(shell, port) as process:
        assert process.stderr is not None
        if told:
            assert any(told in line for line in process.stderr)
        else:
            until_it_handles_signals(process)
        process.terminate()
        process.stderr.read()
        assert process.wait(PATIENCE_SECONDS) == 0


def test_asked_to_end_while_the_platform_is_silent_it_ends_well(shell: Shell) -> None:
    with silent() as port, serving(shell, port) as process:
        assert process.stderr is not None
        assert any('"what":"recognition' in line for line in process.stderr)
        with closing(socket.create_connection(("127.0.0.1", port))):
            process.terminate()
            assert '"level":"error"' not in process.stderr.read()
        assert process.wait(PATIENCE_SECONDS) == 0


def test_what_hangs_is_left_behind() -> None:
    child = os.fork()
    if child == 0:
        leave_within(0.3, 7)
        while True:
            time.sleep(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("def new_event_loop():\n    raise SystemExit('uvloop is asked')\n", "uvloop is asked\n"),
        ("raise ImportError\n", '"event":"loading"'),
    ],
    ids=["installed", "missing"],
)
def test_its_event_loop_is_of_uvloop_where_that_is_installed(shell: Shell, module: str, said: str) -> None:
    (shell.folder / "uvloop.py").write_text(module)
    with silent() as port, serving(shell, port) as process:
        assert process.stderr is not None
        assert any(said in line for line in process.stderr)
        process.terminate()
        process.stderr.read()
        process.wait(PATIENCE_SECONDS)
