"""What a text can mean as a value, and where in the text it is said."""

from datetime import date, datetime, time

from msgspec import Struct

# A datetime has the time zone of the moment at which it was said. Money is a number of cents.
Sayable = date | time | datetime | int | float | str


class Meant(Struct, frozen=True):
    """A value, said by the characters of a text from `start` to before `end`: "no, Friday" leaves "no, "."""

    value: Sayable
    start: int
    end: int
