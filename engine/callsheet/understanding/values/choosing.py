"""Which of several readings counts."""

from collections.abc import Iterable

from callsheet.ports.understanding import TOO_HIGH, TOO_LOW, WRONG_LENGTH
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
    return next((reading for reading in readings if not refused(reading.value, from_, to, length)), None)


def refused(value: Sayable, from_: Sayable | None, to: Sayable | None, length: tuple[int, int] | None) -> str:
    """Why a value does not count; empty where it does."""
    if from_ is not None and value < from_:  # type: ignore[operator]  # `check` has seen that the kinds agree
        return TOO_LOW
    if to is not None and value > to:  # type: ignore[operator]
        return TOO_HIGH
    fits = length is None or (isinstance(value, str) and length[0] <= len(value) <= length[1])
    return "" if fits else WRONG_LENGTH
