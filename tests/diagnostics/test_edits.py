"""Edits: each of them, made, takes its mistake away, and brings no other one."""

import json
from pathlib import Path

import pytest

import callsheet
from callsheet.diagnostics import as_json, sarif
from callsheet.diagnostics.findings import Findings
from tests.diagnostics.test_pages import PAGES, laid_out

LINES = ("\n", "\r\n")
SCRIPT = """callsheet: 1
flow: test
timezone: Europe/Berlin
intents:
  renew: {phrases: [renew it]}
steps:
  - answer
  - set: {name: "Ann"}
  - ask: Shall I renew it, {{ name }}?
    answers:
      renew: [{run: later}]
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
sections:
  later:
    - say: "{{ name | upper }} 😀 at {{ now | time }}"
"""
# What is typed instead, and the edit that is expected.
TYPED = [
    ("run: later", "run: latr", "later"),
    ("run: later", "run: 'latr'", "later"),
    ('say: "', 'sya: "', "say"),
    ("if_silent", "if_silnt", "if_silent"),
    ("      renew: [", "      renw: [", "renew"),
    ("name | upper", "name | uper", "upper"),
    ("😀 at {{ now", "😀 at {{ naw", "now"),
    ("{{ name }}?", "{{ nmae }}?", "name"),
    ("Europe/Berlin", "Europe/Berlim", "Europe/Berlin"),
    ('name: "Ann"', "name: 0123", '"0123"'),
    ("ask: Shall I", "ask: @Ann, shall I", '"@Ann, shall I renew it, {{ name }}?"'),
    ("- ask: Shall", "-\task: Shall", " "),
    ("ask: Shall I", "ask: Ann: shall I", '"Ann: shall I renew it, {{ name }}?"'),
    ("- answer\n", "- answer\n  - Good morning, Ann.\n", "say: Good morning, Ann."),
    ("- answer\n", "- answr\n", "answer"),
]


def applied(text: str, edit: callsheet.Edit) -> str:
    """The text with the replacement made, as an editor makes it."""
    lines = text.split("\n")
    line, span = lines[edit.span.line - 1], edit.span
    assert span.line == span.end_line
    lines[span.line - 1] = line[: span.column - 1] + edit.text + line[span.end_column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(("right", "typed", "text"), TYPED)
@pytest.mark.parametrize("line_break", LINES)
def test_a_word_that_was_meant_is_put_in_place(right: str, typed: str, text: str, line_break: str) -> None:
    right, typed = right.replace("\n", line_break), typed.replace("\n", line_break)
    wrong = SCRIPT.replace("\n", line_break).replace(right, typed, 1)
    found = [each for each in callsheet.check_text(wrong, "x.flow.yaml") if each.code.severity == "error"]
    edits = [each.edit for each in found if each.edit]
    assert [edit.text for edit in edits] == [text], found
    mended = callsheet.check_text(applied(wrong, edits[0]), "x.flow.yaml")
    assert [each for each in mended if each.code.severity == "error"] == []


@pytest.mark.parametrize(
    "typed",
    [
        *("ask: Ann: shall I renew it?  # her", "ask: @Ann, shall I renew it?  # her"),
        *("ask: Ann: shall\n        I renew it?", "ask: @Ann, shall\n\n        I renew it?"),
    ],
)
def test_nothing_is_offered_where_more_than_the_text_stands_on_its_line(typed: str) -> None:
    wrong = SCRIPT.replace("ask: Shall I renew it, {{ name }}?", typed)
    (found,) = callsheet.check_text(wrong, "x.flow.yaml")
    assert found.edit is None


def test_an_edit_takes_its_mistake_away_and_brings_no_other(tmp_path: Path) -> None:
    paths = [laid_out(page.wrong, tmp_path / code.id) for code, page in PAGES.items()]
    for path in paths:
        if path.is_symlink() or path.suffix == ".sql":
            continue
        found = callsheet.check_path(path)
        for each in found:
            if each.edit and each.file == str(path):
                text = applied(path.read_bytes().decode("utf-8-sig"), each.edit)
                left = [(item.code, item.message) for item in callsheet.check_text(text, path)]
                assert (each.code, each.message) not in left
                # Of a script with an error not everything is told: what a caller's number may lack comes behind that.
                assert {one for one in left if one[0].id != "CS226"} <= {(item.code, item.message) for item in found}


def test_programs_get_the_edit() -> None:
    text = SCRIPT.replace("😀 at {{ now", "😀 at {{ naw")
    (found,) = (each for each in callsheet.check_text(text, "x.flow.yaml") if each.edit)
    findings = Findings((found,), 1)
    (problem,) = json.loads("".join(as_json.report(findings, lambda file: text.split("\n"))))["problems"]
    column = text.split("\n")[found.span.line - 1].index("naw") + 1
    line = found.span.line
    place = {"line": line, "column": column, "end_line": line, "end_column": column + 3}
    assert problem["edit"] == {**place, "text": "now"}
    (run,) = json.loads("".join(sarif.report(findings, lambda file: text.split("\n"))))["runs"]
    (fix,) = run["results"][0]["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "now"}
    assert replacement["deletedRegion"]["startColumn"] == column + 1  # the picture is two units of UTF-16
