"""The headers of a request, each on its line: `Authorization: Bearer {{ $QUEUE_TOKEN }}`."""

import re

from callsheet.diagnostics.catalogue import BROKEN_REQUEST
from callsheet.diagnostics.visible import quoted
from callsheet.http.blanks import BlankPlace, parts_of
from callsheet.http.blocks import FileLine, is_comment
from callsheet.ports.http import Parts
from callsheet.ports.text_problem import TextProblem

_LINE = re.compile(r"(?P<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*")
# What whoever sends the request says itself: with another value the request would be another one, or two.
OURS = frozenset(
    {
        *("accept-encoding", "connection", "content-length", "expect", "host", "idempotency-key", "keep-alive"),
        *("proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"),
    }
)
CONTENT_TYPE = "content-type"


def read_header(line: FileLine, pieces: list[BlankPlace], problems: list[TextProblem]) -> tuple[str, Parts] | None:
    """A header's name and its value with its places. What is wrong is added to `problems`."""
    found = _LINE.fullmatch(line.text)
    if is_comment(line):
        message = "a comment stands above the address, not below it"
        problems.append(TextProblem(BROKEN_REQUEST, line.start, len(line.text), message, "move it up"))
        return None
    if found is None:
        message = f"{quoted(line.text.strip())} is no header"
        help_ = "write a name, a colon and a value, or an empty line before the body"
        problems.append(TextProblem(BROKEN_REQUEST, line.start, len(line.text), message, help_))
        return None
    name, start = found["name"], found.start("value")
    if name.lower() in OURS:
        message = f"{quoted(name)} is not for a file to say: it belongs to whoever sends the request"
        problems.append(TextProblem(BROKEN_REQUEST, line.start, len(name), message, "take the line out"))
        return None
    inside = [BlankPlace(each.start - start, each.end - start, each.name, each.is_variable) for each in pieces]
    parts = parts_of(found["value"], inside, "header")
    for part in parts:
        if isinstance(part, str) and not (part.isascii() and part.isprintable()):
            message = "a header has letters of ASCII only"
            problems.append(TextProblem(BROKEN_REQUEST, line.start, len(line.text), message, "take the others out"))
    if name.lower() == CONTENT_TYPE and inside:
        message = "what kind of body it is stands in the file, and is no value"
        problems.append(TextProblem(BROKEN_REQUEST, line.start, len(line.text), message, "write: application/json"))
        return None
    return name, parts
