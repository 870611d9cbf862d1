"""Which script answers which called number: the file `callsheet.toml`, or the one script that answers all.

    [numbers]
    "+15550199" = "flows/clinic.flow.yaml"
    otherwise = "flows/operator.flow.yaml"

Paths begin at the folder of the file.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from callsheet.diagnostics.catalogue import (
    BAD_NUMBER,
    DUPLICATE_KEY,
    EMPTY_VALUE,
    MISSING_KEY,
    MISSING_SCRIPT,
    TOML_SYNTAX,
    TOO_DEEP,
    TOO_MANY_ENTRIES,
    UNKNOWN_KEY,
    UNREADABLE_FILE,
    WRONG_SHAPE,
)
from callsheet.diagnostics.diagnostic import FILE_START, Code, Diagnostic, Span
from callsheet.diagnostics.few import few
from callsheet.diagnostics.suggest import did_you_mean, nearest
from callsheet.schema.words import quoted
from callsheet.service.nearby_scripts import scripts_near
from callsheet.service.toml_places import DEEPEST, MOST_TOKENS, Places, Unbounded
from callsheet.source.files import Unreadable, read_bytes
from callsheet.source.reach import Reach
from callsheet.source.text import MOST_BYTES, Refused, read_text

NUMBERS, OTHERWISE = "numbers", "otherwise"
NUMBER = re.compile(r"\+[1-9][0-9]{1,14}")  # E.164
EXAMPLE = '"+15550199" = "flows/clinic.flow.yaml"'

# What people write into numbers to read them more easily.
_SPACING = re.compile(r"[\s().\-/\u00a0]+")
_ERROR_PLACE = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)")


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script that answers calls: where it is, and how messages show it."""

    path: Path
    shown: str

    @property
    def identity(self) -> str:
        """The same for two ways to write one path; not where it leads to, which may change while it is served."""
        return os.path.abspath(self.path)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The script of each number, and the one of all the others, where there is one."""

    scripts: Mapping[str, ScriptFile] = field(default_factory=dict)
    otherwise: ScriptFile | None = None

    def script_of(self, number: str) -> ScriptFile | None:
        """The script that answers `number`; None where no script does. Some providers leave the plus sign out."""
        return self.scripts.get(number) or self.scripts.get(f"+{number}") or self.otherwise

    def files(self) -> tuple[ScriptFile, ...]:
        """Every script, each once."""
        found: dict[str, ScriptFile] = {}
        for file in (*self.scripts.values(), *([self.otherwise] if self.otherwise else [])):
            found.setdefault(file.identity, file)
        return tuple(found.values())


def read_numbers(path: Path, shown: str, reach: Reach) -> tuple[Numbers | None, tuple[Diagnostic, ...]]:
    """The numbers in a file, and all that is wrong with it; no numbers where something is."""
    try:
        # A tab is a space to TOML, and read_text knows files in which it is not.
        text = read_text(shown, read_bytes(path, most=MOST_BYTES + 1, reach=reach).replace(b"\t", b" "))
        reading = _Reading(path, shown, Places(text))
    except Unreadable as error:
        return None, (Diagnostic(UNREADABLE_FILE, shown, FILE_START, error.message, error.help),)
    except Refused as refused:
        return None, (refused.diagnostic,)
    except Unbounded as error:
        return None, (_unbounded(shown, error),)
    found = sorted(few(reading.read(text)), key=lambda item: item.span)
    numbers = None if found else Numbers(reading.scripts, reading.otherwise)
    return numbers, tuple(found)


def _unbounded(shown: str, error: Unbounded) -> Diagnostic:
    if error.too_deep:
        message = f"this is nested deeper than {DEEPEST} levels"
        return Diagnostic(TOO_DEEP, shown, error.where, message, f"write one number a line: {EXAMPLE}")
    message = f"this file has more than {MOST_TOKENS:,} words and signs"
    help_ = f'let "{OTHERWISE}" name the script that answers most numbers, and leave these out'
    return Diagnostic(TOO_MANY_ENTRIES, shown, error.where, message, help_)


class _Reading:
    """One reading of one file; what was read stays in `scripts` and `otherwise`."""

    def __init__(self, path: Path, shown: str, places: Places) -> None:
        self._path = path
        self._shown = shown
        self._places = places
        self._nearby: tuple[str, ...] | None = None
        self.scripts: dict[str, ScriptFile] = {}
        self.otherwise: ScriptFile | None = None

    def read(self, text: str) -> Iterator[Diagnostic]:
        """All that is wrong."""
        try:
            content = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # a number too long for Python is a ValueError of its own
            yield from self._syntax(str(error), text)
            return
        for key in content:
            if key != NUMBERS:
                yield self._at_key(UNKNOWN_KEY, (key,), *_unknown(key))
        numbers = content.get(NUMBERS)
        if isinstance(numbers, dict):
            yield from self._table(numbers)
        elif numbers is not None:
            message = f"below [{NUMBERS}] belong numbers with their scripts"
            yield self._at_key(WRONG_SHAPE, (NUMBERS,), message, f"write [{NUMBERS}], and below it {EXAMPLE}")
        # Where something else stands at the top, what is missing here is said of that.
        if not numbers and isinstance(numbers, dict | None) and content.keys() <= {NUMBERS}:
            message = "no number has a script here"
            help_ = f"write below [{NUMBERS}], for each number, {EXAMPLE}"
            yield self._at_key(MISSING_KEY, (NUMBERS,), message, help_)

    def _syntax(self, error: str, text: str) -> Iterator[Diagnostic]:
        repeated = list(self._places.repeated())
        for again, first in repeated:
            message = f"{quoted(again.path[-1])} stands in line {first.key.line} already"
            yield Diagnostic(DUPLICATE_KEY, self._shown, again.key, message, "keep one of the two")
        if not repeated:
            found = _ERROR_PLACE.search(error)
            span = Span.at(int(found[1]), int(found[2])) if found else _end(text)
            help_ = f"write keys and paths in quotes, one number a line: {EXAMPLE}"
            yield Diagnostic(TOML_SYNTAX, self._shown, span, "this cannot be read as TOML from here on", help_)

    def _table(self, numbers: Mapping[str, object]) -> Iterator[Diagnostic]:
        for key, value in numbers.items():
            if key != OTHERWISE and not NUMBER.fullmatch(key):
                yield self._at_key(BAD_NUMBER, (NUMBERS, key), *_no_number(key))
            if not isinstance(value, str):
                message = f"behind {quoted(key)} belongs the path of a script, in quotes"
                yield self._at_value(WRONG_SHAPE, key, message, f"write it like {EXAMPLE}")
            elif not value.strip():
                yield self._at_value(EMPTY_VALUE, key, f"behind {quoted(key)} stands nothing", "write a script's path")
            else:
                yield from self._script(key, value)

    def _script(self, key: str, value: str) -> Iterator[Diagnostic]:
        file = ScriptFile(self._path.parent / value, str(Path(self._shown).parent / value))
        problem = _missing(file.path)
        if problem:
            if self._nearby is None:
                self._nearby = scripts_near(self._path.parent)
            help_ = did_you_mean(value, self._nearby, otherwise="the path begins at the folder of this file")
            yield self._at_value(MISSING_SCRIPT, key, f"{quoted(value)} {problem}", help_)
        elif key == OTHERWISE:
            self.otherwise = file
        else:
            self.scripts[key] = file

    def _at_key(self, code: Code, path: tuple[str, ...], message: str, help_: str) -> Diagnostic:
        return Diagnostic(code, self._shown, self._places.key(path), message, help_)

    def _at_value(self, code: Code, key: str, message: str, help_: str) -> Diagnostic:
        return Diagnostic(code, self._shown, self._places.value((NUMBERS, key)), message, help_)


def _unknown(key: str) -> tuple[str, str]:
    """What is wrong with a key at the top, and what to do."""
    message = f"there is no key {quoted(key)} here"
    if key == OTHERWISE or NUMBER.fullmatch(key):
        return message, f"write it below [{NUMBERS}]"
    return message, did_you_mean(key, [NUMBERS])


def _no_number(key: str) -> tuple[str, str]:
    bare = _SPACING.sub("", key)
    if NUMBER.fullmatch(bare):
        help_ = f'did you mean "{bare}"?'
    elif nearest(key, [OTHERWISE]):
        help_ = f'did you mean "{OTHERWISE}"?'
    else:
        help_ = 'write it with +, the country and no spaces, like "+15550199"'
    return f"{quoted(key)} is no telephone number", help_


def _missing(path: Path) -> str:
    """Why a path leads to no script, as the end of a sentence; empty where it does."""
    try:
        if path.is_dir():
            return "is a folder, not a script"
        return "" if path.exists() else "is not there"
    except (OSError, ValueError):  # a part of it may not be looked into, or it is no path at all
        return "cannot be looked at"


def _end(text: str) -> Span:
    lines = text.rstrip().splitlines() or [""]
    return Span.at(len(lines), len(lines[-1]) + 1)
