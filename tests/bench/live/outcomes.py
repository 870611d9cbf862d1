"""Whether calls came out as they had to, by the platform's report, the journal and the database."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.bench.live.people import MESSAGES, Heard, Person, message, number
from tests.bench.measure import REPOSITORY
from tests.telcoflow.report import CallReport

SCHEMA = REPOSITORY / "flows" / "data" / "schema.sql"

Event = Mapping[str, object]


def make_database(path: Path, customers: Sequence[str], messages: Sequence[str] | None = None) -> None:
    """Customers of these names, each with a number, and with these messages or with some of their own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA.read_text())
        for caller, name in enumerate(customers, 1):
            database.execute("INSERT INTO customers (id, name, phone) VALUES (?, ?, ?)", (caller, name, number(caller)))
            own = [message(caller, index) for index in range(MESSAGES)]
            for text in own if messages is None else messages:
                database.execute("INSERT INTO notifications (customer_id, message) VALUES (?, ?)", (caller, text))
        database.commit()


def statuses(path: Path) -> dict[str, tuple[str, ...]]:
    """What the rows of each caller's number say."""
    found: dict[str, tuple[str, ...]] = {}
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT phone, status FROM customers JOIN notifications ON customers.id = customer_id"
            " ORDER BY notifications.id"
        )
        for phone, status in rows:
            found[phone] = (*found.get(phone, ()), status)
    return found


def by_call(journal: Sequence[Event]) -> dict[str, list[Event]]:
    """The events of each call."""
    found: dict[str, list[Event]] = {}
    for event in journal:
        found.setdefault(str(event.get("call_id")), []).append(event)
    return found


def endings(events: Sequence[Event]) -> list[str]:
    """How a call ended; once, where all is right."""
    return [str(event["ending"]) for event in events if event.get("event") == "call_ended"]


def questions(events: Sequence[Event]) -> tuple[Heard, ...]:
    """What came of the questions of a call."""
    return tuple(
        Heard(str(event["outcome"]), _part(event, "heard", "kind"), _part(event, "said", "interrupted") == "True")
        for event in events
        if event.get("event") == "visit" and event.get("verb") == "ask"
    )


def _told(heard: Sequence[Heard]) -> str:
    return ", ".join(str(one) for one in heard)


def _part(event: Event, part: str, name: str) -> str:
    fields = event.get(part)
    return str(fields.get(name, "")) if isinstance(fields, dict) else ""


def wrong(person: Person, report: CallReport | None, events: Sequence[Event], rows: tuple[str, ...]) -> list[str]:
    """All that did not come out as it had to; nothing where all did."""
    if report is None or report.answered_ms is None:
        return ["was not answered"]
    compared: Mapping[str, tuple[object, object]] = {
        "ended by": (report.ended_by, person.ended_by),
        "ending": (endings(events), [person.ending]),
        "questions": (_told(questions(events)), _told(person.questions)),
        "rows": (rows, person.statuses),
        "waits in vain": (report.in_vain, 0),
    }
    return [f"{what}: {got}, not {due}" for what, (got, due) in compared.items() if got != due]
