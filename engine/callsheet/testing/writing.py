"""A call as a test in a test file: what is new is put behind the tests that are there, and nothing else moves."""

from collections.abc import Iterable, Mapping, Sequence

from callsheet.edits import Edited, NotEdited, insert_item, set_value
from callsheet.ports.records import RequestSent
from callsheet.ports.stored import MOMENTS
from callsheet.ports.tables import Schema
from callsheet.source.document import Plain
from callsheet.testing.cases import NOTHING, WITHHELD, Given, GivenAnswer, Kind
from callsheet.testing.tried import RowChange

# Behind however many tests there are.
LAST = 1 << 30
# A time of day in a row is that of the call, which takes longer or shorter with each word of a prompt.
FILLED = object()
Rows = Mapping[str, Sequence[Mapping[str, object]]]


def case_data(
    name: str, turns: Iterable[tuple[Kind, str]], given: Given, tables: Rows, after: Mapping[str, Rows]
) -> dict[str, Plain]:
    """A test as a file holds it; `tables` are the rows that it is given, and `given` the rest. `after` is what it looks
    for then: `rows_after`, `requests_after`."""
    circumstances: dict[str, Plain] = {}
    if given.now is not None:
        circumstances["now"] = given.now.isoformat()
    if given.caller_number is not None:
        circumstances["caller_number"] = given.caller_number or WITHHELD
    if given.callee_number:
        circumstances["callee_number"] = given.callee_number
    if tables:
        circumstances["tables"] = _rows(tables)
    if given.requests:
        circumstances["requests"] = {name: _answer(answer) for name, answer in given.requests.items()}
    test: dict[str, Plain] = {"name": name}
    if circumstances:
        test["given"] = circumstances
    test["call"] = [{kind: text or True} for kind, text in turns]
    return test | {key: _rows(rows) for key, rows in after.items() if rows}


def rows_after(changes: Iterable[RowChange], schema: Schema) -> Rows:
    """The rows that a call has changed, as a test looks for them: by their key, with what is other than it was. Those
    that are gone cannot be looked for."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for change in changes:
        table = schema.table(change.table)
        if table is not None and change.after:
            cells = {
                name: FILLED if value is not None and table.types[name] in MOMENTS and name not in table.key else value
                for name, value in change.after.items()
                if name in table.key or not change.before or change.before[name] != value
            }
            found.setdefault(change.table, []).append(cells)
    return found


def rows_left(rows: Iterable[tuple[str, Mapping[str, object]]], given: Rows, schema: Schema) -> Rows:
    """The rows that were given, as a test sees that they are as they were: by their key, with what was not said."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for name, cells in rows:
        table = schema.table(name)
        key = {column: cells[column] for column in table.key} if table else {}
        said = next((row for row in given.get(name, ()) if key and key.items() <= row.items()), None)
        unsaid = {column: value for column, value in cells.items() if said is not None and column not in said}
        if unsaid:
            found.setdefault(name, []).append({**key, **unsaid})
    return found


def requests_after(sent: Iterable[RequestSent]) -> Rows:
    """What was sent to other systems, as a test looks for it."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for each in sent:
        found.setdefault(each.request, []).append(each.values)
    return found


def with_test(text: str, test: dict[str, Plain]) -> Edited | NotEdited:
    """A test file with one test more, the last."""
    return insert_item(text, ("tests",), LAST, test)


def new_file(flow: str, *tests: dict[str, Plain]) -> Edited | NotEdited:
    """A test file with these tests, for the script at the path `flow`, seen from its folder."""
    made = set_value("flow: script\ntests: []\n", ("flow",), flow)
    for test in tests:
        if isinstance(made, Edited):
            made = with_test(made.text, test)
    return made


def _rows(tables: Rows) -> Plain:
    return {
        name: [{column: _cell(value) for column, value in row.items()} for row in rows] for name, rows in tables.items()
    }


def _answer(answer: GivenAnswer) -> Plain:
    if answer.row is None:
        return NOTHING
    return {cell.column.text: _cell(cell.value) for cell in answer.row.cells}


def _cell(value: object) -> Plain:
    match value:
        case None:
            return {"empty": True}
        case bool() | int() | float() | str():
            return value
    return {"empty": False}  # whatever it is
