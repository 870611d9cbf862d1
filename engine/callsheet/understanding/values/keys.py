"""Keys that were pressed, as a value."""

import re

from callsheet.understanding.values.meant import Sayable
from callsheet.understanding.values.phones import e164

DIGITS = re.compile("[0-9]+")


def from_keys(kind: str, keys: str, language: str) -> Sayable | None:
    """The value of a `keyed` kind that was typed, without the key that ended it; None where it is none. `language` is
    the script's (`en-US`): telephone numbers are typed as in its country."""
    if not DIGITS.fullmatch(keys):
        return None
    if kind == "phone_number":
        return e164(keys, language)
    return int(keys) if kind == "number" else keys
