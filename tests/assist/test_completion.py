"""What is offered where: the tables of each kind of place, in the shipped script and around it."""

import pytest

from callsheet.api import check_text
from callsheet.steps import VERBS
from tests.assist.marked import FLOWS, SCRIPT, applied, completed, shipped

NAMES = ["customer", "notifications", "reply", "call", "today", "now"]
END = "  - disconnect\n\nsec"


@pytest.mark.parametrize(
    ("before", "after", "offered"),
    [
        ("data: data/notifications.sql", "data: ¦", ["data/notifications.sql"]),
        ("run: no_longer_open", "run: ¦", ["follow_up", "no_longer_open"]),
        ("query: customer_by_phone", "query: cus¦", ["customer_by_phone", "pending_notifications"]),
        ("write: ack", "write: ¦ack", ["acknowledge_notification", "flag_for_followup"]),
        ("    as: customer\n", "    as: customer\n    if¦\n", ["while_waiting", "if_fails"]),
        ("    as: customer\n", "    as: customer\n    ¦\n", ["while_waiting", "if_fails"]),
        ("{phone: ", "{¦", ["phone"]),
        ("with: {phone", "with:\n      ¦\n    x: {phone", ["phone"]),
        ("          agree:", "          agr¦ee:", ["agree", "goodbye", "repeat"]),
        ("{{ customer.name", "{{ customer.¦", ["id", "name"]),
        ("{{ notification.message", "{{ notification.mes¦", ["id", "message"]),
        (END, "  - say: Hello {{ customer.¦\n\nsec", ["id", "name"]),
        (END, '  - say: "Hello {{ customer.¦\n\nsec', ["id", "name"]),
        (END, "  - if: customer.¦\n\nsec", ["id", "name"]),
        (END, "  - for_each: x\n    in: not¦\n\nsec", ["notifications"]),
        ("{ notification.message }} Can", "{ ¦.message }} Can", ["notification"]),
        ("{ notification.message }} Can", "{ notification ¦}} Can", []),
        ("{{ call.person_number }}", "{{ ¦ call.person_number }}", []),
        ("{{ now }}", "{{ now if reply.intent == 'agree' or ¦ }}", ["notification", *NAMES, "loop"]),
        ("- query: cus", "- qu¦ery: cus", ["query", "request"]),
        ("- query: pend", "- qu¦ery: pend", ["query", "request", "write"]),
        ("timezone: A", "time¦zone: A", ["timezone"]),
        ("data: data/notifications.sql ", "data: data/notifications.sql ¦", []),
        ("    - next_item", "    - run: ¦", ["follow_up"]),
        ("{{ customer.id }}", "{{ customer.id | ro¦ }}", ["money", "digits", "ordinal", "plural", "round", "default"]),
        (END, "  - say:\n      Hello,\n      {{ customer.¦ }}\n\nsec", ["id", "name"]),
        (END, "  - say: >\n      Hello,\n      {{ customer.¦\n\nsec", ["id", "name"]),
        (END, "  - say: x\n    interruptible: ¦\n\nsec", ["true", "false"]),
        (END, "  - pause: ¦\n\nsec", ["2s", "500ms"]),
        ("callsheet: 1", "callsheet: ¦", ["1"]),
        ("    also: [", "    press: ¦\n    also: [", ['"1"', '"#"']),
        ("    also: [", "    ¦\n    also: [", ["means", "phrases", "press"]),
        (END, "  - say: Hello ¦\n\nsec", []),
        (END, "  - query: pending_notifications\n    as: ¦\n\nsec", []),
        ("# built in", "# bu¦ilt in", []),
    ],
)
def test_a_place_has_what_fits_it(before: str, after: str, offered: list[str]) -> None:
    assert list(completed(shipped(before, after))) == offered


def test_a_section_that_is_run_and_not_there_is_offered() -> None:
    assert list(completed("steps:\n  - run: later\nsections:\n  ¦")) == ["a section", "later"]


def test_an_answer_is_compared_with_the_intents_of_its_question() -> None:
    found = completed(shipped(END, '  - if: reply.intent == "¦\n\nsec'))
    assert list(found) == ["agree", "operator", "refuse", "silent", "unclear"]


def test_a_list_of_steps_has_every_verb_that_may_stand_there() -> None:
    outside = completed(shipped("  - answer\n", "  - answer\n  - ¦\n"))
    inside = completed(shipped("            - run: follow_up\n", "            - ¦\n"))
    assert set(VERBS) - set(outside) == {"ask_again", "next_item", "stop_loop"}
    assert set(inside) == set(VERBS)


def test_a_verb_brings_what_belongs_to_it_in_the_right_column() -> None:
    text = shipped("            - run: follow_up\n", "            - ¦\n")
    taken = applied(text, completed(text)["if"])
    assert "            - if: notifications\n              then:\n                - say: You have messages.\n" in taken


