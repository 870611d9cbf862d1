"""A call as a test that passes: with the rows that it needs, its turns, and what it leaves, as it is put into a file.

It is played before it is shown. Where the player does not come the same way, through every step to the same outcome,
the test shows something else, and `why` says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from callsheet.edits import NotEdited
from callsheet.journal.reading import JournalEntry, as_read
from callsheet.ports.iso import in_zone
from callsheet.ports.records import Event
from callsheet.ports.tables import Impossible
from callsheet.ports.usual_call import CALLER, NOW
from callsheet.schema.shape import check_shape
from callsheet.source.document import Plain
from callsheet.source.reader import read_document
from callsheet.source.schemas import schema_of_tests
from callsheet.testing.cases import LASTING, Case, Given, Kind
from callsheet.testing.check import Suite
from callsheet.testing.document import read_cases
from callsheet.testing.from_journal import journaled
from callsheet.testing.play import PlayedTest, play, play_on
from callsheet.testing.prompts import contains
from callsheet.testing.recorded_rows import recorded_rows
from callsheet.testing.retracing import BeginningRows, GivenRows, ThoughtCall, retraced
from callsheet.testing.trial import TriedTables
from callsheet.testing.tried import changes_sent
from callsheet.testing.writing import Rows, case_data, new_file, requests_after, rows_after, rows_left

# Characters of a prompt that a reader needs to know it again.
MOST_HEARD = 60
Turns = list[tuple[Kind, str]]
Way = list[tuple[str, str]]


class Shown(Struct, frozen=True):
    """A test as it stands below `tests:`, and as a file of its own, and what happened when it was played. Not
    `confirmed`: it does not show the call, and `why` says in a sentence, without its stop, what is in the way."""

    test: dict[str, Plain] = {}
    text: str = ""
    confirmed: bool = False
    why: str = ""
    events: tuple[Event, ...] = ()


def shown(
    suite: Suite, thought: ThoughtCall, name: str, telling: frozenset[str] = frozenset(), *, left: bool = False
) -> Shown:
    """The test of a call that was only thought of. What the steps that are worth `telling` say is heard in it, beside
    what leads to answers; where rows are `left` as they were, it looks at them."""
    try:
        call = retraced(suite, thought)
    except Impossible as error:
        return Shown(why=error.message)
    return _shown(suite, [*as_read(call.events)], call.began, name, telling, left=left)


def shown_recorded(suite: Suite, call: Iterable[JournalEntry], name: str) -> Shown:
    """The test of a call that took place, out of its events."""
    events = [*call]
    try:
        rows = recorded_rows(suite, events)
    except Impossible as error:
        return Shown(why=error.message)
    return _shown(suite, events, rows, name)


def _shown(
    suite: Suite,
    call: list[JournalEntry],
    began: BeginningRows,
    name: str,
    telling: frozenset[str] = frozenset(),
    *,
    left: bool = False,
) -> Shown:
    found = journaled(call, telling)
    if found is None or not found.turns:
        return Shown(why="the call has no turn that a test could have")
    turns = [*_not_by_rows(((turn.kind, turn.text) for turn in found.turns), began.unchanged)]
    showing = _Showing(suite, began.rows, _unusual(found.given, suite), _way(call), name, left=left)
    whole = showing.tried(turns)
    short = showing.tried([*map(_shortened, turns)]) if whole.confirmed else whole
    return short if short.confirmed else whole


class _Showing:
    """Writes tests of one call, and plays them. `way` is the one that the call came."""

    def __init__(self, suite: Suite, rows: GivenRows, given: Given, way: Way, name: str, *, left: bool) -> None:
        self._suite = suite
        self._left = left
        self._given = given
        self._way = way
        self._name = name
        # What the file of the suite says of tables holds where a test says nothing of them.
        self._tables: dict[str, Sequence[Mapping[str, object]]] = {each: [] for each in suite.given.tables} | dict(rows)

    def tried(self, turns: Turns) -> Shown:
        """A test with these turns, played: at first without what it looks for afterwards, which is seen then."""
        first = self._written(turns, {})
        case = _case_of(first)
        if case is None:
            return first
        with closing(TriedTables(self._suite, case)) as tried:
            played = play_on(tried.tables, self._suite, case)
            schema = self._suite.schema
            changed = rows_after(tried.changes(), schema) if schema else {}
            if self._left and schema and not changed:
                changed = rows_left(tried.rows(), self._tables, schema)
        sent = requests_after(changes_sent(self._suite.flow, played))
        second = self._written(turns, {"rows_after": changed, "requests_after": sent})
        case = _case_of(second)
        return second if case is None else self._confirmed(second, play(self._suite, case))

    def _written(self, turns: Turns, after: Mapping[str, Rows]) -> Shown:
        test = case_data(self._name, turns, self._given, self._tables, after)
        file = new_file(Path(self._suite.flow.path).name, test)
        return Shown(why=file.why) if isinstance(file, NotEdited) else Shown(test, file.text)

    def _confirmed(self, made: Shown, played: PlayedTest) -> Shown:
        if played.problems:
            problem = played.problems[0]
            return replace(made, why=f"the test does not pass: {problem.message}")
        if _way(as_read(played.events)) != self._way:
            return replace(made, why="the test passes, and its call goes another way")
        return replace(made, confirmed=True, events=played.events)


def _way(call: Iterable[JournalEntry]) -> Way:
    """The steps that a call came through, each with its outcome."""
    return [(entry.text("state"), entry.text("outcome")) for entry in call if entry.event == "visit"]


def _case_of(made: Shown) -> Case | None:
    """The one test of a file."""
    document, wrong = read_document("the test", made.text.encode()) if made.text else (None, [])
    if document is None or wrong:
        return None
    document, wrong = check_shape(document, schema_of_tests)
    file, more = read_cases(document)
    return None if wrong or more else file.cases[0]


def _unusual(given: Given, suite: Suite) -> Given:
    """What a test has to say of circumstances: not that it is when tests are, and called by whoever calls in them."""
    file = suite.given
    now = in_zone(given.now, suite.flow.timezone or UTC) if given.now else None
    usual = now is not None and file.now is None and now.replace(tzinfo=None) == NOW
    caller = None if file.caller_number is None and given.caller_number == CALLER else given.caller_number
    return replace(given, now=None if usual else now, caller_number=caller)


def _not_by_rows(turns: Iterable[tuple[Kind, str]], unchanged: frozenset[str]) -> Iterator[tuple[Kind, str]]:
    """The turns, without those that say of a write what the rows say of it already."""
    held: set[str] = set()
    for kind, text in turns:
        if (kind == "unchanged" and text not in unchanged) or (kind == "works_again" and text not in held):
            continue
        if kind in LASTING:
            held.add(text)
        yield kind, text


def _shortened(turn: tuple[Kind, str]) -> tuple[Kind, str]:
    """As much of a prompt as names it: its last sentence, or its beginning."""
    kind, text = turn
    if kind != "hears" or len(text) <= MOST_HEARD:
        return turn
    sentence = text[max(text.rfind(mark, 0, -1) for mark in ".?!") + 1 :].strip()
    part = sentence if len(sentence) <= MOST_HEARD else text[:MOST_HEARD].rpartition(" ")[0]
    return (kind, part) if part and contains(text, part) else turn
