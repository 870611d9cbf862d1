"""What was said and done in a call, line by line, as people read it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from callsheet.journal.reading import JournalEntry, Json
from callsheet.ports.english import counted

Who = Literal["engine", "caller", "other", "understood", "read", "written", "sent", "note", "failed", "line"]

OUTCOMES = {
    "hung_up": "the caller has hung up",
    "shut_down": "the engine shuts down",
    "limit_reached": "a limit is reached",
}


# What begins with its step; what is heard, read or written has come by the step's end.
BEGUN = ("said", "rung")
# Who hears what is said, where it is not the caller alone.
HEARD_BY = {"other": "(to the other side) ", "both": "(to both) "}


class SceneLine(Struct, frozen=True):
    """One line: when (seconds after the call began), who or what it is of, the words; and where in the script."""

    at: float
    who: Who
    words: str
    state: str
    line: int


def scene(visit: JournalEntry, began: datetime | None) -> Iterator[SceneLine]:
    """The lines of one visit, in a call that began then."""
    start = (visit.at - began).total_seconds() if visit.at and began else 0.0
    end = start + visit.number("took_ms") / 1000
    verb, outcome, state, line = visit.text("verb"), visit.text("outcome"), visit.text("state"), visit.number("line")

    def told(at: float, who: Who, words: str) -> SceneLine:
        return SceneLine(at, who, words, state, int(line))

    if verb == "answer" and outcome == "done":
        yield told(end, "line", "answered")
    if verb == "pause":
        yield told(start, "line", f"a pause of {visit.number('took_ms') / 1000:.1f} s")
    for name, part in visit.parts():
        match _part(name, part):
            case "failed", words:
                yield told(end, "failed", f"{state}, on line {line:g}: {words}")
            case who, words:
                yield told(start if name in BEGUN else end, who, words)
    if verb == "disconnect" and outcome == "done":
        yield told(start, "line", "hangs up")
    elif verb == "leave" and outcome == "done":
        yield told(start, "line", "leaves the call to the two")
    elif outcome in OUTCOMES:
        yield told(end, "line", OUTCOMES[outcome])


def _part(name: str, part: JournalEntry) -> tuple[Who, str] | None:
    """Who or what, and the words; None of what nobody knows here."""
    match name:
        case "said":
            return "engine", HEARD_BY.get(part.text("to"), "") + part.text("text") + _cut_short(part)
        case "rung":
            return "line", f"rings {rung(part)}: {part.text('outcome')} after {part.number('seconds'):.1f} s"
        case "heard":
            return "caller", _heard(part)
        case "understood":
            confidence = part.number("confidence")
            meant = part.text("value") or part.text("intent")
            if part.text("why"):
                return "understood", f"understood as {meant}: {part.text('why')}"
            words = f', in "{part.text("words")}"' if part.text("words") else ""
            return "understood", f"understood as {meant}, by {part.text('how')} ({confidence:.2f}){words}"
        case "model_unavailable":
            return "understood", f"the model could not be asked: {part.text('message')} ({part.text('kind')})"
        case "read":
            return "read", f"{part.text('query')}({_values(part.group('values'))}): {_rows(part)}"
        case "written":
            again = ", done before and not again" if part.flag("repeated") else ""
            return "written", f"{part.text('write')}({_values(part.group('values'))}): {_rows(part)}{again}"
        case "sent":
            again = ", sent twice" if part.flag("repeated") else ""
            values = _values(part.group("values"))
            return "sent", f"{part.text('request')}({values}): status {part.number('status'):g}{again}"
        case "messaged":
            return "sent", f"{part.text('by')} to {part.text('to')}: {part.text('text')}"
        case "recording":
            return "line", f"records the call: {part.text('file')}"
        case "recorded":
            return "line", f"recorded {part.number('seconds'):.1f} s: {part.text('file')}"
        case "transcribed":
            return "caller", f'"{part.text("text")}", in {part.text("file")}'
        case "noted":
            return "note", part.text("text")
        case "failed":
            return "failed", f"{part.text('kind')}: {part.text('message')}"
    return None


def rung(part: JournalEntry) -> str:
    """Who was rung."""
    numbers = " and ".join(part.texts("targets"))  # none where they are blacked out
    return " at ".join(filter(None, dict.fromkeys((part.text("contact"), numbers)))) or "a number"


def _heard(part: JournalEntry) -> str:
    match part.text("kind"):
        case "key":
            return f"presses {part.text('text')}"
        case "silence":
            return "says nothing"
    return f'"{part.text("text")}" ({part.number("confidence"):.2f})'


def _cut_short(part: JournalEntry) -> str:
    heard, length = part.number("heard_ms") / 1000, part.number("length_ms") / 1000
    if not part.flag("interrupted") and heard >= length:
        return ""
    why = "interrupted" if part.flag("interrupted") else "cut"
    return f" ({why}: {heard:.1f} of {length:.1f} s were heard)"


def _values(values: Mapping[str, Json]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in values.items())


def _value(value: Json) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return "…"
    return str(value)


def left_open(call: str, written: Iterable[str], sent: Iterable[str]) -> Iterator[str]:
    """A call whose end nobody noted, and what it had done."""
    yield f"-- {call} was left open: its engine died, or could not note its end"
    yield from (f"--   written, perhaps not spoken: {name}" for name in written)
    yield from (f"--   sent: {name}" for name in sent)


def _rows(part: JournalEntry) -> str:
    return counted(int(part.number("rows")), "row")
