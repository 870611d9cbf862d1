"""Two things against each other, in turns: CPU time, and the ratio of the best of each.

The best of several rounds is what the work takes when nothing disturbs it; turns share whatever disturbs both. A ratio
holds on a machine that is faster or slower, and so does the limit that it is held against.
"""

import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

# Does the work once; the CPU seconds that one unit of it took.
Run = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: `value` in `unit`, what `against` what. Without `most` and `least` it is only told.

    `journal` says where the journal of the calls went, where calls were measured.
    """

    name: str
    against: str
    value: float
    unit: str
    detail: str
    most: float | None = None
    least: float | None = None
    journal: str = ""

    @property
    def met(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


def best_of(runs: Sequence[Run], rounds: int) -> list[float]:
    """What each took in its best round."""
    return [min(times) for times in zip(*([run() for run in runs] for _ in range(rounds)), strict=True)]


def ratio(
    name: str, against: str, work: Run, base: Run, rounds: int, most: float | None = None, journal: str = ""
) -> Measured:
    """How many times as long `work` takes as `base`."""
    best, best_base = best_of((work, base), rounds)
    detail = f"{shown(best)} against {shown(best_base)}"
    return Measured(name, against, best / best_base, "times", detail, most=most, journal=journal)


def rate(name: str, against: str, work: Run, base: Run, rounds: int, least: float | None, journal: str) -> Measured:
    """How often a core does `work` in a second."""
    best, best_base = best_of((work, base), rounds)
    detail = f"{shown(best)} against {shown(best_base)}, {best / best_base:,.3g} times"
    return Measured(name, against, 1 / best, "a second", detail, least=least, journal=journal)


def shown(seconds: float) -> str:
    """A time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


@contextmanager
def _collected() -> Iterator[None]:
    """Without the garbage collector, whose turn would come in one run and not in the other."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def cpu(work: Callable[[], object], units: int = 1) -> float:
    """CPU seconds of this process for one unit of the work."""
    with _collected():
        before = time.process_time()
        work()
        return (time.process_time() - before) / units


class Processes:
    """Runs whole processes of this Python. Their compiled modules are kept where nothing else uses them."""

    def __init__(self, folder: str) -> None:
        self._surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        self._surroundings |= {"PYTHONPATH": str(REPOSITORY / "engine"), "PYTHONPYCACHEPREFIX": folder}

    def cpu(self, *arguments: str, units: int = 1, status: int = 0) -> float:
        """CPU seconds for one unit of the work; a process that ends with another status fails the measurement."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, *arguments],
            check=False,
            cwd=REPOSITORY,
            env=self._surroundings,
            stdout=subprocess.DEVNULL,
        )
        if done.returncode != status:
            raise subprocess.CalledProcessError(done.returncode, done.args)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / units


@contextmanager
def processes() -> Iterator[Processes]:
    """A runner of processes."""
    with tempfile.TemporaryDirectory(prefix="callsheet-bench-") as folder:
        yield Processes(folder)
