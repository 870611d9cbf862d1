"""Offsets: what stands between a node's start and end is the node, as its author wrote it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.source.document import Broken, Document, Mapping, Node, Scalar, Sequence, plain
from callsheet.source.lines import LineStarts
from callsheet.source.reader import read_document

REPOSITORY = Path(__file__).parents[3]
WRITTEN = sorted((REPOSITORY / "flows").glob("*.yaml")) + sorted((REPOSITORY / "tests" / "checks").rglob("*.flow.yaml"))

# Values as authors write them, each to stand behind a key or a dash, with what may stand behind it on its line.
VALUES = (
    *("one", "one two", "it's", "Grüße", "😀 twice 😀", "-3", "2.5", "true", "[a, 'b, c', \"d\"]", "{a: b, c: [d]}"),
    *("'it''s'", '"a \\" b"', '"\\u00e9"', "'one\n      two'", "one\n      two", "|\n      one\n       two", "[]"),
    *(
        ">-\n      😀\n\n      two",
        "| # what follows\n      one",
        "[one, # first\n       two]",
        "{\n       a: b\n      }",
    ),
)
BEHIND = ("", "  ", " # a comment 😀", "\n", "\n\t", "\n \t \n\n", "\n# a comment\n  # another")


def read(text: str) -> Document:
    document, _ = read_document("x", text.encode())
    assert document is not None, text
    return document


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for inner in node.items if isinstance(node, Sequence) else ():
        yield from nodes(inner)
    for entry in node if isinstance(node, Mapping) else ():
        yield entry.key
        yield from nodes(entry.value)


def alone(source: str, node: Node) -> Node:
    """What the node's own source is, read by itself: in the column where it stood, or behind a key."""
    if isinstance(node, Scalar) or source[0] in "[{":
        root = read(f"a: {source}\n").root
        assert isinstance(root, Mapping)
        return root.entries[0].value
    return read(" " * (node.span.column - 1) + source + "\n").root


def holds_broken(node: Node) -> bool:
    return any(isinstance(each, Broken) for each in nodes(node))


def look_at(document: Document) -> None:
    lines = LineStarts(document.text)
    for node in nodes(document.root):
        source = document.text[node.start : node.end]
        assert lines.place(node.start) == (node.span.line, node.span.column)
        if not holds_broken(node):
            assert source[:1].strip(), node
            assert not source.endswith(("\n", "\r")), node
            assert plain(alone(source, node)) == plain(node), node


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_node_of_a_script_is_its_source(path: Path) -> None:
    document, _ = read_document(path.name, path.read_bytes())
    if document is not None:
        look_at(document)


@st.composite
def texts(draw: st.DrawFn) -> str:
    text = ""
    for number in range(draw(st.integers(1, 4))):
        first, second = draw(st.sampled_from(VALUES)), draw(st.sampled_from(VALUES))
        behind = draw(st.sampled_from(BEHIND))
        shapes = (
            f" {first}{behind}",
            f"\n  - {first}{behind}\n  - {second}",
            f"\n  - k: {first}{behind}\n    l: {second}",
        )
        text += f"key{number}:{draw(st.sampled_from(shapes))}\n"
    return text


@given(texts(), st.sampled_from(("\n", "\r\n", "\r")), st.booleans())
def test_every_node_of_a_text_is_its_source(text: str, line_break: str, marked: bool) -> None:
    text = text.replace("\n", line_break)
    document = read(("\ufeff" if marked else "") + text)
    assert document.text == text
    look_at(document)


def test_a_byte_order_mark_and_tabs_on_empty_lines_move_nothing() -> None:
    document = read("\ufeffa: one\r\n\t\t\r\nb: 😀😀\n \t\nc:\n- x\n")
    root = document.root
    assert isinstance(root, Mapping)
    found = [document.text[entry.value.start : entry.value.end] for entry in root]
    assert found == ["one", "😀😀", "- x"]
    assert root.end == len(document.text) - 1


@pytest.mark.parametrize(("text", "source"), [("a: &b\n", "&b"), ("a:\nb: c\n", ""), ("a: {pause}\n", "{pause}")])
def test_what_cannot_be_read_has_its_place_too(text: str, source: str) -> None:
    root = read(text).root
    assert isinstance(root, Mapping)
    broken = root.entries[0].value
    assert isinstance(broken, Broken)
    assert text[broken.start : broken.end] == source
