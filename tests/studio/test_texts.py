"""A file's text on its way to the page and back."""

import pytest

from callsheet.diagnostics.diagnostic import Edit, Span
from callsheet.studio.texts import PagePlaces, for_file, for_page


@pytest.mark.parametrize("data", [b"", b"a", b"a\n", b"a\nb", b"a\r\nb\r\n", b"\xef\xbb\xbfa\r\nb", b"a\rb\r", b"\n\n"])
def test_what_was_not_edited_is_the_same_bytes(data: bytes) -> None:
    assert for_file(for_page(data), data) == data


def test_each_line_keeps_its_own_break_and_a_new_one_has_the_usual() -> None:
    before = b"one\r\ntwo\nthree\r\nfour\r\n"
    assert for_file("one\ntwo\nnew\nthree\nfour\n", before) == b"one\r\ntwo\nnew\r\nthree\r\nfour\r\n"


def test_places_are_counted_in_utf16_and_back() -> None:
    places = PagePlaces("a😀b\nc😀d")
    assert [places.units(offset) for offset in range(9)] == [0, 1, 3, 4, 5, 6, 8, 9, 10]
    assert [places.offset(units) for units in range(10)] == [0, 1, 1, 2, 3, 4, 5, 5, 6, 7]
    assert places.of(Span(2, 2, 2, 3)) == (6, 8)
    assert places.offset(99) == 7
    assert places.offset(-1) == 0


def test_what_ends_behind_the_text_ends_with_it() -> None:
    assert PagePlaces("ab").of(Span(1, 2, 9, 9)) == (1, 2)
    assert PagePlaces("ab").change(Edit(Span(1, 1, 1, 2), "x")) == {"from": 0, "to": 1, "insert": "x"}
