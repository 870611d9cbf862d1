"""`callsheet show`: one call, as a screenplay."""

import argparse
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from callsheet.cli.journals import NoJournal, add_journal_to, opened_journal, shown_seconds, shown_time
from callsheet.ports.exceptions import Told

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from callsheet.journal.reading import JournalEntry, Json

LAST = "last"
# Ids that a message lists, where the beginning of one fits several.
MOST_LISTED = 5
# The newest ids, among which a misspelt one is looked for.
MOST_COMPARED = 500
# Characters of a script's digest: enough to tell versions apart.
DIGEST_SHOWN = 12
# Columns of who speaks or what happens.
WHO = 10


class NoCall(Told):
    """The call is not in the journal; the message says what was looked for."""


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "show",
        help="show what was said and done in a call",
        description="Show one call out of a journal: what was said, heard, understood, read and written, and when.",
    )
    parser.add_argument(
        "call", metavar="CALL", help=f"the call's id, as `callsheet calls` lists it, its beginning, or `{LAST}`"
    )
    add_journal_to(parser)
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Print the call."""
    from callsheet.diagnostics.visible import visible

    try:
        with opened_journal(arguments) as (file, path):
            call_id = _found(arguments.call, file, path)
            file.seek(0)
            for line in screenplay(file, call_id):
                print(visible(line).rstrip())
    except (NoJournal, NoCall) as error:
        print(f"callsheet show: {error}", file=sys.stderr)
        return 2
    return 0


def _found(wanted: str, file: BinaryIO, path: str) -> str:
    """The id of the call that is meant. Raises `NoCall`."""
    from callsheet.diagnostics.suggest import did_you_mean
    from callsheet.diagnostics.visible import sentence
    from callsheet.journal.reading import entries

    last = ""
    newest: deque[str] = deque(maxlen=MOST_COMPARED)
    fitting: dict[str, None] = {}
    for entry in entries(file):
        call_id = entry.text("call_id")
        if entry.event == "call_started" or not newest:
            last = call_id
        if not newest or newest[-1] != call_id:
            newest.append(call_id)
        if call_id == wanted or (call_id.startswith(wanted) and len(fitting) <= MOST_LISTED):
            fitting[call_id] = None
    if wanted in fitting:
        return wanted
    if wanted == LAST and not fitting and last:
        return last
    if len(fitting) == 1:
        return next(iter(fitting))
    if fitting:
        listed = ", ".join(list(fitting)[:MOST_LISTED]) + (", …" if len(fitting) > MOST_LISTED else "")
        raise NoCall(f'several calls begin with "{sentence(wanted)}": {sentence(listed)}')
    if not last:
        raise NoCall(f"there is no call in {path}")
    help_ = did_you_mean(wanted, newest, otherwise="callsheet calls lists them")
    raise NoCall(f'there is no call "{sentence(wanted)}" in {path}; {sentence(help_)}')


def screenplay(file: BinaryIO, call_id: str) -> Iterator[str]:
    """The lines of one call."""
    from callsheet.journal.reading import entries

    stage = _Stage()
    for entry in entries(file):
        if entry.text("call_id") == call_id:
            yield from stage.play(entry)
    if not stage.ended:
        yield "-- it has not ended yet; or its engine died, and was not started again"


@dataclass(slots=True)
class _Stage:
    """Plays one call's events. Times are told from its beginning."""

    began: datetime | None = None
    ended: bool = False
    lost: bool = False
    met: bool = False

    def play(self, entry: "JournalEntry") -> Iterator[str]:
        """The lines of one event."""
        again, self.met = self.met, True
        if self.began is None:
            self.began = entry.time("started_at") or entry.at
        if not again and entry.event != "call_started":
            yield f"call {entry.text('call_id')}: its beginning is not in this journal"
        match entry.event:
            case "call_started":
                if again:  # an id that was used before
                    yield ""
                self.began, self.ended, self.lost = entry.at, False, False
                yield from _opening(entry)
            case "visit":
                yield from self._visit(entry)
            case "call_ended":
                self.ended = True
                yield from _closing(entry)
            case "call_lost" if not self.lost:  # whoever took it over may have died before its end was noted
                self.ended = self.lost = True
                yield ""
                yield f"-- {entry.text('flow')} was left open: its engine died, or could not note its end"
                yield from (f"--   written, perhaps not spoken: {name}" for name in entry.texts("written"))

    def _visit(self, visit: "JournalEntry") -> Iterator[str]:
        began = (visit.at - self.began).total_seconds() if visit.at and self.began else 0.0
        ended = began + visit.number("took_ms") / 1000
        verb, outcome = visit.text("verb"), visit.text("outcome")
        if verb == "answer" and outcome == "done":
            yield _line(ended, "--", "answered")
        if verb == "pause":
            yield _line(began, "--", f"a pause of {visit.number('took_ms') / 1000:.1f} s")
        for name, part in visit.parts():
            # What is said begins with the step; what is heard, read or written has come by its end.
            shown = _part(name, part)
            if shown and name == "failed":
                shown = shown[0], f"{visit.text('state')}, on line {visit.number('line'):g}: {shown[1]}"
            if shown:
                yield _line(began if name == "said" else ended, *shown)
        if verb == "disconnect" and outcome == "done":
            yield _line(began, "--", "hangs up")
        elif outcome in OUTCOMES:
            yield _line(ended, "--", OUTCOMES[outcome])


