"""One test file from its text to tests that can be played, with everything that is wrong with it on the way."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, tzinfo
from functools import cached_property
from itertools import chain
from math import inf
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from callsheet.checks.check import Checked, check_file, misnamed
from callsheet.diagnostics.catalogue import DUPLICATE_TEST, MISSING_FLOW, NO_TABLES, ROW_REFUSED, UNREADABLE_FILE
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic, Span
from callsheet.diagnostics.few import few
from callsheet.diagnostics.suggest import did_you_mean_file
from callsheet.diagnostics.visible import quoted
from callsheet.dialects import DIALECT
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.dialect import DatabaseNotMade
from callsheet.ports.files import Files, Unreadable
from callsheet.ports.tables import Schema
from callsheet.queries.records import Library
from callsheet.schema.shape import check_shape
from callsheet.script.words import Word
from callsheet.source.folders import SCRIPT, names_near
from callsheet.source.mending import mended
from callsheet.source.reader import read_document
from callsheet.source.schemas import schema_of_tests
from callsheet.source.text import MOST_BYTES
from callsheet.testing.answers import wrong_answers, wrong_sendings
from callsheet.testing.cases import Case, CaseFile, Given
from callsheet.testing.document import read_cases
from callsheet.testing.filling import Filling
from callsheet.testing.names import NamesOf, wrong_tables, wrong_turns

# Scripts that have been checked already, by path: test files share them.
Scripts = dict[Path, Checked]


class Suite(Struct, frozen=True, dict=True):
    """The tests of one file, and the script that they play; `library` has its queries. `given` holds for all tests."""

    shown: str
    flow: Flow
    machine: FlowMachine
    library: Library
    schema: Schema | None
    given: Given
    tests: tuple[Case, ...]

    def image(self, test: Case) -> bytes | None:
        """The database that a test begins with; None where the script has no tables. What tests share is made once."""
        return self._made(test) if test.given.tables else self._shared

    @cached_property
    def _shared(self) -> bytes | None:
        return self._made(None)

    def _made(self, test: Case | None) -> bytes | None:
        if self.schema is None:
            return None
        tables = (test.given.over(self.given) if test else self.given).tables
        with closing(Filling(self.schema, self.flow.timezone or UTC, most_seconds=inf)) as filling:
            return filling.image(tables.values())


class CheckedTests(Struct, frozen=True):
    """What was found in a test file and its script. The suite is there where neither has an error."""

    shown: str
    diagnostics: tuple[Diagnostic, ...]
    suite: Suite | None = None

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the tests from being played."""
        return [item for item in self.diagnostics if item.code.severity == "error"]


def check_tests(path: Path, shown: str, scripts: Scripts, files: Files) -> CheckedTests:
    """Read and check the test file at `path`, which messages call `shown`, and its script."""
    try:
        content = files.read(path, most=MOST_BYTES + 1)
    except Unreadable as error:
        return CheckedTests(shown, (Diagnostic(UNREADABLE_FILE, shown, FILE_START, error.message, error.help),))
    return check_tests_text(content, path.parent, shown, scripts, files, misnamed(shown, path.name, "test"))


def check_tests_text(
    content: bytes, folder: Path, shown: str, scripts: Scripts, files: Files, found: Sequence[Diagnostic] = ()
) -> CheckedTests:
    """Check the text of a test file, whose script is looked for from `folder`. `found` has been found already."""
    checked = _check_text(content, folder, shown, scripts, files, found)
    return replace(checked, diagnostics=mended(checked.diagnostics, shown, content))


def _check_text(
    content: bytes, folder: Path, shown: str, scripts: Scripts, files: Files, found: Sequence[Diagnostic]
) -> CheckedTests:
    document, syntax = read_document(shown, content)
    syntax = [*found, *syntax]
    if document is None:
        return CheckedTests(shown, tuple(syntax))
    document, shape = check_shape(document, schema_of_tests)
    file, reading = read_cases(document)
    found = [*syntax, *shape, *reading, *_duplicates(shown, file)]
    script = _script(folder, shown, file.flow, scripts, files) if file.flow else Checked(())
    flow = script.flow
    schema: Schema | None = None
    if file.flow is not None and flow is not None:
        names = NamesOf(flow)
        found += few(item for case in file.cases for item in wrong_turns(shown, case, names))
        found += few(_wrong_requests(shown, file, flow))
        schema = _schema(script)
        if schema is None and (flow.queries or _names_tables(file)):
            found.append(_no_tables(shown, file.flow, flow))
        elif schema is not None:
            wrong = list(few(_wrong_tables(shown, file, schema)))
            found += wrong
            if not wrong:  # a row that lacks a column for a mistake of its own would be refused for that
                found += few(_refused(shown, file, schema, flow.timezone or UTC))
    ours = sorted(dict.fromkeys(found), key=lambda item: (item.span, item.code.id))
    diagnostics = (*ours, *script.diagnostics)
    if flow is None or script.library is None or any(item.code.severity == "error" for item in diagnostics):
        return CheckedTests(shown, diagnostics)
    suite = Suite(shown, flow, FlowMachine(flow), script.library, schema, file.given, file.cases)
    return CheckedTests(shown, diagnostics, suite)


