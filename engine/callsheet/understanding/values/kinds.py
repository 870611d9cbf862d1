"""The kinds of values that a question can ask for."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Held = Literal["text", "number", "date", "time", "datetime"]


class Kind(Struct, frozen=True):
    """A kind: `shape` is what a script holds then, as `check` has it. `keyed` tells whether its keys are gathered,
    `bounded` whether `from` and `to` apply, `measured` whether `length` does."""

    shape: Held
    keyed: bool = False
    bounded: bool = False
    measured: bool = False


KINDS: Mapping[str, Kind] = {
    "date": Kind("date", bounded=True),
    "time": Kind("time", bounded=True),
    "date_and_time": Kind("datetime", bounded=True),
    "number": Kind("number", keyed=True, bounded=True),
    "money": Kind("number", bounded=True),
    "digits": Kind("text", keyed=True, measured=True),
    "phone_number": Kind("text", keyed=True, measured=True),
    "email": Kind("text"),
    "name": Kind("text", measured=True),
    "text": Kind("text", measured=True),
}
