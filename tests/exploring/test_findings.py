"""Faults that were planted in the shipped script are found, each on its line; the shipped scripts have none."""

from pathlib import Path
from shutil import copytree

import pytest

from callsheet.adapters.sources.disk import Disk
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
