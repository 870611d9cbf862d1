"""Data of which nothing is heard: what of a question or a statement it takes away, and where empty is meant."""

import pytest

from callsheet.expressions import Unusable
from callsheet.ports.audible import audible
from callsheet.ports.values import Row, Value
from tests.unit.flow.test_templates import read

SILENT = ["", "  ", "...", "…", "—", "?!", "-", "***", "====", "\u200b", "\u200d\u200d", "\u202e\u202c", "\u0301"]
SILENT += [
    "\ue000",
    "\u3164",
    "\u2800",
    "\x07",
    "\ufe0f",
    "\U0001f3fb",
    "™",
    "• • •",
    "➔",
    "<b></b>",
    "<br/>",
    "&nbsp;",
]
SILENT += [
    "<speak> </speak>",
    '<break time="1s"/>',
    "<!-- nothing -->",
    "&#8203;",
    "<p>&nbsp;</p>",
    "ʰ",
    "\u2066\u2069",
]
AUDIBLE = [
    "a",
    "7",
    "½",
    "👍",
    "👍🏽",
    "👨\u200d👩\u200d👧",
    "🇩🇪",
    "❤️",
    "*",
    "#",
    "<b>a</b>",
    "<Ann>",
    "привет",
    "नमस्ते",
    "①",
]
AUDIBLE += ["https://example.com", "&eacute;", "1 < 2", "\u202eabc", "$5", "a\u0301"]


@pytest.mark.parametrize("text", SILENT)
def test_what_nobody_hears(text: str) -> None:
    assert not audible(text)


@pytest.mark.parametrize("text", AUDIBLE)
def test_what_is_heard(text: str) -> None:
    assert audible(text)


def unheard(text: str, emptied: frozenset[str] = frozenset(), **columns: Value) -> list[tuple[str, bool]]:
    names: dict[str, Value] = {"m": Row(columns), "c": Row({"name": "Ann", "none": None}), "tries": 0, "empty": ""}
    found = read(text).words(names, frozenset({"office"}), emptied).unheard
    return [(one.name, one.alone) for one in found]


@pytest.mark.parametrize("body", SILENT)
@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("'{{ m.body }} Can you confirm?'", True),
        ("'Hello {{ c.name }}. {{ m.body }} Can you confirm?'", True),
        ("'Message {{ m.id }}: {{ m.body }}. Can you confirm?'", True),
        ("'{{ c.name }} {{ m.body }} Can you confirm?'", False),
        ("Your appointment for {{ m.body }} is due. Will you come?", False),
        ("'{{ m.body }}, can you confirm?'", False),
        ("'{{ m.body | upper }} Can you confirm?'", True),
        ("'{{ m.body | default(\"a message\") }} Can you confirm?'", True),
    ],
)
def test_data_that_is_not_heard(text: str, alone: bool, body: str) -> None:
    assert [one for _, one in unheard(text, body=body, id=1)] == [alone]


@pytest.mark.parametrize(
    "text",
    [
        "'{{ m.body | default(\"\") }} Can you confirm?'",
        '\'{{ "again " if tries > 0 else "" }}Can you confirm?\'',
        "'{{ m.body }} {{ m.name }}, can you confirm?'",
        "'{{ m.name }}, {{ m.body }}, {{ m.town }}: is that right?'",
        "'{{ empty }} Can you confirm?'",
    ],
)
def test_data_that_may_be_empty(text: str) -> None:
    assert unheard(text, frozenset({"empty"}), body="", name="Lee", town="Rome") == []


def test_signs_alone_are_not_meant_as_empty() -> None:
    assert unheard("'{{ m.body | default(\"\") }} Can you confirm?'", body="...") == [("m.body", True)]
    assert unheard("'{{ m.name }}, {{ m.body }} Can you confirm?'", body="—", name="Lee") == [("m.body", False)]


def test_columns_of_another_row_are_not_heard_for_it() -> None:
    assert unheard("'{{ c.name }}, {{ m.body }} Can you confirm?'", body="") == [("m.body", False)]


def test_the_author_s_own_words_are_not_judged() -> None:
    assert unheard("'... Can you confirm?'") == []
    assert read("'{{ office }} Can you come?'").words({"office": ""}, frozenset({"office"})).unheard == ()


def test_a_question_needs_all_of_it_and_a_statement_its_sentences() -> None:
    words = read("Your {{ m.body }} is due.").words({"m": Row({"body": ""})}, frozenset())
    words.need_sentences()
    with pytest.raises(Unusable, match=r"m\.body has nothing in it that can be spoken") as raised:
        words.need_all()
    assert raised.value.kind == "speech"
    with pytest.raises(Unusable, match=r"m\.body"):
        read("'Message. {{ m.body }}'").words({"m": Row({"body": "?!"})}, frozenset()).need_sentences()
