"""The places for values in a text of a request: `{{ queue }}` for a parameter, `{{ $QUEUE_URL }}` for a variable."""

import re
from collections.abc import Collection

from msgspec import Struct

from callsheet.diagnostics.catalogue import REQUEST_PARAMETERS
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.http.blocks import FileLine
from callsheet.ports.http import Blank, Parts, Where
from callsheet.ports.text_problem import TextProblem
from callsheet.queries.signatures import NAME

_BRACES = re.compile(r"\{\{(?P<inside>[^{}\n]*)(?P<end>\}\}?)?")
_VARIABLE = re.compile(r"\$(?P<name>[A-Z][A-Z0-9_]*)")


class BlankPlace(Struct, frozen=True):
    """A place for a value as it stands in a line: where it begins and ends there. Its name is empty where it is none
    that anybody knows."""

    start: int
    end: int
    name: str
    is_variable: bool


def pieces_of(line: FileLine, declared: Collection[str] | None, problems: list[TextProblem]) -> list[BlankPlace]:
    """The places in a line for values; what is wrong with them is added to `problems`. Where nobody knows what is
    declared, everything is."""
    found: list[BlankPlace] = []
    for braces in _BRACES.finditer(line.text):
        name = braces["inside"].strip()
        variable = _VARIABLE.fullmatch(name)
        start, length = line.start + braces.start(), len(braces[0].rstrip())
        if braces["end"] != "}}":
            message, help_ = "these braces are never closed", "write }} behind the name"
        elif variable or (name in declared if declared is not None else NAME.fullmatch(name)):
            found.append(
                BlankPlace(braces.start(), braces.end(), variable["name"] if variable else name, bool(variable))
            )
            continue
        elif NAME.fullmatch(name) and declared is not None:
            message = f"the parameter {quoted(name)} is not declared in the request's header"
            help_ = did_you_mean(name, declared, otherwise="write it between the parentheses behind the name")
        elif _VARIABLE.fullmatch(f"${name}"):
            message = f"{quoted(name)} is no parameter, and a variable of the environment begins with $"
            help_ = f"write {{{{ ${name} }}}}"
        elif name.startswith("$"):
            message = f"{quoted(name)} is no variable of the environment"
            help_ = "write it in capitals, such as {{ $QUEUE_URL }}"
        else:
            message = f"{quoted(name)} is no parameter: nothing is computed here"
            help_ = (
                "write {{ queue }} for a parameter, and compute it in the script, or {{ $QUEUE_URL }} for a variable"
            )
        found.append(BlankPlace(braces.start(), braces.end(), "", is_variable=False))
        problems.append(TextProblem(REQUEST_PARAMETERS, start, length, message, help_))
    return found


def parts_of(text: str, pieces: list[BlankPlace], where: Where) -> Parts:
    """A text with its places for values, which all stand alike in it."""
    return parts_between(text, [(piece, where) for piece in pieces])


def parts_between(text: str, pieces: list[tuple[BlankPlace, Where]]) -> Parts:
    """A text with its places for values."""
    parts: list[str | Blank] = []
    at = 0
    for piece, where in pieces:
        parts += [text[at : piece.start], Blank(piece.name, where, piece.is_variable)]
        at = piece.end
    return tuple(part for part in (*parts, text[at:]) if part != "")