def _script(folder: Path, shown: str, flow: Word, scripts: Scripts, files: Files) -> Checked:
    """The script that a test file names; checked once, however many files name it."""
    beside = folder / flow.text
    if files.kind(beside) != "file":
        help_ = did_you_mean_file(
            flow.text, names_near(folder, SCRIPT, files), otherwise="the path begins at the folder of this file"
        )
        return Checked((Diagnostic(MISSING_FLOW, shown, flow.span, f"there is no file {quoted(flow.text)}", help_),))
    place = beside.resolve()
    if place not in scripts:
        scripts[place] = check_file(beside, str(Path(shown).parent / flow.text), files)
    return scripts[place]


def _duplicates(shown: str, file: CaseFile) -> Iterator[Diagnostic]:
    first: dict[str, Word] = {}
    for case in file.cases:
        other = first.setdefault(case.name.text, case.name)
        if other is not case.name:
            message = f"there is a test {quoted(case.name.text)} already, on line {other.span.line}"
            yield Diagnostic(DUPLICATE_TEST, shown, case.name.span, message, "give one of the two another name")


def _schema(script: Checked) -> Schema | None:
    sql = script.library.schema if script.library else None
    if sql is None:
        return None
    try:
        return DIALECT.read_schema(sql.text)
    except DatabaseNotMade:  # what check did not find wrong, and the database cannot do nevertheless
        return None


def _no_tables(shown: str, flow: Word, script: Flow) -> Diagnostic:
    if script.queries:
        message = f"the tests of {quoted(flow.text)} need its tables, and no schema.sql stands beside its .sql file"
        return Diagnostic(NO_TABLES, shown, flow.span, message, "ask whoever owns the database for schema.sql")
    message = f"{quoted(flow.text)} has no data, so that a test cannot have tables"
    return Diagnostic(NO_TABLES, shown, flow.span, message, "leave out tables and rows_after")


def _names_tables(file: CaseFile) -> bool:
    return bool(file.given.tables) or any(case.given.tables or case.rows_after for case in file.cases)


def _wrong_tables(shown: str, file: CaseFile, schema: Schema) -> Iterator[Diagnostic]:
    yield from wrong_tables(shown, file.given.tables, schema, after=False)
    for case in file.cases:
        yield from wrong_tables(shown, case.given.tables, schema, after=False)
        yield from wrong_tables(shown, case.rows_after, schema, after=True)


def _wrong_requests(shown: str, file: CaseFile, flow: Flow) -> Iterator[Diagnostic]:
    yield from wrong_answers(shown, file.given, flow.requests)
    for case in file.cases:
        yield from wrong_answers(shown, case.given, flow.requests)
        yield from wrong_sendings(shown, case.requests_after, flow.requests)


def _refused(shown: str, file: CaseFile, schema: Schema, zone: tzinfo) -> Iterator[Diagnostic]:
    """The rows that the database does not take, each once, whatever tests they are given to."""
    own = [case.given for case in file.cases if case.given.tables]
    shared = [file.given] if len(own) < len(file.cases) else []
    told: set[Span] = set()
    with closing(Filling(schema, zone)) as filling:
        for given in chain(shared, (each.over(file.given) for each in own)):
            if filling.exhausted:
                return
            if all(table.sound for table in given.tables.values()):
                for one in filling.refusals(given.tables.values()):
                    if one.row.span not in told:
                        told.add(one.row.span)
                        message = f"the database does not take this row: {one.reason}"
                        yield Diagnostic(ROW_REFUSED, shown, one.row.span, message)
