"""What is walked grows with rows and with questions as these do, and no faster."""

from itertools import pairwise
from pathlib import Path

from tests.prove.linear import SHAPES, Walked, by_questions, by_rows


def grows_evenly(walks: list[Walked]) -> bool:
    """Whether each step of the same size adds as much."""
    steps = [after.situations - before.situations for before, after in pairwise(walks)]
    return len(set(steps)) == 1


def test_rows_add_as_much_each() -> None:
    assert grows_evenly(by_rows((2, 3, 4, 5, 6)))


def test_questions_add_as_much_each(tmp_path: Path) -> None:
    for shape in SHAPES:
        walks = by_questions(shape, tmp_path, (4, 6, 8))
        assert grows_evenly(walks), (shape, walks)
