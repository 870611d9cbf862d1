"""`callsheet check`: everything that is wrong with scripts, all of it at once."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from engine.cli.faults import OUR_FAULT, tell_fault
from engine.cli.scripts import NoScript, find_scripts, lines_of

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Sequence

    from engine.diagnostics.diagnostic import Diagnostic
    from engine.diagnostics.findings import Reporter

NUMBERS_SUFFIX = ".toml"
TEXT, JSON, GITHUB, SARIF = "text", "json", "github", "sarif"


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "check",
        help="find what is wrong with scripts",
        description="Check call scripts: their syntax, their shape, their names and their queries. A callsheet.toml,"
        " which says what script answers what number, is checked where it is named.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        type=Path,
        help="a script, a folder to search for *.flow.yaml (default: .), or a callsheet.toml with its scripts",
    )
    parser.add_argument(
        "--format",
        choices=(TEXT, JSON, GITHUB, SARIF),
        default=TEXT,
        help="how to report: text for people (the default), json for programs, github for GitHub Actions, sarif for"
        " code scanning",
    )
    parser.add_argument("--strict", action="store_true", help="warnings count: exit with 1 if there are any")
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Check the scripts; 0 where none has an error, with --strict also no warning."""
    try:
        scripts = find_scripts(arguments.paths or [Path()])
    except NoScript as error:
        print(f"callsheet check: {error}", file=sys.stderr)
        return 2
    from engine.diagnostics.findings import Findings

    found, number, faults = _check(scripts)
    # Scripts may share a .sql file: its mistakes are reported once.
    findings = Findings(tuple(dict.fromkeys(found)), number)
    for block in _reporter(arguments.format)(findings, lines_of):
        print(block)
    for shown, fault in faults:
        tell_fault(fault, shown)
    if faults:
        return OUR_FAULT
    return 1 if findings.errors or (arguments.strict and findings.warnings) else 0


def _check(paths: "Sequence[Path]") -> "tuple[list[Diagnostic], int, list[tuple[str, Exception]]]":
    """What is wrong with files, how many scripts were looked at, and where Callsheet itself failed."""
    from engine.checks.check import check_file

    found: list[Diagnostic] = []
    scripts = {path: str(path) for path in paths if path.suffix != NUMBERS_SUFFIX}
    for path in paths:
        if path.suffix == NUMBERS_SUFFIX:
            from engine.service.numbers import read_numbers

            numbers, wrong = read_numbers(path, str(path))
            found += wrong
            for file in numbers.files() if numbers else ():
                scripts.setdefault(Path(file.shown), file.shown)
    faults: list[tuple[str, Exception]] = []
    for path, shown in scripts.items():
        try:
            found += check_file(path, shown).diagnostics
        except Exception as error:  # noqa: BLE001 - the other scripts are checked all the same
            faults.append((shown, error))
    return found, len(scripts) - len(faults), faults


def _reporter(name: str) -> "Reporter":
    if name == TEXT:
        from engine.diagnostics import text

        return text.reporter(text.COLOURED if has_colours(sys.stdout) else text.PLAIN)
    from engine.diagnostics import as_json, github, sarif

    return {JSON: as_json.report, GITHUB: github.report, SARIF: sarif.report}[name]


def has_colours(stream: TextIO) -> bool:
    """Whether to colour: on a terminal that can, unless NO_COLOR (https://no-color.org) says otherwise."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
