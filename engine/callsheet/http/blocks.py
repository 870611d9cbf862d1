"""Cuts a `.http` file into requests: a header, comments, the line with the address, headers, and a body."""

import re
from collections.abc import Iterator

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_REQUEST, REQUEST_PARAMETERS, UNEXPLAINED_REQUEST
from callsheet.diagnostics.visible import quoted
from callsheet.ports.text_problem import TextProblem
from callsheet.queries.signatures import NAME, Headed, Parameter, better_name, read_parameters, wrong_signature

EXAMPLE = "### waiting_time(queue)"
# Requests in one file. Nobody finds one among more.
MOST_REQUESTS = 1000

_HEADER = re.compile(r"^(?P<marks>#{2,})[ \t]*(?P<body>\S[^\n]*)?$", re.MULTILINE)
_USED = re.compile(r"\{\{\s*([a-z]\w*)\s*\}\}")
_BODY = re.compile(
    r"(?P<name>[^\s(!]*(?:[ \t]+[^\s(!]+(?=\())?)[ \t]*(?P<list>\([^()]*\)?)?[ \t]*(?P<mark>!?)[ \t]*(?P<rest>.*)",
)


class FileLine(Struct, frozen=True):
    """A line of a file, and where it begins."""

    start: int
    text: str


class RequestBlock(Struct, frozen=True):
    """A request as it stands in its file. What of its header could not be made out is None, and `problems` says why."""

    name: str | None
    name_start: int
    parameters: tuple[Parameter, ...] | None
    changes: bool
    comments: tuple[FileLine, ...]
    address: FileLine | None
    headers: tuple[FileLine, ...]
    body: FileLine  # all of it, without the empty lines at its end
    problems: tuple[TextProblem, ...]


def cut(text: str) -> tuple[list[RequestBlock], list[TextProblem]]:
    """The requests of a file, and what is wrong outside of them."""
    headers = [found for found in _HEADER.finditer(text) if found["body"] or found["marks"] == "###"]
    headers = [found for found in headers if len(found["marks"]) > 2 or "(" in (found["body"] or "")]
    problems = list(_before_first(text[: headers[0].start()] if headers else text))
    if len(headers) > MOST_REQUESTS:
        where = headers[MOST_REQUESTS]
        message = f"there are more than {MOST_REQUESTS} requests in one file"
        problems.append(TextProblem(BROKEN_REQUEST, where.start(), 3, message, "divide the file"))
    ends = [found.start() for found in headers[1:]] + [len(text)]
    blocks = [
        _block(found, text[found.end() + 1 : end], found.end() + 1)
        for found, end in zip(headers[:MOST_REQUESTS], ends, strict=False)
        if found["body"] or text[found.end() : end].strip()  # a line that only ends the last request
    ]
    if not blocks and not problems:
        message = "there is no request in this file"
        problems.append(TextProblem(BROKEN_REQUEST, 0, 1, message, f"begin one with {EXAMPLE}"))
    return blocks, problems


def _before_first(text: str) -> Iterator[TextProblem]:
    for line in _lines(text, 0):
        if line.text.strip() and not is_comment(line):
            message = "this belongs to no request: the first header comes after it"
            help_ = f"write a header above it, such as {EXAMPLE}"
            yield TextProblem(BROKEN_REQUEST, line.start, len(line.text), message, help_)
            return


def _block(found: re.Match[str], text: str, start: int) -> RequestBlock:
    body = _BODY.fullmatch(found["body"] or "")
    if body is None:
        raise AssertionError("every header has a body")
    offset = found.start("body") if found["body"] else found.end()
    parameters, problems = read_parameters(body["list"], offset + body.start("list"), REQUEST)
    used = [parameter.name for parameter in parameters] if body["list"] and parameters else _USED.findall(text)
    declared = ", ".join(dict.fromkeys(used))
    wrong = _form(found, body, f"### {body['name'] or 'waiting_time'}({declared}){body['mark']}", offset)
    lines = list(_lines(text, start))
    above = next((number for number, line in enumerate(lines) if line.text.strip() and not is_comment(line)), None)
    address = lines[above] if above is not None else None
    behind = lines[above + 1 :] if above is not None else []
    blank = next((number for number, line in enumerate(behind) if not line.text.strip()), len(behind))
    body_start = behind[blank].start + len(behind[blank].text) + 1 if blank < len(behind) else start + len(text)
    return RequestBlock(
        name=body["name"] if NAME.fullmatch(body["name"]) else None,
        name_start=offset,
        parameters=parameters,
        changes=bool(body["mark"]),
        comments=tuple(line for line in lines[:above] if line.text.strip()),
        address=address,
        headers=tuple(behind[:blank]),
        body=FileLine(body_start, text[body_start - start :].rstrip()),
        problems=(*([wrong] if wrong else []), *problems),
    )


def _form(found: re.Match[str], body: re.Match[str], right: str, offset: int) -> TextProblem | None:
    """The first thing that is wrong with the form of a header; one slip is one message."""
    write = f"write: {right}"
    if found["marks"] != "###":
        message = f'a request begins with "### ", not with {quoted(found["marks"])}'
        return TextProblem(BROKEN_REQUEST, found.start(), len(found["marks"]), message, write)
    if not body["name"]:
        return TextProblem(BROKEN_REQUEST, found.start(), len(found[0]), "this request has no name", write)
    return wrong_signature(body, offset, REQUEST, right)


def _better_parameter(name: str) -> str:
    return better_name(name.strip("{}$: "))


REQUEST = Headed("request", '"# "', BROKEN_REQUEST, REQUEST_PARAMETERS, UNEXPLAINED_REQUEST, _better_parameter)


def is_comment(line: FileLine) -> bool:
    """Whether a line is one, where there is no body."""
    return line.text.lstrip().startswith(("#", "//"))


def _lines(text: str, start: int) -> Iterator[FileLine]:
    for line in text.split("\n"):
        yield FileLine(start, line)
        start += len(line) + 1
