"""`callsheet calls`: the calls in a journal, one a line."""

import argparse
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from callsheet.cli.complaints import complain
from callsheet.cli.journals import NoJournal, add_journal_to, opened_journal, shown_seconds, shown_time

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from callsheet.journal.reading import JournalEntry

LAST = 20
# Calls that are kept while a journal is read: those under way are among the newest.
MOST_KEPT = 10_000
# Characters of a cell. Ids and names are shorter.
WIDEST = 64
HEADINGS = ("when", "call", "flow", "lasted", "ending", "why")
RUNNING = "running"


class Summary(Struct):
    """What the table shows of a call. `ending` is empty while it runs."""

    call_id: str
    flow: str
    began: datetime | None
    seconds: float = 0.0
    ending: str = ""
    why: str = ""
    rang: str = ""  # who was rung last, and what came of it


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "calls",
        help="list the calls that were taken",
        description="List the calls in a journal, newest last: when, which, how long, how it ended and why.",
    )
    add_journal_to(parser)
    parser.add_argument(
        "--last", type=_number, default=LAST, metavar="N", help=f"so many of the newest (default: {LAST})"
    )
    parser.set_defaults(execute=execute)


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_KEPT:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to {MOST_KEPT:,}")
    return int(text)


def execute(arguments: argparse.Namespace) -> int:
    """Print the table."""
    try:
        with opened_journal(arguments) as (file, path):
            calls = summaries(file)[-arguments.last :]
    except NoJournal as error:
        complain("calls", str(error))
        return 2
    if not calls:
        print(f"there is no call in {path}")
        return 0
    for line in _table([HEADINGS, *(_cells(call, datetime.now(UTC)) for call in calls)]):
        print(line)
    return 0


def summaries(file: BinaryIO) -> list[Summary]:
    """The newest calls, in the order in which they began."""
    from callsheet.journal.reading import entries

    calls: OrderedDict[str, Summary] = OrderedDict()
    for number, entry in enumerate(entries(file)):
        call_id = entry.text("call_id")
        match entry.event:
            case "call_started":
                if call_id in calls:  # an id that was used before: both are calls
                    calls[f"{call_id} {number}"] = calls.pop(call_id)
                calls[call_id] = Summary(call_id, entry.text("flow"), entry.at)
            case "call_ended":
                call = calls.setdefault(call_id, Summary(call_id, "", None))
                call.flow, call.began = call.flow or entry.text("flow"), call.began or entry.time("started_at")
                call.seconds = entry.number("took_ms") / 1000
                call.ending = entry.text("ending") or "?"
                call.why = _why(entry)
            case "call_lost":
                call = calls.setdefault(call_id, Summary(call_id, "", None))
                call.flow, call.began = call.flow or entry.text("flow"), call.began or entry.time("started_at")
                if not call.ending:  # else only the database did not get to know of it
                    call.ending = entry.text("ending") or "failed"
                    call.why = _why(entry)
            case "visit":
                if call_id not in calls:  # what was before it stands in an older journal
                    calls[call_id] = Summary(call_id, "", None)
                for name, part in entry.parts():
                    if name == "rung":
                        calls[call_id].rang = f"{part.text('contact') or 'a number'}: {part.text('outcome')}"
        if len(calls) > MOST_KEPT:
            calls.popitem(last=False)
    # A call whose beginning is not in this journal was met at its end.
    earliest = datetime.min.replace(tzinfo=UTC)
    return sorted(calls.values(), key=lambda call: call.began or earliest)


def _why(entry: "JournalEntry") -> str:
    kind, message, place = (entry.text(name) for name in ("failure_kind", "failure_message", "failed_in"))
    said = f"{kind}: {message}" if message else kind
    return f"{said} ({place})" if said and place else said


def _cells(call: Summary, now: datetime) -> tuple[str, ...]:
    seconds = (now - call.began).total_seconds() if not call.ending and call.began else call.seconds
    lost = call.ending and not call.seconds and call.why.startswith("engine_died")
    lasted = "?" if lost or call.began is None else shown_seconds(seconds)
    return (shown_time(call.began), call.call_id, call.flow, lasted, call.ending or RUNNING, call.why or call.rang)


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    from callsheet.diagnostics.visible import visible

    shown = [(*(_cut(visible(cell)) for cell in row[:-1]), visible(row[-1])) for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
