"""Slips of typing: forgiven in few words, and never so that another word comes of it."""

import pytest

from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import Intent
from callsheet.understanding.built_in import BUILT_IN
from callsheet.understanding.phrases import Matcher
from callsheet.understanding.slips import listened_for, mended


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yesss", "yes"),
        ("noo", "no"),
        ("corrrect", "correct"),
        ("coreect", "correct"),
        ("perfct", "perfect"),
        ("rigth", "right"),
        ("thast", "thats"),
        ("definately", "definitely"),
        # other words
        ("tight", "tight"),  # none begins with another letter
        ("light", "light"),
        ("thatch", "thatch"),
        ("grape", "grape"),  # one letter for another, in a short word
        ("rights", "rights"),  # a letter too many
        ("yet", "yet"),
        ("know", "know"),
        ("", ""),
    ],
)
def test_one_slip_is_mended(said: str, meant: str) -> None:
    assert mended(said) == meant


def test_what_is_listened_for_is_no_slip() -> None:
    for word in listened_for():
        assert mended(word) == word


def test_a_word_of_the_authors_is_no_slip() -> None:
    school = Matcher([Intent("prefect", "", ("the prefect",)), BUILT_IN["agree"]])
    assert school.understand(Utterance("the prefect please")).intent == "prefect"
    assert school.understand(Utterance("prefect")).intent == "unclear"
    assert Matcher([BUILT_IN["agree"]]).understand(Utterance("prefect")).intent == "agree"


def test_slips_are_mended_in_english_only() -> None:
    german = Matcher([Intent("agreed", "", ("perfect",))], "de-DE")
    assert german.understand(Utterance("perfct")).intent == "unclear"
