"""`callsheet test`: the tests of call scripts, played without a telephone."""

import argparse
import sys
import time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.source.file_lines import Lines

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from collections.abc import Sequence

    from callsheet.cli.covering import Covering
    from callsheet.ports.files import Files
    from callsheet.testing.check import CheckedTests, Scripts
    from callsheet.testing.junit import FileResult

# Problems of one file that are shown: whoever has more than that mends some first.
MOST_SHOWN = 100


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "test",
        help="play the tests of scripts",
        description="Play the tests of call scripts: calls without a telephone, on tables of their own.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        type=Path,
        help="a test file, or a folder to search for *.test.yaml (default: .); with --suggest also a script",
    )
    parser.add_argument("--junit", metavar="FILE", type=Path, help="also write the results there, as JUnit XML")
    parser.add_argument(
        "--cov",
        action="store_true",
        help="also tell which steps of the scripts, and which ways on from them, no test has come to",
    )
    parser.add_argument(
        "--fail-under",
        metavar="N",
        type=_percent,
        default=0,
        help="with --cov: exit with 1 if the tests come to less than N percent of all steps and ways",
    )
    parser.add_argument(
        "--lcov", metavar="FILE", type=Path, help="with --cov: also write it there, as lcov does, for editors"
    )
    parser.add_argument(
        "--suggest",
        action="store_true",
        help="also print the tests that the scripts lack, as a test file of each: the shortest calls to what no test"
        " has come to",
    )
    parser.set_defaults(execute=execute)


def _percent(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to 100")
    return int(text)


def execute(arguments: argparse.Namespace) -> int:
    """Play the tests; 0 where all passed."""
    from callsheet.adapters.files.disk import Disk

    paths = arguments.paths or [Path()]
    disk = Disk.around(paths)
    files = _found(paths, disk, of_scripts=arguments.suggest)
    if files is None:
        return 2
    import logging

    logging.basicConfig(format="callsheet: %(message)s", stream=sys.stderr)
    from callsheet.testing.check import Scripts, check_tests
    from callsheet.testing.report import summary

    scripts: Scripts = {}
    lines_of = Lines(disk)
    checked = [check_tests(path, str(path), scripts, disk) for path in files]
    _show_problems(checked, lines_of)
    covering = None
    if _tells(arguments) or arguments.suggest:
        from callsheet.cli.covering import Covering

        covering = Covering()
    results = [_play(one, lines_of, covering) for one in checked]
    if arguments.junit and not _written(arguments.junit, results):
        return 2
    tests = [test for file in results for test in file.tests]
    failed = sum(bool(test.failure) for test in tests)
    broken = sum(one.suite is None for one in checked)
    if files:
        print(summary(len(tests) - failed, failed, broken))
    status = 1 if failed or broken else 0
    return max(status, _covered(arguments, covering, paths, scripts, disk)) if covering else status


def _found(paths: "Sequence[Path]", disk: "Files", *, of_scripts: bool) -> list[Path] | None:
    """The test files that are meant; None, and why, where there is nothing to do."""
    from callsheet.source.folders import right_name
    from callsheet.testing.find import NoTest, find_tests

    try:
        files, misnamed = find_tests(paths, disk, of_scripts=of_scripts)
    except NoTest as error:
        complain("test", str(error))
        return None
    for path in misnamed:
        rename = f'rename it to "{right_name(path.name, "test")}"'
        complain("test", f"{path} is not played; {rename}")
    return files if files or of_scripts else None


def _tells(arguments: argparse.Namespace) -> bool:
    """Whether it is told what the tests have come to."""
    return bool(arguments.cov or arguments.fail_under or arguments.lcov)


def _covered(
    arguments: argparse.Namespace, covering: "Covering", paths: "Sequence[Path]", scripts: "Scripts", disk: "Files"
) -> int:
    """Tell what the tests have come to, and suggest those that are missing; the exit status."""
    sound = covering.without_tests(paths, scripts, disk)
    status = covering.tell(arguments.lcov, arguments.fail_under) if _tells(arguments) else 0
    if not arguments.suggest:
        return status
    from callsheet.cli.suggesting import suggest

    found = [*covering.scripts]
    if sound and not found:
        complain("test", "there is no script here; name one that ends in .flow.yaml")
        return 2
    suggest(found)
    return status if sound else max(status, 1)


def _written(path: Path, results: "Sequence[FileResult]") -> bool:
    from callsheet.testing.junit import write_junit

    try:
        write_junit(path, results)
    except OSError:
        complain("test", f"{path} cannot be written: look at the folder")
        return False
    return True


def _show_problems(checked: "list[CheckedTests]", lines_of: Lines) -> None:
    """What is wrong with test files and with their scripts, each script once. Warnings are for `check`."""
    from callsheet.diagnostics.text import report

    diagnostics = list(dict.fromkeys(item for one in checked for item in one.errors))
    for file, group in groupby(diagnostics, key=lambda item: item.file):
        found = list(group)
        for block in report(found[:MOST_SHOWN], lines_of):
            print(block)
        if len(found) > MOST_SHOWN:
            print(f"{file}: and {len(found) - MOST_SHOWN:,} more, not shown\n")


def _play(checked: "CheckedTests", lines_of: Lines, covering: "Covering | None") -> "FileResult":
    from callsheet.diagnostics.text import report
    from callsheet.testing.junit import CaseResult, FileResult
    from callsheet.testing.play import play
    from callsheet.testing.report import failure_report

    if checked.suite is None:
        return FileResult(checked.shown, (), "\n".join(report(checked.errors, lines_of)))
    results: list[CaseResult] = []
    for test in checked.suite.tests:
        began = time.perf_counter()
        played = play(checked.suite, test)
        seconds = time.perf_counter() - began
        if covering:
            covering.played(checked.suite, played.events)
        blocks = list(failure_report(checked.shown, played, lines_of)) if played.problems else []
        for block in blocks:
            print(block)
        first = played.problems[0].message if played.problems else ""
        results.append(CaseResult(test.name.text, seconds, first, "\n".join(blocks)))
    return FileResult(checked.shown, tuple(results), "")
