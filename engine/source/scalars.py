"""What a plain (unquoted) scalar is: the language's own few types, and what it refuses to guess about.

The reference is the core schema of YAML 1.2.2, section 10.3.2. Whatever it types and the language does not has to be
quoted, because an editor and the engine would read it differently.
"""

import re
from enum import Enum

from engine.source.document import ScalarValue

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TYPED_BY_YAML = re.compile(
    r"True|TRUE|False|FALSE"
    r"|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
# A longer number fits no database column exactly: it is an account or a telephone number.
MOST_DIGITS = 18


class NoValue(Enum):
    """Why a plain scalar has no value."""

    NOTHING = "nothing"
    AMBIGUOUS = "ambiguous"


NOTHING, AMBIGUOUS = NoValue.NOTHING, NoValue.AMBIGUOUS


def read_plain(text: str) -> ScalarValue | NoValue:
    """The value of a plain scalar: a text, a boolean or a number, or why it has none."""
    if text in _NULL:
        return NOTHING
    if text in ("true", "false"):
        return text == "true"
    if len(text.strip("-")) <= MOST_DIGITS:
        if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    return AMBIGUOUS if _TYPED_BY_YAML.fullmatch(text) else text
