"""What a plain (unquoted) scalar is: the language's own few types, and what it refuses to guess about.

The references are the core schema of YAML 1.2.2, section 10.3.2, and the types of YAML 1.1, which many programs still
have (https://yaml.org/type/). Whatever one of them takes for a number and the language does not, or not with all its
digits, has to be quoted, because an editor and the engine would read it differently.
"""

import re
from enum import Enum

from callsheet.source.document import ScalarValue

_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = r"-?(?:0|[1-9][0-9]*)\.[0-9]+"
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TYPED_BY_YAML = (
    r"True|TRUE|False|FALSE|=|<<"
    r"|[-+]?[0-9][0-9_]*|[-+]?0b[01_]+|0o[0-7]+|[-+]?0x[0-9a-fA-F_]+"
    r"|[-+]?(?:\.[0-9_]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9]+(?::[0-5]?[0-9]){2,}(?:\.[0-9]*)?"  # hours, minutes and seconds: a number of seconds in YAML 1.1
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
# Most texts begin with none of these, which all of that begins with, and all numbers.
_BEGINNINGS = frozenset("TF=<+-.0123456789")
_NEEDLESS_ZEROS = r"\.?0+$"
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
    if text[0] not in _BEGINNINGS:
        return text
    if len(text.strip("-")) <= MOST_DIGITS:
        if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        if re.fullmatch(_DECIMAL, text) and not text.endswith("0"):  # 3.10 would become 3.1
            return float(text)
    return AMBIGUOUS if re.fullmatch(_TYPED_BY_YAML, text) else text


def ambiguity(text: str) -> tuple[str, str]:
    """What is ambiguous about a plain scalar, and what to write instead."""
    quoted = f'write "{text}" in quotes'
    if text.lower() in ("true", "false"):
        return f'"{text}" could be a text or true/false', f"write {text.lower()}; if it is a text, {quoted}"
    if text in ("=", "<<"):
        return f'"{text}" means something else to other programs', quoted
    digits = text.removeprefix("+").replace("_", "")
    digits = re.sub(_NEEDLESS_ZEROS, "", digits) if re.fullmatch(_DECIMAL, digits) else digits
    number = read_plain(digits)
    is_number = isinstance(number, int | float) and digits != text
    either = f"if it is a number, write {digits}; " if is_number else ""
    return f'"{text}" could be a text or a number', f"{either}if it is a text, {quoted}"
