"""Reading YAML: what plain scalars are, where things stand, what is refused and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import Broken, Document, Mapping, Node, Scalar, Sequence, plain
from callsheet.source.lines import LineStarts
from callsheet.source.reader import read_document


def read(text: str) -> Document:
    document, diagnostics = read_document("x", text.encode())
    assert document is not None
    assert diagnostics == []
    return document


def value(text: str) -> Node:
    root = read(f"a: {text}\n").root
    assert isinstance(root, Mapping)
    return root.entries[0].value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("2026-11-22", "2026-11-22"),
        ("1,000", "1,000"),
        ("09:30", "09:30"),
        ("3.05", 3.05),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-3", -3),
        ("42", 42),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ('"42"', "42"),
        ("'true'", "true"),
        ('"+14155550101"', "+14155550101"),
        ("1.2.3", "1.2.3"),
        ("+1 415 555", "+1 415 555"),
        ("==", "=="),
        ("[Hello?]", ["Hello?"]),
        ("[yes, no, 1]", ["yes", "no", 1]),
        (">-\n  one\n  two", "one two"),
        ("|\n  one\n  two", "one\ntwo\n"),
        ("one\n  two", "one two"),
        ('""', ""),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: object) -> None:
    got = plain(value(typed))
    assert (got, type(got)) == (meant, type(meant))


@pytest.mark.parametrize(
    "typed",
    [
        "+14155550101",
        "01234",
        "+1",
        "True",
        "FALSE",
        "0x1F",
        "0o17",
        "1e3",
        "1.",
        ".5",
        ".inf",
        "-.INF",
        ".nan",
        "12345678901234567890",
        "3.10",
        "12.50",
        "2.0",
        "-1.50",
        "1_000",
        "1_000.5",
        "0b11",
        "12:30:00",
        "=",
        "<<",
    ],
)
def test_what_yaml_would_type_and_the_language_does_not_has_to_be_quoted(typed: str) -> None:
    document, diagnostics = read_document("x", f"a:\n  - {typed}\n".encode())
    assert [(item.code.id, item.span) for item in diagnostics] == [("CS108", Span.at(2, 5, len(typed)))]
    assert typed in diagnostics[0].message
    assert document is not None


@pytest.mark.parametrize(
    ("typed", "help_"),
    [
        ("3.10", "write 3.1;"),
        ("100.00", "write 100;"),
        ("-0.0", "write -0;"),
        ("+7", "write 7;"),
        ("1_000", "write 1000;"),
        ("True", "write true;"),
        ("01234", 'if it is a text, write "01234" in quotes'),
        ("<<", 'write "<<" in quotes'),
    ],
)
def test_an_ambiguous_value_is_helped_both_ways(typed: str, help_: str) -> None:
    _, diagnostics = read_document("x", f"a: {typed}\n".encode())
    assert help_ in diagnostics[0].help


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_no_value(typed: str) -> None:
    document, diagnostics = read_document("x", f"a: {typed}\n".encode())
    assert [(item.code.id, item.span.line) for item in diagnostics] == [("CS109", 1)]
    assert document is not None
    assert isinstance(document.root, Mapping)
    assert isinstance(document.root.entries[0].value, Broken)


def test_keys_are_always_text() -> None:
    root = read("1: a\ntrue: b\nno: c\n2026-11-22: d\n").root
    assert plain(root) == {"1": "a", "true": "b", "no": "c", "2026-11-22": "d"}


def test_every_key_and_value_knows_its_place() -> None:
    root = read("a: one\nb:\n  - 'two'\n  - c: [x, yy]\n").root
    assert isinstance(root, Mapping)
    assert [entry.key.span for entry in root] == [Span.at(1, 1), Span.at(2, 1)]
    items = root.get("b")
    assert isinstance(items, Sequence)
    assert items.items[0].span == Span.at(3, 5, 5)
    inner = items.items[1]
    assert isinstance(inner, Mapping)
    letters = inner.get("c")
    assert isinstance(letters, Sequence)
    assert [item.span for item in letters.items] == [Span.at(4, 9), Span.at(4, 12, 2)]


def test_places_count_characters_and_lines_as_an_editor_does() -> None:
    document = read("a: 'ä ö 𝄞' # ☎\r\nb: é\r\n")
    assert isinstance(document.root, Mapping)
    entry = document.root.entries[1]
    assert isinstance(entry.value, Scalar)
    assert entry.value.span == Span.at(2, 4)
    assert document.text[entry.value.start : entry.value.end] == "é"
    assert LineStarts(document.text).span(entry.value.start, entry.value.end) == entry.value.span


@pytest.mark.parametrize(
    ("text", "commented"),
    [("a: b # c", True), ("a: b#c", False), ("a: 'b' # c", False), ("a: b\n# c", False), ("a: b\n  c # d", True)],
)
def test_a_comment_behind_an_unquoted_text_is_noticed(text: str, commented: bool) -> None:
    root = read(text + "\n").root
    assert isinstance(root, Mapping)
    scalar = root.entries[0].value
    assert isinstance(scalar, Scalar)
    assert scalar.commented is commented


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "CS102"),
        ("a: &x 1\nb: *x\n", "1:4", "CS103"),
        ("a: *x\n", "1:4", "CS103"),
        ("<<: {a: 1}\nb: 2\n", "1:1", "CS103"),
        ("a: !!str 1\n", "1:4", "CS104"),
        ("a: ! b\n", "1:4", "CS104"),
        ("a: b\n---\nc: d\n", "2:1", "CS105"),
        ("a:\n\t- b\n", "2:1", "CS106"),
        ("a:\n  \tb: c\n", "2:3", "CS106"),
        ("[" * 65, "1:65", "CS107"),
        ("- \n- x\n", "1:1", "CS109"),
        ("a: {{ b }}\n", "1:4", "CS111"),
        ("- {{ b }} and more\n", "1:3", "CS111"),
        ("a: b\u2028c\n", "1:5", "CS004"),
        ("a: \x07\n", "1:4", "CS004"),
        ("a: [b\n", "1:4", "CS101"),
        ("a: @b\n", "1:4", "CS101"),
        ("a: 'b\nc: d\n", "1:4", "CS101"),
        ('a: "b\nc: d\ne: "f"\n', "1:4", "CS101"),
        ("a: b: c\n", "1:5", "CS101"),
        ("a: |b\n  c\n", "1:5", "CS101"),
        ("? [a]\n: b\n", "1:3", "CS101"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "CS101"),
        ("press: *\n", "1:8", "CS101"),
        ("a: %b\n", "1:4", "CS101"),
        (": b\n", "1:1", "CS101"),
    ],
)
def test_what_is_refused_is_refused_once_where_it_stands(text: str, place: str, code: str) -> None:
    _, diagnostics = read_document("x", text.encode())
    assert [(f"{item.span.line}:{item.span.column}", item.code.id) for item in diagnostics] == [(place, code)]


def test_an_anchor_and_its_aliases_are_one_mistake() -> None:
    _, diagnostics = read_document("x", b"a: &x [1]\nb: *x\nc: *x\nd: &y 2\n")
    assert len(diagnostics) == 1


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_is_fed_gives_a_document_or_a_message(data: bytes) -> None:
    document, diagnostics = read_document("x", data)
    assert document is not None or len(diagnostics) == 1
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for item in diagnostics:
        assert 1 <= item.span.line <= lines
        assert item.span.column >= 1
        assert item.message


@given(st.text(alphabet="ab:-[]{}'\"#&*!|>%@\n \t?,~0.", max_size=60))
def test_yaml_like_text_gives_a_document_or_a_message(text: str) -> None:
    document, diagnostics = read_document("x", text.encode())
    assert document is not None or len(diagnostics) == 1
