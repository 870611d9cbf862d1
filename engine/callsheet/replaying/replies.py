"""The reply to a request of the new script, out of the visit at which the recorded call asked for the same."""

from datetime import timedelta
from typing import cast, get_args

from callsheet.flow.machine import Point
from callsheet.journal.reading import JournalEntry
from callsheet.ports.data import Written
from callsheet.ports.failures import StepFailed
from callsheet.ports.http import RequestAnswered
from callsheet.ports.line import Rung, RungOutcome, Spoken
from callsheet.ports.records import REDACTED
from callsheet.ports.requests import (
    INSTEAD,
    WAS_DONE,
    AskModel,
    AwaitReturn,
    GiveWay,
    Instead,
    InWords,
    KeepSilent,
    LeaveThem,
    LetGo,
    NotDone,
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
    Waited,
    WriteRows,
)
from callsheet.replaying.heard import NOTHING, heard_at, spoken_at, understood_at
from callsheet.replaying.outcome import Untold
from callsheet.replaying.recorded import RecordedVisit
from callsheet.replaying.rows import answer, rows_found
from callsheet.replaying.script import NewScript

# The part of a visit without which a request was not done there.
DONE_WITH: dict[type, str] = {
    PutQuestion: "heard",
    ReadRows: "read",
    WriteRows: "written",
    SendRequest: "sent",
    PutIntoWords: "transcribed",
}


def reply_at(request: Request, visit: RecordedVisit, point: Point, script: NewScript, *, mutes: bool) -> Reply | Untold:
    """What the world had said there. `mutes`: nothing was spoken any more after it, where speech failed."""
    parts, flow = visit.parts, script.flow
    done_with = DONE_WITH.get(type(request))
    if visit.outcome in INSTEAD and not isinstance(request, AskModel | Ring) and (done_with not in parts):
        return instead_of(visit, mutes=mutes)
    match request:
        case PutQuestion():
            asked = point.state.step.asks()
            heard = heard_at(visit, request, asked.settings.listener.intents if asked else ())
            return heard if isinstance(heard, Untold) else QuestionHeard(_spoken(visit), heard)
        case AskModel():
            return understood_at(visit, request)
        case Speak() | SpeakBeside():
            return _spoken(visit)
        case ReadRows(query=name, most_rows=most_rows):
            return _waited(visit, rows_found(parts["read"], script.queries[name], most_rows=most_rows))
        case WriteRows():
            rows, repeated = parts["written"].number("rows"), parts["written"].flag("repeated")
            return _waited(visit, Written(int(rows), repeated))
        case SendRequest(request=name):
            nothing = visit.outcome == "none"
            return _waited(visit, answer(parts["sent"], flow.requests[name], nothing=nothing))
        case Ring():
            return _rung(visit)
        case RecordSpeech():
            return _recorded(visit, spoken_at(visit))
        case RecordLine():
            return _recorded(visit, None)
        case PutIntoWords():
            text = parts["transcribed"].text("text")
            return Untold("what was recorded is blacked out") if text == REDACTED else InWords(text)
        case PickUp() | KeepSilent() | LetGo() | AwaitReturn() | LeaveThem() | SendMessage() | GiveWay():
            return WAS_DONE


def instead_of(visit: RecordedVisit, *, mutes: bool) -> NotDone:
    """What came instead of what was asked for."""
    failed = visit.parts.get("failed")
    failure = StepFailed(failed.text("kind"), failed.text("message")) if failed else None
    kept = _kept(visit) if "recorded" in visit.parts else None
    return NotDone(cast("Instead", visit.outcome), failure, spoken_at(visit), mutes and _is_of_speech(failed), kept)


def _is_of_speech(failed: JournalEntry | None) -> bool:
    return failed is not None and failed.text("kind") == "speech"


def _spoken(visit: RecordedVisit) -> Spoken:
    return spoken_at(visit) or Spoken(0, 0)


def _waited(visit: RecordedVisit, reply: RowsFound | Written | RequestAnswered | Untold) -> Reply | Untold:
    spoken = spoken_at(visit)
    return reply if spoken is None or isinstance(reply, Untold) else Waited(spoken, reply)


def _rung(visit: RecordedVisit) -> Reply:
    rung, failed = visit.parts.get("rung", NOTHING), visit.parts.get("failed")
    outcome = rung.text("outcome")
    if outcome not in get_args(RungOutcome) or visit.outcome == "fault":
        return instead_of(visit, mutes=False)
    return Rung(cast("RungOutcome", outcome), rung.number("seconds"), failed.text("message") if failed else "")


def _recorded(visit: RecordedVisit, spoken: Spoken | None) -> Recorded:
    if "recorded" in visit.parts:
        return _kept(visit, spoken)
    begun = visit.parts.get("recording", NOTHING)
    return Recorded(begun.text("file"), 0.0, visit.after, spoken)


def _kept(visit: RecordedVisit, spoken: Spoken | None = None) -> Recorded:
    kept = visit.parts["recorded"]
    heard = timedelta(milliseconds=spoken.heard_ms) if spoken else timedelta()
    return Recorded(kept.text("file"), kept.number("seconds"), kept.time("began_at") or visit.at + heard, spoken)
