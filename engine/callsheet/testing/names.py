"""Names in a test file: turns stand where they make sense, and tables, columns, queries and intents exist."""

from collections.abc import Iterator

from callsheet.checks.unseen import unseen
from callsheet.diagnostics.catalogue import (
    BAD_VALUE,
    HEARS_WHAT_IT_NEVER_HEARS,
    QUERY_AS_WRITE,
    ROW_WITHOUT_KEY,
    TURN_IN_WRONG_PLACE,
    UNKNOWN_COLUMN,
    UNKNOWN_CONTACT,
    UNKNOWN_FAILURE,
    UNKNOWN_INTENT,
    UNKNOWN_QUERY,
    UNKNOWN_TABLE,
)
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.flow.model import Flow
from callsheet.ports.tables import Schema, Table
from callsheet.script.contacts import PHONE_NUMBER
from callsheet.script.words import Word
from callsheet.testing.cases import (
    AFTERWARDS,
    LASTING,
    LINE,
    MESSAGE,
    MODEL,
    RECOGNITION,
    RECORDING,
    RUNG,
    SPEECH,
    TRANSCRIBE,
    Case,
    GivenRow,
    TableRows,
    Tables,
    Turn,
)
from callsheet.testing.prompts import as_compared

UNCLEAR = "unclear"
FAILING = "name a query, a write or a request, or speech, recognition, model, line, message, recording or transcribe"

UNKNOWN = "name a write, a request that changes something, or message"
BEHIND = '"fails", "unchanged", "unknown", "slow", "works_again" and "receives"'


class NamesOf:
    """What the turns of tests can name in a script."""

    def __init__(self, flow: Flow) -> None:
        self.queries = frozenset(flow.queries)
        self.writes = frozenset(name for name, query in flow.queries.items() if query.kind == "write")
        self.requests = flow.requests
        self.slow = self.queries | flow.requests.keys()
        self.unknown = self.writes | {name for name, request in flow.requests.items() if request.changes} | {MESSAGE}
        self.failing = self.slow | {SPEECH, RECOGNITION, MODEL, LINE, MESSAGE, RECORDING, TRANSCRIBE}
        self.contacts = frozenset(flow.contacts)
        asked = (question.settings for state in flow.states.values() if (question := state.step.asks()))
        self.answers = frozenset({UNCLEAR, *(one.name for each in asked for one in each.listener.intents)})


def wrong_turns(shown: str, case: Case, names: NamesOf) -> Iterator[Diagnostic]:
    """Turns out of place, and names in them that the script does not have."""
    misplaced = next(_misplaced(case.turns), None)
    if misplaced is not None:  # what follows it stands wrong for the same reason
        turn, message, help_ = misplaced
        yield Diagnostic(TURN_IN_WRONG_PLACE, shown, turn.line, message, help_)
    yield from _contradictions(shown, case)
    said = [Word(turn.text, turn.span) for turn in case.turns if turn.kind in ("says", "interrupts")]
    yield from unseen(shown, [*said, *case.never_hears])
    for turn in case.turns:
        if turn.kind == "fails" and turn.text not in names.failing:
            message = f"nothing that could fail is called {quoted(turn.text)}"
            help_ = did_you_mean(turn.text, names.failing, otherwise=FAILING)
            yield Diagnostic(UNKNOWN_FAILURE, shown, turn.span, message, help_)
        elif turn.kind == "slow" and turn.text not in names.slow:
            message = f"there is no query, write or request {quoted(turn.text)}"
            help_ = did_you_mean(turn.text, names.slow, otherwise="name a query, a write or a request of the script")
            yield Diagnostic(UNKNOWN_QUERY, shown, turn.span, message, help_)
        elif turn.kind in RUNG and turn.text not in names.contacts and not PHONE_NUMBER.fullmatch(turn.text):
            message = f"there is no contact {quoted(turn.text)}"
            help_ = did_you_mean(turn.text, names.contacts, otherwise="name a contact of the script")
            yield Diagnostic(UNKNOWN_CONTACT, shown, turn.span, message, help_)
        elif turn.kind == "unchanged":
            yield from _no_write(shown, turn, names, names.writes, "name a write of the script")
        elif turn.kind == "unknown":
            yield from _no_write(shown, turn, names, names.unknown, UNKNOWN)
        elif turn.kind == "understood_as" and not turn.is_value and turn.text not in names.answers:
            message = f"no question of the script has the answer {quoted(turn.text)}"
            help_ = did_you_mean(turn.text, names.answers, otherwise="name an intent that a question has under answers")
            yield Diagnostic(UNKNOWN_INTENT, shown, turn.span, message, help_)


