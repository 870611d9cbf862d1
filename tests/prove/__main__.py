"""Prove that what is walked is what calls do: `python -m tests.prove --seconds 600 --seed 1`.

Scripts are made by chance, and those that `check` finds right are walked; each move of the walk is followed as a whole
call. What is told at the end was done: a situation in which many calls are one counts once, and a call counts that was
followed from its beginning to its ending.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import Checked, check_file
from tests.prove.conform import Proven, prove
from tests.prove.generated import written

# Rows that queries find at most; more of them make longer walks, and no others.
ROWS = 2
# Of long walks, moves that are followed: others have most of their scripts left then.
MOST_FOLLOWED = 2_000


def main() -> int:
    """Prove for some time, and tell what was proven, and every fault with the seed of its script."""
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1, help="of the first script; the others follow it")
    given = parser.parse_args()
    logging.getLogger("callsheet").setLevel(logging.CRITICAL)  # a fault is told with its seed
    end, scripts, total = time.monotonic() + given.seconds, 0, Proven()
    for seed, checked in _scripts(given.seed):
        if checked.flow is not None:
            proven = prove(checked.flow, checked.library, rows=ROWS, most=MOST_FOLLOWED)
            scripts += 1
            total.situations += proven.situations
            total.moves += proven.moves
            total.followed += proven.followed
            for fault in proven.faults:
                total.faults.append(fault)
                print(f"script {seed}: {fault}", flush=True)
        if time.monotonic() > end:
            break
    print(told(scripts, total))
    return 1 if total.faults else 0


def told(scripts: int, total: Proven) -> str:
    """What was done, in one line."""
    faults = f"{len(total.faults):,} faults" if total.faults else "no fault"
    walked = f"{total.situations:,} situations, {total.moves:,} moves, {total.followed:,} calls followed"
    return f"{scripts:,} scripts, {walked}: {faults}"


def _scripts(first: int) -> Iterator[tuple[int, Checked]]:
    with tempfile.TemporaryDirectory(prefix="callsheet-prove-") as folder:
        for seed in range(first, sys.maxsize):
            path = written(Path(folder), seed)
            yield seed, check_file(path, path.name, Disk.around([path]))


if __name__ == "__main__":
    sys.exit(main())
