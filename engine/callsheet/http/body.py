"""The body of a request: JSON, a form or plain text, as its Content-Type says."""

import json
import re

from callsheet.diagnostics.catalogue import BROKEN_REQUEST
from callsheet.diagnostics.visible import quoted
from callsheet.http.blanks import BlankPlace, parts_between, parts_of
from callsheet.http.blocks import FileLine
from callsheet.ports.http import Parts, Where
from callsheet.ports.text_problem import TextProblem

_JSON = re.compile(r"application/(?:[\w.-]+\+)?json", re.IGNORECASE)
FORM, TEXT = "application/x-www-form-urlencoded", "text/plain"
_MARK = re.compile(r'\\.|"', re.DOTALL)


def read_body(body: FileLine, pieces: list[BlankPlace], content_type: str, problems: list[TextProblem]) -> Parts:
    """A body with its places for values. What is wrong is added to `problems`."""
    kind = content_type.partition(";")[0].strip().lower()
    if _JSON.fullmatch(kind):
        return _read_json(body, pieces, problems)
    if kind == FORM:
        return tuple(
            part.replace("\n", "") if isinstance(part, str) else part for part in parts_of(body.text, pieces, "form")
        )
    if kind == TEXT:
        return parts_of(body.text, pieces, "text")
    message = f"nobody knows how values are written in {quoted(kind)}" if kind else "nothing says what this body is"
    help_ = f"write Content-Type: application/json above it, or {FORM}, or {TEXT}"
    first = body.text.partition("\n")[0]
    problems.append(TextProblem(BROKEN_REQUEST, body.start, max(1, len(first)), message, help_))
    return ()


def _read_json(body: FileLine, pieces: list[BlankPlace], problems: list[TextProblem]) -> Parts:
    """JSON in which a value stands in quotation marks, as a part of a text, or alone."""
    placed: list[tuple[BlankPlace, Where]] = []
    sample: list[str] = []
    at, quoted_here = 0, False
    for piece in pieces:
        literal = body.text[at : piece.start]
        quoted_here ^= sum(mark[0] == '"' for mark in _MARK.finditer(literal)) % 2 == 1
        placed.append((piece, "json_text" if quoted_here else "json"))
        width = piece.end - piece.start
        sample += [literal, "x" * width if quoted_here else "0".ljust(width)]
        at = piece.end
    try:
        json.loads("".join([*sample, body.text[at:]]))
    except json.JSONDecodeError as error:
        place = min(error.pos, len(body.text) - 1)
        message, help_ = "this body is no JSON from here on", "look for a comma, a bracket or a quotation mark"
        problems.append(TextProblem(BROKEN_REQUEST, body.start + place, 1, message, help_))
    except (ValueError, RecursionError):
        problems.append(TextProblem(BROKEN_REQUEST, body.start, 1, "this body is no JSON", "make it simpler"))
    return parts_between(body.text, placed)
