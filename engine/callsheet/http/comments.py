"""The comments of a request: what it is for, and what else is to be known of it."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_REQUEST
from callsheet.diagnostics.suggest import did_you_mean, near
from callsheet.diagnostics.visible import quoted
from callsheet.http.blocks import FileLine
from callsheet.ports.stored import TYPES
from callsheet.ports.text_problem import TextProblem

# Seconds that a caller may be kept waiting.
MOST_SECONDS = 30.0

_SETTING = re.compile(r"\s*(?:#+|//)\s*(?P<name>[a-z]+)[ \t]*:[ \t]*(?P<value>.*?)\s*")
_FORMS = {
    "timeout": re.compile(r"(?P<number>\d{1,5}(?:\.\d{1,3})?)(?P<unit>ms|s)"),
    "gives": re.compile(r"[^\W\d]\w*[ \t]+\w+(?:[ \t]*,[ \t]*[^\W\d]\w*[ \t]+\w+)*"),
    "none": re.compile(r"[2-5]\d\d"),
    "again": re.compile(r"safe"),
}
_WRITE = {
    "timeout": f"write: # timeout: 3s, and {MOST_SECONDS:g}s at most",
    "gives": "write: # gives: minutes INTEGER, open BOOLEAN",
    "none": "write the status of an answer that says that there is nothing: # none: 404",
    "again": "write: # again: safe, where it does no harm to send it twice",
}


class RequestComments(Struct):
    """What the comments of a request say."""

    doc: str = ""
    timeout_seconds: float = 5.0
    gives: dict[str, str] = {}
    none: int = 0
    again: bool = False
    problems: list[TextProblem] = []


def read_comments(lines: Iterable[FileLine]) -> RequestComments:
    """The lines above the address. What is no setting tells what the request is for."""
    found, said = RequestComments(), list[str]()
    for line in lines:
        setting = _SETTING.fullmatch(line.text)
        if setting and setting["name"] in _FORMS:
            _read(setting, line.start, found)
        elif setting and (meant := _meant(setting)):
            start, length = line.start + setting.start("name"), len(setting["name"])
            message = f"there is no setting {quoted(setting['name'])} of a request"
            found.problems.append(TextProblem(BROKEN_REQUEST, start, length, message, f'did you mean "{meant}"?'))
        else:
            said.append(line.text.strip().lstrip("#/").strip())
    found.doc = "\n".join(said).strip()
    return found


def _meant(setting: re.Match[str]) -> str:
    """The setting that a word is but for a slip, where what stands behind it is of its form."""
    near_ones = near(setting["name"], _FORMS)
    return next((name for name in near_ones if _FORMS[name].fullmatch(setting["value"])), "")


def _read(setting: re.Match[str], start: int, found: RequestComments) -> None:
    name, value = setting["name"], setting["value"]
    form = _FORMS[name].fullmatch(value)
    if form is not None:
        _SETTERS[name](form, start + setting.start("value"), found)
        return
    message = f"{quoted(value)} cannot stand behind {quoted(name)}"
    at, length = start + setting.start("value"), max(1, len(value))
    found.problems.append(TextProblem(BROKEN_REQUEST, at, length, message, _WRITE[name]))


def _timeout(form: re.Match[str], start: int, found: RequestComments) -> None:
    seconds = float(form["number"]) / (1000 if form["unit"] == "ms" else 1)
    if 0 < seconds <= MOST_SECONDS:
        found.timeout_seconds = seconds
        return
    message = f"a request may take from 1ms to {MOST_SECONDS:g}s, and this is {form[0]}"
    found.problems.append(TextProblem(BROKEN_REQUEST, start, len(form[0]), message, _WRITE["timeout"]))


def _gives(form: re.Match[str], start: int, found: RequestComments) -> None:
    for field in re.finditer(r"(?P<name>\w+)[ \t]+(?P<type>\w+)", form[0]):
        name, declared = field["name"], field["type"].upper()
        at = start + field.start("name")
        if declared not in TYPES:
            message, help_ = f"there is no type {quoted(field['type'])}", did_you_mean(field["type"].upper(), TYPES)
            start_of_type = start + field.start("type")
            found.problems.append(TextProblem(BROKEN_REQUEST, start_of_type, len(field["type"]), message, help_))
        elif name in found.gives:
            message = f"the field {quoted(name)} has two types here"
            found.problems.append(TextProblem(BROKEN_REQUEST, at, len(name), message, "take one out"))
        else:
            found.gives[name] = declared


def _none(form: re.Match[str], start: int, found: RequestComments) -> None:
    found.none = int(form[0])


def _again(form: re.Match[str], start: int, found: RequestComments) -> None:
    found.again = True


_SETTERS: dict[str, Callable[[re.Match[str], int, RequestComments], None]] = {
    "timeout": _timeout,
    "gives": _gives,
    "none": _none,
    "again": _again,
}
