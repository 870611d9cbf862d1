"""A map in many versions: what it holds, and how much of it is looked at."""

from callsheet.analysis.shared import PARTS, Shared

NUMBERS: Shared[int] = Shared()


def numbers(**values: int) -> Shared[int]:
    made = NUMBERS
    for name, value in values.items():
        made = made.put(name, value)
    return made


def both(one: int | None, other: int | None) -> int | None:
    """Known on both sides only, the larger one."""
    return None if one is None or other is None else max(one, other)


def test_a_version_keeps_what_it_held() -> None:
    one = numbers(a=1)
    two = one.put("a", 2).put("b", 3)
    assert (one.get("a"), one.get("b"), two.get("a"), two.get("b")) == (1, None, 2, 3)


def test_what_is_joined_is_what_the_values_make_together() -> None:
    joined, _ = numbers(a=1, b=5, c=3).joined(numbers(a=2, b=4, d=6), None, both)
    assert {name: joined.get(name) for name in joined} == {"a": 2, "b": 5}


def test_a_join_that_changes_nothing_is_the_map_itself() -> None:
    one = numbers(a=2, b=5)
    assert one.joined(numbers(a=1, b=5, c=7), None, both) == (one, 5)
    assert one.joined(numbers(a=1, b=5, c=7), None, both)[0] is one
    assert one.joined(one, None, both) == (one, 0)


def test_a_join_looks_at_what_changed_since_the_one_before() -> None:
    many = numbers(**{f"n{number}": 1 for number in range(10 * PARTS)})
    lower = numbers(**{f"n{number}": 0 for number in range(10 * PARTS)})
    joined, whole = many.joined(lower, None, both)
    again, looked = joined.joined(lower.put("n7", 9), lower, both)
    assert again.get("n7") == 9
    assert looked < whole / 10
