"""Keys that were pressed, as a value."""

import re

from callsheet.understanding.values.meant import Sayable

DIGITS = re.compile("[0-9]+")


def from_keys(kind: str, keys: str) -> Sayable | None:
    """The value of a `keyed` kind that was typed, without the key that ended it; None where it is none."""
    if not DIGITS.fullmatch(keys):
        return None
    return int(keys) if kind == "number" else keys
