"""`python -m tests.bench.live [part …]`: measure, print a table; 1 where a target was missed.

Runs on Linux. Times are real: on a machine that does something else besides, they are not what a quiet one has.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.live import calls, latency, memory, recognition, rows, short, talks
from tests.bench.live.clips import write_clips
from tests.bench.live.processes import Failed
from tests.bench.table import machine

PARTS = ("calls", "memory", "short", "latency", "talks", "recognition")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.live", description="How well calls are served.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="as little as shows that everything runs")
    parser.add_argument("--processors", type=int, help="that the service may use (default: all)")
    parser.add_argument("--folder", type=Path, help="where recordings, journals and databases are left")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}")
    if parsed.folder and parsed.folder.exists() and any(parsed.folder.iterdir()):
        parser.error(f"{parsed.folder} is not empty: name a folder that is, or is not there yet")
    folder = parsed.folder or Path(tempfile.mkdtemp(prefix="callsheet-live-"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the two processes end, too
    print(rows.before(), flush=True)
    found: list[rows.Row] = []
    try:
        clips = write_clips(folder / "clips")
        for part in parsed.parts or PARTS:
            for row in _measure(part, folder, clips, quick=parsed.quick, processors=parsed.processors):
                print(row.line(), flush=True)
                found.append(row)
    except Failed as failed:
        print(f"not measured: {failed}", file=sys.stderr)
        return 2
    finally:
        print("", *rows.table(found), "", f"Measured on: {machine()}.", sep="\n")
        print(f"Recordings, journals and databases: {folder}")
    # Few calls tell nothing about time.
    return 0 if parsed.quick or all(row.met for row in found) else 1


def _measure(
    part: str, folder: Path, clips: Mapping[str, Path], *, quick: bool, processors: int | None
) -> Iterator[rows.Row]:
    if part == "calls":
        yield from calls.measure(folder, clips, quick=quick, processors=processors)
    elif part == "memory":
        yield from memory.measure(folder, clips, quick=quick)
    elif part == "short":
        yield from short.measure(folder, quick=quick)
    elif part == "latency":
        yield from latency.measure(folder, clips, quick=quick)
    elif part == "talks":
        yield from talks.measure(folder, quick=quick)
    else:
        yield from recognition.measure()


if __name__ == "__main__":
    sys.exit(main())
