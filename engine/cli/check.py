"""`callsheet check`: everything that is wrong with scripts, all of it at once."""

import argparse
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.scripts import NoScript, find_scripts, lines_of

if TYPE_CHECKING:
    from argparse import _SubParsersAction


# Problems of one file that are shown: whoever has more than that mends some first.
MOST_SHOWN = 100


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "check",
        help="find what is wrong with scripts",
        description="Check call scripts: their syntax, their shape, their names and their queries.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        type=Path,
        help="a script, or a folder to search for *.flow.yaml (default: .)",
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Check the scripts; 0 where none has an error."""
    try:
        scripts = find_scripts(arguments.paths or [Path()])
    except NoScript as error:
        print(f"callsheet check: {error}", file=sys.stderr)
        return 2
    from engine.checks.check import check_file
    from engine.diagnostics.text import report

    # Scripts may share a .sql file: its mistakes are reported once.
    diagnostics = list(dict.fromkeys(item for path in scripts for item in check_file(path, str(path)).diagnostics))
    for file, group in groupby(diagnostics, key=lambda item: item.file):
        found = list(group)
        for block in report(found[:MOST_SHOWN], lines_of):
            print(block)
        if len(found) > MOST_SHOWN:
            print(f"{file}: and {len(found) - MOST_SHOWN:,} more, not shown\n")
    errors = sum(1 for diagnostic in diagnostics if diagnostic.code.severity == "error")
    warnings = len(diagnostics) - errors
    print(f"{_counted(len(scripts), 'script')} checked: {_found(errors, warnings)}")
    return 1 if errors else 0


def _found(errors: int, warnings: int) -> str:
    found = [_counted(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    return " and ".join(found) or "no problems"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
