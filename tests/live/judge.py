"""The judge: what must be true of every call, whatever happened to it."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from callsheet.ports.records import CallRecord, CallStarted, PromptSpoken, RowsWritten, Visit, visits
from callsheet.ports.telephony import Ended
from tests.calls.conftest import NOW
from tests.lines.voices import frequency, same
from tests.live.evening import LETS_GO_SECONDS, Evening, Guest
from tests.live.scripts import MESSAGES, PROMISE
from tests.live.voices import MS_A_CHARACTER, PROMISE_HZ, QuickTones

# Of a promise in the recording so much is heard as one: shorter pieces cannot be told from the edges of other tones.
TOLD_MS = 60
WORDS = re.compile(r"\b(yes|no|yes please)\b", re.IGNORECASE)
NUMBER = re.compile(r"\+?1?5555?0\d{4,}")


def judge(
    evening: Evening,
    *,
    endings: Iterable[str] | None = None,
    unnoted: bool = False,
    unsure: bool = False,
    unheard: bool = False,
) -> list[CallRecord]:
    """The records of all calls that were taken, in the order of dialling. `endings` are those that may occur.

    Where calls may be `unnoted`, the ledger need not know them. Where it is `unsure` what was written, only what
    callers were told is compared with it. Where commands go `unheard`, closing the voice connection has to do.
    """
    wrong = [*_evening(evening)]
    for guest in evening.guests:
        wrong += [f"{guest.placed.call_id}: {what}" for what in _guest(evening, guest, unnoted, unsure, unheard)]
        if endings is not None and guest.record is not None and guest.record.ending not in endings:
            wrong.append(f"{guest.placed.call_id}: ended as {guest.record.ending} {guest.record.failure_kind}")
    assert not wrong, "\n".join(wrong[:40])
    return [guest.record for guest in evening.guests if guest.record is not None]


def _evening(evening: Evening) -> Iterable[str]:
    if evening.unnoticed:
        yield f"failed unnoticed: {evening.unnoticed[:3]}"
    if evening.left:
        yield f"left running: {evening.left[:5]}"
    if evening.open_prompts:
        yield f"{evening.open_prompts} prompts were not closed"
    if evening.server.faults:
        yield f"the platform complains: {evening.server.faults[:3]}"
    for record in evening.logged:
        message = record.getMessage()
        if record.exc_info or record.stack_info:
            yield f"a traceback in the log: {message}"
        if NUMBER.search(message) or WORDS.search(message) or "Traceback" in message:
            yield f"in the log: {message}"


def _guest(evening: Evening, guest: Guest, unnoted: bool, unsure: bool, unheard: bool) -> Iterable[str]:
    yield from _line(guest, unheard)
    if not guest.taken:
        return
    if guest.record is None:
        yield "no record was returned"
        return
    if guest.told.count(Ended) != 1 or guest.told[-1] is not Ended:
        yield f"told: {guest.told}"
    yield from _journal(evening, guest, guest.record)
    if not unnoted:
        yield from _ledger(evening, guest.record)
    if not unsure:
        yield from _written_once(evening, guest, guest.record)
    if isinstance(evening.speech.synthesis, QuickTones):
        yield from _heard_first(evening, guest.record)
    yield from _promises(evening, guest, guest.record)
    yield from _ending(evening, guest, guest.record, unheard)


def _line(guest: Guest, unheard: bool) -> Iterable[str]:
    placed = guest.placed
    if guest.left_open:
        yield f"still there: {guest.left_open}"
    elif placed.ended_ms is not None and guest.finished_ms is not None and not unheard:
        open_ms = placed.ended_ms - guest.finished_ms
        if open_ms > LETS_GO_SECONDS * 1000:
            yield f"the line was open for {open_ms} ms after the script"


def _journal(evening: Evening, guest: Guest, record: CallRecord) -> Iterable[str]:
    events = [event for event in evening.journal.events if event.call_id == record.call_id]
    kinds = [Visit if visits(event) else type(event) for event in events]
    if kinds != [CallStarted, *[Visit] * (len(events) - 2), CallRecord]:
        yield f"the journal has {Counter(kind.__name__ for kind in kinds)}"
    if events and events[-1] != record:
        yield "another record is in the journal"


def _written(evening: Evening, record: CallRecord) -> list[RowsWritten]:
    parts = [part for visit in _visits(evening, record) for part in visit.parts]
    return [part for part in parts if isinstance(part, RowsWritten)]


def _visits(evening: Evening, record: CallRecord) -> list[Visit]:
    events = evening.journal.events
    return [visit for event in events if event.call_id == record.call_id for visit in visits(event)]


def _ledger(evening: Evening, record: CallRecord) -> Iterable[str]:
    """The call is closed in it, as it ended."""
    calls = [row for row in evening.rows["callsheet_calls"] if row[0] == record.call_id]
    if [(row[5], row[6]) for row in calls] != [(record.ending, record.failure_kind)] or calls[0][4] is None:
        yield f"the ledger says {calls}"


def _written_once(evening: Evening, guest: Guest, record: CallRecord) -> Iterable[str]:
    """The journal, the ledger's writes and the rows say the same."""
    kept = Counter(str(row[3]) for row in evening.rows["callsheet_writes"] if row[0] == record.call_id)
    written = _written(evening, record)
    if Counter(part.write for part in written) != kept or record.writes != kept.total():
        yield f"written {written}, in the ledger {kept}, in the record {record.writes}"
    caller = evening.guests.index(guest)
    state = {row[0]: row[3] for row in evening.rows["notifications"] if row[1] == caller + 1}
    answered = Counter(part.values.get("notification_id") for part in written if part.rows)
    answered.pop(None, None)
    if any(count > 1 for count in answered.values()):
        yield f"written twice: {answered}"
    if {row for row, status in state.items() if status != "pending"} != set(answered):
        yield f"the rows are {state}, and written were {answered}"
    ends = [row[1] for row in evening.rows["ends"] if row[0] == record.call_id]
    if ends != [part.values["how"] for part in written if part.write == "note_end"]:
        yield f"the ends are {ends}"


