"""Document to test file. What could not be read has been reported, and is left out."""

from collections.abc import Iterator
from datetime import datetime
from typing import get_args

from callsheet.diagnostics.catalogue import BAD_TIME
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic, Span
from callsheet.diagnostics.visible import quoted
from callsheet.expressions.read import comment_after_text
from callsheet.schema.shape import check_shape
from callsheet.script.words import Word, text_at
from callsheet.source.document import Document, Mapping, Node, Scalar, ScalarValue, Sequence
from callsheet.source.reader import read_document
from callsheet.source.schemas import schema_of_tests
from callsheet.testing.cases import (
    NOTHING,
    WITHHELD,
    Case,
    CaseFile,
    Cell,
    Given,
    GivenAnswer,
    GivenRow,
    Kind,
    TableRows,
    Turn,
)

# Turns whose text is spoken.
SPOKEN: frozenset[Kind] = frozenset({"hears", "says", "receives", "interrupts", "agent_hears"})
# The first and the last year leave no room for a time zone, or for a call.
YEARS = range(2, 9999)
EMPTY = Mapping((), FILE_START, 0, 0)


def read_cases(document: Document) -> tuple[CaseFile, list[Diagnostic]]:
    """The tests in a document of sound shape, and times in it that are none."""
    reading = _Reading(document)
    root = _mapping(document.root)
    given = reading.given(root.get("given"))
    cases = tuple(reading.cases(root.get("tests")))
    return CaseFile(text_at(root.get("flow")), given, cases), reading.diagnostics


def cases_in(text: str) -> CaseFile:
    """The tests in the text of a file, as far as they can be read; none where it is no document."""
    document, _ = read_document("", text.encode(errors="surrogatepass"))
    checked = check_shape(document, schema_of_tests)[0] if document else None
    return read_cases(checked)[0] if checked else CaseFile(Word("", FILE_START), Given(), ())


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = []

    def cases(self, node: Node | None) -> Iterator[Case]:
        for item in _items(node):
            test = _mapping(item)
            name = text_at(test.get("name")) or Word("a test without a name", item.span)
            turns = tuple(turn for each in _items(test.get("call")) for turn in self.turns(each))
            never = tuple(self.spoken(each) for each in _items(test.get("never_hears")) if isinstance(each, Scalar))
            yield Case(
                name,
                self.given(test.get("given")),
                turns,
                never,
                rows_after=_tables(test.get("rows_after")),
                requests_after=_tables(test.get("requests_after")),
            )

    def given(self, node: Node | None) -> Given:
        given = _mapping(node)
        caller, callee = text_at(given.get("caller_number")), text_at(given.get("callee_number"))
        return Given(
            now=self.instant(text_at(given.get("now"))),
            caller_number=("" if caller.text == WITHHELD else caller.text) if caller else None,
            callee_number=callee.text if callee else None,
            tables=_tables(given.get("tables")),
            requests=_answers(given.get("requests")),
        )

    def turns(self, node: Node) -> Iterator[Turn]:
        for entry in _mapping(node):
            pointed_at = entry.value.get("value") if isinstance(entry.value, Mapping) else None
            scalar = pointed_at or entry.value
            if not isinstance(scalar, Scalar) or entry.name not in get_args(Kind):
                continue
            kind: Kind = entry.name  # type: ignore[assignment]  # it is one of them
            text = (self.spoken(scalar) if kind in SPOKEN else _squeezed(scalar)).text
            key, end = entry.key.span, scalar.span
            line = Span(key.line, key.column, end.end_line, end.end_column)
            yield Turn(kind, text, scalar.span, line, is_value=pointed_at is not None)

    def spoken(self, scalar: Scalar) -> Word:
        """A text that is spoken; a comment behind it may have been meant to be part of it."""
        if scalar.commented:
            self.diagnostics.append(comment_after_text(self.document, scalar))
        return _squeezed(scalar)

    def instant(self, word: Word | None) -> datetime | None:
        if word is None:
            return None
        try:
            found = datetime.fromisoformat(word.text)
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            message = f"{quoted(word.text)} is no date and time"
            help_ = 'write it in quotes, such as "2026-11-22T10:00:00-05:00"'
            self.diagnostics.append(Diagnostic(BAD_TIME, self.document.path, word.span, message, help_))
            return None
        return found


def _tables(node: Node | None) -> dict[str, TableRows]:
    return {
        entry.name: TableRows(
            Word(entry.name, entry.key.span),
            tuple(_row(item) for item in _items(entry.value) if isinstance(item, Mapping)),
            sound=isinstance(entry.value, Sequence) and all(_sound(item) for item in entry.value.items),
        )
        for entry in _mapping(node)
    }


def _answers(node: Node | None) -> dict[str, GivenAnswer]:
    return {
        entry.name: GivenAnswer(
            Word(entry.name, entry.key.span), _row(entry.value) if isinstance(entry.value, Mapping) else None
        )
        for entry in _mapping(node)
        if isinstance(entry.value, Mapping) or (isinstance(entry.value, Scalar) and entry.value.value == NOTHING)
    }


def _row(node: Node) -> GivenRow:
    cells = tuple(
        Cell(Word(entry.name, entry.key.span), _value(entry.value), entry.value.span, _filled(entry.value))
        for entry in _mapping(node)
        if isinstance(entry.value, Scalar | Mapping)
    )
    return GivenRow(cells, node.span)


def _value(node: Scalar | Mapping) -> ScalarValue | None:
    """What a column holds; `{empty: true}` is nothing."""
    return node.value if isinstance(node, Scalar) else None


def _filled(node: Scalar | Mapping) -> bool:
    """Whether that is `{empty: false}`: anything but nothing."""
    empty = node.get("empty") if isinstance(node, Mapping) else None
    return isinstance(empty, Scalar) and empty.value is False


def _sound(row: Node) -> bool:
    return (
        isinstance(row, Mapping)
        and row.complete
        and all(isinstance(entry.value, Scalar | Mapping) and _whole(entry.value) for entry in row)
    )


def _whole(value: Scalar | Mapping) -> bool:
    return isinstance(value, Scalar) or (value.complete and all(isinstance(entry.value, Scalar) for entry in value))


def _mapping(node: Node | None) -> Mapping:
    return node if isinstance(node, Mapping) else EMPTY


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _squeezed(scalar: Scalar) -> Word:
    return Word(" ".join(scalar.value.split()) if isinstance(scalar.value, str) else "", scalar.span)
