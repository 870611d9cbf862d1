"""Commands that play calls: one that somebody tries, turn by turn, and those of the script's tests."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from callsheet.checks.check import check_file
from callsheet.edits import Edited
from callsheet.ports.files import Files
from callsheet.ports.http import PreparedRequest
from callsheet.ports.usual_call import CALLER, NOW
from callsheet.source.document import Document, ScalarValue
from callsheet.source.folders import SCRIPT, TEST
from callsheet.studio.command import FileCommand
from callsheet.studio.project import Declined, Project
from callsheet.testing import find
from callsheet.testing.answers import wrong_answers
from callsheet.testing.cases import Given, GivenAnswer, Kind, answered
from callsheet.testing.check import CheckedTests, Suite, check_tests
from callsheet.testing.coverage import Coverage, coverage_of
from callsheet.testing.coverage_report import MOST_SHOWN, in_words
from callsheet.testing.document import cases_in, read_cases
from callsheet.testing.elsewhere import fields_of
from callsheet.testing.play import PlayedTest, play
from callsheet.testing.trial import failures_of, rows_to_try, suite_to_try, try_call
from callsheet.testing.writing import case_data, new_file, requests_after, rows_after, with_test

# Tests that are played at once: each takes some milliseconds, and somebody waits.
MOST_TESTS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCommand(FileCommand):
    """A call of the script as the page has it. `caller` is a number, `withheld`, or empty; `now` a time, or empty;
    `requests` is what other systems answer, by the request: its fields, or nothing. `test` is the text of a test, whose
    circumstances hold where these say nothing, or empty."""

    turns: tuple[tuple[Kind, str], ...]
    caller: str = ""
    now: str = ""
    requests: Mapping[str, Mapping[str, ScalarValue] | None] = field(default_factory=dict)
    test: str = ""

    def given(self) -> Given:
        """The circumstances that the page says. Raises `Declined`."""
        now = None
        if self.now:
            try:
                now = datetime.fromisoformat(self.now)
            except ValueError:
                raise Declined("this is no date and time: write it like 2026-11-22T10:00") from None
        caller = "" if self.caller == "withheld" else self.caller or None
        requests = {name: answered(name, fields) for name, fields in self.requests.items()}
        said = Given(now=now, caller_number=caller, requests=requests)
        file = cases_in(self.test)
        if not file.cases:
            return said
        # What it does not say either is as in a file of its own, and not as in the file of the script's tests.
        return said.over(file.cases[0].given.over(file.given)).over(Given(now=NOW, caller_number=CALLER))

    def suite(self, project: Project) -> tuple[Suite, str]:
        """What the call is played on, and the script's test file, if there is one: what its tests are given, the call
        is given, too. Raises `Declined`."""
        files = self.files(project)
        tests, document = next(tests_of(project, files, self.name), ("", None))
        given = read_cases(document)[0].given if document and not self.test else None
        checked = check_file(project.folder / self.name, self.name, files)
        suite = suite_to_try(checked, given, sampled=not self.test)
        if suite is None:
            raise Declined("a script with errors takes no call: mend them first")
        for wrong in wrong_answers(tests, self.given().over(suite.given), suite.flow.requests):
            raise Declined(f"{wrong.message}: {wrong.help}")
        return suite, tests


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCall(CallCommand):
    """Play the turns from the beginning."""

    newest: ClassVar[bool] = True

    def do(self, project: Project) -> object:
        suite, tests = self.suite(project)
        call = try_call(suite, self.turns, self.given())
        answers = self.given().over(suite.given).requests
        return {
            "call": call,
            "failures": failures_of(suite.flow),
            "data": _whose_rows(self.given(), suite, tests),
            "requests": [_request(each, answers.get(name)) for name, each in suite.flow.requests.items() if each.gives],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAsTest(CallCommand):
    """Put the call as a test called `title` into the script's test file, which is made where there is none."""

    title: str

    def do(self, project: Project) -> object:
        suite, tests = self.suite(project)
        call = try_call(suite, self.turns, self.given())
        if call.problem or not call.ending:
            raise Declined("only a call that has come to its end can be a test: let the caller hang up, or go on")
        given = self.given()
        tables = rows_to_try(suite, given) if given.tables or not suite.given.tables else {}
        changed = rows_after(call.changes, suite.schema) if suite.schema else {}
        after = {"rows_after": changed, "requests_after": requests_after(call.sent)}
        test = case_data(self.title, call.turns, self.given(), tables, after)
        name = tests or f"{self.name.removesuffix(SCRIPT)}{TEST}"
        if name in self.unsaved:
            raise Declined(f"{name} has changes that are not saved: save it first")
        text = project.saved(name).text if tests else ""
        made = with_test(text, test) if tests else new_file(Path(self.name).name, test)
        if not isinstance(made, Edited):
            raise Declined(f"the test cannot be put into {name}: {made.why}")
        self._must_pass(project, name, made.text)
        if tests:
            project.save(name, made.text, project.saved(name).digest)
        else:
            project.add(name, made.text)
        return {"name": name}

    def _must_pass(self, project: Project, name: str, text: str) -> None:
        files = project.files({**self.unsaved, self.name: self.text, name: text})
        checked = check_tests(project.folder / name, name, {}, files)
        if checked.suite is None:
            raise Declined(f"{name} would not be sound with it: {checked.errors[0].message}")
        problems = play(checked.suite, checked.suite.tests[-1]).problems
        if problems:
            raise Declined(f"the test would not pass: {problems[0].message}")


