"""A call as its journal tells it: its visits one after the other, each with the moment when it was over."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from callsheet.journal.reading import JournalEntry
from callsheet.ports.line import KEYS
from callsheet.ports.records import REDACTED
from callsheet.ports.telephony import CallInfo

# Calls that are kept while a journal is read: those under way at one moment. Of more, the oldest are told as they are.
MOST_UNDER_WAY = 10_000
# A number that nobody has, where the journal does not tell the caller's.
SOMEBODY = "+15550100"


class RecordedVisit(Struct, frozen=True):
    """One run of one step, with what it left by part; `after` is when it was over. `pressed` is the key by which its
    prompt was interrupted, where that has answered a question behind it."""

    verb: str
    state: str
    line: int
    statement: str  # the query, write or request of its step
    outcome: str
    at: datetime
    after: datetime
    parts: Mapping[str, JournalEntry]
    pressed: str = ""

    @property
    def answered_early(self) -> bool:
        """Whether its question was answered before it was put."""
        return "heard" in self.parts and "said" not in self.parts


class RecordedCall(Struct, frozen=True):
    """A call of a script. `began` is None where the journal does not have its beginning, `ending` empty where it does
    not have its end; `why` says why one has failed."""

    info: CallInfo
    flow: str
    began: datetime | None
    visits: tuple[RecordedVisit, ...]
    ending: str
    why: str


def recorded_calls(entries: Iterable[JournalEntry]) -> Iterator[RecordedCall]:
    """The calls that events tell of: each once it is over, then those that are not."""
    under_way: dict[str, list[JournalEntry]] = {}
    for entry in entries:
        call_id = entry.text("call_id")
        if entry.event == "call_started" and call_id in under_way:  # an id that was used before: both are calls
            yield _call(under_way.pop(call_id))
        events = under_way.setdefault(call_id, [])
        events.append(entry)
        if entry.event in ("call_ended", "call_lost"):
            yield _call(under_way.pop(call_id))
        elif len(under_way) > MOST_UNDER_WAY:
            yield _call(under_way.pop(next(iter(under_way))))
    for events in under_way.values():
        yield _call(events)


def _call(events: list[JournalEntry]) -> RecordedCall:
    first, last = events[0], events[-1]
    has_begun, has_ended = first.event == "call_started", last.event == "call_ended"
    flow = first.text("flow") or last.text("flow")
    began = first.at if has_begun else None
    visits = _visits(events, began) if began else ()
    ending, why = (last.text("ending"), last.text("failure_message")) if has_ended else ("", "")
    return RecordedCall(_info(first), flow, began, visits, ending, why)


def _info(started: JournalEntry) -> CallInfo:
    caller, callee = (
        SOMEBODY if number == REDACTED else number
        for number in (started.text("caller_number"), started.text("callee_number"))
    )
    outbound = started.text("direction") == "outbound"
    return CallInfo(started.text("call_id"), "outbound" if outbound else "inbound", caller, callee)


def _visits(events: Iterable[JournalEntry], began: datetime) -> tuple[RecordedVisit, ...]:
    visits: list[RecordedVisit] = []
    interrupted: int | None = None  # the last prompt that was, and behind which nothing was heard yet
    for event in (event for event in events if event.event == "visit"):
        visit = _visit(event, visits[-1].at if visits else began)
        heard, said = visit.parts.get("heard"), visit.parts.get("said")
        if heard and visit.answered_early and interrupted is not None and heard.text("text") in KEYS:
            visits[interrupted] = replace(visits[interrupted], pressed=heard.text("text"))
        if heard:
            interrupted = None
        elif said and said.flag("interrupted"):
            interrupted = len(visits)
        visits.append(visit)
    # The next step begins as one is over: its moment is the more exact one.
    timed = [replace(one, after=max(one.at, following.at)) for one, following in pairwise(visits)]
    return (*timed, *visits[-1:])


def _visit(event: JournalEntry, before: datetime) -> RecordedVisit:
    at = event.at or before
    return RecordedVisit(
        verb=event.text("verb"),
        state=event.text("state"),
        line=int(event.number("line")),
        statement=event.statement,
        outcome=event.text("outcome"),
        at=at,
        after=at + timedelta(milliseconds=max(event.number("took_ms"), 0)),
        parts=dict(event.parts()),
    )
