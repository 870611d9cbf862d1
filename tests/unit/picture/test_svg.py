"""What a picture shows of a script: every step once, in its words and with its place; and nothing that runs."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.checks.walk import walk
from callsheet.picture.svg import picture
from callsheet.source.document import Mapping, Node, Scalar, Sequence
from callsheet.steps import VERBS
from tests.effort import effort
from tests.unit.picture.seen import SVG, look_at, script_of, seen, written

REPOSITORY = Path(__file__).parents[3]
SCRIPTS = [*sorted(REPOSITORY.glob("flows/*.flow.yaml")), *sorted(REPOSITORY.glob("tests/checks/ok/*.flow.yaml"))]
HEAD = "callsheet: 1\nflow: a\nsteps:\n"
ELEMENTS = {"svg", "title", "desc", "style", "g", "rect", "path", "text", "tspan"}


def at(node: Node, pointer: str) -> Node:
    """What a JSON pointer leads to."""
    for key in pointer.split("/")[1:]:
        name = key.replace("~1", "/").replace("~0", "~")
        if isinstance(node, Sequence):
            node = node.items[int(name)]
        else:
            assert isinstance(node, Mapping)
            inner = node.get(name)
            assert inner is not None, pointer
            node = inner
    return node


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_step_is_shown_once_with_its_place(path: Path) -> None:
    script = script_of(path.read_text())
    boxes = look_at(picture(script)).boxes
    assert sorted(box.line for box in boxes) == sorted(reached.step.span.line for reached in walk(script))
    for box in boxes:
        step = at(script.document.root, box.path)
        verb = step.value if isinstance(step, Scalar) else next(e.name for e in step if e.name in VERBS)  # type: ignore[union-attr]
        assert box.text.startswith(str(verb).replace("_", " "))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_list_of_steps_is_named(path: Path) -> None:
    script = script_of(path.read_text())
    for chip in look_at(picture(script)).chips:
        assert isinstance(at(script.document.root, chip.path), Sequence | Mapping)
        assert chip.text


def test_ways_are_called_by_their_keys_answers_and_cases_by_themselves_conditions_by_what_they_say() -> None:
    picture = seen(
        f"{HEAD}  - ask: Well?\n    answers:\n      call_back: []\n    otherwise: []\n"
        "  - query: q\n    if_none: []\n    if_fails: []\n"
        "  - switch: a\n    cases:\n      Gold/Silver: []\n"
        "  - branch:\n      - if: a > 1\n        then: []\n    else: []\n"
        "  - for_each: row\n    in: rows\n    do: []\n"
    )
    chips = {chip.path: chip.text for chip in picture.chips}
    assert chips == {
        "/steps/0/answers/call_back": "call_back",
        "/steps/0/otherwise": "otherwise",
        "/steps/1/if_none": "if none",
        "/steps/1/if_fails": "if fails",
        "/steps/2/cases/Gold~1Silver": "Gold/Silver",
        "/steps/3/branch/0/then": "if a > 1",
        "/steps/3/else": "else",
        "/steps/4/do": "do",
    }


def test_answers_have_the_keys_that_are_pressed_for_them() -> None:
    picture = seen(
        "callsheet: 1\nflow: a\nintents:\n  keep: {phrases: [keep it], press: '1'}\n  other: {phrases: [other]}\n"
        "steps:\n  - ask: Well?\n    answers: {keep: [], agree: [], refuse: [], other: []}\n    otherwise: []\n"
    )
    assert [chip.text for chip in picture.chips] == ["keep · key 1", "agree", "refuse · key 2", "other", "otherwise"]


def test_a_box_has_the_step_in_its_words_and_its_title_has_all_of_it() -> None:
    long = "You have reached the office. " * 20
    picture = seen(
        f'{HEAD}  - say: "{long}"\n    interruptible: false\n'
        "  - for_each: row\n    in: rows | length\n    do: [stop_loop]\n"
        "  - ask: Well?\n    answers: {agree: []}\n    if_silent: [Hello?, Anybody?]\n    timeout: 8s\n"
        "  - set: {tries: 1, sure: true}\n"
        "  - ask: Which?\n    one_of: {milk: [], sugar: [sweet]}\n    as: extra\n"
    )
    say, loop, ask, kept, choice = (picture.box(f"/steps/{place}") for place in range(5))
    assert re.fullmatch(r"say You have reached .*… interruptible false", say.text)
    assert long.strip() in say.title
    assert "line 4" in say.title
    assert "Speaks a text and waits" in say.title
    assert loop.text == "for each row in rows | length"
    assert ask.text == "ask Well? if silent ×2 · timeout 8s"
    assert "if_silent: Hello? / Anybody?" in ask.title
    assert kept.text == "set tries = 1, sure = true"
    assert choice.text == "ask Which? one of milk, sugar · as extra"


def test_a_question_shows_what_it_takes_from_the_defaults() -> None:
    text = (
        "callsheet: 1\nflow: a\ndefaults:\n  otherwise:\n    - {step}\n"
        "steps:\n  - ask: Well?\n    answers:\n      agree: [disconnect]\n  - say: On.\n"
    )
    comes_back, ends = seen(text.format(step="say: Sorry.")), seen(text.format(step="disconnect"))
    assert [chip.text for chip in ends.chips] == ["agree · key 1", "otherwise (default)"]
    assert comes_back.is_led_to(comes_back.box("/steps/1"))
    assert not ends.is_led_to(ends.box("/steps/1"))


@pytest.mark.parametrize(
    ("section", "comes_back"),
    [("say: Hi.", True), ("disconnect", False), ("run: other", False), ("run: part", True), ("run: nowhere", True)],
)
def test_a_section_that_never_comes_back_leads_nowhere(section: str, comes_back: bool) -> None:
    picture = seen(
        f"{HEAD}  - run: part\n  - say: On.\nsections:\n  part:\n    - {section}\n  other:\n    - disconnect\n"
    )
    assert picture.is_led_to(picture.box("/steps/1")) == comes_back


def test_what_could_not_be_read_is_shown_as_written_among_the_rest() -> None:
    picture = seen(
        f"{HEAD}  - say: One.\n  - syas_not: Two.\n  - [three]\n  - ask: Four?\n    answers:\n      agree: nothing\n"
        "      refuse:\n        - say: Five.\n    bogus: 1\nsections: 6\n"
    )
    assert [box.text for box in picture.boxes] == ["say One.", "syas_not: Two.", "[three]", "ask Four?", "say Five."]
    assert "callsheet check" in picture.box("/steps/1").title


@pytest.mark.parametrize("text", ["callsheet: 1\n", "[]", "steps: 5", "a: 1\nsteps:\n  - answer\n"])
def test_there_is_a_picture_of_whatever_was_read(text: str) -> None:
    assert seen(text).page.width > 0


HOSTILE = [
    "<script>alert(1)</script>",
    "]]></title></text></svg><script>",
    '" onload="alert(1)',
    "&lt; &amp; &#1;",
    "\u202eright to left\u202c",
    "\x07\x00\ufffe\uffff\x85",
    "{{ a }}" * 500,
    "x" * 5000,
    "\u0351" * 3000,
    "👩‍👩‍👧‍👦" * 300,
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80))


@given(texts=st.lists(TEXTS, min_size=5, max_size=5))
def test_no_text_is_more_than_a_text(texts: list[str]) -> None:
    say, name, note, case, reason = texts
    steps = [
        {"say": say, "as": name},
        {"ask": note, "answers": {name: [{"note": note}]}},
        {"switch": case, "cases": {case: [], "b": [{"say": say}]}},
        {"branch": [{"if": case, "then": []}]},
        {say: note},
        {"disconnect": reason},
    ]
    svg = picture(script_of(written({"callsheet": 1, "flow": name, "steps": steps, "sections": {name: [say]}})))
    found = look_at(svg)
    for element in found.root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\ufffe\uffff]", svg)
    assert "url(" not in svg
    for box in found.boxes:
        assert len(box.text) < 1000
        assert len(box.title) <= 4000


# Calls of functions for a step: sixty steps take well below 15 ms.
MOST_CALLS = 600


@pytest.mark.parametrize("count", [60, 600])
def test_the_effort_grows_with_the_steps_and_no_faster(count: int) -> None:
    steps = HEAD + "  - ask: Well?\n    answers: {agree: [say: Good.]}\n    otherwise: [disconnect]\n" * (count // 3)
    script = script_of(steps)
    picture(script)  # what is remembered of the schema, and of letters
    assert effort(lambda: picture(script)) <= MOST_CALLS * count


def test_a_page_can_bring_the_style_itself() -> None:
    script = script_of(f"{HEAD}  - answer\n")
    assert "<style>" in picture(script)
    assert "style" not in picture(script, styled=False)