def _whose_rows(given: Given, suite: Suite, tests: str) -> str:
    """Where the rows stand that a call begins with; nothing where it has none."""
    if given.tables:
        return "the finding"
    return tests if suite.given.tables else "sample.sql" if suite.schema else ""


@dataclass(frozen=True, slots=True)
class PlayedFile:
    """A test file of a script, and its tests, once they were played. Without a suite, nothing of it could be."""

    name: str
    checked: CheckedTests
    played: tuple[PlayedTest, ...]

    def shown(self) -> dict[str, object]:
        """What the page shows of it."""
        if self.checked.suite is None:
            first = self.checked.errors[0]
            return {"name": self.name, "problem": first.message, "line": first.span.line, "tests": ()}
        tests = [
            {
                "name": each.case.name.text,
                "line": each.case.name.span.line,
                "problem": each.problems[0].message if each.problems else "",
            }
            for each in self.played
        ]
        return {"name": self.name, "problem": "", "line": 0, "tests": tests}


def play_files(project: Project, files: Files, script: str) -> list[PlayedFile]:
    """Play the tests of a script."""
    found = []
    for name, _ in tests_of(project, files, script):
        checked = check_tests(project.folder / name, name, {}, files)
        suite = checked.suite
        played = tuple(play(suite, test) for test in suite.tests[:MOST_TESTS]) if suite else ()
        found.append(PlayedFile(name, checked, played))
    return found


def coverage_of_files(files: Sequence[PlayedFile]) -> Coverage | None:
    """What of their script the tests of these files have come to; None where none of them could be played."""
    suite = next((file.checked.suite for file in files if file.checked.suite), None)
    events = (test.events for file in files for test in file.played)
    return coverage_of(suite.flow, suite.library, events) if suite else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayTests(FileCommand):
    """Play the tests of a script: which pass, how often they take each way on from its questions, and what of it they
    have not come to."""

    newest: ClassVar[bool] = True

    def do(self, project: Project) -> object:
        played = play_files(project, self.files(project), self.name)
        coverage = coverage_of_files(played)
        untried = coverage.untried() if coverage else []
        return {
            "files": [file.shown() for file in played],
            "questions": _questions(coverage) if coverage else (),
            "coverage": in_words(coverage.count) if coverage else "",
            "untried": [
                {"line": each.span.line, "what": f"{each.subject}: {each.what}"} for each in untried[:MOST_SHOWN]
            ],
            "more": max(0, len(untried) - MOST_SHOWN),
        }


def _questions(coverage: Coverage) -> list[dict[str, object]]:
    """The questions of a script, each with the ways on from it, and how often each was taken."""
    return [
        {
            "text": question.text.source,
            "line": each.span.line,
            "ways": [(tried.way.happens, tried.times) for tried in each.ways],
        }
        for each in coverage.steps
        if (question := each.step.asks())
    ]


def _request(request: PreparedRequest, answer: GivenAnswer | None) -> dict[str, object]:
    """A request whose answer has fields: their types, whether it may be answered that there is nothing, and what it is
    answered, if somebody has said it."""
    return {
        "name": request.name,
        "gives": request.gives,
        "nothing": request.none != 0,
        "given": answer is not None,
        "answer": fields_of(answer.row) if answer and answer.row else None,
    }


def tests_of(project: Project, files: Files, script: str) -> Iterator[tuple[str, Document]]:
    """The test files of a script, the one beside it first."""
    names = (project.folder / name for name in project.names())
    for path, document in find.tests_of(project.folder / script, names, files):
        yield path.relative_to(project.folder).as_posix(), document
