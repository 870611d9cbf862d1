"""What others than the script notice of a call: what callers hear and are asked, what is written and sent, who is rung,
how it ends. Whatever else is another way to the same is no difference."""

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct, to_builtins

from callsheet.journal.reading import JournalEntry, Json
from callsheet.ports.encoding import json_value
from callsheet.ports.records import REDACTED
from callsheet.ports.requests import (
    INSTEAD,
    AskModel,
    AwaitReturn,
    GiveWay,
    KeepSilent,
    LeaveThem,
    LetGo,
    PickUp,
    PutIntoWords,
    PutQuestion,
    ReadRows,
    RecordLine,
    RecordSpeech,
    Request,
    Ring,
    SendMessage,
    SendRequest,
    Speak,
    SpeakBeside,
    WriteRows,
)
from callsheet.ports.values import Cell
from callsheet.replaying.recorded import RecordedVisit

Kind = Literal[
    "hears",
    "other_hears",
    "both_hear",
    "written",
    "sent",
    "messaged",
    "rung",
    "recorded",
    "not_recorded",
    "reads",
    "transcribes",
    "ends",
]
Awaits = Literal["", "answer", "recording"]
# What callers hear, who talk with somebody else or not.
HEARD: Mapping[str, Kind] = {"": "hears", "other": "other_hears", "both": "both_hear"}
IN_CALL = frozenset(HEARD.values())
# What has words in it that are each caller's own.
WORDS = IN_CALL | {"messaged"}


class Noticed(Struct, frozen=True):
    """One thing that is noticed: words, or the name of what is done, with its values. Behind words it `awaits` what
    callers say, or nothing (empty); None where nobody can tell, as the caller has gone. `reads` and `transcribes` are
    noticed only where nobody knows what is found, and `ends` once."""

    kind: Kind
    text: str
    values: Mapping[str, Json] = {}
    awaits: Awaits | None = ""

    def redacted(self) -> "Noticed":
        """The same without what is a caller's own."""
        is_number = self.kind == "rung" and self.text.startswith("+")
        text = REDACTED if self.kind in WORDS or is_number else self.text
        return Noticed(self.kind, text, dict.fromkeys(self.values, REDACTED), self.awaits)


def same(was: Noticed, now: Noticed) -> bool:
    """Whether nobody notices a difference. What is blacked out may be anything."""
    return (
        was.kind == now.kind
        and was.text in (now.text, REDACTED)
        and (None in (was.awaits, now.awaits) or was.awaits == now.awaits)
        and same_values(was.values, now.values)
    )


def same_values(was: Mapping[str, Json], now: Mapping[str, Json]) -> bool:
    """Whether these are the values of one statement, run with the same."""
    return was.keys() == now.keys() and all(value in (now[name], REDACTED) for name, value in was.items())


def in_json(values: Mapping[str, Cell]) -> Mapping[str, Json]:
    """Values as a journal has them."""
    return {name: to_builtins(json_value(value)) for name, value in values.items()}


def of_visit(visit: RecordedVisit) -> tuple[Noticed, ...]:
    """What was noticed of a visit, in its order."""
    return tuple(_of_visit(visit))


def _of_visit(visit: RecordedVisit) -> Iterator[Noticed]:
    parts = visit.parts
    for name, part in parts.items():
        match name:
            case "said":
                yield Noticed(HEARD.get(part.text("to"), "hears"), part.text("text"), awaits=_awaited(visit))
            case "written":
                yield Noticed("written", part.text("write"), part.group("values"))
            case "sent":
                yield Noticed("sent", part.text("request"), part.group("values"))
            case "messaged":
                yield Noticed("messaged", part.text("text"), {"to": part.text("to")})
            case "rung":
                yield Noticed("rung", _rung(part))
            case "recording":
                yield Noticed("recorded", "")
            case "recorded" if "said" not in parts:
                yield Noticed("not_recorded", "")


def _awaited(visit: RecordedVisit) -> Awaits | None:
    if "heard" in visit.parts:
        return "answer"
    if "recorded" in visit.parts or (visit.outcome == "none" and not visit.statement):
        return "recording"
    return None if visit.outcome in INSTEAD else ""


def _rung(part: JournalEntry) -> str:
    return part.text("contact") or next(iter(part.texts("targets")), REDACTED)


def of_request(request: Request, *, waited: bool) -> tuple[Noticed, ...]:
    """What is noticed where a request is done; `waited` says whether it takes so long that something is said then."""
    match request:
        case ReadRows(while_waiting=text) | WriteRows(while_waiting=text) | SendRequest(while_waiting=text):
            spoken = (Noticed("hears", text),) if waited and text is not None else ()
            return (*spoken, *_of_data(request))
        case Speak(text=text):
            return (Noticed("hears", text),)
        case PutQuestion(text=text):
            return (Noticed("hears", text, awaits="answer"),)
        case RecordSpeech(text=text):
            return (Noticed("hears", text, awaits="recording"),)
        case SpeakBeside(text=text, to=to):
            return (Noticed(HEARD[to], text),)
        case SendMessage(to=to, text=text):
            return (Noticed("messaged", text, {"to": to}),)
        case Ring(contact=contact, targets=targets):
            return (Noticed("rung", contact or targets[0]),)
        case RecordLine(stops=stops):
            return (Noticed("not_recorded" if stops else "recorded", ""),)
        case PickUp() | KeepSilent() | AwaitReturn() | LetGo() | LeaveThem() | AskModel() | PutIntoWords() | GiveWay():
            return ()


def _of_data(request: ReadRows | WriteRows | SendRequest) -> tuple[Noticed, ...]:
    match request:
        case WriteRows(query=name, values=values):
            return (Noticed("written", name, in_json(values)),)
        case SendRequest(request=name, values=values):
            return (Noticed("sent", name, in_json(values)),)
    return ()
