"""What is offered at a place of a script, and that `check` refuses none of it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from callsheet import edits
from callsheet.api.checking import check_among
from callsheet.edits import Edited, NodePath
from callsheet.source.document import Plain
from callsheet.source.schemas import verbs
from callsheet.studio.drawing import DrawScript
from callsheet.studio.grammar import grammar
from callsheet.studio.offers import OfferKeys, OfferSteps
from callsheet.studio.project import Project
from callsheet.studio.trial import read
from tests.studio.studios import SCRIPT

NAME = "interactive_notifications.flow.yaml"
PROJECT = Project.at(Path(__file__).parents[2] / "flows")
TEXT = PROJECT.saved(NAME).text
LOOP: NodePath = ("steps", 3, "do")
ANSWERS: NodePath = (*LOOP, 0, "answers")


def offers(answer: object) -> list[dict[str, Any]]:
    assert isinstance(answer, dict)
    return list(answer["offers"])


def errors(text: str) -> list[str]:
    found = check_among(PROJECT.folder / NAME, NAME, PROJECT.files({NAME: text}))
    return [each.message for each in found if each.code.severity == "error"]


@cache
def steps(path: NodePath, index: int, text: str = TEXT) -> list[tuple[str, Plain]]:
    asked = (OfferSteps(NAME, text, {}, path, index, verb).do(PROJECT) for verb in verbs())
    return [(each["key"], each["value"]) for answer in asked for each in offers(answer)]


def keys(path: NodePath, text: str = TEXT) -> dict[str, Plain]:
    document = read(text)
    found = document and grammar().at(document.root, path)
    asked = (OfferKeys(NAME, text, {}, path, key).do(PROJECT) for key in ["", *((found and found[0].keys) or {})])
    return {each["key"]: each["value"] for answer in asked for each in offers(answer)}


@pytest.mark.parametrize(("path", "index"), [(("steps",), 1), (LOOP, 1), ((*ANSWERS, "agree"), 0)], ids=str)
def test_no_step_that_is_offered_is_refused(path: NodePath, index: int) -> None:
    found = steps(path, index)
    assert {"say", "ask", "query", "set", "pause", "note"} <= {verb for verb, _ in found}
    for _, value in found:
        edited = edits.insert_item(TEXT, path, index, value)
        assert isinstance(edited, Edited)
        assert errors(edited.text) == [], value


def test_what_a_loop_has_is_offered_in_one_alone() -> None:
    inside, outside = steps(LOOP, 1), steps(("steps",), 1)
    assert "next_item" in dict(inside)
    assert "next_item" not in dict(outside)


def test_queries_and_sections_are_offered_by_name_with_what_they_need() -> None:
    found = steps((*ANSWERS, "agree"), 0)
    values = [value for _, value in found if isinstance(value, dict)]
    assert {value["query"] for value in values if "query" in value} == {"customer_by_phone", "pending_notifications"}
    assert [value["run"] for value in values if "run" in value] == ["follow_up"]
    (written,) = [value for value in values if value.get("write") == "flag_for_followup"]
    assert written["with"] == {"notification_id": "{{ notification.id }}"}


REACHING = """callsheet: 1
flow: reaching
requests: office.http
contacts: {office: callee, night: "+15550124"}
steps:
  - answer
  - say: Hello.
  - disconnect
"""
OFFICE = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER
GET {{ $URL }}/waiting?queue={{ queue }}

### tell_the_team(caller)!
# Tells the team whom to call.
POST {{ $URL }}/tell?caller={{ caller }}
"""


def test_contacts_and_requests_are_offered_by_name_in_a_form_that_fits(tmp_path: Path) -> None:
    (tmp_path / "reaching.flow.yaml").write_text(REACHING)
    (tmp_path / "office.http").write_text(OFFICE)
    project = Project.at(tmp_path)

    def found(verb: str, index: int) -> list[Any]:
        asked = OfferSteps("reaching.flow.yaml", REACHING, {}, ("steps",), index, verb)
        return [each["value"] for each in offers(asked.do(project))]

    spoken_to_then, last = found("connect", 1), found("connect", 2)
    assert [(value["connect"], value.get("come_back")) for value in spoken_to_then] == [
        ("office", True),
        ("night", True),
    ]
    assert [(value["connect"], value.get("come_back")) for value in last] == [("office", None), ("night", None)]
    assert [value["request"] for value in found("request", 2)] == ["waiting_time", "tell_the_team"]
    assert found("leave", 1) == []


def test_names_of_the_script_stand_in_for_those_of_an_example() -> None:
    values = [value for verb, value in steps((*ANSWERS, "agree"), 0) if verb == "switch"]
    assert [isinstance(value, dict) and value["switch"] for value in values] != ["customer.tier"]


PLACES: Sequence[NodePath] = [(), ("steps", 1), (*LOOP, 0), ANSWERS, ("intents", "refuse")]


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_no_key_that_is_offered_is_refused(path: NodePath) -> None:
    found = keys(path)
    assert found
    for key, value in found.items():
        edited = edits.set_key(TEXT, path, key, value)
        assert isinstance(edited, Edited)
        assert errors(edited.text) == [], key


def test_keys_that_lack_are_offered_and_those_that_are_there_are_not() -> None:
    assert list(keys(("steps", 1))) == ["while_waiting", "if_fails"]
    assert list(keys(ANSWERS)) == ["goodbye", "repeat"]


@pytest.mark.parametrize(
    "path", [("nothing",), ("steps", 99), ("steps", "x"), ("flow", "x"), ("steps", 1, "query", 0)], ids=str
)
def test_nothing_is_offered_where_nothing_is(path: NodePath) -> None:
    assert keys(path) == {}
    assert steps(path, 0) == []


def test_nothing_is_offered_in_a_text_that_cannot_be_read() -> None:
    assert keys((), "steps: [") == {}
    assert steps(("steps",), 0, "steps: [") == []


def test_the_grammar_has_every_verb_and_option_with_its_description() -> None:
    known = grammar()
    assert known.verbs.keys() == verbs().keys()
    assert list(known.verbs)[:2] == ["say", "ask"]
    for verb, kind in known.verbs.items():
        assert kind.description, verb
        for key, below in (kind.keys or {}).items():
            assert below.description, (verb, key)
            assert below.first_values, (verb, key)
    assert known.verbs["ask"].needed == ("ask",)


def test_a_script_is_drawn_as_far_as_it_can_be_read() -> None:
    drawn = DrawScript(name=NAME, text=SCRIPT.replace("  - answer", "  - anser"), unsaved={}, room=600).do(PROJECT)
    assert isinstance(drawn, dict)
    assert "Hello." in drawn["svg"]
    assert "<style" not in drawn["svg"]


VALUES = """callsheet: 1
flow: day
language: en-US
timezone: America/New_York
steps:
  - answer
  - ask: Which day?
    for: date
    as: day
    otherwise:
      - disconnect
  - disconnect: "{{ day }}"
"""


def test_a_question_for_a_value_is_offered_bounds_and_answers_that_mean_something() -> None:
    found = keys(("steps", 1), VALUES)
    assert found["to"] == "{{ today }}"
    assert found["answers"] == {"agree": ["ask_again"]}
    assert {"from", "confirm", "if_given", "attempts", "private"} <= found.keys()
    answered = edits.set_key(VALUES, ("steps", 1), "answers", found["answers"])
    assert isinstance(answered, Edited)
    assert keys(("steps", 1, "answers"), answered.text)["operator"] == ["ask_again"]
