"""Events and their lines: as readers of journals know them, for a terminal, and without what is personal."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal, cast, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct
from msgspec.json import decode

from callsheet.ports import records
from callsheet.ports.encoding import to_json, to_line
from callsheet.ports.failures import StepFailed
from callsheet.ports.records import (
    PERSONAL,
    REDACTED,
    CallerHeard,
    CallLost,
    CallRecord,
    CallStarted,
    Event,
    MessageSent,
    NoteTaken,
    Passed,
    PassedStep,
    PromptSpoken,
    RequestSent,
    RowsRead,
    RowsWritten,
    Visit,
    VisitPart,
    visits,
)
from callsheet.ports.values import Cell, Row

AT = datetime(2026, 11, 22, 12, 0, 0, 120_000, tzinfo=UTC)
WHOLE = AT.replace(microsecond=0)
EASTERN = timezone(timedelta(hours=-5))
RECORDS: list[type] = [
    *get_args(VisitPart),
    *(kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, Event) and kind != Event),
    PassedStep,
]


def visit(*parts: VisitPart) -> Visit:
    return Visit("c-1", AT, 7, "ask", "ask", 12, "agree", 31, parts)


def line(*parts: VisitPart) -> str:
    return to_json(visit(*parts))


def cell(value: Cell) -> str:
    """How a value stands in a line."""
    text = line(RowsWritten("finish", {"it": value}, 1))
    _, behind = text.split('"values":{"it":')
    return behind.removesuffix('},"rows":1,"repeated":false}}')


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            CallStarted("c-1", WHOLE, "clinic", "inbound", "+15550100", "", "c0ffee"),
            '{"event":"call_started","call_id":"c-1","at":"2026-11-22T12:00:00Z","flow":"clinic","direction":"inbound",'
            '"caller_number":"+15550100","callee_number":"","digest":"c0ffee"}',
        ),
        (
            visit(),
            '{"event":"visit","call_id":"c-1","at":"2026-11-22T12:00:00.120000Z","visit":7,"state":"ask","verb":"ask",'
            '"line":12,"outcome":"agree","took_ms":31}',
        ),
        (
            visit(PromptSpoken("Grüße.", 1, 2, True), CallerHeard("utterance", 'a "\t\\ b', 0.5)),
            '{"event":"visit","call_id":"c-1","at":"2026-11-22T12:00:00.120000Z","visit":7,"state":"ask","verb":"ask",'
            '"line":12,"outcome":"agree","took_ms":31,"said":{"text":"Grüße.","heard_ms":1,"length_ms":2,'
            '"interrupted":true},"heard":{"kind":"utterance","text":"a \\"\\t\\\\ b","confidence":0.5}}',
        ),
        (
            visit(RequestSent("tell", {"to": "Ann"}, 200), MessageSent("+15550100", "sms", "Hello.")),
            '{"event":"visit","call_id":"c-1","at":"2026-11-22T12:00:00.120000Z","visit":7,"state":"ask","verb":"ask",'
            '"line":12,"outcome":"agree","took_ms":31,"sent":{"request":"tell","values":{"to":"Ann"},"status":200,'
            '"repeated":false},"messaged":{"to":"+15550100","by":"sms","text":"Hello."}}',
        ),
        (
            visit(
                RowsRead("tasks", {"of": 1}, 3, (Row({"id": 7, "at": WHOLE}), Row({"id": 8, "at": None}))),
                RequestSent("look_up", {}, 200, answer=Row({"day": date(2026, 11, 22), "limit": float("inf")})),
            ),
            '{"event":"visit","call_id":"c-1","at":"2026-11-22T12:00:00.120000Z","visit":7,"state":"ask","verb":"ask",'
            '"line":12,"outcome":"agree","took_ms":31,"read":{"query":"tasks","values":{"of":1},"rows":3,'
            '"found":[{"id":7,"at":"2026-11-22T12:00:00Z"},{"id":8,"at":null}],"left_out":1},'
            '"sent":{"request":"look_up","values":{},"status":200,"repeated":false,'
            '"answer":{"day":"2026-11-22","limit":"inf"}}}',
        ),
        (
            Passed("c-1", WHOLE, 3, (PassedStep("set a", "set", 4, "done"), PassedStep("if", "if", 5, "then"))),
            '{"event":"passed","call_id":"c-1","at":"2026-11-22T12:00:00Z","visit":3,'
            '"steps":[["set a","set",4,"done"],["if","if",5,"then"]]}',
        ),
        (
            CallRecord(
                *("c-1", WHOLE, "clinic", "inbound", "", "", WHOLE, None),
                *("completed", "disconnect", "", "", "", 2, 0, 900),
            ),
            '{"event":"call_ended","call_id":"c-1","at":"2026-11-22T12:00:00Z","flow":"clinic","direction":"inbound",'
            '"caller_number":"","callee_number":"","started_at":"2026-11-22T12:00:00Z","answered_at":null,'
            '"ending":"completed","ended_in":"disconnect","failed_in":"","failure_kind":"","failure_message":"",'
            '"visits":2,"writes":0,"took_ms":900}',
        ),
        (
            CallLost("c-1", WHOLE, "clinic", "2026-11-22T11:00:00Z", ("finish (1 row)",)),
            '{"event":"call_lost","call_id":"c-1","at":"2026-11-22T12:00:00Z","flow":"clinic",'
            '"started_at":"2026-11-22T11:00:00Z","written":["finish (1 row)"],"sent":[],"ending":"failed",'
            '"failure_kind":"engine_died"}',
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Struct) else "",
)
def test_a_line_is_as_readers_know_it(event: Event, expected: str) -> None:
    assert to_json(event) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (2**63 - 1, "9223372036854775807"),
        (-(2**63), "-9223372036854775808"),
        (0.1, "0.1"),
        (float("inf"), '"inf"'),
        (float("-inf"), '"-inf"'),
        (float("nan"), '"nan"'),
        (date(2026, 11, 22), '"2026-11-22"'),
        (time(9, 5), '"09:05:00"'),
        (datetime(2026, 11, 22, 7, 0, 0, 5, tzinfo=EASTERN), '"2026-11-22T12:00:00.000005Z"'),
        (datetime(2026, 11, 22, 7), '"2026-11-22T07:00:00"'),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), '"0001-01-01T00:00:00+14:00"'),
    ],
)
def test_a_value_is_what_json_has_for_it_or_else_text(value: Cell, expected: str) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize("control", "\0\x1b\n\x7f\x85\u061c\u200f\u2028\u202e\u2066\ufeff\ud800")
def test_what_would_move_a_terminal_is_escaped_everywhere(control: str) -> None:
    values = {control: control}
    text = line(NoteTaken(f"ü{control}"), RowsWritten("w", values, 1), StepFailed("line", control))
    assert control not in text
    read = json.loads(text)
    assert (read["noted"]["text"], read["written"]["values"], read["failed"]["message"]) == (
        f"ü{control}",
        values,
        control,
    )
    text.encode()


def secret(hint: object) -> object:
    """A value of a field's kind that nobody else has."""
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) is Mapping:
        return {"number": "SECRET", "born": date(1999, 9, 9), "nothing": None, "limit": float("inf")}
    row = Row({"name": "SECRET", "born": date(1999, 9, 9)})
    rows: dict[object, object] = {Row | None: row, tuple[Row, ...]: (row,)}
    kinds = rows | {str: "SECRET", int: 1, float: 0.5, bool: True, datetime: AT, Cell: "SECRET"}
    return kinds.get(hint, () if get_origin(hint) is tuple else None)


