"""Which of several readings counts."""

from collections.abc import Iterable

from callsheet.understanding.values.meant import Meant, Sayable


def choose(
    readings: Iterable[Meant],
    from_: Sayable | None = None,
    to: Sayable | None = None,
    length: tuple[int, int] | None = None,
) -> Meant | None:
    """The first reading from `from_` to `to`, and of a `length` of characters, all inclusive; None where none is.

    Bounds are of the kind that the readings are, moments with a time zone as these.
    """
    for reading in readings:
        value = reading.value
        if from_ is not None and value < from_:  # type: ignore[operator]  # `check` has seen that the kinds agree
            continue
        if to is not None and value > to:  # type: ignore[operator]
            continue
        if length is None or (isinstance(value, str) and length[0] <= len(value) <= length[1]):
            return reading
    return None
