"""What the processors of this machine have to do, and how much of it is ours: read where Linux tells it."""

import math
import os
import time
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")
# In a line of /proc/stat: the name of a processor, and the seconds since the start that it spent idle, waiting for a
# disk (in which it could have worked), and on programs that are politer than others.
NAME, NICE, IDLE, DISK = 0, 2, 4, 5
# In /proc/…/stat behind the program's name, which may hold anything: seconds of processors, and of the system for it.
USER, SYSTEM = 11, 12

# Microseconds of processors that a container gets, and in how many microseconds (control groups, version 2).
CONTAINER_TIME = Path("/sys/fs/cgroup/cpu.max")


class CpuUse(NamedTuple):
    """Seconds of processors so far."""

    at: float  # seconds of the machine's clock
    idle: float  # of all that we may use
    ours: float  # spent by this process and those that it has begun
    main: float  # spent by the thread that asks


def use() -> CpuUse | None:
    """As it is now; None where the system does not tell."""
    if not hasattr(os, "sched_getaffinity"):
        return None
    try:
        ours = sum(_spent(process) for process in (os.getpid(), *_begun()))
        return CpuUse(time.monotonic(), _idle(), ours, time.thread_time())
    except (OSError, ValueError, IndexError):
        return None


def processors() -> int:
    """How many processors this process may use; of a container, as many as its time amounts to."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        allowed, each = CONTAINER_TIME.read_text().split()
        return min(there, max(1, math.ceil(int(allowed) / int(each))))
    except (OSError, ValueError):  # none is told, or it is `max`
        return there


def _idle() -> float:
    allowed = {f"cpu{number}" for number in os.sched_getaffinity(0)}
    lines = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    return sum(int(line[IDLE]) + int(line[DISK]) for line in lines if line and line[NAME] in allowed) / TICKS


def _begun() -> list[int]:
    """The processes that this one has begun."""
    return [int(child) for path in Path("/proc/self/task").glob("*/children") for child in path.read_text().split()]


def _spent(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # it has just ended
        return 0.0
    return (int(fields[USER]) + int(fields[SYSTEM])) / TICKS
