"""pytest collects `*.test.yaml` with this plugin: one item a test.

pytest loads it at every start, in every project where Callsheet is installed: so it imports nothing of the engine
before there is a test file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from callsheet.diagnostics.findings import LinesOf
    from callsheet.testing.cases import Case
    from callsheet.testing.check import Scripts, Suite

# Scripts that test files of this run have in common, checked once. A stash keeps it as long as the run.
SCRIPTS: "pytest.StashKey[Scripts]" = pytest.StashKey()


class CallFailed(Exception):
    """A test failed; the text is its report."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CallTests | None":
    """Take the test files of call scripts; those of other programs have the same ending."""
    if not file_path.name.endswith(".test.yaml"):
        return None
    from callsheet.adapters.files.disk import Disk
    from callsheet.source.folders import kind_of

    return CallTests.from_parent(parent, path=file_path) if kind_of(file_path, Disk.around([file_path])) else None


class CallTests(pytest.File):
    """One test file. With errors, in it or in its script, nothing of it is collected."""

    def collect(self) -> Iterator["CallTest"]:
        """The file's tests."""
        from callsheet.adapters.files.disk import Disk
        from callsheet.diagnostics.text import report
        from callsheet.source.file_lines import Lines
        from callsheet.testing.check import check_tests

        disk = Disk.around([self.path])
        self.lines_of = Lines(disk)
        checked = check_tests(self.path, self.shown, self.config.stash.setdefault(SCRIPTS, {}), disk)
        if checked.suite is None:
            raise self.CollectError("\n".join(report(checked.errors, self.lines_of)))
        for test in checked.suite.tests:
            name = test.name.text
            yield CallTest.from_parent(self, name=name, suite=checked.suite, test=test, lines_of=self.lines_of)

    @property
    def shown(self) -> str:
        """The file as messages name it: from where pytest was started, so that editors find it."""
        start = self.config.invocation_params.dir
        return str(self.path.relative_to(start) if self.path.is_relative_to(start) else self.path)


class CallTest(pytest.Item):
    """One test: a call."""

    def __init__(self, *, name: str, parent: CallTests, suite: "Suite", test: "Case", lines_of: "LinesOf") -> None:
        super().__init__(name, parent)
        self.lines_of = lines_of
        self.suite = suite
        self.test = test

    def runtest(self) -> None:
        """Play the test."""
        from callsheet.testing.play import play
        from callsheet.testing.report import failure_report

        played = play(self.suite, self.test)
        if played.problems:
            raise CallFailed("\n".join(failure_report(self.suite.shown, played, self.lines_of)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The report of a failed test; a fault of the engine with its traceback."""
        if isinstance(excinfo.value, CallFailed):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test stands: lines count from 0 here."""
        return self.path, self.test.name.span.line - 1, self.name
