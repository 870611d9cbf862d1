"""A world that does all that a world can do: for each request of a call, each reply that can come to it."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from msgspec.structs import replace

from callsheet.exploring.answers import WayToSay
from callsheet.exploring.compared import Compared
from callsheet.exploring.samples import Samples
from callsheet.exploring.undecided import Cells, Decide, Held
from callsheet.flow.model import Flow
from callsheet.ports.audible import SECONDS_A_CHARACTER
from callsheet.ports.data import Written
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.http import RequestAnswered
from callsheet.ports.line import Rung, RungOutcome, Spoken
from callsheet.ports.requests import (
    WAS_DONE,
    AskModel,
    Awaited,
    AwaitReturn,
    Instead,
    InWords,
    KeepSilent,
    LeaveThem,
    LetGo,
    NotDone,
    OfData,
    OfRecordings,
    PickUp,
    PutIntoWords,
    PutQuestion,
    QuestionHeard,
    ReadRows,
    Recorded,
    RecordLine,
    RecordSpeech,
    Reply,
    Request,
    Ring,
    RowsFound,
    SendMessage,
    SendRequest,
    Speak,
    SpeakBeside,
    WriteRows,
)
from callsheet.ports.telephony import KeyPress, Silence, Utterance
from callsheet.ports.understanding import UNCLEAR
from callsheet.ports.usual_call import NOW, SECONDS_TO_ANSWER, SECONDS_TO_PICK_UP
from callsheet.ports.values import Row, Value
from callsheet.queries.records import Library

# Until somebody has said what is to be recorded.
SECONDS_RECORDED = 10.0
RECORDED_AT = NOW.replace(tzinfo=UTC)
GONE = NotDone("hung_up")
HEARD = Spoken(1, 1)


def failed(kind: str, outcome: Instead = "failed", *, mutes: bool = False) -> NotDone:
    """Something fails, in this way."""
    return NotDone(outcome, StepFailed(kind, "as this call was thought of"), mutes=mutes)


# A call comes to its longest time, or an operator stops the engine.
STOPPED = (failed("limit", "limit_reached"), NotDone("shut_down"))


class AnyWorld:
    """What a script's data can hold, and all that can come of what it asks for. `rows` is how many rows a query finds
    at most, beside those numbers that the script tells apart."""

    def __init__(self, flow: Flow, library: Library, rows: int, samples: Samples, compared: Compared) -> None:
        self._flow = flow
        self._library = library
        self._samples = samples
        self._counts = {
            *range(rows + 1),
            *(near for count in compared.counts for near in (count - 1, count, count + 1)),
        }
        self._columns: dict[str, dict[str, Held]] = {}
        self._classes: dict[tuple[str, str], tuple[Value, ...]] = {}

    def columns(self, source: str) -> dict[str, Held]:
        """The columns of a query, or of a request's answer, and what each can hold."""
        if source not in self._columns:
            named = self._library.named(source)
            columns = named.columns if named else None
            may_lack = source in self._library.requests  # an answer has what another system puts into it
            self._columns[source] = {
                each.name: (each.contents.kind, each.nullable or may_lack, each.allowed) for each in columns or ()
            }
        return self._columns[source]

    def classes(self, source: str, column: str) -> tuple[Value, ...]:
        """What a column can hold, as far as that makes a difference; the usual first."""
        key = source, column
        if key not in self._classes:
            kind, nullable, allowed = self.columns(source)[column]
            self._classes[key] = self._samples.of(column, kind, nullable=nullable, allowed=allowed)
        return self._classes[key]

    def usual(self, cells: Cells, column: str) -> Value:
        """What stands in a column that nothing depends on."""
        kind, _, allowed = self.columns(cells.source)[column]
        return self._samples.usual(column, kind, cells.number, allowed)

    def replies(self, request: Awaited, decide: Decide, *, rare: bool) -> Iterator[Reply]:
        """All that can come to a request but for what callers answer; with those that `rare`ly do and lead nowhere else
        than others."""
        match request:
            case PickUp() | KeepSilent() | AwaitReturn():
                yield from (WAS_DONE, GONE)
            case LetGo() | LeaveThem():
                yield WAS_DONE
            case Speak():
                yield HEARD
                yield from (Spoken(1, 2, KeyPress(key)) for key in sorted(request.interruptions.keys))
                yield from (GONE, failed("speech", mutes=True))
            case SpeakBeside():
                yield from (HEARD, GONE, failed("speech", mutes=True))
            case Ring(seconds=seconds):
                outcomes: tuple[RungOutcome, ...] = ("answered", "unanswered", "busy", "rejected", "failed")
                for outcome in outcomes:
                    yield Rung(outcome, seconds if outcome == "unanswered" else SECONDS_TO_PICK_UP)
                yield GONE
            case AskModel():
                yield UNCLEAR
                if rare:
                    yield ModelUnavailable("timeout", "as this call was thought of")
            case PutQuestion():
                raise AssertionError("what callers answer is told by `answered`")
            case _:
                yield from self._elsewhere(request, decide)
        if rare and not isinstance(request, AskModel | LetGo | LeaveThem):
            yield from STOPPED

    def _elsewhere(self, request: OfData | OfRecordings, decide: Decide) -> Iterator[Reply]:
        match request:
            case ReadRows(query=query, most_rows=most_rows):
                yield from self._found(query, most_rows, decide)
                yield failed("database_slow")
            case WriteRows():
                yield from (Written(1), Written(0), failed("database_slow"), failed("unknown_outcome", "fault"))
            case SendRequest(request=name):
                prepared = self._flow.requests[name]
                yield RequestAnswered(200, self._row(name, 1, decide) if prepared.gives else Row({}))
                if prepared.none:
                    yield RequestAnswered(prepared.none, nothing=True)
                yield failed("request_unreachable")
                if prepared.changes:
                    yield failed("unknown_outcome", "fault")
            case SendMessage():
                yield from (WAS_DONE, failed("request_unreachable"), failed("unknown_outcome", "fault"))
            case RecordSpeech():
                said = Recorded("said.wav", SECONDS_RECORDED, RECORDED_AT, HEARD)
                yield from (said, Recorded("", 0.0, RECORDED_AT, HEARD), NotDone("hung_up", kept=said))
                yield failed("recording")
            case RecordLine():
                yield from (Recorded("call.wav", SECONDS_RECORDED, RECORDED_AT), failed("recording"))
            case PutIntoWords():
                yield from (InWords("please call me back"), InWords(""), failed("transcribe"))

    def _found(self, query: str, most_rows: int, decide: Decide) -> Iterator[RowsFound]:
        named = self._library.queries[query]
        if self._flow.queries[query].kind == "one":
            counts: Sequence[int] = (1,) if named.always_one else (1, 0)
        else:
            limit = most_rows if named.most_rows is None else min(named.most_rows, most_rows - 1)
            counts = [*sorted(count for count in self._counts if 0 <= count <= limit and count < most_rows)]
            counts += [most_rows] * (limit == most_rows)
        for count in counts:
            yield RowsFound(tuple(self._row(query, number, decide) for number in range(1, count + 1)))

    def _row(self, source: str, number: int, decide: Decide) -> Row:
        return Row(Cells(source, number, self.columns(source), decide))

    def again(self, reply: Reply, decide: Decide) -> Reply:
        """The same reply in another call, with rows of its own."""
        match reply:
            case RowsFound(rows=rows):
                return RowsFound(tuple(self._undecided(row, decide) for row in rows))
            case RequestAnswered(row=Row(columns=Cells()) as row):
                return replace(reply, row=self._undecided(row, decide))
        return reply

    def _undecided(self, row: Row, decide: Decide) -> Row:
        return self._row(row.columns.source, row.columns.number, decide) if isinstance(row.columns, Cells) else row

    def answered(self, found: Sequence[WayToSay], unusable: Utterance, *, again: bool, rare: bool) -> Iterator[Reply]:
        """What can come to a question: its answers, and, where it may be put `again`, nothing usable."""
        yield from (QuestionHeard(HEARD, answer.heard) for answer in found)
        if again:
            yield from nothing_usable(unusable)
        yield from (GONE, failed("speech", mutes=True), failed("recognition"))
        if rare:
            yield from STOPPED


def nothing_usable(unusable: Utterance) -> tuple[QuestionHeard, QuestionHeard]:
    """A silence, and words that nobody understands."""
    return QuestionHeard(HEARD, Silence()), QuestionHeard(HEARD, unusable)


def seconds(request: Request, reply: Reply) -> float:
    """About how long it takes, as in tests."""
    text = request.text if isinstance(request, Speak | SpeakBeside | PutQuestion | RecordSpeech) else ""
    spoken = len(text) * SECONDS_A_CHARACTER
    match request, reply:
        case KeepSilent(seconds=silent), _:
            return silent
        case PutQuestion(listening=listening), QuestionHeard(heard=Silence()):
            return spoken + listening.timeout_seconds
        case PutQuestion(listening=listening), QuestionHeard(heard=heard):
            words = len(getattr(heard, "text", "")) * SECONDS_A_CHARACTER + listening.pause_seconds
            return spoken + SECONDS_TO_ANSWER + words
        case (Ring() | RecordSpeech(), Rung(seconds=waited) | Recorded(seconds=waited)):
            return spoken + waited
    return spoken
