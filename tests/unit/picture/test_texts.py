"""How a text is divided into lines: nothing is lost but what there is no room for, and that is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.picture.texts import ELLIPSIS, fitted, from_the_right, lines, width

SIZE, ROOM = 13, 200


def split(text: str, *, most: int = 4, first: float = ROOM) -> list[str]:
    return lines(text, ROOM, SIZE, most=most, first=first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("Hello.", ["Hello."]),
        ("Sorry, I can't find your number.", ["Sorry, I can't find your", "number."]),
        ("The {{ loop.number | ordinal }} visit.", ["The", "{{ loop.number | ordinal }}", "visit."]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrtsgese", "llschaft"]),
        ("预约" * 9, ["预约预约预约预约预约预", "约预约预约预约"]),
        ("👩‍👩‍👧‍👦" * 12, ["👩‍👩‍👧‍👦" * 11, "👩‍👩‍👧‍👦"]),
    ],
)
def test_lines_are_divided_between_words_and_else_between_letters(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_what_there_is_no_room_for_is_told_by_an_ellipsis() -> None:
    assert split("one two three four five six seven eight nine ten " * 3, most=2)[-1].endswith(ELLIPSIS)
    assert fitted("a" * 100, ROOM, SIZE) == "a" * 23 + ELLIPSIS
    assert fitted("short", ROOM, SIZE) == "short"


def test_the_first_line_may_have_less_room() -> None:
    assert split("Hello everybody", first=60) == ["Hello", "everybody"]
    assert split("Hello", first=5) == ["", "Hello"]


@given(text=st.text(max_size=200), first=st.floats(-50, ROOM))
def test_every_line_fits_and_all_is_there_where_nothing_was_cut(text: str, first: float) -> None:
    text = " ".join(text.split())
    found = split(text, first=first)
    assert len(found) <= 4
    assert all(width(line, SIZE) <= ROOM for line in found)
    if not found[-1].endswith(ELLIPSIS):
        assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hello שלום", False), ("{{ a }} שלום", False), ("12 שלום", True), ("مرحبا", True), ("", False)],
)
def test_the_first_letter_says_from_where_a_text_is_written(text: str, expected: bool) -> None:
    assert from_the_right(text) == expected