def test_holes_are_the_parts_that_an_author_writes_anew() -> None:
    say = completed("steps:\n  - ¦")["say"]
    assert (say.insert, say.holes) == ("say: Hello.", ((5, 11),))
    query = completed("steps:\n  - ¦")["query"]
    assert [query.insert[start:end] for start, end in query.holes[:3]] == [
        "customer_by_phone",
        "phone",
        "{{ call.person_number }}",
    ]


def test_a_list_that_is_empty_begins_with_a_dash() -> None:
    assert completed("steps:\n  ¦")["answer"].insert == "- answer"


def test_a_verb_is_changed_without_its_options() -> None:
    text = shipped("  - query: pending_notifications", "  - wri¦\n   ")
    assert "verb" not in {each.kind for each in completed("steps:\n  - say: x\n    ¦").values()}
    assert completed(text)["write"].insert == "write"


TESTS = FLOWS / "interactive_notifications.test.yaml"


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("flow: ¦", sorted(path.name for path in FLOWS.glob("*.flow.yaml"))),
        ("flow: interactive_notifications.flow.yaml\ngiven:\n  tables:\n    ¦", ["customers", "notifications"]),
        (
            "flow: interactive_notifications.flow.yaml\ngiven:\n  tables:\n    customers:\n      - {id: 1, ¦",
            ["name", "phone"],
        ),
        ("flow: nothing.flow.yaml\ngiven:\n  tables:\n    ¦", []),
        (
            "flow: interactive_notifications.flow.yaml\ngiven:\n  n¦: x",
            ["now", "caller_number", "callee_number", "tables", "requests"],
        ),
    ],
)
def test_a_test_file_has_the_tables_of_its_script(text: str, offered: list[str]) -> None:
    assert list(completed(text, TESTS)) == offered


def test_a_file_of_queries_has_no_words_of_scripts() -> None:
    assert completed("-- name: person^\nSEL¦", FLOWS / "data" / "notifications.sql") == {}


def test_a_word_in_place_of_a_step_gets_its_dash() -> None:
    assert completed("steps:\n  sa¦")["say"].insert == "- say: Hello."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("run: no_longer_open", "run: ¦"),
        ("          operator:", "          ¦:"),
        ("{{ customer.name", "{{ customer.¦"),
        ("say: That's everything.", "say: That's everything, {{ customer.name | ¦ }}."),
        ("in: notifications", "in: ¦"),
        ("{{ call.person_number", "{{ call.¦"),
        ("    as: notifications\n", "    as: notifications\n    ¦\n"),
        ("timezone: America/New_York", "timezone: ¦"),
    ],
)
def test_what_is_offered_is_what_check_takes(before: str, after: str) -> None:
    text = shipped(before, after)
    for completion in list(completed(text).values())[:12]:
        wrong = {each.code.name for each in check_text(applied(text, completion), SCRIPT)}
        assert not [name for name in wrong if name.startswith(("unknown", "bad", "broken", "yaml", "wrong"))], (
            completion
        )


CHOOSING = """callsheet: 1
flow: choosing
data: data/notifications.sql
steps:
  - collect:
      - query: pending_notifications
        with: {customer_id: 1}
        as: notifications
      - ask: There is {{ ONE }}. Which one?
        one_of: TWO
        by: SIX
        as: chosen
        if_given:
          - say: You chose {{ THREE }}.
      - ask: Until when?
        for: date
        as: day
    confirm: Shall I read {{ chosen.FOUR }} on {{ day | FIVE }}?
"""


@pytest.mark.parametrize(
    ("place", "typed", "offered", "others"),
    [
        ("ONE", "cho¦", {"choices", "notifications"}, set()),
        ("TWO", "¦", {"notifications"}, {"chosen", "day", "call"}),
        ("THREE", "¦", {"chosen", "day"}, {"choices"}),
        ("FOUR", "¦", {"id", "message"}, {"choices"}),
        ("FIVE", "¦", {"weekday", "spoken_date"}, {"digits", "money"}),
        ("SIX", "¦", {"id", "message"}, {"notifications"}),
        ("SIX", "me¦", {"message"}, set()),
        ("SIX", '"¦"', {"message"}, set()),
    ],
)
def test_what_callers_choose_and_give_is_offered(place: str, typed: str, offered: set[str], others: set[str]) -> None:
    text = CHOOSING.replace(place, typed)
    for name, word in {
        "ONE": "choices",
        "TWO": "notifications",
        "THREE": "day",
        "FOUR": "id",
        "FIVE": "weekday",
        "SIX": "message",
    }.items():
        text = text.replace(name, word)
    found = completed(text)
    assert offered <= found.keys()
    assert not others & found.keys()
