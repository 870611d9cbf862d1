"""What `callsheet diff` says of edits to the shipped script, word for word: each is to be read aloud."""

import shutil
from pathlib import Path

import pytest

from callsheet.cli import main

REPOSITORY = Path(__file__).parents[2]
SHIPPED = (REPOSITORY / "flows" / "interactive_notifications.flow.yaml").read_text(encoding="utf-8")
QUESTION = "“{{ notification.message }} Can you confirm?”"
OPERATOR = "          operator:\n            - run: follow_up\n"
SAME = "No caller notices a difference.\n"

# What is replaced by what, and what is said.
EDITS: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...] = (
    (
        "a comment, and other quotation marks",
        (("  - say: That's everything. Have a great day!", '  - say: "That\'s everything. Have a great day!" # bye'),),
        SAME,
    ),
    ("a note", (("          refuse:\n", "          refuse:\n            - note: declined\n"),), SAME),
    ("another name of a section", (("run: follow_up", "run: later"), ("  follow_up:", "  later:")), SAME),
    (
        "a section that is written out",
        (
            (
                OPERATOR,
                "          operator:\n            - write: flag_for_followup\n"
                '              with: {notification_id: "{{ notification.id }}"}\n'
                "              if_unchanged:\n                - run: no_longer_open\n"
                "            - say: No problem, someone from our team will follow up.\n",
            ),
        ),
        SAME,
    ),
    (
        "keys in another order",
        (("        if_silent:\n          - Are", "        if_silent: # first\n          - Are"),),
        SAME,
    ),
    (
        "other words",
        (("Got it, that's been confirmed.", "Thank you, that's noted."),),
        f"A caller who answers “yes” at {QUESTION} now hears “Thank you, that's noted.” instead of"
        " “Got it, that's been confirmed.”\n",
    ),
    (
        "no write where nobody understands",
        (
            (
                "        otherwise:\n          - run: follow_up",
                "        otherwise:\n          - say: No problem, someone from our team will follow up.",
            ),
        ),
        f"A caller who gives no usable answer at {QUESTION}:\n"
        "  - no longer sets off the write “flag_for_followup”\n"
        "  - now hears “No problem, someone from our team will follow up.” instead of “This message is no longer open."
        " If you have a question, please call the office.”\n",
    ),
    (
        "a question in other words, and a goodbye",
        (
            ('Can you confirm?"\n        answers', 'Is that all right?"\n        answers'),
            ("  - say: That's everything.", "  - say: Thank you for your time.\n  - say: That's everything."),
        ),
        f"The question {QUESTION} is now “{{{{ notification.message }}}} Is that all right?”\n"
        "A caller who answers “yes”, “no” or “operator” or gives no usable answer at “{{ notification.message }} Is"
        " that all right?” now also hears “Thank you for your time.”, before “That's everything. Have a great day!”\n"
        "At the beginning of the call, a caller now also hears “Thank you for your time.”, before “That's everything."
        " Have a great day!”\n",
    ),
    (
        "a question more",
        (
            (
                "  - for_each: notification\n",
                "  - ask: May I read your messages now?\n    answers:\n      agree: []\n      refuse:\n"
                "        - say: All right. Goodbye.\n        - disconnect\n    if_silent: [Hello?]\n"
                "    if_unclear: [Sorry?]\n    otherwise:\n      - disconnect\n  - for_each: notification\n",
            ),
        ),
        "The question “May I read your messages now?” is new.\n"
        "At the beginning of the call, a caller:\n"
        f"  - is now asked “May I read your messages now?”, and is no longer asked {QUESTION}\n"
        "  - no longer hears “You have no new messages, {{ customer.name }}.”\n"
        "  - no longer hears “That's everything. Have a great day!”\n"
        "  - where customer_by_phone finds something and notifications is empty, is now asked “May I read your messages"
        " now?”, and no longer comes to the end of the call\n"
        "A caller who answers “yes” at “May I read your messages now?”:\n"
        "  - where notifications is empty, now hears “You have no new messages, {{ customer.name }}.” and “That's"
        " everything. Have a great day!” and then comes to the end of the call\n"
        f"  - where notifications has rows, is now asked {QUESTION}\n"
        "A caller who answers “no” at “May I read your messages now?” now hears “All right. Goodbye.” and then comes to"
        " the end of the call.\n"
        "A caller who gives no usable answer at “May I read your messages now?” now comes to the end of the call.\n",
    ),
    (
        "out of the loop",
        (
            (
                OPERATOR,
                "          operator:\n            - say: I'll ask somebody to call you.\n            - stop_loop\n",
            ),
        ),
        f"A caller who answers “operator” at {QUESTION}:\n"
        "  - no longer sets off the write “flag_for_followup”\n"
        "  - now hears “I'll ask somebody to call you.” instead of “No problem, someone from our team will follow"
        " up.”\n"
        "  - now hears “I'll ask somebody to call you.” instead of “This message is no longer open. If you have a"
        " question, please call the office.”\n"
        "  - now also hears “That's everything. Have a great day!”, after “I'll ask somebody to call you.”\n"
        "  - now comes to the end of the call, and no longer goes on with the next notification\n",
    ),
    (
        "a condition on data",
        (
            (
                '      - ask: "{{ notification.message }}',
                "      - if: loop.first\n        then:\n"
                "          - say: You have {{ notifications | length }} messages.\n"
                '      - ask: "{{ notification.message }}',
            ),
        ),
        "At the beginning of the call, a caller, where customer_by_phone finds something and notifications has rows,"
        " now also hears “You have {{ notifications | length }} messages.”, after the call is answered.\n",
    ),
    (
        "an answer less",
        ((OPERATOR, ""),),
        f"At {QUESTION}, the script no longer knows a caller who answers “operator”.\n",
    ),
    (
        "what is said where nothing was changed",
        (
            (
                "              if_unchanged:\n                - run: no_longer_open\n            - say: Got it",
                "            - say: Got it",
            ),
        ),
        f"A caller who answers “yes” at {QUESTION} now hears “Got it, that's been confirmed.” instead of “This message"
        " is no longer open. If you have a question, please call the office.”\n",
    ),
    (
        "ladders and phrases",
        (("Are you still there? {{", "Hello? {{"), ("call me back, ", "")),
        f"At {QUESTION}, what is said to a caller who stays silent is now “Hello? {{{{ notification.message }}}} Can"
        " you confirm?”, and no longer “Are you still there? {{ notification.message }} Can you confirm?”\n"
        f"At {QUESTION}, “call me back” is no longer understood as “refuse”.\n",
    ),
    (
        "where something fails",
        (("Sorry, we have a technical problem. Please", "Something is broken. Please"),),
        "Once something has failed, a caller now hears “Something is broken. Please call the office. Goodbye.” instead"
        " of “Sorry, we have a technical problem. Please call the office. Goodbye.”\n",
    ),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(REPOSITORY / "flows" / "data", tmp_path / "data")
    (tmp_path / "old.flow.yaml").write_text(SHIPPED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edited(*replaced: tuple[str, str]) -> str:
    text = SHIPPED
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return text


def test_each_edit_is_told_in_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, replaced, said in EDITS:
        (folder / "new.flow.yaml").write_text(edited(*replaced), encoding="utf-8")
        status = main(["diff", "old.flow.yaml", "new.flow.yaml"])
        assert (capsys.readouterr().out, status) == (said, 0 if said == SAME else 1), name


def test_a_query_whose_sql_is_another_one_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = (folder / "data" / "notifications.sql").read_text(encoding="utf-8")
    assert "status = 'pending'" in sql
    (folder / "data" / "other.sql").write_text(sql.replace("status = 'pending'", "status <> 'done'"), encoding="utf-8")
    (folder / "new.flow.yaml").write_text(edited(("data/notifications.sql", "data/other.sql")), encoding="utf-8")
    assert main(["diff", "old.flow.yaml", "new.flow.yaml"]) == 1
    assert "What pending_notifications finds in the database may be different: its SQL is another one." in (
        capsys.readouterr().out
    )
