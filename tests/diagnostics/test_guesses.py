"""Guesses: a help asks about what comes near; an edit wants one slip of the keyboard, and nothing else as near."""

from pathlib import Path

import pytest

import callsheet
from callsheet.diagnostics.suggest import did_you_mean, did_you_mean_file, nearest, one_slip

SCRIPT = """callsheet: 1
flow: test
language: en-US
data: data/q.sql
values: {time: 09:00, name: Ann, date_1: a, row_a: b, row_b: c}
intents:
  renew: {phrases: [renew it]}
  return: {phrases: [give it back]}
steps:
  - answer
  - say: "{{ time }}, {{ name | upper }}, {{ date_1 }}, {{ row_a }}, {{ row_b }}."
  - query: first_note
    as: note
  - say: "{{ note.text }}"
  - ask: Shall I renew it?
    answers:
      renew: [{run: later}]
      return: []
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
sections:
  later:
    - say: Bye.
"""
SCHEMA = "CREATE TABLE notes (text TEXT NOT NULL) STRICT;\n"
QUERIES = "-- name: first_note()^\nSELECT text FROM notes LIMIT 1;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    (data / "schema.sql").write_text(SCHEMA)
    (data / "q.sql").write_text(QUERIES)
    return tmp_path


def told(folder: Path, file: str, right: str, typed: str) -> tuple[list[str], list[str]]:
    """The helps and the edits of what is told where `typed` stands instead of `right`."""
    (folder / "x.flow.yaml").write_text(SCRIPT)
    path = folder / file
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, typed, 1))
    found = [each for each in callsheet.check_path(folder / "x.flow.yaml") if each.code.severity == "error"]
    return [each.help for each in found], [each.edit.text for each in found if each.edit]


# (file, right, typed, what the help asks for)
FURTHER = [
    ("x.flow.yaml", "{{ time }}", "{{ titel }}", "time"),  # a name
    ("x.flow.yaml", "{{ date_1 }}", "{{ date_2 }}", "date_1"),  # another number is no slip
    ("x.flow.yaml", "note.text", "note.texture", "text"),  # a column
    ("x.flow.yaml", "- say: Bye.", "- sayings: Bye.", "say"),  # a verb
    ("x.flow.yaml", "if_silent", "if_quiet", "if_silent"),  # an option
    ("x.flow.yaml", "query: first_note", "query: fresh_notes", "first_note"),
    ("x.flow.yaml", "      renew:", "      renewals:", "renew"),  # an intent
    ("x.flow.yaml", "name | upper", "name | supper_at", "upper"),  # a filter
    ("x.flow.yaml", "run: later", "run: late_on", "later"),  # a section
    ("x.flow.yaml", "- say: Bye.", "- each: Bye.", "for_each"),  # a word of several
    ("x.flow.yaml", "data/q.sql", "data/queries.sql", ""),  # a file: only its ending is alike
]


@pytest.mark.parametrize(("file", "right", "typed", "meant"), FURTHER)
def test_what_is_more_than_a_slip_is_asked_for_and_not_written(
    folder: Path, file: str, right: str, typed: str, meant: str
) -> None:
    helps, edits = told(folder, file, right, typed)
    assert edits == []
    assert not meant or f'did you mean "{meant}"?' in helps, helps


def test_what_can_be_used_elsewhere_only_is_not_told_among_what_there_is(folder: Path) -> None:
    helps, _ = told(folder, "x.flow.yaml", "{{ time }}", "{{ whatsoever }}")
    assert helps == ["there is: call, date_1, name, note, now, reply, row_a, row_b, time, today"]


# (right, typed, what the help asks for)
BETWEEN = [
    ("{{ row_a }}", "{{ row_ }}", 'did you mean "row_a" or "row_b"?'),
    ("- say: Bye.", "- sat: Bye.", 'did you mean "say" or "set"?'),
]


@pytest.mark.parametrize(("right", "typed", "expected"), BETWEEN)
def test_of_two_that_are_as_near_both_are_told_and_neither_is_written(
    folder: Path, right: str, typed: str, expected: str
) -> None:
    helps, edits = told(folder, "x.flow.yaml", right, typed)
    assert (helps[:1], edits) == ([expected], [])


@pytest.mark.parametrize("typed", ["tiem", "tim", "timee", "tike", "xtime", "TIME"])
def test_a_slip_is_mended(folder: Path, typed: str) -> None:
    helps, edits = told(folder, "x.flow.yaml", "{{ time }}", f"{{{{ {typed} }}}}")
    assert (helps, edits) == (['did you mean "time"?'], ["time"])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        *(("say", "sya", True), ("say", "sy", True), ("say", "saay", True), ("say", "sad", True), ("say", "say", True)),
        *(("time", "titel", False), ("later", "alternate", False), ("abcd", "badc", False), ("", "ab", False)),
        *(("line_1", "line_2", False), ("line_1", "line_", False), ("line_12", "line_21", False), ("", "a", True)),
    ],
)
def test_one_slip(one: str, other: str, expected: bool) -> None:
    assert one_slip(one, other) is one_slip(other, one) is expected


def test_a_slip_is_nearer_than_what_has_more_letters_in_common() -> None:
    assert nearest("sya", ["sya_now", "say"]) == "say"


@pytest.mark.parametrize(
    ("typed", "files", "expected"),
    [
        ("nope.flow.yaml", ["c.flow.yaml", "flows/d.flow.yaml", *(f"{n}.flow.yaml" for n in range(20))], ""),
        ("nope.flow.yaml", ["c.flow.yaml"], "there is: c.flow.yaml"),
        ("flows/clinci.flow.yaml", ["flows/clinic.flow.yaml", "flows/close.flow.yaml"], "flows/clinic.flow.yaml"),
        ("clinic.flow.yaml", ["flows/clinic.flow.yaml"], "flows/clinic.flow.yaml"),
        ("flow/clinic.flow.yaml", ["flows/clinic.flow.yaml", "old/clinic.flow.yaml"], "flows/clinic.flow.yaml"),
        ("clinic.yaml", ["clinic.flow.yaml", "clinical.flow.yaml"], "clinic.flow.yaml"),
    ],
)
def test_files_are_alike_whose_stems_are(typed: str, files: list[str], expected: str) -> None:
    asked = f'did you mean "{expected}"?' if expected in files else expected
    assert did_you_mean_file(typed, files) == asked


def test_whatever_is_asked_for_is_among_what_there_is() -> None:
    assert did_you_mean("aab", ["aac", "aad", "aae"]) == 'did you mean "aac", "aad" or "aae"?'
