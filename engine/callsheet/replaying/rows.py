"""What queries found and requests were answered, out of a journal, as the new script's files say what it is."""

from collections.abc import Mapping

from callsheet.journal.reading import JournalEntry, JsonCell
from callsheet.ports.http import PreparedRequest, RequestAnswered
from callsheet.ports.records import REDACTED
from callsheet.ports.requests import RowsFound
from callsheet.ports.stored import FORMS
from callsheet.ports.values import Cell, Row
from callsheet.replaying.outcome import Untold
from callsheet.replaying.script import KnownQuery


def rows_found(read: JournalEntry, query: KnownQuery, *, most_rows: int) -> RowsFound | Untold:
    """The rows of a query."""
    found = read.rows("found")
    if not read.number("rows"):
        return RowsFound(())
    if found is None or len(found) < min(read.number("rows"), most_rows):
        return Untold(f"what {query.name} found {_why_not(read, 'found')}")
    if missing := query.columns - found[0].keys():
        return Untold(f"{query.name} gives {', '.join(sorted(missing))} now, which was not read in the call")
    return RowsFound(tuple(_row(row, query.types) for row in found[:most_rows]))


def answer(sent: JournalEntry, request: PreparedRequest, *, nothing: bool) -> RequestAnswered | Untold:
    """What another system has answered; `nothing`: that there is nothing."""
    status, repeated = int(sent.number("status")), sent.flag("repeated")
    if nothing:
        return RequestAnswered(status, nothing=True, repeated=repeated)
    fields = sent.cells("answer") or {}
    if request.gives and not fields:
        return Untold(f"what {request.name} was answered {_why_not(sent, 'answer')}")
    if missing := request.gives.keys() - fields.keys():
        return Untold(f"{request.name} gives {', '.join(sorted(missing))} now, which was not answered in the call")
    return RequestAnswered(status, _row(fields, request.gives), repeated=repeated)


def _why_not(part: JournalEntry, name: str) -> str:
    """Why something is not in the journal."""
    if part.text(name) == REDACTED:
        return "is blacked out"
    return "is not in the journal: it is long, it has to do with a private answer, or the journal is an old one"


def _row(cells: Mapping[str, JsonCell], types: Mapping[str, str]) -> Row:
    return Row({name: _cell(value, types.get(name, "")) for name, value in cells.items()})


def _cell(value: JsonCell, declared: str) -> Cell:
    """A value as the database, or the other system, had given it."""
    form = FORMS.get(declared.upper())
    if form is None or not isinstance(value, str):
        return value
    try:
        return form.read(value)
    except ValueError:  # of another type in the call
        return value
