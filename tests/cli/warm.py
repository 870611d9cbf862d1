"""`callsheet` in a process of its own that has imported everything already: most commands take less than the imports.

A server imports what commands import and runs none. For each one it forks: the child has the streams, the folder and
the environment that it is given, and goes the way of `python -m callsheet`, to the end of the process; only that what
was imported is not taken apart, which would take longer than most commands.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

from callsheet.cli import COMMANDS

# What commands import when they come to need it; the speech and the lines of `serve` are not among it.
LATE = (
    *(f"callsheet.cli.{command}" for command in COMMANDS),
    *("callsheet.adapters.data.sqlite", "callsheet.checks.check", "callsheet.cli.call", "callsheet.cli.checking"),
    *("callsheet.diagnostics.sarif", "callsheet.flow.machine", "callsheet.session.session", "callsheet.testing.play"),
    *("aiosqlite", "asyncio", "jinja2", "jsonschema", "openai", "transitions", "yaml"),
)
REQUEST_BYTES = 2**18
STREAMS = 3


class Warm:
    """The server, as tests see it."""

    def __init__(self, ours: socket.socket) -> None:
        self._ours = ours

    def run(
        self, arguments: Sequence[str], typed: bytes, folder: Path, environment: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end, as `subprocess.run` does."""
        reading, writing = os.pipe()
        with TemporaryFile() as out, TemporaryFile() as error, open(reading, "rb") as theirs:
            request = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
            socket.send_fds(self._ours, [request], [theirs.fileno(), out.fileno(), error.fileno()])
            theirs.close()
            typing = threading.Thread(target=_type, args=(writing, typed))
            typing.start()
            pid = int(self._ours.recv(REQUEST_BYTES))
            self._ours.settimeout(timeout)
            try:
                status = int(self._ours.recv(REQUEST_BYTES))
            except TimeoutError:
                self._ours.settimeout(None)
                os.kill(pid, signal.SIGKILL)
                self._ours.recv(REQUEST_BYTES)
                raise subprocess.TimeoutExpired(list(arguments), timeout) from None
            finally:
                self._ours.settimeout(None)
                typing.join()
            out.seek(0)
            error.seek(0)
            return subprocess.CompletedProcess(list(arguments), status, out.read(), error.read())


def _type(writing: int, typed: bytes) -> None:
    """All of it, or as much as is read."""
    with suppress(BrokenPipeError), open(writing, "wb") as stream:
        stream.write(typed)


@contextmanager
def warm(environment: Mapping[str, str]) -> Iterator[Warm]:
    """A server while it is needed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            pass_fds=[theirs.fileno()],
        ) as server:
            theirs.close()
            yield Warm(ours)
            ours.close()
            server.communicate()


def _serve(asking: socket.socket) -> list[str] | None:
    """Returns in each child, with the arguments of its command; and in the server, with nothing, at the end."""
    while True:
        request, streams, _, _ = socket.recv_fds(asking, REQUEST_BYTES, STREAMS)
        if not request:
            return None
        pid = os.fork()
        if not pid:
            arguments, folder, environment = json.loads(request)
            asking.close()
            _become(streams, folder, environment)
            return [str(argument) for argument in arguments]
        for stream in streams:
            os.close(stream)
        asking.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        asking.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(streams: Sequence[int], folder: str, environment: Mapping[str, str]) -> None:
    """The process that `python -m callsheet` would be."""
    for wanted, stream in enumerate(streams):
        os.dup2(stream, wanted)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.path[0] = folder


# What the command's process ends with, once it is known.
status: list[int] = []


def _end() -> None:
    """In place of Python's own end: threads have ended, and everything else that wants to be told of it was."""
    with suppress(OSError, ValueError):  # a stream that is gone: Python has words and a status for it
        sys.stdout.flush()
        sys.stderr.flush()
        if status:
            os._exit(status[0])


def _run(arguments: Sequence[str]) -> None:
    """The command."""
    sys.argv[1:] = arguments
    try:
        runpy.run_module("callsheet", run_name="__main__", alter_sys=True)
    except SystemExit as stop:
        if isinstance(stop.code, int):
            status.append(stop.code)
        raise


if __name__ == "__main__":
    atexit.register(_end)  # before anything else: it is called last
    for late in LATE:
        import_module(late)
    gc.freeze()  # what was imported is not looked through, and so not copied, in each child
    given = _serve(socket.socket(fileno=int(sys.argv[1])))
    if given is not None:
        _run(given)
