"""Requests and messages: one mistake planted in a right script is told once, where it was made, in words that help."""

from pathlib import Path

import pytest

from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: planted
language: en-US
timezone: Europe/Berlin
data: people.sql
requests: office.http
steps:
  - answer
  - query: person
    as: person
    if_none: [disconnect]
  - request: waiting_time
    with: {queue: support}
    as: queue
    if_none: [disconnect]
    if_fails: [disconnect]
  - say: You wait {{ queue.minutes | default(5) }} minutes.
  - request: tell
    with: {words: "{{ person.name }}"}
  - message: Thank you, {{ person.name }}.
    to: "{{ person.phone }}"
    if_fails: []
  - disconnect
"""
OFFICE = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER, opens TIME
# none: 404
GET {{ $URL }}/waiting?queue={{ queue }}

### tell(words)!
# Tells the team.
POST {{ $URL }}
Content-Type: text/plain

{{ words }}
"""
PEOPLE = """-- name: person()^
-- Somebody.
SELECT name, phone FROM people;

-- name: forget()!
-- Nobody.
DELETE FROM people;
"""
TABLES = "CREATE TABLE people (name TEXT NOT NULL, phone TEXT);\n"
COLLECT = """  - collect:
      - ask: Which day suits you?
        for: date
        as: day
        if_silent: [Which day?]
        if_unclear: [Which day?]
        otherwise: [disconnect]
{step}
    confirm: "{{{{ day }}}}. Is that right?"
    if_silent: [Is that right?]
    if_unclear: [Is that right?]
    otherwise: [disconnect]
"""

# What tells callers something: a message to them before that notes that they have called.
SENT = SCRIPT[SCRIPT.index("  - say: You") : SCRIPT.index("  - disconnect")]
WAITED = "    if_none: [disconnect]\n    if_fails: [disconnect]\n  - say: You wait {{ queue.minutes | default(5) }}"

# what stands there, what is written instead, line:column, code, words of the message or the help
PLANTED = [
    ("request: waiting_time", "request: wating_time", "12:14", "CS426", '"waiting_time"'),
    ("request: waiting_time", "request: person", "12:14", "CS426", '"query: person"'),
    ("request: tell", "request: forget", "18:14", "CS426", '"write: forget"'),
    ("query: person", "query: tell", "9:12", "CS202", '"request: tell"'),
    ("requests: office.http\n", "", "11:14", "CS426", "requests:"),
    ("requests: office.http", "requests: ofice.http", "6:11", "CS421", "office.http"),
    ("requests: office.http", "requests: office.txt", "6:11", "CS126", ".http"),
    ("requests: office.http", "requests: [office.http, office.http]", "6:25", "CS423", "twice"),
    ("with: {queue: support}", "with: {quue: support}", "13:12", "CS208", '"queue"'),
    ("with: {queue: support}", "with: {queue: support, x: 1}", "13:28", "CS208", "there is: queue"),
    ("    with: {queue: support}\n", "", "12:14", "CS207", '"queue"'),
    ('{words: "{{ person.name }}"}', '{words: "{{ person }}"}', "19:23", "CS227", "a request takes single values"),
    ("queue.minutes", "queue.minuts", "17:28", "CS216", '"minutes"'),
    ("queue.minutes | default(5)", "queue.opens | money('EUR')", "17:22", "CS227", "money"),
    ("  - request: tell\n", "  - request: tell\n    as: told\n", "19:9", "CS427", "gives nothing"),
    ("  - request: tell\n", "  - request: tell\n    if_none: []\n", "19:5", "CS430", "# none: 404"),
    (WAITED, "    if_fails: [disconnect]\n  - say: You wait {{ queue.minutes }}", "16:22", "CS225", "find nothing"),
    ("    if_fails: []\n", "", "21:9", "CS429", "if_fails"),
    (
        SENT,
        "  - message: In {{ queue.minutes | default(5) }} minutes, {{ person.name }}.\n",
        "17:5",
        "CS429",
        "if_fails",
    ),
    ('"{{ person.phone }}"', "5550177", "21:9", "CS126", "with its country"),
    ('"{{ person.phone }}"', '"+15550177"\n    by: whatsap', "22:9", "CS126", '"whatsapp"'),
    ("    if_fails: []\n", "    by: fax\n    if_fails: []\n", "22:9", "CS126", "sms or whatsapp"),
    ("  - message: Thank you, {{ person.name }}.", f"  - message: {'Thank you. ' * 50}", "20:5", "CS428", "480"),
]
TWICE = ["      - message: Hello.\n        if_fails: []", "      - request: tell\n        with: {words: x}"]


def told(folder: Path, script: str) -> list[tuple[str, str, str]]:
    for name, text in (
        ("office.http", OFFICE),
        ("people.sql", PEOPLE),
        ("schema.sql", TABLES),
        ("a.flow.yaml", script),
    ):
        (folder / name).write_text(text)
    found = check_file(folder / "a.flow.yaml", "a.flow.yaml").diagnostics
    return [(f"{i.span.line}:{i.span.column}", i.code.id, f"{i.message}; {i.help}") for i in found]


@pytest.mark.parametrize(("text", "instead", "place", "code", "words"), PLANTED)
def test_a_planted_mistake_is_told_once(
    text: str, instead: str, place: str, code: str, words: str, tmp_path: Path
) -> None:
    assert text in SCRIPT
    found = told(tmp_path, SCRIPT.replace(text, instead, 1))
    assert [each[:2] for each in found] == [(place, code)], found
    assert words in found[0][2]


@pytest.mark.parametrize("step", TWICE)
def test_what_is_sent_once_has_no_place_in_a_collect(step: str, tmp_path: Path) -> None:
    found = told(tmp_path, SCRIPT.replace("  - disconnect\n", COLLECT.format(step=step) + "  - disconnect\n"))
    assert [each[:2] for each in found] == [("30:9", "CS281")], found
    assert "behind the collect" in found[0][2]


def test_what_only_reads_may_stand_in_a_collect(tmp_path: Path) -> None:
    assert told(tmp_path, SCRIPT) == []
    step = "      - request: waiting_time\n        with: {queue: support}\n        if_none: []\n        if_fails: []"
    assert told(tmp_path, SCRIPT.replace("  - disconnect\n", COLLECT.format(step=step) + "  - disconnect\n")) == []
