"""What a call leaves behind: the records that steps and sessions journal.

A field that can hold a caller's number, words or data is marked `Personal`; redaction knows these fields and no
others, so nothing personal may stand in any other field.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, ClassVar, Final, Literal, TypeVar

from msgspec import Struct

from callsheet.ports.endings import Ending
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.values import Cell, Row

PERSONAL = "personal"
T = TypeVar("T")
# A field that redaction blacks out.
Personal = Annotated[T, PERSONAL]
# Steps that one event tells of: with names as long as nobody writes them, it is still a line that a reader takes.
MOST_PASSED = 250


# What is told of a private answer, and of what was made of it.
REDACTED = "[redacted]"
# Whom a prompt was spoken to, unless the caller talks with somebody else.
TO_CALLER: Final = "caller"


class PromptSpoken(Struct, frozen=True, omit_defaults=True):  # most calls are of two
    """What was said, how long it is and how much of it was heard, in milliseconds; to whom, where the caller talks with
    somebody else.

    Of one that was cut, `length_ms` goes as far as its audio had been made: some seconds beyond what was heard.
    """

    part: ClassVar[str] = "said"
    text: Personal[str]
    heard_ms: int
    length_ms: int
    interrupted: bool
    to: Literal["caller", "other", "both"] = TO_CALLER


class SomebodyRung(Struct, frozen=True):
    """Who was rung, as the script calls them, and at which numbers; what came of it, and for how many seconds it rang.
    `cancelled`: the call was over first."""

    part: ClassVar[str] = "rung"
    contact: str
    targets: Personal[tuple[str, ...]]
    outcome: Literal["answered", "unanswered", "busy", "rejected", "failed", "cancelled"]
    seconds: float


class CallerHeard(Struct, frozen=True):
    """What was heard: `kind` is `utterance`, `key` or `silence`; `confidence` is the recognition's, 0.0 to 1.0."""

    part: ClassVar[str] = "heard"
    kind: Literal["utterance", "key", "silence"]
    text: Personal[str]
    confidence: float


class IntentUnderstood(Struct, frozen=True, omit_defaults=True):  # most answers are no value, and clear
    """What it was taken to mean, how (`key`, `phrase`, `value`, `model`, `silent`, `unclear`, `unsure`) and how sure,
    0.0 to 1.0; the value that was given, unless it is a row; its words, where others were heard in the first place; why
    it is unclear, where that is known."""

    part: ClassVar[str] = "understood"
    intent: str
    how: str
    confidence: float
    value: Personal[Cell] = None
    words: Personal[str] = ""
    why: str = ""


class RowsRead(Struct, frozen=True):
    """A query: its name, what it was asked with, the number of rows, and these rows, of which a journal has the first
    (`ports/found.py`), and says how many are left out. There are none where nobody is to know them."""

    part: ClassVar[str] = "read"
    query: str
    values: Personal[Mapping[str, Cell]]
    rows: int
    found: Personal[tuple[Row, ...]] = ()


class RowsWritten(Struct, frozen=True):
    """A write that is in the database: its name, its values, the number of rows it changed."""

    part: ClassVar[str] = "written"
    write: str
    values: Personal[Mapping[str, Cell]]
    rows: int
    repeated: bool = False


class RequestSent(Struct, frozen=True):
    """A request that another system has answered: its name, its values, the status of the answer; whether it had to be
    sent twice; the fields of the answer that are kept, where a journal has them too, None where nobody is to know
    them."""

    part: ClassVar[str] = "sent"
    request: str
    values: Personal[Mapping[str, Cell]]
    status: int
    repeated: bool = False
    answer: Personal[Row | None] = None


class MessageSent(Struct, frozen=True):
    """A written message that was sent: to which number, by what (`sms`, `whatsapp`), its text."""

    part: ClassVar[str] = "messaged"
    to: Personal[str]
    by: str
    text: Personal[str]


class RecordingBegun(Struct, frozen=True):
    """From here on the call is recorded: the file, seen from where recordings lie."""

    part: ClassVar[str] = "recording"
    file: str


class RecordingKept(Struct, frozen=True):
    """A recording that has ended and is kept: its file, how long it is, and when it began."""

    part: ClassVar[str] = "recorded"
    file: str
    seconds: float
    began_at: datetime


class RecordingInWords(Struct, frozen=True):
    """What is said in a recording."""

    part: ClassVar[str] = "transcribed"
    file: str
    text: Personal[str]


class NoteTaken(Struct, frozen=True):
    """A `note` step's line, or a `disconnect` step's reason."""

    part: ClassVar[str] = "noted"
    text: Personal[str]


OfRecordings = RecordingBegun | RecordingKept | RecordingInWords
VisitPart = (
    PromptSpoken
    | SomebodyRung
    | CallerHeard
    | IntentUnderstood
    | ModelUnavailable
    | RowsRead
    | RowsWritten
    | RequestSent
    | MessageSent
    | OfRecordings
    | NoteTaken
    | StepFailed
)


class Event(Struct, frozen=True, tag_field="event", dict=True):
    """One line of a journal: of which call, and when, in UTC. It keeps its encoding once it has one."""

    call_id: str
    at: datetime


class CallStarted(Event, frozen=True, tag="call_started"):
    """A script took a call. `digest` tells which version of it: the SHA-256 of the script and its SQL, in hex."""

    flow: str
    direction: str
    caller_number: Personal[str]
    callee_number: Personal[str]
    digest: str


class Visit(Event, frozen=True, tag="visit"):
    """One run of one step: which, where in the script, what came of it, how long it took. `parts` has at most one of
    each kind, in the order in which they happened."""

    visit: int
    state: str
    verb: str
    line: int
    outcome: str
    took_ms: int
    parts: tuple[VisitPart, ...] = ()


class PassedStep(Struct, frozen=True, array_like=True):
    """One run of a step that neither waited nor touched the world. The same for all calls that pass there."""

    state: str
    verb: str
    line: int
    outcome: str


class Passed(Event, frozen=True, tag="passed"):
    """Such steps one after the other, at most `MOST_PASSED`; `visit` is the number of the first."""

    visit: int
    steps: tuple[PassedStep, ...]


class CallRecord(Event, frozen=True, tag="call_ended"):
    """The call in one line (a CDR): how it ended, why, what it did. One a call, always the last event."""

    flow: str
    direction: str
    caller_number: Personal[str]
    callee_number: Personal[str]
    started_at: datetime
    answered_at: datetime | None
    ending: Ending
    ended_in: str
    failed_in: str
    failure_kind: str
    failure_message: str
    visits: int
    writes: int
    took_ms: int


class CallLost(Event, frozen=True, tag="call_lost"):
    """A call whose engine died. Its last writes are in the database, and were perhaps not spoken; what it has sent to
    other systems was perhaps not done."""

    flow: str
    started_at: str
    written: tuple[str, ...]
    sent: tuple[str, ...] = ()
    ending: Ending = "failed"
    failure_kind: str = "engine_died"


def visits(event: Event) -> tuple[Visit, ...]:
    """The visits that an event tells of, however many; of what is no visit, none."""
    match event:
        case Visit():
            return (event,)
        case Passed(call_id=call_id, at=at, visit=first, steps=steps):
            return tuple(
                Visit(call_id, at, number, step.state, step.verb, step.line, step.outcome, took_ms=0)
                for number, step in enumerate(steps, first)
            )
    return ()
