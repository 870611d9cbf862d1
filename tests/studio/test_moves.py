"""Where a step can be moved, what it can be put under, and other names: none of it is refused by `check`."""

from collections.abc import Mapping
from typing import Any

import pytest

from callsheet import edits
from callsheet.edits import Edited, NodePath
from callsheet.source.document import plain
from callsheet.studio.editing import Rename
from callsheet.studio.moves import OfferCondition, OfferMoves, Way
from callsheet.studio.project import Declined
from callsheet.studio.trial import read
from tests.studio.test_offers import ANSWERS, LOOP, NAME, PROJECT, TEXT, errors, offers

AGREE: NodePath = (*ANSWERS, "agree")
BRANCH = TEXT.replace(
    "  - say: That's everything.",
    """  - branch:
      - if: customer.name == "Ann"
        then:
          - say: Hello, Ann.
      - if: customer.name == "Ben"
        then:
          - say: Hello, Ben.
  - say: That's everything.""",
)


def moves(path: NodePath, way: Way, text: str = TEXT) -> list[dict[str, Any]]:
    return offers(OfferMoves(NAME, text, {}, path, way).do(PROJECT))


def at(text: str, path: NodePath) -> object:
    document = read(text)
    assert document
    found: Any = plain(document.root)
    for part in path:
        found = found[part]
    return found


STEPS: list[NodePath] = [("steps", 4), (*AGREE, 0), (*AGREE, 1), (*ANSWERS, "refuse", 0), ("sections", "follow_up", 1)]
WAYS: tuple[Way, ...] = ("up", "down", "out", "in")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", STEPS, ids=str)
def test_a_step_goes_where_it_is_said_to_go_and_check_refuses_nothing(path: NodePath, way: Way) -> None:
    for move in moves(path, way):
        edited = edits.move_item(TEXT, path, move["to"], move["index"])
        assert isinstance(edited, Edited)
        assert errors(edited.text) == []
        assert at(edited.text, move["path"]) == at(TEXT, path)


def to(path: NodePath, way: Way, text: str = TEXT) -> list[NodePath]:
    return [move["path"] for move in moves(path, way, text)]


def test_a_step_goes_up_and_down_beside_others_and_on_into_the_next_block() -> None:
    assert to((*AGREE, 1), "up") == [(*AGREE, 0)]
    assert to((*AGREE, 1), "down") == [(*ANSWERS, "refuse", 0)]
    assert to((*ANSWERS, "refuse", 0), "up") == [(*AGREE, 2)]


def test_a_step_goes_out_behind_what_it_is_in_and_into_each_block_beside_it() -> None:
    assert to((*AGREE, 1), "out") == [(*LOOP, 1)]
    assert to(("steps", 4), "in") == [("steps", 3, "if_none", 1), ("steps", 3, "do", 1)]


def test_of_several_ways_a_step_goes_on_into_the_next_and_out_of_all() -> None:
    path: NodePath = ("steps", 4, "branch", 0, "then", 0)
    assert errors(BRANCH) == []
    assert to(path, "down", BRANCH) == [("steps", 4, "branch", 1, "then", 0)]
    assert to(path, "out", BRANCH) == [("steps", 5)]


def test_nothing_moves_to_where_it_would_not_work() -> None:
    assert to(("steps", 0), "down") == []
    assert to(("steps", 5), "up") == []


@pytest.mark.parametrize("path", [(), ("steps",), ("steps", 99), ("steps", "x"), ("nothing", 0)], ids=str)
def test_what_is_no_step_does_not_move(path: NodePath) -> None:
    assert [each for way in WAYS for each in moves(path, way)] == []
    assert [each for way in WAYS for each in moves(path, way, "steps: [")] == []


def test_a_condition_is_offered_where_the_step_can_be_under_one() -> None:
    (offer,) = offers(OfferCondition(NAME, TEXT, {}, (*AGREE, 1)).do(PROJECT))
    edited = edits.wrap_item(TEXT, (*AGREE, 1), offer["condition"])
    assert isinstance(edited, Edited)
    assert errors(edited.text) == []
    assert offers(OfferCondition(NAME, TEXT, {}, ("steps", 5)).do(PROJECT)) == []


def renamed(**fields: Any) -> Mapping[str, Any]:
    answer = Rename(text=TEXT, name=NAME, unsaved={}, **fields).do(PROJECT)
    assert isinstance(answer, dict)
    return answer


def test_a_name_is_another_one_wherever_it_is_meant() -> None:
    assert [each["insert"] for each in renamed(what="name", old="customer", new="person")["changes"]] == ["person"] * 3
    assert len(renamed(what="section", old="follow_up", new="call_back")["changes"]) == 4


@pytest.mark.parametrize(
    ("what", "old", "new", "why"),
    [
        ("section", "follow_up", "no_longer_open", "is the name of something else"),
        ("intent", "refuse", "decline", "make an intent of your own"),
        ("name", "notifications", "notification", "is the name of something else"),
    ],
)
def test_a_name_that_check_would_refuse_is_not_given(what: str, old: str, new: str, why: str) -> None:
    with pytest.raises(Declined, match=why):
        renamed(what=what, old=old, new=new)
