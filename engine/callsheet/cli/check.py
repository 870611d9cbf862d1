"""`callsheet check`: everything that is wrong with scripts and their tests, all of it at once."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from callsheet.cli.complaints import complain
from callsheet.cli.faults import OUR_FAULT, tell_fault
from callsheet.cli.lean import import_libraries

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from callsheet.diagnostics.findings import Reporter

TEXT, JSON, GITHUB, SARIF = "text", "json", "github", "sarif"


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    import_libraries()
    parser = commands.add_parser(
        "check",
        help="find what is wrong with scripts and their tests",
        description="Check call scripts: their syntax, their shape, their names and their queries; and test files, as"
        " far as that can be done without playing them. Numbers files, which say which script answers which"
        " number, are checked with the scripts that they name.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        type=Path,
        help="a script, a test file, a numbers file, a folder to search for *.flow.yaml, *.test.yaml and"
        " *.numbers.yaml (default: .), a .sql or .http file for the scripts here that use its folder, or - for standard"
        " input",
    )
    add_format(parser)
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write what help lines offer into the files, where that makes no other mistake, tell of it, and report"
        " what is left; the text on standard input is printed, mended",
    )
    parser.add_argument("--strict", action="store_true", help="warnings count: exit with 1 if there are any")
    parser.set_defaults(execute=execute)


def add_format(parser: argparse.ArgumentParser) -> None:
    """The option of commands that report what is wrong with scripts."""
    parser.add_argument(
        "--format",
        choices=(TEXT, JSON, GITHUB, SARIF),
        default=TEXT,
        help="how to report: text for people (the default), json for programs, github for GitHub Actions, sarif for"
        " code scanning",
    )


def execute(arguments: argparse.Namespace) -> int:
    """Check the files; 0 where none has an error, with --strict also no warning."""
    from callsheet.cli.named import INPUT, NothingNamed, disk_of, named

    paths = arguments.paths or [Path()]
    disk = disk_of(paths)
    try:
        meant = named(paths, disk)
    except NothingNamed as error:
        complain("check", str(error))
        return 2
    from callsheet.cli.checking import Checking
    from callsheet.diagnostics.findings import Findings

    for path in meant.foreign:
        what = "is no test file of a call script (one has flow: and tests:), and is let alone"
        complain("check", f"{path} {what}")
    checking = Checking(disk)
    checking.check(meant)
    out, failed = sys.stdout, False
    if arguments.fix:
        from callsheet.cli.fixing import fix

        out = sys.stderr if INPUT in meant.scripts else out  # the text itself goes to standard output
        checking, failed = fix(checking, meant, disk, out if arguments.format == TEXT else sys.stderr)
    # Scripts may share a .sql file: its mistakes are reported once.
    findings = Findings(tuple(dict.fromkeys(checking.found)), checking.scripts, checking.tests, checking.numbers)
    for block in reporter_for(arguments.format, out)(findings, checking.lines_of):
        print(block, file=out)
    for shown, fault in checking.faults:
        tell_fault(fault, shown)
    if checking.faults:
        return OUR_FAULT
    return 1 if failed or findings.errors or (arguments.strict and findings.warnings) else 0


def reporter_for(name: str, out: TextIO) -> "Reporter":
    """What reports in the format of a name."""
    if name == TEXT:
        from callsheet.diagnostics import text

        return text.reporter(text.COLOURED if has_colours(out) else text.PLAIN)
    from callsheet.diagnostics import as_json, github, sarif

    return {JSON: as_json.report, GITHUB: github.report, SARIF: sarif.report}[name]


def has_colours(stream: TextIO) -> bool:
    """Whether to colour: on a terminal that can, unless NO_COLOR (https://no-color.org) says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
