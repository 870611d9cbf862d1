"""What one run of `callsheet test` has come to in the scripts that it plays, and what is told of that."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from callsheet.checks.check import check_file
from callsheet.cli.complaints import complain
from callsheet.flow.model import Flow
from callsheet.ports.files import Files
from callsheet.ports.records import Event
from callsheet.queries.records import Library
from callsheet.source.folders import SCRIPT, search
from callsheet.testing.check import Scripts, Suite
from callsheet.testing.coverage import Coverage, coverage_of
from callsheet.testing.coverage_report import coverage_report, total
from callsheet.testing.lcov import write_lcov


class Covering:
    """The calls of a run, by the scripts that they are of."""

    def __init__(self) -> None:
        self._scripts: dict[str, tuple[Flow, Library]] = {}
        self._calls: dict[str, list[Sequence[Event]]] = {}

    def played(self, suite: Suite, events: Sequence[Event]) -> None:
        """A call of a script was played."""
        self._add(suite.flow, suite.library)
        self._calls[suite.flow.path].append(events)

    def without_tests(self, paths: Iterable[Path], scripts: Scripts, files: Files) -> bool:
        """Scripts among `paths`, and in the folders there, count, too, where no test plays them; whether all of them
        can be read."""
        sound = True
        for path in (path for named in paths for path in _scripts(named, files)):
            if path.resolve() not in scripts:
                checked = check_file(path, str(path), files)
                if checked.flow is not None and checked.library is not None:
                    self._add(checked.flow, checked.library)
                else:
                    what = "has mistakes, and does not count; callsheet check lists them"
                    complain("test", f"{path} {what}")
                    sound = False
        return sound

    def _add(self, flow: Flow, library: Library) -> None:
        self._scripts.setdefault(flow.path, (flow, library))
        self._calls.setdefault(flow.path, [])

    @property
    def scripts(self) -> Iterator[tuple[Flow, Library, Sequence[Sequence[Event]]]]:
        """The scripts, each with the calls of its tests."""
        return ((*self._scripts[path], calls) for path, calls in sorted(self._calls.items()))

    def tell(self, lcov: Path | None, fail_under: int) -> int:
        """Print what was come to, and write it to a file; the exit status."""
        coverages = [coverage_of(*each) for each in self.scripts]
        for line in coverage_report(coverages):
            print(line)
        if lcov and not _written(lcov, coverages):
            return 2
        percent = total(coverages).percent
        if percent >= fail_under:
            return 0
        told = f"the tests come to {percent} % of all steps and ways, and --fail-under wants {fail_under} %"
        complain("test", f"{told}; the lines above say what is missing")
        return 1


def _scripts(named: Path, files: Files) -> list[Path]:
    if files.kind(named) == "folder":
        return search(named, files).scripts
    return [named] if named.name.endswith(SCRIPT) else []


def _written(path: Path, coverages: Sequence[Coverage]) -> bool:
    try:
        write_lcov(path, coverages)
    except OSError:
        complain("test", f"{path} cannot be written: look at the folder")
        return False
    return True
