"""`python -m tests.bench.others`: take everybody's time in turns, print a table."""

import argparse
from collections.abc import Sequence

from tests.bench import steps
from tests.bench.measure import best_of, shown
from tests.bench.others import with_burr, with_callsheet, with_langgraph, with_pipecat
from tests.bench.others.contestant import Contestant
from tests.bench.table import figure, machine, put_in_readme

STEPS = 500
ROUNDS = 10


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.others", description="The same steps elsewhere.")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    parsed = parser.parse_args()
    others = (with_langgraph, with_burr, with_pipecat)
    found = [*with_callsheet.contestants(STEPS), *(other.contestant(STEPS) for other in others)]
    bare, *times = best_of([steps.bares(steps.STEPS), *(each.run for each in found)], ROUNDS)
    table = lines(found, times, bare)
    print("\n".join(table))
    if parsed.readme:
        put_in_readme("others", [*table, "", f"Sequences of {STEPS} steps. Measured on: {machine()}."])


def lines(found: Sequence[Contestant], times: Sequence[float], bare: float) -> list[str]:
    """A table in Markdown; the first contestant is the one that all are held against."""
    rows = [
        "| A step in | What is run | Kept of it | Takes | Bare coroutines | Callsheet's steps without a journal |",
        "|---|---|---|---|---|---|",
    ]
    for each, seconds in zip(found, times, strict=True):
        cells = (each.name, each.how, each.kept, shown(seconds), figure(seconds / bare), figure(seconds / times[0]))
        rows.append(f"| {' | '.join(cells)} |")
    return rows


if __name__ == "__main__":
    main()