def _misplaced(turns: tuple[Turn, ...]) -> Iterator[tuple[Turn, str, str]]:
    over: Turn | None = None
    before: Turn | None = None
    held: set[str] = set()
    for turn in turns:
        if over is not None and over.kind == "ends" and turn.kind not in AFTERWARDS:
            message = f"the call has ended, on line {over.line.line}"
            yield turn, message, f'put "ends" last; behind it only {BEHIND} can stand, for after_call'
        elif over is not None and turn.kind not in (*AFTERWARDS, "ends"):
            message = f"the caller has hung up, on line {over.line.line}"
            yield turn, message, f'behind "hangs_up" only "ends", {BEHIND} can stand'
        elif turn.kind == "understood_as" and (before is None or before.kind not in ("says", "interrupts")):
            message = '"understood_as" tells what words mean, and no words stand before it'
            yield turn, message, 'put it directly below "says" or "interrupts"'
        elif turn.kind == "works_again" and turn.text not in held:
            message = f"nothing that stands above it keeps {quoted(turn.text)} from working"
            yield turn, message, 'put it below "fails", "unchanged", "unknown" or "slow" with the same name'
        held |= {turn.text} if turn.kind in LASTING else set()
        held -= {turn.text} if turn.kind == "works_again" else set()
        over = turn if turn.kind in ("hangs_up", "ends") else over
        before = turn


def _no_write(shown: str, turn: Turn, names: NamesOf, known: frozenset[str], otherwise: str) -> Iterator[Diagnostic]:
    """A turn about what changes something, with the name of something else."""
    if turn.text in known:
        return
    if turn.text in names.queries:
        message = f"{quoted(turn.text)} reads, so that it never changes anything"
        yield Diagnostic(QUERY_AS_WRITE, shown, turn.span, message, "name a write, or let tables be empty under given")
    else:
        message = f"there is no write {quoted(turn.text)}"
        help_ = did_you_mean(turn.text, known, otherwise=otherwise)
        yield Diagnostic(UNKNOWN_QUERY, shown, turn.span, message, help_)


def _contradictions(shown: str, case: Case) -> Iterator[Diagnostic]:
    """Texts that the test never hears and hears all the same."""
    hears = [turn for turn in case.turns if turn.kind == "hears"] if case.never_hears else []
    compared = [as_compared(turn.text) for turn in hears]
    for never in case.never_hears:
        part = as_compared(never.text)
        heard = next((turn for turn, text in zip(hears, compared, strict=True) if part in text), None)
        if heard is not None:
            message = f"the call hears {quoted(heard.text)}, on line {heard.span.line}, which has this in it"
            help_ = "leave out one of the two, or name more of what is never heard"
            yield Diagnostic(HEARS_WHAT_IT_NEVER_HEARS, shown, never.span, message, help_)


def wrong_tables(shown: str, tables: Tables, schema: Schema, *, after: bool) -> Iterator[Diagnostic]:
    """Tables and columns that `schema.sql` does not have; `after` the call, rows that cannot be found again."""
    for rows in tables.values():
        table = schema.table(rows.name.text)
        if table is None:
            names = [known.name for known in schema.tables.values()]
            help_ = did_you_mean(rows.name.text, names, otherwise="the tables stand in schema.sql")
            yield Diagnostic(UNKNOWN_TABLE, shown, rows.name.span, f"there is no table {quoted(rows.name.text)}", help_)
            continue
        wrong = [item for row in rows.rows for item in _wrong_columns(shown, table, row)]
        yield from wrong
        if after and not wrong:
            yield from _without_key(shown, table, rows)
        elif not after:
            yield from _not_said(shown, rows)


def _wrong_columns(shown: str, table: Table, row: GivenRow) -> Iterator[Diagnostic]:
    for cell in row.cells:
        if table.column(cell.column.text) is None:
            message = f"the table {quoted(table.name)} has no column {quoted(cell.column.text)}"
            help_ = did_you_mean(cell.column.text, table.types, otherwise="its columns stand in schema.sql")
            yield Diagnostic(UNKNOWN_COLUMN, shown, cell.column.span, message, help_)


def _not_said(shown: str, rows: TableRows) -> Iterator[Diagnostic]:
    """Columns that are to hold something before the call, and nobody says what."""
    for cell in (cell for row in rows.rows for cell in row.cells if cell.filled):
        message = f"what {quoted(cell.column.text)} holds before the call has to be said"
        yield Diagnostic(BAD_VALUE, shown, cell.span, message, "write the value")


def _without_key(shown: str, table: Table, rows: TableRows) -> Iterator[Diagnostic]:
    for row in rows.rows:
        named = {table.column(cell.column.text) for cell in row.cells if not cell.filled}
        missing = [column for column in table.key if column not in named]
        if missing:
            listed = " and ".join(f'"{column}"' for column in missing)
            message = f"this row needs {listed}, the primary key of {quoted(table.name)}: by it the row is found"
            yield Diagnostic(ROW_WITHOUT_KEY, shown, row.span, message, f"add {missing[0]}: and its value")
