"""The line of a request that says where it goes: `GET https://example.com/waiting?queue={{ queue }}`."""

import re

from callsheet.diagnostics.catalogue import BROKEN_REQUEST
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.http.blanks import BlankPlace, parts_of
from callsheet.http.blocks import FileLine
from callsheet.ports.http import Parts
from callsheet.ports.text_problem import TextProblem

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
EXAMPLE = "GET {{ $QUEUE_URL }}/waiting?queue={{ queue }}"

_LINE = re.compile(r"(?P<method>[A-Za-z]+)[ \t]+(?P<address>\S.*?)(?P<version>[ \t]+HTTP/\d(?:\.\d)?)?[ \t]*")
# What may stand in an address as it is: RFC 3986, section 2. "#" would begin what is never sent.
_LITERAL = re.compile(r"[A-Za-z0-9\-._~:/?@!$&'()*+,;=%\[\]]*")
_INSTEAD = {" ": "write it as %20", "{": "a parameter stands in two braces: {{ queue }}"}
_SECURE = "https://"
_BEYOND_HOST = re.compile("[/?]")
_BRACES = re.compile(r"\{\{[^{}]*\}\}")
_HOST = re.compile(r"https://(?P<host>[^/?]*)")


def read_address(line: FileLine, pieces: list[BlankPlace], problems: list[TextProblem]) -> tuple[str, Parts]:
    """The method, and the address with its places for values. What is wrong is added to `problems`."""
    found = _LINE.fullmatch(line.text)
    if found is None:
        message = f"{quoted(line.text.strip())} does not say where the request goes"
        help_ = f"write a method, a space and the address: {EXAMPLE}"
        problems.append(TextProblem(BROKEN_REQUEST, line.start, len(line.text), message, help_))
        return "GET", ()
    method, start, text = found["method"].upper(), found.start("address"), found["address"]
    if found["method"] not in METHODS:
        message = f"there is no method {quoted(found['method'])}"
        help_ = did_you_mean(method, METHODS)
        problems.append(TextProblem(BROKEN_REQUEST, line.start, len(method), message, help_))
    inside = [
        BlankPlace(each.start - start, each.end - start, each.name, each.is_variable)
        for each in pieces
        if each.start >= start
    ]
    parts = parts_of(text, inside, "address")
    if problem := _wrong(line.start + start, text, inside):
        problems.append(problem)
    return method, parts


def _wrong(start: int, text: str, pieces: list[BlankPlace]) -> TextProblem | None:
    """The first thing that is wrong with an address."""
    named = next((each for each in pieces if each.name and not each.is_variable), None)
    if named is not None and not _BEYOND_HOST.search(_BRACES.sub("", text[: named.start]).removeprefix(_SECURE)):
        return _chosen(start, named)
    if not text.startswith((_SECURE, "{{")):
        message = "an address begins with https://, or with a variable that holds it"
        return TextProblem(BROKEN_REQUEST, start, len(text), message, f"write: {EXAMPLE}")
    if (host := _HOST.match(text)) and "@" in host["host"]:
        message = "a user and a password have no place in an address"
        help_ = "send them in a header, out of a variable: Authorization: Basic {{ $OFFICE_BASIC }}"
        return TextProblem(BROKEN_REQUEST, start + len(_SECURE), len(host["host"]), message, help_)
    at = 0
    for piece in [*pieces, BlankPlace(len(text), len(text), "", is_variable=False)]:
        literal = text[at : piece.start]
        fits = _LITERAL.match(literal)
        if fits and fits.end() < len(literal):
            odd = literal[fits.end()]
            message = f"{quoted(odd)} cannot stand in an address" if odd != " " else "an address has no spaces"
            help_ = _INSTEAD.get(odd, "write it as % and its two digits, or take it out")
            return TextProblem(BROKEN_REQUEST, start + at + fits.end(), 1, message, help_)
        at = piece.end
    return None


def _chosen(start: int, piece: BlankPlace) -> TextProblem:
    message = f"{quoted(piece.name)} cannot choose the host: a caller could say where the request goes"
    help_ = "write the host, or a variable of the environment, such as {{ $QUEUE_URL }}"
    return TextProblem(BROKEN_REQUEST, start + piece.start, piece.end - piece.start, message, help_)
