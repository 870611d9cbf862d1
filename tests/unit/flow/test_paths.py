"""The short way to the tree of a path leads where the parser does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.expressions.parse import parse
from callsheet.expressions.paths import PATH, WORDS, read_tree
from callsheet.expressions.problem import Unparsed
from callsheet.expressions.tree import Tree

PARTS = st.one_of(
    st.from_regex(r"[a-z_][a-z0-9_]{0,4}", fullmatch=True),
    st.sampled_from([*sorted(WORDS), "call", "loop", "self", "import", "block", "do", "__class__", "items", "True"]),
)


def both(source: str) -> tuple[Tree | str, Tree | str]:
    def outcome(tree: Tree | None, refused: Unparsed | None) -> Tree | str:
        return tree if tree is not None else str(refused and refused.problem)

    found: list[Tree | str] = []
    for read in (read_tree, parse):
        try:
            found.append(outcome(read(source), None))
        except Unparsed as refused:
            found.append(outcome(None, refused))
    return found[0], found[1]


@given(parts=st.lists(PARTS, min_size=1, max_size=5), before=st.sampled_from(["", " ", "\n "]), after=st.text(" \t\n"))
def test_paths(parts: list[str], before: str, after: str) -> None:
    quick, parsed = both(before + ".".join(parts) + after)
    assert quick == parsed


@pytest.mark.parametrize("word", sorted(WORDS))
def test_words_of_the_language_are_no_names(word: str) -> None:
    assert PATH.fullmatch(word)
    for source in (word, f"a.{word}", f"{word}.a"):
        quick, parsed = both(source)
        assert quick == parsed


@pytest.mark.parametrize("source", ["n" * 60, "n" * 1000, "n" * 1001, ".".join("n" * 50), ".".join("n" * 51)])
def test_long_paths(source: str) -> None:
    quick, parsed = both(source)
    assert quick == parsed


@pytest.mark.parametrize("space", ["\x00", "\x1c", "\x85", "\xa0", "\u2028", "\x0b", "\x0c", "\r"])
def test_spaces_around_a_path(space: str) -> None:
    quick, parsed = both(f"{space}a.b{space}")
    assert quick == parsed
