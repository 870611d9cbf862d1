"""What is told of a word, where it is defined, and the parts of a text."""

import pytest

from callsheet.assist import Symbol, symbols
from callsheet.diagnostics.diagnostic import FILE_START, Span
from callsheet.queries.files import read_sql
from tests.assist.marked import FILES, FLOWS, SCRIPT, defined, marked, shipped, told

QUERIES = FLOWS / "data" / "notifications.sql"


@pytest.mark.parametrize(
    ("before", "after", "word", "code", "text"),
    [
        ("- query: cus", "- qu¦ery: cus", "query", "query", "Reads from the database: one row or many"),
        ("- answer", "- ans¦wer", "answer", "answer", "Picks up the telephone."),
        ("if_none:", "if_no¦ne:", "if_none", "", "Steps for the case that nothing was found."),
        ("timezone:", "time¦zone:", "timezone", "", "Where the call's clock stands."),
        (
            "customer_by_phone",
            "cus¦tomer_by_phone",
            "customer_by_phone",
            "customer_by_phone(phone)^",
            "It finds one row",
        ),
        ("{phone:", "{pho¦ne:", "phone", "customer_by_phone(phone)^", "The customer whose number is calling."),
        ("as: customer", "as: cus¦tomer", "customer", "customer", "It is kept by the query on line 17."),
        (
            "in: notifications",
            "in: noti¦fications",
            "notifications",
            "notifications",
            "It is a list of rows with id",
        ),
        (
            "for_each: notification",
            "for_each: noti¦fication",
            "notification",
            "notification",
            "the row of the for_each",
        ),
        ("{{ notification.message", "{{ noti¦fication.message", "notification", "notification", "It is a row with id"),
        ("{{ notification.message", "{{ notification.mes¦sage", "message", "message", "It is a text."),
        ("{{ call.person", "{{ ca¦ll.person", "call", "call", "Every script has it."),
        ("{{ now }}", "{{ now | spoken_¦time }}", "spoken_time", "spoken_time", "It takes"),
        ("agree:", "agr¦ee:", "agree", "agree", "The caller says yes, agrees, or confirms."),
        ("          refuse:", "          ref¦use:", "refuse", "refuse", "The caller says no"),
        ("run: follow_up", "run: fol¦low_up", "follow_up", "follow_up", "A section, on line 51."),
        ("  follow_up:", "  follow¦_up:", "follow_up", "follow_up", "It is run on the lines 38, 40, 46."),
    ],
)
def test_a_word_is_explained_where_it_stands(before: str, after: str, word: str, code: str, text: str) -> None:
    marked_text = shipped(before, after)
    found = told(marked_text)
    assert found is not None
    written, _ = marked(marked_text)
    assert written[found.start : found.end] == word
    assert found.note.code == code
    assert text in found.note.text


def test_nothing_is_told_of_what_callers_hear_and_of_comments() -> None:
    assert told(shipped("Have a great day", "Have a gr¦eat day")) is None
    assert told(shipped("named queries", "named qu¦eries")) is None


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("run: follow_up", "run: fol¦low_up", 51),
        ("          refuse:", "          ref¦use:", 10),
        ("{{ customer.id", "{{ cus¦tomer.id", 17),
        ("{{ notification.message", "{{ noti¦fication.message", 24),
    ],
)
def test_a_word_leads_to_its_place_in_the_script(before: str, after: str, line: int) -> None:
    found = defined(shipped(before, after))
    assert found is not None
    assert (found.path, found.span.line) == (SCRIPT, line)


def test_a_query_leads_to_its_header_and_a_file_to_its_beginning() -> None:
    text = read_sql(QUERIES, "", FILES)
    found = defined(shipped("- write: ack", "- write: ac¦k"))
    assert found is not None
    assert found.path == QUERIES
    assert found.span == Span.at(11, 10, len("acknowledge_notification"))
    assert text is not None
    beginning = defined(shipped("data: data", "data: da¦ta"))
    assert beginning is not None
    assert (beginning.path, beginning.span) == (QUERIES, FILE_START)


def test_a_built_in_intent_is_defined_nowhere() -> None:
    assert defined(shipped("agree:", "agr¦ee:")) is None


def names(found: tuple[Symbol, ...]) -> list[object]:
    return [(each.name, names(each.within)) if each.within else each.name for each in found]


def test_the_parts_of_a_text_are_its_keys_sections_and_steps() -> None:
    steps = "steps:\n  - answer\n  - ask: Well?\n    answers:\n      yes:\n        - run: a\n"
    text = f"intents:\n  yes:\n    press: '1'\n{steps}sections:\n  a:\n    - say: Hello.\n"
    found = symbols(text, SCRIPT)
    ask = ("ask", [("answers", [("yes", ["run"])])])
    assert names(found) == [
        ("intents", ["yes"]),
        ("steps", ["answer", ask]),
        ("sections", [("a", ["say"])]),
    ]
    say = found[2].within[0].within[0]
    assert (say.kind, say.detail) == ("step", "Hello.")


def test_the_parts_of_a_broken_text_are_those_that_can_be_read() -> None:
    assert names(symbols('steps:\n  - say: "Hello\n  - run: a\n  - {{\n', SCRIPT)) == [("steps", ["run"])]
