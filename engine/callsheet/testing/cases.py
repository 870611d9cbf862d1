"""A test file as its author wrote it, each part with its place."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.diagnostic import FILE_START, Span
from callsheet.diagnostics.visible import quoted
from callsheet.ports.line import KEYS, RungOutcome
from callsheet.script.words import Word
from callsheet.source.document import ScalarValue

Kind = Literal[
    "answered",
    "hears",
    "says",
    "presses",
    "receives",
    "understood_as",
    "silent",
    "interrupts",
    "hangs_up",
    "fails",
    "unchanged",
    "slow",
    "unknown",
    "works_again",
    "picks_up",
    "does_not_pick_up",
    "is_busy",
    "agent_hears",
    "they_hang_up",
    "ends",
]

# Turns that answer a question.
ANSWERS: frozenset[Kind] = frozenset({"says", "presses", "silent"})
# What comes of a ring, by the turns that say it.
RUNG: Mapping[Kind, RungOutcome] = {"picks_up": "answered", "does_not_pick_up": "unanswered", "is_busy": "busy"}
# Turns that hold from where they stand to the end of the call, or until it works again.
LASTING: frozenset[Kind] = frozenset({"fails", "unchanged", "slow", "unknown"})
# Turns that can stand behind the end of the call: what is done then.
AFTERWARDS: frozenset[Kind] = LASTING | {"works_again", "receives"}
# What `fails` can name beside queries, writes and requests.
SPEECH, RECOGNITION, MODEL, LINE, MESSAGE = "speech", "recognition", "model", "line", "message"
RECORDING, TRANSCRIBE = "recording", "transcribe"
# How a test writes that the caller's number is not shown; and that another system says that there is nothing.
WITHHELD, NOTHING = "withheld", "none"


class Turn(Struct, frozen=True):
    """One thing that the caller hears or does. `text` is empty where the turn is `true`."""

    kind: Kind
    text: str
    span: Span  # of what stands behind the turn's name
    line: Span  # of the turn as a whole
    is_value: bool = False  # of `understood_as`: the text is words that the model points at

    @property
    def written(self) -> str:
        """The turn as messages quote it."""
        return f"{self.kind}: {{value: {self.text}}}" if self.is_value else f"{self.kind}: {self.text or 'true'}"

    @property
    def are_keys(self) -> bool:
        """Whether its text is keys of a telephone."""
        return KEYS.issuperset(self.text)

    @property
    def expected(self) -> str:
        """What has to come for it, as messages say it."""
        match self.kind:
            case "answered":
                return "a call that is answered"
            case "hears":
                return f"a prompt with {quoted(self.text)} in it"
            case "receives":
                return f"a message with {quoted(self.text)} in it"
            case "interrupts":
                return "a prompt that the caller interrupts"
            case "picks_up" | "does_not_pick_up" | "is_busy":
                return f"a ring at {quoted(self.text)}"
            case "agent_hears":
                return f"a whisper, or a barge, with {quoted(self.text)} in it"
            case "they_hang_up":
                return "a caller who talks with somebody else, and comes back"
            case "ends":
                return f"the end of the call, as {self.text}"
            case "works_again":
                return f"a step that needs {quoted(self.text)}, before it works again"
            case "understood_as":
                return "words for the model"
        return "a question that listens"


def without_file(turns: Iterable[tuple[Kind, str]]) -> tuple[Turn, ...]:
    """Turns that stand in no file: each on the line of its number, from 1."""
    places = (Span(number, 1, number, 1) for number in count(1))
    return tuple(Turn(kind, text, place, place) for (kind, text), place in zip(turns, places, strict=False))


class Cell(Struct, frozen=True):
    """A column of a row: its name, and what it holds, None where it is to be empty.

    Where it is to be `filled`, it holds something, whatever that is, and there is no value.
    """

    column: Word
    value: ScalarValue | None
    span: Span
    filled: bool = False


class GivenRow(Struct, frozen=True):
    """A row of a table, as far as the test names its columns."""

    cells: tuple[Cell, ...]
    span: Span


class TableRows(Struct, frozen=True):
    """A table with rows; `name` is where the test names it. Not `sound`: something of it could not be read."""

    name: Word
    rows: tuple[GivenRow, ...]
    sound: bool = True


Tables = Mapping[str, TableRows]


class GivenAnswer(Struct, frozen=True):
    """What a request is answered with: the fields, or nothing. `name` is where the test names it."""

    name: Word
    row: GivenRow | None


class Given(Struct, frozen=True):
    """What is so before the call. None where nothing is said."""

    now: datetime | None = None
    caller_number: str | None = None
    callee_number: str | None = None
    tables: Tables = {}
    requests: Mapping[str, GivenAnswer] = {}

    def over(self, file: "Given") -> "Given":
        """These circumstances, and where they say nothing those of the file; a table, or a request, at a time."""
        return Given(
            now=self.now or file.now,
            caller_number=self.caller_number if self.caller_number is not None else file.caller_number,
            callee_number=self.callee_number if self.callee_number is not None else file.callee_number,
            tables={**file.tables, **self.tables},
            requests={**file.requests, **self.requests},
        )


def answered(name: str, fields: Mapping[str, ScalarValue] | None) -> GivenAnswer:
    """An answer of a request, or that there is nothing, which stands in no file."""
    place = FILE_START
    cells = (Cell(Word(column, place), value, place) for column, value in (fields or {}).items())
    return GivenAnswer(Word(name, place), None if fields is None else GivenRow(tuple(cells), place))


class Case(Struct, frozen=True):
    """One test: a call, and what must come of it."""

    name: Word
    given: Given
    turns: tuple[Turn, ...]
    never_hears: tuple[Word, ...]  # parts of no prompt of the call
    rows_after: Tables
    requests_after: Tables = {}  # all that were sent, by name, each with what stood under `with`


class CaseFile(Struct, frozen=True):
    """A test file. `flow` is the path of the script, seen from the file's folder."""

    flow: Word | None
    given: Given
    cases: tuple[Case, ...]
