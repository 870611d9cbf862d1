"""`python -m tests.bench`: measure everything, print a table; 1 where a target was missed."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from tests.bench import calls, commands, example, steps, table
from tests.bench.measure import Measured

FILES = 300
# What takes milliseconds gets more turns: on a machine that does other work too, few of them are undisturbed.
SHORT = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast Callsheet is, as ratios.")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each measurement, the best of which counts")
    parser.add_argument("--quick", action="store_true", help="as little as shows that everything runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured there")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    parsed = parser.parse_args(arguments)
    found = []
    for each in _everything(1 if parsed.quick else parsed.rounds, quick=parsed.quick):
        print(table.row(each), flush=True)
        found.append(each)
    print("\n".join(table.lines(found)))
    if parsed.json:
        results = [{**asdict(each), "met": each.met} for each in found]
        parsed.json.write_text(json.dumps({"machine": table.machine(), "measured": results}, indent=2) + "\n")
    if parsed.readme:
        table.write_readme(found)
    # One turn tells nothing about time.
    return 0 if parsed.quick or all(each.met for each in found) else 1


def _everything(rounds: int, *, quick: bool) -> Iterator[Measured]:
    return chain(
        commands.measure(rounds, 2 if quick else FILES),
        steps.measure(rounds * SHORT, *((20, 5) if quick else (steps.STEPS, steps.QUESTIONS))),
        example.measure(rounds * SHORT // 2, 2 if quick else example.CALLS),
        calls.measure(20 if quick else calls.CALLS),
    )


if __name__ == "__main__":
    sys.exit(main())
