"""`callsheet explore`: every call that scripts can have, and what is wrong with them."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.check import GITHUB, TEXT, add_format, reporter_for
from callsheet.cli.complaints import complain
from callsheet.cli.faults import OUR_FAULT, tell_fault
from callsheet.exploring import ROWS

if TYPE_CHECKING:
    from argparse import _SubParsersAction

# The most rows of one list that can be asked for.
MOST_ROWS = 8


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "explore",
        help="walk every call that scripts can have, and find what is wrong with them",
        description="Walk every call that call scripts can have: all that callers can answer, all that data can hold,"
        " and all that can fail. Told is what goes wrong in them, each with a call that shows it, how they end, and how"
        " long they become. No telephone, no database and no model is needed.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        type=Path,
        help="a script, or a folder to search for *.flow.yaml (default: .)",
    )
    add_format(parser)
    parser.add_argument(
        "--rows",
        type=int,
        choices=range(1, MOST_ROWS + 1),
        default=ROWS,
        help=f"how many rows a query finds at most, beside those numbers that the script tells apart (default: {ROWS})",
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with 1 if anything was found, or not every call was walked"
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Explore the scripts; 0 where none has an error, with --strict also nothing was found, and every call
    was walked."""
    from callsheet.cli.named import NothingNamed, disk_of, named
    from callsheet.diagnostics.findings import Findings
    from callsheet.exploring.explored import Explored, explore
    from callsheet.exploring.telling import as_data, as_lines
    from callsheet.source.file_lines import Lines

    paths = arguments.paths or [Path()]
    disk = disk_of(paths)
    try:
        scripts = list(named(paths, disk).scripts)
    except NothingNamed as error:
        complain("explore", str(error))
        return 2
    if not scripts:
        complain("explore", "there is no script here; name one that ends in .flow.yaml")
        return 2
    faults: list[tuple[Path, Exception]] = []
    explored: dict[str, Explored] = {}
    for path in scripts:
        try:
            explored[str(path)] = explore(path, str(path), disk, rows=arguments.rows)
        except Exception as error:  # noqa: BLE001 - told once the other scripts are explored
            faults.append((path, error))
    diagnostics = tuple(each for one in explored.values() for each in one.diagnostics)
    calls = tuple(as_data(shown, one) for shown, one in explored.items())
    findings = Findings(diagnostics, len(scripts), calls=calls)
    for block in reporter_for(arguments.format, sys.stdout)(findings, Lines(disk)):
        print(block)
    if arguments.format in (TEXT, GITHUB):
        for shown, one in explored.items():
            for line in as_lines(shown, one):
                print(line)
    for path, fault in faults:
        tell_fault(fault, str(path))
    if faults:
        return OUR_FAULT
    open_ = any(one.graph is not None and not one.graph.is_whole for one in explored.values())
    return 1 if findings.errors or (arguments.strict and (findings.warnings or open_)) else 0
