"""Which process a call runs in, told apart from every other process that had or will have its number."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

# In /proc/PID/stat, what follows the command's closing parenthesis begins with field 3; the start is field 22.
START_FIELD = 22 - 3

UNKNOWN_START = "unknown"


@dataclass(frozen=True, slots=True)
class Worker:
    """A process on a host (a container is one of its own). `started` is its start in this boot of the machine, where
    the system tells."""

    host: str
    pid: int
    started: str

    @classmethod
    def this(cls) -> "Worker":
        """The process that asks."""
        return cls(_host(), os.getpid(), _start_of(os.getpid()))

    @classmethod
    def parse(cls, text: str) -> "Worker | None":
        """What `str` made of a worker, or None where the text is something else."""
        host, _, rest = text.rpartition(" pid ")
        pid, _, started = rest.partition(" start ")
        return cls(host, int(pid), started) if host and pid.isdecimal() and started else None

    def __str__(self) -> str:
        return f"{self.host} pid {self.pid} start {self.started}"

    def has_died(self, beside: "Worker") -> bool:
        """Whether it is gone for certain. Of another host than `beside` nobody can tell: False."""
        if self.host != beside.host or self == beside:
            return False
        start = _start_of(self.pid)
        if UNKNOWN_START in (start, self.started):
            return not _exists(self.pid)
        return start != self.started


def _host() -> str:
    """The host's name, and its space of process numbers: containers may share the one and not the other."""
    try:
        return f"{socket.gethostname()} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return socket.gethostname()


def _start_of(pid: int) -> str:
    """The boot and the tick at which the process started; empty text where it runs no more."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    if not boot.exists():
        return UNKNOWN_START
    try:
        # A process that has ended and was not yet waited for (Z, X) does nothing any more.
        state, *fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return "" if state in "ZX" else f"{boot.read_text('ascii').strip()}/{fields[START_FIELD - 1]}"
    except (OSError, IndexError):  # it is not there, or hidden from us
        return UNKNOWN_START if _exists(pid) else ""


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
