"""What `callsheet draw` marks in a picture: what tests have not come to, what exploring finds, where calls went."""

import argparse
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from msgspec import Struct

from callsheet.checks.check import check_file
from callsheet.cli.journals import NoJournal, opened
from callsheet.diagnostics.visible import sentence
from callsheet.picture.drawn import Marks
from callsheet.ports.exceptions import Told
from callsheet.ports.files import Files


class NotMarked(Told):
    """There is nothing to mark; the message says why. The command then exits with `status`."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


class Marked(Struct, frozen=True):
    """The marks, if any, and what is to be told beside the picture; `failed`: the command then exits with 1."""

    marks: Marks | None = None
    told: str = ""
    failed: bool = False


def marked(arguments: argparse.Namespace, files: Files, *, typed: bool) -> Marked:
    """What the options of a command say is to be marked in its script, which may be `typed`. Raises `NotMarked`."""
    options = {"--cov": arguments.cov, "--explored": arguments.explored, "--journal": arguments.journal}
    option = next((name for name, given in options.items() if given), "")
    if not option:
        return Marked()
    if typed:
        beside = "tests" if arguments.cov else "files"
        raise NotMarked(f"a script on standard input has no {beside} beside it; name a file, or leave out {option}", 2)
    if arguments.cov:
        return _tested(arguments.flow, files)
    return _explored(arguments.flow, files) if arguments.explored else _taken(arguments.flow, arguments.journal, files)


def _mistakes(path: Path, option: str) -> NotMarked:
    shown = sentence(str(path))
    return NotMarked(f"{shown} is not drawn with {option}: it has mistakes; callsheet check {shown} lists them")


def _tested(path: Path, files: Files) -> Marked:
    from callsheet.testing.marking import NotTested, marks, play_beside

    try:
        tests = play_beside(path, files)
    except NotTested as error:
        raise NotMarked(f"{sentence(str(path))} is not drawn with --cov: {sentence(error.message)}") from None
    told = f"{tests.failed} of {len(tests.played)} tests failed; callsheet test tells why" if tests.failed else ""
    return Marked(marks(tests.coverage), told, failed=bool(tests.failed))


def _explored(path: Path, files: Files) -> Marked:
    from callsheet.exploring import ROWS
    from callsheet.exploring.explored import explore
    from callsheet.exploring.marking import marks

    explored = explore(path, str(path), files, rows=ROWS)
    if explored.graph is None:
        raise _mistakes(path, "--explored")
    return Marked(marks(explored))


def _taken(path: Path, journals: list[Path], files: Files) -> Marked:
    from callsheet.journal.reading import entries
    from callsheet.testing.coverage import coverage_by
    from callsheet.testing.marking import marks_of_calls
    from callsheet.testing.taken import TakenCalls

    checked = check_file(path, str(path), files)
    if checked.flow is None or checked.library is None:
        raise _mistakes(path, "--journal")
    calls = TakenCalls(checked.flow)
    try:
        with ExitStack() as opening:
            opened_files = [opening.enter_context(opened(path))[0] for path in journals]
            events = chain.from_iterable(map(entries, opened_files))
            coverage = coverage_by(checked.flow, checked.library, calls.read(events), once=True)
    except NoJournal as error:
        raise NotMarked(str(error), 2) from None
    flow = sentence(checked.flow.name)
    others = f"calls of other versions of {flow} that are not counted: {calls.of_others:,}"
    if not calls.counted:
        why = f"; {others}" if calls.of_others else ""
        raise NotMarked(f"there is no call of this version of {flow} in the journal{why}")
    return Marked(marks_of_calls(coverage, calls.counted), others if calls.of_others else "")
