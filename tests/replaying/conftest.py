"""Calls that were taken, in a journal, and the command that plays them against a script which has changed since."""

from dataclasses import dataclass

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.cli import main
from callsheet.ports.encoding import to_json
from callsheet.testing.check import check_tests
from callsheet.testing.play import play
from tests.testing.conftest import HEAD, SCRIPT, Bench, Ran, bench

__all__ = ["bench"]

JOURNAL = "calls.journal.jsonl"


@dataclass
class Recorded:
    """A journal of calls in a folder with their script."""

    bench: Bench

    def calls(self, *calls: str, redact: bool = False) -> None:
        """Take calls, each by the turns of a test, one a line; their ids are c-1, c-2 and so on."""
        tests = "".join(
            f"  - name: call {number}\n    call:\n" + "".join(f"      - {turn}\n" for turn in call.split(", "))
            for number, call in enumerate(calls, 1)
        )
        checked = check_tests(
            self.bench.write("tasks.test.yaml", HEAD + tests), "tasks.test.yaml", {}, Disk.around([self.bench.folder])
        )
        suite = checked.suite
        assert suite is not None, checked.errors
        lines: list[str] = []
        for number, test in enumerate(suite.tests, 1):
            played = play(suite, test)
            assert not played.problems, played
            lines += [to_json(event, redact=redact).replace("c-test", f"c-{number}") for event in played.events]
        self.bench.write(JOURNAL, "".join(f"{line}\n" for line in lines))

    def change(self, was: str, now: str) -> None:
        """Change the script."""
        assert was in SCRIPT
        self.bench.write("tasks.flow.yaml", SCRIPT.replace(was, now, 1))

    def replay(self, *options: str, journals: tuple[str, ...] = (JOURNAL,), flow: str = "tasks.flow.yaml") -> Ran:
        """The command, in this process."""
        status = main(["replay", *journals, "--flow", flow, *options])
        out, err = self.bench.capsys.readouterr()
        assert "a mistake of Callsheet itself" not in err
        return Ran(status, out, err)


@pytest.fixture
def recorded(bench: Bench) -> Recorded:
    return Recorded(bench)
