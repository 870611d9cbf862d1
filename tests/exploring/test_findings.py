"""Faults that were planted in the shipped script are found, each on its line; the shipped scripts have none."""

from pathlib import Path
from shutil import copytree

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.exploring.explored import explore

FLOWS = Path(__file__).parents[2] / "flows"
SHIPPED = (FLOWS / "interactive_notifications.flow.yaml").read_text()
ACKNOWLEDGE = """\
            - write: acknowledge_notification
              with: {notification_id: "{{ notification.id }}", at: "{{ now }}"}
              if_unchanged:
                - run: no_longer_open
"""
CONFIRMED = "            - say: Got it, that's been confirmed.\n"
FLAG = '          - write: flag_for_followup\n            with: {notification_id: "{{ notification.id }}"}\n'
SILENT = "          - Are you still there? {{ notification.message }} Can you confirm?"
UNCLEAR = "          - Sorry, please say yes or no, or press 1 or 2. {{ notification.message }} Can you confirm?"
QUESTION = '      - ask: "{{ notification.message }} Can you confirm?"'
HANDLER = """\
if_something_fails:
  - say: Sorry, we have a technical problem. Please call the office. Goodbye.
  - disconnect
"""
LOOKED_UP = '  - query: customer_by_phone\n    with: {phone: "{{ call.person_number }}"}\n    as: customer\n'
# What is changed, the code that tells it, and the text of the line that it is told on.
PLANTED = {
    "nothing is written for who refuses": (
        [("          refuse:\n            - run: follow_up", "          refuse:\n            - say: All right.")],
        ("CS513", "refuse:"),
    ),
    "nothing is written for who says what else would repeat the question": (
        [("          operator:\n            - run: follow_up", "          repeat:\n            - say: All right.")],
        ("CS513", "repeat:"),
    ),
    "it is confirmed what nobody has written": (
        [
            (
                "                - run: no_longer_open\n            - say: Got",
                "                - note: no\n            - say: Got",
            )
        ],
        ("CS514", "- say: Got it, that's been confirmed."),
    ),
    "it is confirmed before it is written": (
        [(ACKNOWLEDGE + CONFIRMED, CONFIRMED + ACKNOWLEDGE)],
        ("CS515", "- say: Got it, that's been confirmed."),
    ),
    "nobody is told what was written": (
        [("        otherwise:\n          - run: follow_up\n", f"        otherwise:\n{FLAG}")],
        ("CS516", "- write: flag_for_followup"),
    ),
    "there is no goodbye": (
        [("  - say: That's everything. Have a great day!\n", "")],
        ("CS518", "- disconnect"),
    ),
    "nothing is said where something fails": ([(HANDLER, "")], ("CS518", "# yaml-language-server:")),
    "the same is said again": (
        [(UNCLEAR, '          - "{{ notification.message }} Can you confirm?"')],
        ("CS519", '- "{{ notification.message }} Can you confirm?"'),
    ),
    "all messages are asked about alike": (
        [
            (QUESTION, "      - ask: Can you confirm?"),
            (SILENT, "          - Are you still there? Can you confirm?"),
            (UNCLEAR, "          - Sorry, please say yes or no, or press 1 or 2. Can you confirm?"),
        ],
        ("CS519", "- ask: Can you confirm?"),
    ),
    "there are never so many": (
        [
            (
                "  - say: That's everything",
                "  - if: (notifications | length) > 200\n    then:\n      - say: So many!\n  - say: That's everything",
            )
        ],
        ("CS511", "- say: So many!"),
    ),
    "some messages are of no kind": (
        [
            (
                QUESTION,
                f"      - switch: notification.message\n        cases:\n          hello: [{{say: Hi.}}]\n{QUESTION}",
            )
        ],
        ("CS512", "- switch: notification.message"),
    ),
    "the handler needs what has failed": (
        [("if_something_fails:\n", f"if_something_fails:\n{LOOKED_UP}    if_none: []\n")],
        ("CS517", "- query: customer_by_phone"),
    ),
}


def found(path: Path) -> list[tuple[str, int]]:
    explored = explore(path, path.name, Disk.around([path]), rows=3)
    return [(each.code.id, each.span.line) for each in explored.diagnostics]


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_on_its_line_and_nothing_else(name: str, tmp_path: Path) -> None:
    edits, (code, line) = PLANTED[name]
    text = SHIPPED
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    path = tmp_path / "planted.flow.yaml"
    path.write_text(text)
    copytree(FLOWS / "data", tmp_path / "data")
    lines = text.splitlines()
    assert [(each, lines[at - 1].strip().startswith(line)) for each, at in found(path)] == [(code, True)]


@pytest.mark.parametrize("name", ["interactive_notifications", "after_hours_voicemail", "call_monitoring"])
def test_shipped_scripts_have_no_fault(name: str) -> None:
    assert found(FLOWS / f"{name}.flow.yaml") == []


