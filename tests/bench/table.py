"""The measurements as a table, for the terminal and for README.md."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.measure import REPOSITORY, Measured

README = REPOSITORY / "README.md"


def machine() -> str:
    """What was measured on, and when."""
    names = re.findall(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    processor = names[0] if names else platform.processor() or platform.machine()
    day = datetime.now(UTC).date()
    return f"{processor}, {os.cpu_count()} CPUs, {platform.system()}, Python {platform.python_version()}, {day}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def lines(found: Sequence[Measured]) -> list[str]:
    """A table in Markdown."""
    return ["| What | Against | Journal | Measured | Limit | |", "|---|---|---|---|---|---|", *map(row, found)]


def row(each: Measured) -> str:
    """Its line in the table."""
    limits = (("at most", each.most), ("at least", each.least))
    limit = "".join(f"{word} {limit:,g}" for word, limit in limits if limit is not None)
    missed = "" if each.met else ", **missed**"
    cells = (each.name, each.against, each.journal, f"{figure(each.value)} {each.unit}{missed}", limit, each.detail)
    return f"| {' | '.join(cells)} |"


def figure(value: float) -> str:
    """Three digits of it, or all before the point."""
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def write_readme(found: Sequence[Measured], path: Path = README) -> None:
    """Put the table of the measurements between its markers."""
    put_in_readme("bench", [*lines(found), "", f"Measured on: {machine()}."], path)


def put_in_readme(name: str, text: Sequence[str], path: Path = README) -> None:
    """Put lines of Markdown between the markers of this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    _, there, after = rest.partition(end)
    if not there:
        raise ValueError(f"{path} has no place for the table: {begin} … {end}")
    path.write_text(before + "\n".join([begin, *text, end]) + after, encoding="utf-8")
