"""Where the comments of a script are: outside of everything that YAML takes for a key or a value."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from callsheet.source.comments import Comments, read_comments
from callsheet.source.reader import read_document


def comments_of(text: str) -> Comments:
    document, _ = read_document("x", text.encode())
    assert document is not None
    return read_comments(document)


def found(text: str) -> list[tuple[int, int, str, bool]]:
    return [(one.line, one.column, one.text, one.alone) for one in comments_of(text).found]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a: b\n", []),
        ("# x\na: b\n", [(1, 1, " x", True)]),
        ("a: b # x\n", [(1, 6, " x", False)]),
        ("a: b#x\n", []),
        ("a: 'b # x' # y\n", [(1, 12, " y", False)]),
        ('a: "b\n  # x" # y\n', [(2, 8, " y", False)]),
        ("a: |\n  # x\n  b\n# y\nc: d\n", [(4, 1, " y", True)]),
        ("a: | # x\n  # y\n", [(1, 6, " x", False)]),
        ("a: >-\n    b\n\n  # x\nc: d\n", [(4, 3, " x", True)]),
        ("- a: |\n    b # x\n  # y\n- c # z\n", [(3, 3, " y", True), (4, 5, " z", False)]),
        ("a: [b, # x\n  c]\n", [(1, 8, " x", False)]),
        ("a: {b: c} # x\n", [(1, 11, " x", False)]),
        ("? a # x\n: b # y\n", [(1, 5, " x", False), (2, 5, " y", False)]),
        ("a: # x\n  b\n", [(1, 4, " x", False)]),
        ("a:\n  - # x\n    b: c\n", [(2, 5, " x", False)]),
        ("a: b # x: 'y\nc: d # z'\n", [(1, 6, " x: 'y", False), (2, 6, " z'", False)]),
        ("# x\r\na: b # y\r\n", [(1, 1, " x", True), (2, 6, " y", False)]),
        ("a: 👋 # x", [(1, 6, " x", False)]),
    ],
)
def test_comments_are_what_yaml_does_not_read(text: str, comments: list[tuple[int, int, str, bool]]) -> None:
    assert found(text) == comments


def test_where_a_value_of_several_lines_begins() -> None:
    text = "a: >\n  b\n  c\n\nd: 'e\n  f'\nh:\n  - |\n    i\n  - j\n"
    assert comments_of(text).begins == {2: 1, 3: 1, 6: 5, 9: 8}


PIECES = st.sampled_from(
    ["a", ": ", "- ", "\n", "  ", "#", " #x", "'", '"', "|", ">", "[", "]", "{", "}", ", ", "é", "👋"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_without_its_comments_a_text_says_the_same(text: str) -> None:
    """Whatever is taken for a comment can be taken away, and YAML reads the same."""
    document, _ = read_document("x", text.encode())
    if document is None:
        return
    events = [repr(event) for event in yaml.parse(text, yaml.CLoader)]
    comments = read_comments(document).found
    lines = text.split("\n")
    for comment in reversed(comments):
        line = lines[comment.line - 1]
        assert line[comment.column - 1 :] == "#" + comment.text
        lines[comment.line - 1] = line[: comment.column - 1]
    assert [repr(event) for event in yaml.parse("\n".join(lines), yaml.CLoader)] == events
    assert not comments_of("\n".join(lines)).found
