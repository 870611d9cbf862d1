"""One `.http` file judged: its requests, and all that is wrong with them."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from callsheet.diagnostics.catalogue import BROKEN_REQUEST, REQUEST_PARAMETERS
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.http.address import EXAMPLE, read_address
from callsheet.http.blanks import pieces_of
from callsheet.http.blocks import REQUEST, RequestBlock, cut
from callsheet.http.body import read_body
from callsheet.http.comments import RequestComments, read_comments
from callsheet.http.headers import CONTENT_TYPE, read_header
from callsheet.ports.http import Parts, PreparedRequest
from callsheet.ports.text_problem import MOST_PROBLEMS, Source, TextProblem, invisible_in
from callsheet.queries.records import NamedRequest
from callsheet.queries.signatures import unexplained

# Files whose judgement is kept. `check` of many scripts meets the same few again and again.
_KEPT = 64
READING = "GET"


class JudgedRequests(Struct, frozen=True):
    """The requests of one file in its order. Not `complete`: a request's name could not be made out."""

    requests: tuple[NamedRequest, ...]
    diagnostics: tuple[Diagnostic, ...]
    complete: bool


@lru_cache(maxsize=_KEPT)
def judge_requests(text: str, shown: str) -> JudgedRequests:
    """Keyed by the text itself, so that nothing is out of date when a file changes."""
    source = Source(shown, text)
    if (hidden := invisible_in(text, BROKEN_REQUEST, "here")) is not None:
        return JudgedRequests((), (hidden.in_file(source),), complete=False)
    blocks, problems = cut(text)
    complete = not problems
    requests: list[NamedRequest] = []
    for block in blocks:
        if len(problems) > MOST_PROBLEMS:
            complete = False
            break
        request, found = _judged(block)
        problems += found
        complete = complete and block.name is not None
        if block.name is not None:
            span = source.span(block.name_start, len(block.name))
            sound = not any(problem.fatal for problem in found)
            requests.append(NamedRequest(request, shown, span, read_comments(block.comments).doc, sound))
    ordered = sorted(problems, key=lambda problem: problem.start)
    return JudgedRequests(tuple(requests), tuple(problem.in_file(source) for problem in ordered), complete)


def _judged(block: RequestBlock) -> tuple[PreparedRequest, list[TextProblem]]:
    comments = read_comments(block.comments)
    found: list[TextProblem] = []
    declared = None if block.parameters is None else [parameter.name for parameter in block.parameters]
    method, address = "GET", Parts()
    if block.address is None:
        message = "this request does not say where it goes"
        found.append(TextProblem(BROKEN_REQUEST, block.name_start, 1, message, f"write: {EXAMPLE}"))
    else:
        pieces = pieces_of(block.address, declared, found)
        method, address = read_address(block.address, pieces, found)
    headers = [read_header(line, pieces_of(line, declared, found), found) for line in block.headers]
    kept = tuple(header for header in headers if header is not None)
    body: Parts = ()
    if block.body.text.strip() and None not in headers:
        said = [value for name, value in kept if name.lower() == CONTENT_TYPE]
        content_type = str(said[0][0]) if said and said[0] else ""
        body = read_body(block.body, pieces_of(block.body, declared, found), content_type, found)
    request = PreparedRequest(
        name=block.name or "",
        parameters=tuple(declared or ()),
        changes=block.changes,
        method=method,
        address=address,
        headers=kept,
        body=body,
        timeout_seconds=comments.timeout_seconds,
        none=comments.none,
        again=comments.again,
        gives=comments.gives,
    )
    problems = [*block.problems, *comments.problems, *found]
    if block.name and not comments.doc:
        problems.append(unexplained(REQUEST, block.name, block.name_start))
    if not found and not block.problems:  # what could not be read may have said all of it
        problems += _unused(block, request)
        problems += _unmarked(block, request, comments)
    return request, problems


def _unused(block: RequestBlock, request: PreparedRequest) -> Iterator[TextProblem]:
    for parameter in block.parameters or ():
        if parameter.name not in request.filled:
            message = f"the parameter {quoted(parameter.name)} is declared, and the request does not use it"
            help_ = f"write {{{{ {parameter.name} }}}} where it belongs, or take it out of the header"
            yield TextProblem(REQUEST_PARAMETERS, parameter.start, len(parameter.name), message, help_)


def _unmarked(block: RequestBlock, request: PreparedRequest, comments: RequestComments) -> Iterator[TextProblem]:
    """A method that does not fit the rest."""
    if block.address is None:
        return
    if block.body.text.strip() and request.method == READING:
        message = f"{request.method} has no body"
        yield TextProblem(BROKEN_REQUEST, block.address.start, len(request.method), message, "write POST")
    if request.method != READING and not request.changes and not request.again and not comments.problems:
        name = block.name or ""
        message = f'{request.method} changes something, mostly, and would be sent twice: {quoted(name)} has no "!"'
        help_ = f'write "{name}(…)!", or, where it only reads, "# again: safe" below it'
        yield TextProblem(BROKEN_REQUEST, block.name_start, max(1, len(name)), message, help_)
