"""What takes part."""

from dataclasses import dataclass

from tests.bench.measure import Run


@dataclass(frozen=True, slots=True)
class Contestant:
    """An engine's sequence of steps. `how` says what is run, `kept` what stays of each step, `run` takes one's time."""

    name: str
    how: str
    kept: str
    run: Run
