"""What tests have come to as an lcov tracefile (geninfo(1)), which editors and continuous integration read.

A step is a line, and so is a way that stands on a line of its own. The ways on from a step are branches of its line;
those that several steps share are branches of their own.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from callsheet.testing.coverage import Coverage


def write_lcov(path: Path, scripts: Sequence[Coverage]) -> None:
    """Write the file. Raises OSError."""
    path.write_text("".join(f"{line}\n" for script in scripts for line in _records(script)), encoding="utf-8")


def _records(script: Coverage) -> Iterator[str]:
    yield from ("TN:", f"SF:{script.path}")
    branches = [str(way.times) if way.is_open else "-" for way in script.ways]
    numbers: Counter[int] = Counter()
    for way, taken in zip(script.ways, branches, strict=True):
        line = (way.way if way.is_shared else way.steps[0]).span.line
        yield f"BRDA:{line},0,{numbers[line]},{taken}"
        numbers[line] += 1
    yield f"BRF:{len(branches)}"
    yield f"BRH:{sum(taken not in ('-', '0') for taken in branches)}"
    lines = _lines(script)
    yield from (f"DA:{line},{times}" for line, times in sorted(lines.items()))
    yield from (f"LF:{len(lines)}", f"LH:{sum(map(bool, lines.values()))}", "end_of_record")


def _lines(script: Coverage) -> dict[int, int]:
    """How many times each line was come to; of several things on it that which was come to most often."""
    lines: dict[int, int] = {}
    steps = [(step.span.line, step.times) for step in script.steps]
    of_steps = {line for line, _ in steps}
    ways = [(each.way.span.line, each.times) for each in script.ways if each.way.span.line not in of_steps]
    for line, times in (*steps, *ways):
        lines[line] = max(times, lines.get(line, 0))
    return lines
