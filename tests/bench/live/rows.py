"""What was measured, as rows of a table; and how quiet the machine was meanwhile."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.live.processes import Run

# Processors busy with something else, above which times say more of that than of the service.
QUIET_CORES = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """`value` in `unit`, and the `most` or `least` that it may be: None where it is only told."""

    what: str
    value: float
    unit: str
    on: str
    most: float | None = None
    least: float | None = None

    @property
    def met(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    def line(self) -> str:
        """As a row in Markdown."""
        limit = "" if self.most is None else f"{self.most:g} {self.unit}"
        limit = limit if self.least is None else f"at least {self.least:g} {self.unit}"
        missed = "" if self.met else " **missed**"
        return f"| {self.what} | {shown(self.value)} {self.unit}{missed} | {limit} | {self.on} |"


def shown(value: float) -> str:
    """With as many digits as tell something."""
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.4g}"


def table(rows: Sequence[Row]) -> list[str]:
    """All of them in Markdown."""
    return ["| What | Measured | At most | On what |", "|---|---|---|---|", *(row.line() for row in rows)]


def before() -> str:
    """How much this machine has to do before anything is measured."""
    load = os.getloadavg()[0]
    told = f"load average of the last minute: {load:.2f} on {os.cpu_count()} CPUs"
    return told if load <= 2 * QUIET_CORES else f"{told}; WARNING: this machine is not quiet"


def meanwhile(run: Run) -> str:
    """What else was running, and whether the platform itself was in time."""
    told = (
        f"{run.seconds:.0f} s; something else kept {run.others_cores:.2f} CPUs busy; the platform's own ticks were"
        f" at most {run.report.worst_tick_late_ms:.0f} ms late"
    )
    return told if run.others_cores <= QUIET_CORES else f"{told}; WARNING: this machine is not quiet"
