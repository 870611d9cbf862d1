"""Whole processes: what somebody waits for who types a command."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

from tests.bench.measure import REPOSITORY, Measured, Processes, best_of, processes, ratio, shown
from tests.bench.scripts import write_scripts

MOST_CHECK, MOST_VERSION, MOST_FILE, MOST_EXPLORE = 12.0, 3.0, 20.0, 15.0  # times; the targets of the design
MOST_DIFF = 0.5  # seconds
EXAMPLE = "flows/interactive_notifications.flow.yaml"
PARSE = """
import sys, yaml
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for _ in range(10):
        for event in yaml.parse(text, Loader=yaml.CLoader):
            pass
"""
PARSES = 10  # so that what Python itself takes to begin hardly counts


def measure(rounds: int, files: int) -> Iterator[Measured]:
    """Commands against a Python that does nothing; scripts against libyaml that only parses them."""
    with processes() as python, tempfile.TemporaryDirectory(prefix="callsheet-bench-") as folder:
        python.cpu("-m", "callsheet", "check", EXAMPLE)  # compiles the modules
        nothing = "`python -c pass`"
        yield ratio(
            "`callsheet --version`",
            nothing,
            lambda: python.cpu("-m", "callsheet", "--version"),
            lambda: python.cpu("-c", "pass"),
            rounds,
            MOST_VERSION,
        )
        yield ratio(
            "`callsheet check` of the example",
            nothing,
            lambda: python.cpu("-m", "callsheet", "check", EXAMPLE),
            lambda: python.cpu("-c", "pass"),
            rounds,
            MOST_CHECK,
        )
        yield _explored(python, nothing, rounds)
        yield _compared(python, Path(folder), rounds)
        yield _many(python, Path(folder, "shared"), rounds, files, own_sql=False)
        yield _many(python, Path(folder, "own"), rounds, files, own_sql=True)


def _explored(python: Processes, nothing: str, rounds: int) -> Measured:
    """What walking all calls takes beside checking the script."""
    explored, checked, passed = best_of(
        (
            lambda: python.cpu("-m", "callsheet", "explore", EXAMPLE),
            lambda: python.cpu("-m", "callsheet", "check", EXAMPLE),
            lambda: python.cpu("-c", "pass"),
        ),
        rounds,
    )
    detail = f"{shown(explored)} and {shown(checked)} against {shown(passed)}"
    name = "`callsheet explore` of the example, beyond `check`"
    return Measured(name, nothing, (explored - checked) / passed, "times", detail, most=MOST_EXPLORE)


def _compared(python: Processes, folder: Path, rounds: int) -> Measured:
    """Both sides of a change to what one question is answered with."""
    example = REPOSITORY / EXAMPLE
    copytree(example.parent / "data", folder / "data")
    changed = folder / example.name
    changed.write_text(example.read_text().replace("Got it, that's been confirmed.", "Thank you, that's noted."))
    (best,) = best_of((lambda: python.cpu("-m", "callsheet", "diff", EXAMPLE, str(changed), status=1),), rounds)
    return Measured("`callsheet diff` of the example, one sentence changed", "", best, "s", "", most=MOST_DIFF)


def _many(python: Processes, folder: Path, rounds: int, files: int, *, own_sql: bool) -> Measured:
    folder.mkdir()
    paths = [str(path) for path in write_scripts(folder, files, own_sql=own_sql)]
    return ratio(
        f"`callsheet check`, a script of 300 lines among {files}, "
        + ("each with a .sql file of its own" if own_sql else "one .sql file"),
        "the events of PyYAML's C parser",
        lambda: python.cpu("-m", "callsheet", "check", str(folder), units=files),
        lambda: python.cpu("-c", PARSE, *paths, units=files * PARSES),
        rounds,
        None if own_sql else MOST_FILE,
    )
