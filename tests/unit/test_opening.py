"""Opening hours at a moment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from callsheet.interpreter.opening import opening
from callsheet.script.hours import OpeningHours, read_hours
from callsheet.source.document import Mapping
from callsheet.source.reader import read_document

LATE = "    sunday: 18:00-24:00\n    monday: 00:00-02:00\n"
HOLIDAY = "    every_day: 9:00-17:00\n    except: {'2026-11-24': closed}\n"
NEW_YORK = ZoneInfo("America/New_York")


def office(days: str) -> OpeningHours:
    document, _ = read_document("x.flow.yaml", f"hours:\n  office:\n{days}".encode())
    assert document is not None
    assert isinstance(document.root, Mapping)
    return read_hours(document.root)["office"]


@pytest.mark.parametrize(
    ("days", "now", "opens", "closes"),
    [
        ("    monday: 09:00-17:00\n", "2026-11-23T08:59", "2026-11-23T09:00", None),
        ("    monday: 09:00-17:00\n", "2026-11-23T09:00", "2026-11-30T09:00", "2026-11-23T17:00"),
        ("    monday: 09:00-17:00\n", "2026-11-23T17:00", "2026-11-30T09:00", None),
        ("    monday: [09:00-12:00, 12:00-17:00]\n", "2026-11-23T10:00", "2026-11-30T09:00", "2026-11-23T17:00"),
        ("    monday: [13:00-17:00, 09:00-12:00]\n", "2026-11-23T10:00", "2026-11-23T13:00", "2026-11-23T12:00"),
        ("    sunday: 18:00-02:00\n", "2026-11-23T01:00", "2026-11-29T18:00", "2026-11-23T02:00"),
        (LATE, "2026-11-22T19:00", "2026-11-29T18:00", "2026-11-23T02:00"),
        ("    friday to monday: 09:00-17:00\n", "2026-11-24T12:00", "2026-11-27T09:00", None),
        ("    every_day: 00:00-24:00\n", "2026-11-23T10:00", "2026-11-23T10:00", None),
        (HOLIDAY, "2026-11-23T18:00", "2026-11-25T09:00", None),
        ("    monday: closed\n    sunday: 1:00-4:00\n", "2026-03-07T12:00", "2026-03-08T01:00", None),
        ("    sunday: 02:30-04:00\n", "2026-03-08T01:00", "2026-03-08T03:30", None),  # there is no half past two
    ],
)  # fmt: skip
def test_what_is_open_and_when_it_opens_and_closes(days: str, now: str, opens: str, closes: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=NEW_YORK)
    told = opening(office(days), moment).columns
    assert told["opens"] == datetime.fromisoformat(opens).replace(tzinfo=NEW_YORK)
    assert told["closes"] == (datetime.fromisoformat(closes).replace(tzinfo=NEW_YORK) if closes else None)


def test_what_never_closes_is_open() -> None:
    assert opening(office("    every_day: 00:00-24:00\n"), datetime(2026, 11, 23, tzinfo=UTC)).columns["open"] is True


def test_many_exceptions_end_as_well() -> None:
    closed = "".join(f"      '{year}-{month:02}-01': closed\n" for year in range(2027, 2060) for month in range(1, 13))
    told = opening(office(f"    monday: 09:00-17:00\n    except:\n{closed}"), datetime(2026, 11, 23, 18, tzinfo=UTC))
    assert told.columns["opens"] == datetime(2026, 11, 30, 9, tzinfo=UTC)
