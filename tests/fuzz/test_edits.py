"""Edits at random of all that is written in YAML here, from seeds that stay: see `tests.fuzz.edits`."""

from collections import Counter
from random import Random

import pytest

from callsheet.edits import Edited, NotEdited
from tests.fuzz.edits import ODD, disguised, edit_at_random, is_sound, texts

# So many edits of each share take less than ten seconds; `make fuzz` makes more.
SHARES, EDITS = 4, 400
# What is said of what no edit could do.
HOPELESS = ("is all that stands there", "at least one item")


@pytest.fixture(scope="module")
def written() -> list[str]:
    return [text for text in texts() if is_sound(text)]


@pytest.mark.parametrize("share", range(SHARES))
def test_an_edit_says_what_was_meant_and_touches_nothing_else(share: int, written: list[str]) -> None:
    random, outcomes = Random(share), Counter[str]()  # noqa: S311 - chance that can be repeated
    for _ in range(EDITS):
        text = disguised(random.choice((ODD, *written)), random)
        outcome = edit_at_random(text, random)
        match outcome:
            case Edited():
                outcomes["edited"] += 1
            case NotEdited(why=why) if not any(said in why for said in HOPELESS):
                outcomes["refused"] += 1
    assert outcomes["edited"] > EDITS / 2
    assert outcomes["refused"] < EDITS / 50, outcomes
