"""The values in a request, each escaped as the place wants it where it stands."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from math import isfinite
from urllib.parse import quote

from msgspec import Struct

from callsheet.ports.http import Blank, HttpFailed, Parts, PreparedRequest
from callsheet.ports.iso import write_moment
from callsheet.ports.values import Cell, is_unicode

# Characters of an address, and bytes of a body: other systems refuse more, and callers cannot say so much.
MOST_ADDRESS = 8_000
MOST_BODY = 65_536
# Browsers and servers read these as steps in a path, also where they are escaped.
STEPS_IN_PATH = frozenset({"", ".", ".."})


class FilledRequest(Struct, frozen=True):
    """A request as it is sent."""

    method: str
    address: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def fill(request: PreparedRequest, values: Mapping[str, Cell], variables: Mapping[str, str]) -> FilledRequest:
    """The request with its values and what variables of the environment hold.

    Raises:
        HttpFailed: `bad_value`, which names the parameter and never the value; `request_unreachable` for a variable.
    """
    filling = _Filling(request, values, variables)
    address = filling.text(request.address)
    headers = tuple((name, filling.text(parts).strip()) for name, parts in request.headers)
    body = filling.text(request.body).encode()
    if len(address) > MOST_ADDRESS or len(body) > MOST_BODY:
        raise HttpFailed("bad_value", f'The values of "{request.name}" are too long to be sent.')
    return FilledRequest(request.method, address, headers, body)


class _Filling:
    def __init__(self, request: PreparedRequest, values: Mapping[str, Cell], variables: Mapping[str, str]) -> None:
        self._request = request
        self._values = values
        self._variables = variables

    def text(self, parts: Parts) -> str:
        """The text of some parts."""
        texts = [part if isinstance(part, str) else self._filled(part, parts, at) for at, part in enumerate(parts)]
        return "".join(texts)

    def _filled(self, blank: Blank, parts: Parts, at: int) -> str:
        if blank.is_variable:
            return self._variable(blank, in_host=_in_host(parts[:at]))
        value = self._values.get(blank.name)
        written = _written(value)
        if written is None or not is_unicode(written):
            raise self._unfit(blank)
        match blank.where:
            case "address":
                if written in STEPS_IN_PATH and _in_path(parts[:at]):
                    raise self._unfit(blank)
                return quote(written, safe="")
            case "form":
                return quote(written, safe="")
            case "header":
                if not _fits_header(written):
                    raise self._unfit(blank)
                return written
            case "json":
                plain = value is None or isinstance(value, bool | int | float)
                return json.dumps(value if plain else written)
            case "json_text":
                return json.dumps(written)[1:-1]
        return written

    def _variable(self, blank: Blank, *, in_host: bool) -> str:
        held = self._variables.get(blank.name, "")
        if not held or (blank.where == "header" and not _fits_header(held)):
            message = f"The variable {blank.name} of the environment is not set, or cannot stand where it is used."
            raise HttpFailed("request_unreachable", message)
        match blank.where:
            case "address":
                return held if in_host else quote(held, safe="")
            case "form":
                return quote(held, safe="")
            case "json" | "json_text":
                return json.dumps(held)[1:-1] if blank.where == "json_text" else json.dumps(held)
        return held

    def _unfit(self, blank: Blank) -> HttpFailed:
        where = "an address" if blank.where == "address" else "a header" if blank.where == "header" else "a body"
        return HttpFailed("bad_value", f'What "{blank.name}" of "{self._request.name}" holds cannot stand in {where}.')


def _written(value: Cell) -> str | None:
    """A value as text; None for one that has none."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if not isfinite(value):
            return None
        case datetime():
            return write_moment(value)
        case date() | time():
            return value.isoformat()
    return str(value)


def _in_host(before: Parts) -> bool:
    """Whether a place behind these parts is in the host of an address, or is all that it begins with."""
    return all(isinstance(part, Blank) or "/" not in part.removeprefix("https://") for part in before)


def _in_path(before: Parts) -> bool:
    """Whether a place behind these parts is in the path of an address, and not behind its question mark."""
    return not any(isinstance(part, str) and "?" in part for part in before)


def _fits_header(text: str) -> bool:
    return text.isascii() and text.isprintable()
