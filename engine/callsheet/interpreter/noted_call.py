"""A call that notes what the world replies: what was spoken and heard, read and written."""

from datetime import UTC
from typing import Literal

from msgspec.structs import replace

from callsheet.flow.machine import Point
from callsheet.flow.model import Flow
from callsheet.interpreter.built_in import local
from callsheet.interpreter.moments import on_clock
from callsheet.interpreter.private import told_rows, told_text, told_values
from callsheet.interpreter.state import CallData
from callsheet.ports.clock import Timekeeper
from callsheet.ports.data import Written
from callsheet.ports.failures import ModelUnavailable
from callsheet.ports.http import RequestAnswered
from callsheet.ports.line import Rung, Spoken
from callsheet.ports.records import (
    MessageSent,
    PromptSpoken,
    RecordingBegun,
    RecordingInWords,
    RecordingKept,
    RequestSent,
    RowsRead,
    RowsWritten,
    SomebodyRung,
)
from callsheet.ports.requests import (
    AskModel,
    AwaitReturn,
    InWords,
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
    WasDone,
    WriteRows,
)
from callsheet.ports.understanding import Understood, unclear
from callsheet.script.call import LimitReached
from callsheet.script.slots import NO_KEYS

# Characters of a transcript, the last ones: ten minutes of talk, as much as a database takes into one column.
MOST_TRANSCRIBED = 10_000


class NotedCall:
    """A call's state, with the flow that it is in. `point` is the state of the flow whose step runs."""

    # Ten thousand calls have one each.
    __slots__ = ("clock", "flow", "limits", "point", "state")
    point: Point

    def __init__(self, flow: Flow, clock: Timekeeper, state: CallData) -> None:
        self.flow = flow
        self.limits = flow.limits
        self.clock = clock
        self.state = state

    def take(self, request: Request, reply: Reply) -> Reply:
        """Note what came of a request; the reply as steps see it. Raises `LimitReached` where it is too much."""
        state = self.state
        match request, reply:
            case Speak(), Spoken():
                self._note_spoken(told_text(request.text, private=request.private), reply)
                state.keys.statement_was(reply, self.keys_ahead())
            case PutQuestion(), QuestionHeard():
                self._note_spoken(told_text(request.text, private=request.private), reply.spoken)
            case ReadRows(), RowsFound():
                values = told_values(request.values, self.point.state.step, self.flow)
                found = told_rows(reply.rows, self.point.state.step, self.flow)
                state.parts.append(RowsRead(request.query, values, len(reply.rows), found))
                if len(reply.rows) > self.limits.rows:
                    raise LimitReached(f"{request.query} found more than {self.limits.rows} rows (limits: rows)")
                return RowsFound(on_clock(reply.rows, self.flow.timezone or UTC))
            case WriteRows(), Written():
                state.parts.append(self.written(request, reply))
                state.writes += 1
            case SendRequest(), RequestAnswered():
                values = told_values(request.values, self.point.state.step, self.flow)
                answer = next(iter(told_rows((reply.row,), self.point.state.step, self.flow)), None)
                state.parts.append(RequestSent(request.request, values, reply.status, reply.repeated, answer))
                (row,) = on_clock((reply.row,), self.flow.timezone or UTC)
                return replace(reply, row=row)
            case SendMessage(to=to, text=text, by=by, private=private), WasDone():
                state.parts.append(MessageSent(told_text(to, private=private), by, told_text(text, private=private)))
            case RecordSpeech(), Recorded():
                if reply.spoken is not None:
                    self._note_spoken(told_text(request.text, private=request.private), reply.spoken)
                return self._kept(reply)
            case RecordLine(stops=False), Recorded():
                state.recording, state.is_recorded = reply.file, True
                state.parts.append(RecordingBegun(reply.file))
            case RecordLine(stops=True), Recorded():
                state.is_recorded = False
                return self._kept(reply)
            case PutIntoWords(), InWords():
                state.parts.append(RecordingInWords(request.file, reply.text))
            case PickUp(), _:
                state.answered_at = self.clock.now()
            case Ring(), Rung():
                self._note_rung(request, reply)
            case SpeakBeside(), Spoken():
                self._note_spoken(told_text(request.text, private=request.private), reply, request.to)
            case ((AwaitReturn() | LetGo()), _):
                state.bridged = False
            case AskModel(), ModelUnavailable():
                state.parts.append(reply)
                return unclear(request.why)
            case AskModel(), Understood(intent="unclear"):
                return unclear(request.why)
            case ReadRows() | WriteRows() | SendRequest(), Waited():
                self._note_spoken(request.while_waiting or "", reply.spoken)
                return self.take(request, reply.reply)
        return reply

    def written(self, request: WriteRows, reply: Written) -> RowsWritten:
        """What is told of a write."""
        values = told_values(request.values, self.point.state.step, self.flow)
        return RowsWritten(request.query, values, reply.rows, reply.repeated)

    def _kept(self, recorded: Recorded) -> Recorded:
        """Note a recording that is kept; the same, as clocks show it where the script is."""
        if recorded.file:
            self.state.parts.append(RecordingKept(recorded.file, round(recorded.seconds, 3), recorded.at))
        return replace(recorded, at=local(recorded.at, self.flow))

    def take_instead(self, request: Request, instead: NotDone) -> None:
        """Note how far a request came that was not done."""
        match request:
            case (
                Speak(text=text, private=private)
                | PutQuestion(text=text, private=private)
                | RecordSpeech(text=text, private=private)
            ) if instead.spoken:
                self._note_spoken(told_text(text, private=private), instead.spoken)
            case ReadRows(while_waiting=text) | WriteRows(while_waiting=text) | SendRequest(while_waiting=text) if (
                instead.spoken is not None
            ):
                self._note_spoken(text or "", instead.spoken)
            case SpeakBeside(text=text, private=private) if instead.spoken is not None:
                self._note_spoken(told_text(text, private=private), instead.spoken, request.to)
            case Ring(contact=contact, targets=targets):
                seconds = round((self.clock.now() - self.state.began_at).total_seconds(), 1)
                failed = instead.outcome in ("failed", "fault")
                rung = SomebodyRung(contact, targets, "failed" if failed else "cancelled", seconds)
                self.state.parts.append(rung)
        self.state.muted = self.state.muted or instead.mutes

    def _note_rung(self, ring: Ring, rung: Rung) -> None:
        state = self.state
        state.parts.append(SomebodyRung(ring.contact, ring.targets, rung.outcome, round(rung.seconds, 3)))
        if rung.outcome == "answered":
            state.bridged = True
            state.answered_at = state.answered_at or self.clock.now()  # the other side has picked up for us

    def _note_spoken(self, text: str, spoken: Spoken, to: Literal["caller", "other", "both"] = "caller") -> None:
        interrupted = spoken.interrupted_by is not None
        self.transcribe("whisper" if to == "other" else "call", text)
        self.state.parts.append(PromptSpoken(text, spoken.heard_ms, spoken.length_ms, interrupted, to))

    def transcribe(self, who: str, words: str) -> None:
        """Keep what was said for who asks for it after the call."""
        if self.flow.transcribed and words:
            state = self.state
            state.transcript = f"{state.transcript}{who}: {words}\n"[-MOST_TRANSCRIBED:]

    def keys_ahead(self) -> frozenset[str]:
        """What can be pressed now to answer a question behind this step."""
        return self.flow.keys_ahead.get(self.point.state.name, NO_KEYS)
