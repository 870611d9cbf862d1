"""What headers of queries and of requests have in common: a name and its parameters, with nothing behind them."""

import re
from collections.abc import Callable

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code
from callsheet.diagnostics.visible import quoted
from callsheet.ports.text_problem import TextProblem

NAME = re.compile(r"[a-z][a-z0-9_]*")
NAME_RULE = "a name has small letters, digits and _, and begins with a letter"
# Parameters of one query. Each is written out in every step that uses it.
MOST_PARAMETERS = 100


class Headed(Struct, frozen=True):
    """What has such a header: how it is called, what begins a comment on it, the codes of what is wrong with its form
    and with its parameters, and of one that nobody has explained, and what to write for a parameter that cannot have
    its name."""

    noun: str
    comment: str
    form: Code
    parameters: Code
    unexplained: Code
    better_parameter: Callable[[str], str]


class Parameter(Struct, frozen=True):
    """A parameter as a header declares it."""

    name: str
    start: int


def wrong_signature(body: re.Match[str], offset: int, headed: Headed, right: str) -> TextProblem | None:
    """The first thing that is wrong with a name and with what is behind it; one slip is one message. `body` has the
    groups `name`, `list` and `rest`, and perhaps `early`, a mark before the list; `right` is the header as it should
    be."""
    name, rest, early = body["name"], body["rest"].rstrip(), body.groupdict().get("early")
    write = f"write: {right}"
    start, length, help_ = body.start("name"), len(name), write
    if not NAME.fullmatch(name):
        message, help_ = f"{quoted(name)} cannot name a {headed.noun}", better_name(name)
    elif body["list"] is None:
        message = f'behind {quoted(name)} the parameters are missing, "()" where there are none'
    elif not body["list"].endswith(")"):
        start, length, message = body.start("list"), 1, 'this "(" is never closed'
    elif early:
        start, length = body.start("early"), len(early)
        message = f"{quoted(early)} stands behind the parameters, not before them"
    elif rest:
        start, length = body.start("rest"), len(rest)
        message = f"{quoted(rest)} does not belong in a {headed.noun}'s header"
        help_ = f"{write} and put what the {headed.noun} is for on the next line, behind {headed.comment}"
    else:
        return None
    return TextProblem(headed.form, offset + start, length, message, help_)


def unexplained(headed: Headed, name: str, start: int) -> TextProblem:
    """No comment says what it is for."""
    message = f"no comment says what {quoted(name)} is for"
    help_ = f"write it below the header, behind {headed.comment}"
    return TextProblem(headed.unexplained, start, len(name), message, help_)


def better_name(name: str) -> str:
    """What a name should be written like."""
    guess = re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()).strip("_")
    return f'did you mean "{guess}"? {NAME_RULE}' if NAME.fullmatch(guess) else NAME_RULE


def read_parameters(
    written: str | None, start: int, headed: Headed
) -> tuple[tuple[Parameter, ...] | None, list[TextProblem]]:
    """The parameters in parentheses; None where the list cannot be trusted."""
    if written is None or not written.endswith(")"):
        return None, []
    inside = written[1:-1]
    if not inside.strip():
        return (), []
    code = headed.parameters
    parameters: list[Parameter] = []
    problems: list[TextProblem] = []
    seen: set[str] = set()
    position = start + 1
    parts = inside.split(",")
    if len(parts) > MOST_PARAMETERS:
        message = f"there are more than {MOST_PARAMETERS} parameters"
        return None, [TextProblem(code, start, 1, message, "divide it")]
    for part in parts:
        name = part.strip()
        at = position + len(part) - len(part.lstrip())
        position += len(part) + 1
        if not name:
            problems.append(TextProblem(code, at, 1, "a parameter has no name here", "take out the comma"))
        elif not NAME.fullmatch(name):
            message = f"{quoted(name)} cannot name a parameter"
            apart = "put a comma between two parameters; they have no types here"
            help_ = apart if " " in name else headed.better_parameter(name)
            problems.append(TextProblem(code, at, len(name), message, help_))
        elif name in seen:
            message = f"the parameter {quoted(name)} is declared twice"
            problems.append(TextProblem(code, at, len(name), message, "take out the second one"))
        else:
            seen.add(name)
            parameters.append(Parameter(name, at))
    return (None if problems else tuple(parameters)), problems
