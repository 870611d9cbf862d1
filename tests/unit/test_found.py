"""How much of what queries find stands in a journal."""

from callsheet.ports.found import MOST_CHARACTERS, MOST_ROWS, as_found
from callsheet.ports.values import Row


def test_as_much_is_kept_as_a_line_of_a_journal_takes() -> None:
    short, long = Row({"id": 1, "what": "Water."}), Row({"what": "x" * (MOST_CHARACTERS // 2)})
    assert as_found(()) == ()
    assert as_found([short] * 3) == (short,) * 3
    assert as_found([short] * (MOST_ROWS + 9)) == (short,) * MOST_ROWS
    assert as_found([long, long, short]) == (long,)
    assert as_found([Row({"what": "x" * MOST_CHARACTERS})]) == ()
