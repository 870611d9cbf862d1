"""What counts as a gap in the sound of a call. The measurements themselves take real time, and are no tests."""

from tests.bench.studio.speaking import longest_gap

FRAME = 320  # bytes of 20 ms


def test_sound_that_comes_before_it_is_played_has_no_gap() -> None:
    assert longest_gap([(0.0, FRAME), (5.0, FRAME), (39.0, FRAME)]) == (0.0, 0.06)


def test_a_gap_begins_where_everything_has_been_played() -> None:
    assert longest_gap([(100.0, FRAME), (150.0, FRAME), (200.0, FRAME)]) == (30.0, 0.06)


def test_where_nothing_came_there_is_no_call_to_speak_of() -> None:
    assert longest_gap([]) == (0.0, 0.0)
