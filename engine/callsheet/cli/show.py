"""`callsheet show`: one call, as a screenplay."""

import argparse
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from callsheet.cli.complaints import complain
from callsheet.cli.journals import NoJournal, add_journal_to, opened_journal, shown_seconds, shown_time
from callsheet.ports.exceptions import Told

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from callsheet.journal.reading import JournalEntry
    from callsheet.journal.screenplay import SceneLine
    from callsheet.testing.check import Suite

LAST = "last"
# Ids that a message lists, where the beginning of one fits several.
MOST_LISTED = 5
# The newest ids, among which a misspelt one is looked for.
MOST_COMPARED = 500
# Characters of a script's digest: enough to tell versions apart.
DIGEST_SHOWN = 12
# Columns of who speaks or what happens.
WHO = 10
# What has another name in print, or none: it stands below what it belongs to.
SHOWN = {"line": "--", "understood": ""}


class NoCall(Told):
    """The call is not in the journal; the message says what was looked for."""


class NoTestMade(Told):
    """No test was made of the call; the message says why."""


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "show",
        help="show what was said and done in a call",
        description="Show one call out of a journal: what was said, heard, understood, read and written, and when; or"
        " make a test of it.",
    )
    parser.add_argument(
        "call", metavar="CALL", help=f"the call's id, as `callsheet calls` lists it, its beginning, or `{LAST}`"
    )
    parser.add_argument("--as-test", action="store_true", help="print the call as a test of its script instead")
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="with --as-test: put the test into this test file, as its last one"
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
            if arguments.as_test or arguments.into:
                _make_test(file, call_id, arguments.into)
                return 0
            for line in screenplay(file, call_id):
                print(visible(line).rstrip())
    except (NoJournal, NoCall, NoTestMade) as error:
        complain("show", str(error))
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


def _make_test(file: BinaryIO, call_id: str, into: Path | None) -> None:
    """Print the call as a test, or put it into a test file; what it lacks is told. Raises `NoTestMade`."""
    from callsheet.diagnostics.visible import sentence
    from callsheet.edits import NotEdited
    from callsheet.journal.reading import entries
    from callsheet.source.folders import SCRIPT
    from callsheet.testing.from_journal import journaled
    from callsheet.testing.shown import shown_recorded
    from callsheet.testing.writing import case_data, new_file, with_test

    events = [entry for entry in entries(file) if entry.text("call_id") == call_id]
    call = journaled(events)
    if call is None or not call.turns:
        raise NoTestMade("the journal has too little of this call for a test: not its beginning, or no turn")
    name, missing = f"call {call_id}", call.missing
    test = case_data(name, ((turn.kind, turn.text) for turn in call.turns), call.given, {}, {})
    if suite := _suite_of(call.flow, into):
        shown = shown_recorded(suite, events, name)
        test = shown.test if shown.confirmed else test
        missing = call.lost if shown.confirmed else (*missing, shown.why)
    made = with_test(_text_of(into), test) if into else new_file(call.flow + SCRIPT, test)
    if isinstance(made, NotEdited):
        raise NoTestMade(f"the test cannot be written: {sentence(made.why)}")
    if into:
        _replace(into, made.text)
        print(f'"{name}" is the last test of {into} now: give it a name, and play it with callsheet test')
    else:
        print(made.text, end="")
    for what in missing:
        complain("show", f"to be the same call, the test lacks this: {what}")


def _suite_of(flow: str, into: Path | None) -> "Suite | None":
    """The script of a call, on what the test file gives of circumstances; None where it is not there, or is wrong."""
    from callsheet.adapters.files.disk import Disk
    from callsheet.checks.check import check_file
    from callsheet.source.folders import SCRIPT
    from callsheet.testing.check import check_tests
    from callsheet.testing.trial import suite_to_try

    if into is not None:
        suite = check_tests(into, str(into), {}, Disk.around([into])).suite
    elif (script := Path(flow + SCRIPT)).is_file():
        suite = suite_to_try(check_file(script, str(script), Disk.around([script])), None, sampled=False)
    else:
        return None
    return suite if suite and suite.flow.name == flow else None


def _text_of(path: Path) -> str:
    from callsheet.adapters.files.disk import Disk
    from callsheet.ports.files import Unreadable
    from callsheet.source.text import MOST_BYTES

    try:
        return Disk.around([path]).read(path, most=MOST_BYTES).decode()
    except Unreadable as error:
        raise NoTestMade(f"{path} {error.why}; {error.help}") from None
    except UnicodeDecodeError:
        raise NoTestMade(f"{path} is not UTF-8 text; save it as UTF-8 in an editor") from None


def _replace(path: Path, text: str) -> None:
    from callsheet.adapters.files.disk import Disk
    from callsheet.adapters.files.replacing import replace_file

    try:
        replace_file(path, text.encode(), Disk.around([path]).reach)
    except OSError:
        raise NoTestMade(f"{path} cannot be written: look at the folder and its rights") from None


def screenplay(file: BinaryIO, call_id: str) -> Iterator[str]:
    """The lines of one call."""
    from callsheet.journal.reading import entries

    stage = _Stage()
    for entry in entries(file):
        if entry.text("call_id") == call_id:
            yield from stage.play(entry)
    if not stage.ended:
        yield "-- it has not ended yet; or its engine died, and was not started again"


class _Stage(Struct):
    """Plays one call's events. Times are told from its beginning."""

    began: datetime | None = None
    ended: bool = False
    lost: bool = False
    met: bool = False

    def play(self, entry: "JournalEntry") -> Iterator[str]:
        """The lines of one event."""
        from callsheet.journal.screenplay import left_open, scene

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
                yield from map(_line, scene(entry, self.began))
            case "call_ended":
                self.ended = True
                yield from _closing(entry)
            case "call_lost" if not self.lost:  # whoever took it over may have died before its end was noted
                self.ended = self.lost = True
                yield ""
                yield from left_open(entry.text("flow"), entry.texts("written"), entry.texts("sent"))


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
    from callsheet.ports.english import counted

    seconds = shown_seconds(entry.number("took_ms") / 1000)
    yield ""
    yield (
        f"-- ended: {entry.text('ending')}, after {seconds},"
        f" {counted(int(entry.number('visits')), 'step')} and {counted(int(entry.number('writes')), 'write')}"
    )
    if entry.text("failure_kind"):
        where = entry.text("failed_in")
        yield f"--   {entry.text('failure_kind')}{f' in {where}' if where else ''}: {entry.text('failure_message')}"


def _line(scene: "SceneLine") -> str:
    who = SHOWN.get(scene.who, scene.who)
    return f"{shown_seconds(scene.at)}  {who:<{WHO}}{scene.words}"
