"""Values that go to the database: into columns that take them, moments not into SQL's date functions."""

from pathlib import Path

import pytest

from tests.checking import check_file

SCHEMA = """CREATE TABLE visits (id INTEGER PRIMARY KEY, day DATE, starts TIME, at DATETIME, ok BOOLEAN, places INTEGER,
  what TEXT);"""
COLUMNS = ("day", "starts", "at", "ok", "places", "what")
QUERIES = "".join(
    f"-- name: write_{name}(value)!\n-- x\nUPDATE visits SET {name} = :value WHERE id = 1;\n"
    f"-- name: read_{name}(value)\n-- x\nSELECT id FROM visits WHERE {name} = :value;\n"
    for name in COLUMNS
)
DATED = "-- name: open(value)^\n-- x\nSELECT id FROM visits WHERE {}(:value) >= starts;\n"
HEAD = """callsheet: 1
flow: test
timezone: America/New_York
data: data.sql
steps:
"""


def found(folder: Path, step: str, *, dated: str = "time") -> list[tuple[int, str]]:
    """Places and codes of what `check` says of a step."""
    (folder / "schema.sql").write_text(SCHEMA)
    (folder / "data.sql").write_text(QUERIES + DATED.format(dated))
    path = folder / "test.flow.yaml"
    path.write_text(HEAD + step + "  - answer\n  - disconnect\n")
    return [(item.span.line, item.code.id) for item in check_file(path, path.name).diagnostics]


TAKEN = {
    "day": ["{{ today }}", "{{ now | date }}", "2026-11-22", "{{ call.id }}"],
    "starts": ["{{ now | time }}", "09:05"],
    "at": ["{{ now }}", "{{ today | day_begins }}", "2026-11-22T09:05:00-05:00", "{{ call.id }}"],
    "ok": ["{{ true }}", "{{ 1 }}"],
    "places": ["{{ 3 }}", "{{ true }}", "12", "{{ call.person_number }}"],
    "what": ["{{ today }}", "{{ now }}", "{{ 3 }}", "anything"],
}
REFUSED = {
    "day": [
        "{{ now }}",
        "{{ now | time }}",
        "{{ 20261122 }}",
        "{{ true }}",
        "tomorrow",
        "2026-02-30",
        "2026-11-22T09:00",
    ],
    "starts": ["{{ now }}", "{{ today }}", "nine", "9:05 AM", "{{ now | spoken_time }}"],
    "at": ["{{ now | time }}", "soon", "{{ today | weekday }}", "{{ now | spoken_date }}"],
    "ok": ["{{ today }}", "yes"],
    "places": ["{{ today }}", "a few"],
}


@pytest.mark.parametrize(("column", "value"), [(name, value) for name, values in TAKEN.items() for value in values])
def test_a_value_that_a_column_takes(tmp_path: Path, column: str, value: str) -> None:
    assert found(tmp_path, f"  - write: write_{column}\n    with: {{value: '{value}'}}\n") == []


@pytest.mark.parametrize(("column", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_value_that_a_column_does_not_take(tmp_path: Path, column: str, value: str) -> None:
    assert found(tmp_path, f"  - write: write_{column}\n    with: {{value: '{value}'}}\n") == [(7, "CS255")]
    read = (
        f"  - query: read_{column}\n    with: {{value: '{value}'}}\n    as: rows\n  - note: '{{{{ rows | length }}}}'\n"
    )
    assert found(tmp_path, read) == [(7, "CS256")]


@pytest.mark.parametrize("value", ["{{ today }}", "2026-11-22"])
def test_a_moment_may_begin_a_day_and_is_never_compared_with_one(tmp_path: Path, value: str) -> None:
    assert found(tmp_path, f"  - write: write_at\n    with: {{value: '{value}'}}\n") == []
    read = f"  - query: read_at\n    with: {{value: '{value}'}}\n    as: rows\n  - note: '{{{{ rows | length }}}}'\n"
    assert found(tmp_path, read) == [(7, "CS256")]


@pytest.mark.parametrize("function", ["date", "time", "datetime", "julianday", "unixepoch"])
def test_a_moment_in_a_date_function(tmp_path: Path, function: str) -> None:
    step = "  - query: open\n    with: {value: '{{ now }}'}\n    as: row\n    if_none: []\n"
    step += "  - note: '{{ row.id | default(0) }}'\n"
    assert found(tmp_path, step, dated=function) == [(7, "CS411")]
    for right in ("now | time", "today", "now | date"):
        assert found(tmp_path, step.replace("now", right), dated=function) == []


@pytest.mark.parametrize(
    ("kind", "taken"),
    [("name", {"what"}), ("email", {"what"}), ("text", {"what"}), ("digits", {*COLUMNS}), ("number", {"ok", "places"})],
)
def test_what_a_caller_answers_goes_into_columns_that_take_its_kind(tmp_path: Path, kind: str, taken: set[str]) -> None:
    asked = f"  - answer\n  - ask: Please?\n    for: {kind}\n    as: answer\n    otherwise: [disconnect]\n"
    asked += "    if_silent: [Please?]\n    if_unclear: [Please?]\n"
    steps = {name: f"{asked}  - write: write_{name}\n    with: {{value: '{{{{ answer }}}}'}}\n" for name in COLUMNS}
    told = {name: [code for _, code in found(tmp_path, step) if code == "CS255"] for name, step in steps.items()}
    assert {name for name, codes in told.items() if not codes} - {"what"} == taken - {"what"}
