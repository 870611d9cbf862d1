"""What SQLite keeps in a column of a declared type: section 3.1 of its "Datatypes" page."""

import re

from callsheet.ports.stored import CONTENTS, CellKind, Contents

# By parts of a type's name, of which the first decides.
_AFFINITY: tuple[tuple[str, CellKind], ...] = (
    ("INT", "number"),
    ("CHAR", "text"),
    ("CLOB", "text"),
    ("TEXT", "text"),
    ("REAL", "number"),
    ("FLOA", "number"),
    ("DOUB", "number"),
)
_FRACTIONS = re.compile(r"REAL|FLOA|DOUB|(?:DECIMAL|NUMERIC)\(\s*[0-9]+\s*,\s*[1-9]")


def contents(declared: str) -> Contents:
    """What a column of this type, in capitals, holds."""
    if declared in CONTENTS:
        return CONTENTS[declared]
    kinds = [kind for part, kind in _AFFINITY if part in declared]
    return Contents(kinds[0] if kinds else "unknown", fraction=_FRACTIONS.search(declared) is not None)
