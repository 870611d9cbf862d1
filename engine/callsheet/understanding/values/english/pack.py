"""The kinds that are said in a way of their own in English, and what reads them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from callsheet.understanding.values.english.numbers import number
from callsheet.understanding.values.meant import Meant

PACK: Mapping[str, Callable[[str, datetime, str], tuple[Meant, ...]]] = {"number": number}