def _heard_first(evening: Evening, record: CallRecord) -> Iterable[str]:
    """A message is written about only once it has been heard."""
    heard: dict[str, int] = dict.fromkeys(MESSAGES, 0)  # milliseconds
    for part in [part for visit in _visits(evening, record) for part in visit.parts]:
        if isinstance(part, PromptSpoken):
            heard |= {text: max(ms, part.heard_ms) for text, ms in heard.items() if part.text.startswith(text)}
        elif isinstance(part, RowsWritten) and "notification_id" in part.values:
            text = MESSAGES[int(str(part.values["notification_id"])) % len(MESSAGES)]
            if heard[text] < len(text) * MS_A_CHARACTER:
                yield f"{part.write} after {heard[text]} ms of a message of {len(text) * MS_A_CHARACTER} ms"


def _promises(evening: Evening, guest: Guest, record: CallRecord) -> Iterable[str]:
    """What the caller was told to be confirmed is: the sound of it is heard after it was written, and not before."""
    written_ms = [
        1000 * ((datetime.fromisoformat(str(row[7])) - NOW).total_seconds() - guest.dialled_at)
        for row in evening.rows["callsheet_writes"]
        if row[0] == record.call_id and row[3] == "acknowledge_notification"
    ]
    recording = guest.placed.recording
    for span in recording.sounds(pause_ms=60):
        heard = recording.between(span.begin_ms, span.end_ms)
        promises = span.ms >= TOLD_MS and same(frequency(heard), PROMISE_HZ)
        if promises and not any(ms <= span.begin_ms for ms in written_ms):
            yield f"a promise at {span.begin_ms} ms, and written at {written_ms}"
    parts = [part for visit in _visits(evening, record) for part in visit.parts]
    told = [part for part in parts if isinstance(part, PromptSpoken) and part.text == PROMISE and part.heard_ms]
    if len(told) > len(written_ms):
        yield f"{len(told)} promises, and {len(written_ms)} writes"


def _ending(evening: Evening, guest: Guest, record: CallRecord, unheard: bool) -> Iterable[str]:
    """Who has ended the call on the platform, and what the record says, are the same thing."""
    by, ending = guest.placed.ended_by, record.ending
    visits = _visits(evening, record)
    disconnected = any(visit.verb in ("disconnect", "leave") for visit in visits)
    if ending == "completed" and not disconnected:
        yield f"completed, and ended by {by}"
    # Whose call has failed already, for another reason, may hang up while they are told so.
    lost = record.failure_kind == "line" and guest.placed.settings.hang_up_how != "cut"
    if by in ("caller", "gave_up") and (lost or ending not in ("hung_up", "completed", "failed", "shut_down")):
        yield f"the caller hung up, and it ended as {ending} ({record.failure_kind})"
    if by == "voice_lost" and ending in ("completed", "hung_up") and not unheard:
        yield "the voice connection was closed, and the platform was told nothing"
    if by == "agent" and ending == "hung_up":
        yield "it ended as hung up, and nobody has"