TASKS = """\
-- name: tasks()
-- What is open.
SELECT id, kind FROM tasks ORDER BY id LIMIT 5;

-- name: done(id)!
-- It is done.
UPDATE tasks SET done = 1 WHERE id = :id AND done = 0;

-- name: somebody(phone)^
-- Who calls.
SELECT id FROM people WHERE phone = :phone;
"""
TABLES = """\
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('home', 'garden')),
  done BOOLEAN NOT NULL DEFAULT 0
);
CREATE TABLE people (id INTEGER PRIMARY KEY, phone TEXT NOT NULL UNIQUE);
"""
TOLD = """\
callsheet: 1
flow: told
language: en-US
data: queries.sql
contacts:
  office: "+15550123"
steps:
  - answer
  - ask: May I read your tasks?
    answers:
      agree: []
      refuse:
        - say: Then not. Goodbye.
        - disconnect
    if_silent: ["Are you there? May I read your tasks?"]
    if_unclear: ["Please say yes or no. May I read your tasks?"]
    otherwise: []
  - say: Here they are.
  - query: tasks
    as: tasks
  - for_each: task
    in: tasks
    do:
      - ask: Is the one for the {{ task.kind }} done?
        answers:
          agree:
            - write: done
              with: {id: "{{ task.id }}"}
              if_unchanged:
                - say: It was done before.
                - next_item
            - say: Noted.
          refuse or operator:
            - message: The task {{ task.id }} is not done.
              to: "+15550124"
              if_fails: []
            - say: I have told the office.
        if_silent: ["Are you there? Is the one for the {{ task.kind }} done?"]
        if_unclear: ["Yes or no? Is the one for the {{ task.kind }} done?"]
        otherwise:
          - message: The task {{ task.id }} is not done.
            to: "+15550124"
            if_fails: []
          - say: I have told the office.
  - say: That is all. Goodbye.
  - disconnect
if_something_fails:
  - say: Sorry, we have a technical problem. Goodbye.
  - disconnect
"""
ANSWERED = "  - answer\n"
MESSAGE = """\
            - message: The task {{ task.id }} is not done.
              to: "+15550124"
              if_fails: []
            - say: I have told"""
# What is changed in the script, and what is told of it: the code, and the text of its line.
TELLS: dict[str, tuple[tuple[str, str], list[tuple[str, str]]]] = {
    "a message is something, and what a loop writes is not for the question before it": ((ANSWERED, ANSWERED), []),
    "answers with the same steps are one": (
        (MESSAGE, "            - say: I do not tell"),
        [("CS513", "refuse or operator:")],
    ),
    "an empty list under an option goes on as well": (
        ("if_unchanged:\n                - say: It was done before.\n                - next_item", "if_unchanged: []"),
        [("CS514", "- say: Noted.")],
    ),
    "a line that cannot ring somebody is no fault of the script": (
        (ANSWERED, f"  - connect: office\n    come_back: true\n    if_unanswered: []\n{ANSWERED}"),
        [],
    ),
    "before a call is answered nothing can be said": (
        (ANSWERED, f'  - if: call.person_number == "+15550199"\n    then:\n      - disconnect\n{ANSWERED}'),
        [],
    ),
    "calls come to the numbers that the script names": (
        (ANSWERED, f'{ANSWERED}  - if: call.callee_number == "+15550198"\n    then:\n      - say: Hello.\n'),
        [],
    ),
    "calls go out where the script tells it": (
        (ANSWERED, f'{ANSWERED}  - if: call.direction == "outbound"\n    then:\n      - say: Hello.\n'),
        [],
    ),
    "a query finds no more rows than its LIMIT": (
        ("    do:\n", "    do:\n      - if: loop.number > 5\n        then:\n          - say: So many.\n"),
        [("CS511", "- say: So many.")],
    ),
    "a column holds what its CHECK lists, and a case that never comes is told once": (
        (
            "    do:\n",
            "    do:\n      - switch: task.kind\n        cases:\n          home: [{say: Inside.}]\n"
            "          garden: [{say: Outside.}]\n          street:\n            - say: Far.\n        else: []\n",
        ),
        [("CS511", "street:")],
    ),
    "where nobody was found, what is written is not for an answer": (
        (
            "  - say: Here they are.\n",
            '  - query: somebody\n    with: {phone: "{{ call.person_number }}"}\n    as: somebody\n    if_none:\n'
            "      - say: I do not know you.\n      - write: done\n        with: {id: 1}\n      - say: Goodbye.\n"
            "      - disconnect\n  - say: Here they are, {{ somebody.id }}.\n",
        ),
        [],
    ),
    "a goodbye behind a write that has failed, and was told, is no claim": (
        (
            "      agree: []\n",
            "      agree:\n        - write: done\n          with: {id: 1}\n          if_fails:\n"
            "            - say: I could not write that.\n",
        ),
        [],
    ),
}


def test_what_is_told_of_a_script_is_so_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "queries.sql").write_text(TASKS)
    (tmp_path / "schema.sql").write_text(TABLES)
    path = tmp_path / "told.flow.yaml"
    for name, ((before, after), told) in TELLS.items():
        assert before in TOLD, name
        path.write_text(text := TOLD.replace(before, after, 1))
        lines = text.splitlines()
        assert [(code, lines[at - 1].strip()) for code, at in found(path)] == told, name