def marked(kind: type) -> set[str]:
    hints = get_type_hints(kind, include_extras=True)
    return {name for name, hint in hints.items() if PERSONAL in getattr(hint, "__metadata__", ())}


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_what_is_marked_as_personal_is_blacked_out_and_nothing_else(kind: type) -> None:
    hints = get_type_hints(kind)
    record = kind(**{name: secret(hints[name]) for name in hints if name not in ("part", "event")})
    match record:
        case Event():
            whole, redacted = (json.loads(to_json(record, redact=redact)) for redact in (False, True))
        case PassedStep():
            whole, redacted = {}, {}  # there is nothing that could be blacked out
        case _:
            part = cast("VisitPart", record)
            lines = (to_json(visit(part), redact=redact) for redact in (False, True))
            whole, redacted = (json.loads(line)[part.part] for line in lines)
    blacked = {"number": REDACTED, "born": REDACTED, "nothing": None, "limit": REDACTED}
    assert redacted == whole | {name: blacked if name == "values" else REDACTED for name in marked(kind)}


def test_what_is_missing_has_nothing_to_hide() -> None:
    assert '"caller_number":""' in to_json(CallStarted("c", AT, "f", "inbound", "", "", ""), redact=True)


def test_ledger_and_journal_get_one_line() -> None:
    """Whatever became of the values meanwhile; and each as much of it as it may have."""
    values: dict[str, Cell] = {"number": "SECRET"}
    event = visit(RowsWritten("finish", values, 1))
    ledger = to_json(event, redact=True)
    values["later"] = "SECRET"
    assert to_line(event, redact=True).decode() == ledger
    assert "SECRET" not in ledger
    assert "SECRET" in to_json(event)


def test_a_prompt_to_the_caller_does_not_say_so_wherever_it_comes_from() -> None:
    event = visit(PromptSpoken("Hi", 1, 2, interrupted=False))
    elsewhere = decode(b'{"text":"Hi","heard_ms":1,"length_ms":2,"interrupted":false,"to":"caller"}', type=PromptSpoken)
    for redact in (False, True):
        line = to_json(event, redact=redact)
        assert '"to"' not in line
        assert to_json(visit(elsewhere), redact=redact) == line


def test_an_event_tells_of_its_visits() -> None:
    steps = PassedStep("set a", "set", 4, "done"), PassedStep("if", "if", 5, "then")
    assert visits(Passed("c-1", AT, 3, steps)) == (
        Visit("c-1", AT, 3, "set a", "set", 4, "done", 0),
        Visit("c-1", AT, 4, "if", "if", 5, "then", 0),
    )
    assert visits(visit()) == (visit(),)
    assert visits(CallLost("c-1", AT, "clinic", "", ())) == ()
