"""What callers say, read as values: dates, times, numbers, names.

Pure functions: of a text, the moment and the script's language. `read` gives all that the words can mean, in the order
in which people mean it ("seven" is 7 and 19 o'clock), `choose` the first of these that a question takes.
"""

from callsheet.understanding.values.among import read_among
from callsheet.understanding.values.choosing import choose, refused
from callsheet.understanding.values.keys import from_keys
from callsheet.understanding.values.kinds import KINDS, Kind
from callsheet.understanding.values.meant import Meant, Sayable
from callsheet.understanding.values.read import expected, kinds_in, prepare, read

__all__ = [
    "KINDS",
    "Kind",
    "Meant",
    "Sayable",
    "choose",
    "expected",
    "from_keys",
    "kinds_in",
    "prepare",
    "read",
    "read_among",
    "refused",
]
