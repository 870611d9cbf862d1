"""Lines as their authors wrote them, looked at without YAML: the key that one begins with, and what stands above it."""

import re

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.slip import Slip

KEY = re.compile(r"[ ]*(?P<key>\w+):(?:[ ]|$)")
KEY_ALONE = re.compile(r"[ ]*(?:- )?(?P<key>\w+):[ ]*(?:#.*)?$")
NAME_AND_COLON = re.compile(r"\w+:")


def upwards(lines: list[str], below: int) -> list[int]:
    """The lines above one that hold something, nearest first."""
    return [n for n in range(below - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")]


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def beside_its_owner(number: int, key: re.Match[str], owner: re.Match[str]) -> Slip:
    """A key on the line of this number, counted from 0, in the column of the key that it belongs to."""
    span = Span.at(number + 1, key.start("key") + 1, len(key["key"]))
    message = f'"{key["key"]}" stands in the same column as "{owner["key"]}", which it belongs to'
    return Slip(span, message, "indent it by two more spaces")
