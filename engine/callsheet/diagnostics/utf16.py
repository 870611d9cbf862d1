"""Places of a text in UTF-16 code units, as pages, editors and most readers of SARIF count them."""

import re
from bisect import bisect_left

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Finds places of one text: a character beyond the Basic Multilingual Plane is two units."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._beyond = [] if text.isascii() else [found.start() for found in _BEYOND_BMP.finditer(text)]

    def units(self, offset: int) -> int:
        """An offset in characters, counted in units."""
        return offset + bisect_left(self._beyond, offset)

    def offset(self, units: int) -> int:
        """An offset in units, counted in characters; within a character the one before it, behind the text its end."""
        before = bisect_left(range(len(self._beyond)), units, key=lambda index: self._beyond[index] + index)
        return max(0, min(units - before, self._length))
