"""What scripts need to reach other systems, known before the first call: variables, and who sends messages."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.http.messages import NAME, NEEDED, PARAMETERS
from callsheet.adapters.http.settings import missing
from callsheet.flow.model import Flow
from callsheet.http.judged import judge_requests
from callsheet.ports.exceptions import Told
from callsheet.ports.http import PreparedRequest
from callsheet.queries.files import Unread, read_text


class NoMessages(Told):
    """A file that does not say how messages are sent; the message says what it should have."""


def read_messages(path: Path) -> PreparedRequest:
    """The request that sends messages, out of a `.http` file. Raises `NoMessages`."""
    text = read_text(path, Disk.around([path]))
    if text is None:
        raise NoMessages(f"there is no file {path}; it should say how messages are sent")
    if isinstance(text, Unread):
        raise NoMessages(f"the file {path} {text.why}; {text.help}")
    judged = judge_requests(text, str(path))
    for found in judged.diagnostics:
        if found.code.severity == "error":
            raise NoMessages(f"{found.file}:{found.span.line}:{found.span.column}: {found.message}; {found.help}")
    request = next((each.request for each in judged.requests if each.request.name == NAME), None)
    if request is None or not request.changes or not _fit(request.parameters):
        raise NoMessages(f"{path} has no request {NAME}({', '.join(NEEDED)})!, which could send messages")
    return request


def _fit(parameters: tuple[str, ...]) -> bool:
    return set(NEEDED) <= set(parameters) <= set(PARAMETERS)


def lacking(flow: Flow, variables: Mapping[str, str], messages: PreparedRequest | None) -> list[str]:
    """What a script needs and is not there, each in a sentence without its stop."""
    steps = [state.step for state in flow.states.values()]
    named = {statement.name.text for step in steps if (statement := step.executes())}
    requests = [request for name, request in flow.requests.items() if name in named]
    written = {f"{flow.path}:{step.span.line}": message.by for step in steps if (message := step.message())}
    found = []
    if written and messages is None:
        found.append(f"{next(iter(written))} sends a message, and nothing says how: name a .http file with --messages")
    elif messages is not None and "by" not in messages.parameters:
        other = (place for place, by in written.items() if by != "sms")
        found += [f"{place} sends by {written[place]}, and the request of --messages takes no by" for place in other]
    return [*found, *_unset([*requests, *([messages] if written and messages else [])], variables, flow)]


def _unset(requests: Iterable[PreparedRequest], variables: Mapping[str, str], flow: Flow) -> Iterable[str]:
    for request in requests:
        for name in missing(request.variables, variables):
            yield f'the request "{request.name}" of {flow.path} needs the variable {name}, which is not set'
