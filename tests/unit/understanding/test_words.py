"""Normalising: what does not matter for understanding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.understanding.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("?!", ()),
        ("' - _ ’", ()),
        ("Yes!", ("yes",)),
        ("that's", ("thats",)),
        ("That’s", ("thats",)),
        ("THATʼS", ("thats",)),
        ("that´s", ("thats",)),
        ("thats", ("thats",)),
        ("'yes'", ("yes",)),
        ("“yes”, “no”", ("yes", "no")),
        ("«oui»", ("oui",)),
        ("bye-bye", ("bye", "bye")),
        ("bye–bye", ("bye", "bye")),
        ("okay,got it", ("okay", "got", "it")),
        ("call_me", ("call", "me")),
        ("Señor José", ("senor", "jose")),
        ("Sen\u0303or Jose\u0301", ("senor", "jose")),
        ("Straße", ("strasse",)),
        ("İstanbul", ("istanbul",)),
        ("ﬁne", ("fine",)),
        ("ＹＥＳ", ("yes",)),
        ("at 10:30", ("at", "10", "30")),
        ("yes\u00a0please\n", ("yes", "please")),
    ],
)
def test_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@given(st.text())
def test_words_are_stable(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)
    assert "" not in words(text)