OUTCOMES = {
    "hung_up": "the caller has hung up",
    "shut_down": "the engine shuts down",
    "limit_reached": "a limit is reached",
}


def _opening(entry: "JournalEntry") -> Iterator[str]:
    caller = entry.text("caller_number") or "a withheld number"
    callee = entry.text("callee_number")
    yield f"call {entry.text('call_id')}"
    yield f"{entry.text('flow')}: {caller} calls{f' {callee}' if callee else ''}"
    yield f"began {shown_time(entry.at)}"
    if digest := entry.text("digest"):
        yield f"script {digest[:DIGEST_SHOWN]}"
    yield ""


def _closing(entry: "JournalEntry") -> Iterator[str]:
    seconds = shown_seconds(entry.number("took_ms") / 1000)
    yield ""
    yield (
        f"-- ended: {entry.text('ending')}, after {seconds},"
        f" {_counted(entry.number('visits'), 'step')} and {_counted(entry.number('writes'), 'write')}"
    )
    if entry.text("failure_kind"):
        where = entry.text("failed_in")
        yield f"--   {entry.text('failure_kind')}{f' in {where}' if where else ''}: {entry.text('failure_message')}"


def _part(name: str, part: "JournalEntry") -> tuple[str, str] | None:
    """Who or what, and the words; None of what nobody knows here."""
    match name:
        case "said":
            return "engine", part.text("text") + _cut_short(part)
        case "heard":
            return "caller", _heard(part)
        case "understood":
            return "", f"understood as {part.text('intent')}, by {part.text('how')} ({part.number('confidence'):.2f})"
        case "model_unavailable":
            return "", f"the model could not be asked: {part.text('message')} ({part.text('kind')})"
        case "read":
            return "read", f"{part.text('query')}({_values(part.group('values'))}): {_rows(part)}"
        case "written":
            again = ", done before and not again" if part.flag("repeated") else ""
            return "written", f"{part.text('write')}({_values(part.group('values'))}): {_rows(part)}{again}"
        case "noted":
            return "note", part.text("text")
        case "failed":
            return "failed", f"{part.text('kind')}: {part.text('message')}"
    return None


def _heard(part: "JournalEntry") -> str:
    match part.text("kind"):
        case "key":
            return f"presses {part.text('text')}"
        case "silence":
            return "says nothing"
    return f'"{part.text("text")}" ({part.number("confidence"):.2f})'


def _cut_short(part: "JournalEntry") -> str:
    heard, length = part.number("heard_ms") / 1000, part.number("length_ms") / 1000
    if not part.flag("interrupted") and heard >= length:
        return ""
    why = "interrupted" if part.flag("interrupted") else "cut"
    return f" ({why}: {heard:.1f} of {length:.1f} s were heard)"


def _values(values: "Mapping[str, Json]") -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in values.items())


def _value(value: "Json") -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return "…"
    return str(value)


def _rows(part: "JournalEntry") -> str:
    return _counted(part.number("rows"), "row")


def _counted(number: float, noun: str) -> str:
    return f"{number:g} {noun}{'' if number == 1 else 's'}"


def _line(at: float, who: str, words: str) -> str:
    return f"{shown_seconds(at)}  {who:<{WHO}}{words}"
