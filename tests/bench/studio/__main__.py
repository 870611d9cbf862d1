"""`python -m tests.bench.studio [part …]`: measure, print a table; 1 where a target was missed.

Times are real: on a machine that does something else besides, they are not what a quiet one has.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.live import rows
from tests.bench.studio import keystrokes, opening, speaking
from tests.bench.table import machine
from tests.studio.conftest import PROGRAM

PARTS: Mapping[str, Callable[[Path], Iterator[rows.Row]]] = {
    "opening": opening.measure,
    "keystrokes": keystrokes.measure,
    "speaking": speaking.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.studio", description="How fast the studio's page is.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    if PROGRAM is None:
        parser.error("no Chromium is installed here (apt-get install chromium)")
    print(rows.before(), flush=True)
    found: list[rows.Row] = []
    for part in parsed.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="callsheet-bench-") as folder:
            for row in PARTS[part](Path(folder)):
                print(row.line(), flush=True)
                found.append(row)
    print("", *rows.table(found), "", f"Measured on: {machine()}.", sep="\n")
    return 0 if all(row.met for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
