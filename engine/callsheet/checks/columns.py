"""What goes to the database beside the columns that it meets there: types that take it, and SQL's own dates."""

from collections.abc import Iterator, Mapping

from callsheet.analysis.inference import fact_of
from callsheet.analysis.shapes import WORDS, Kind, Shape
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import NEVER_FOUND, NOT_TAKEN, SQL_DATE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import Template
from callsheet.flow.model import Flow
from callsheet.ports.dialect import ParameterUse
from callsheet.ports.iso import read_date
from callsheet.ports.stored import BOOLEANS, DECIMALS, FORMS, MOMENTS, WHOLE_NUMBERS, fits
from callsheet.queries.records import NamedQuery

NUMBERS = (*WHOLE_NUMBERS, *DECIMALS)
# The kinds of values, beside texts, that a column of each type takes.
TAKES: Mapping[str, frozenset[Kind]] = {
    "DATE": frozenset({"date"}),
    "TIME": frozenset({"time"}),
    **dict.fromkeys(MOMENTS, frozenset({"datetime", "date"})),
    **dict.fromkeys((*BOOLEANS, *NUMBERS), frozenset({"boolean", "number"})),
}
BOUNDS = 'ask for the day by its bounds: "{{ today | day_begins }}" and "{{ today | day_ends }}"'


def check_columns(flow: Flow, reached: FactsAt, queries: Mapping[str, NamedQuery]) -> Iterator[Diagnostic]:
    """Each value once, however often its section is run."""
    for state, before in reached.items():
        statement = flow.states[state].step.executes() if state in flow.states else None
        named = queries.get(statement.name.text) if statement else None
        if statement is None or named is None:
            continue
        for parameter, text in statement.arguments:
            shape = fact_of(text, before).shape
            for use in named.uses:
                if use.parameter == parameter.text:
                    yield from _misfit(flow.path, text, shape, use)
            function = named.dated.get(parameter.text)
            if function and shape.kind == "datetime":
                yield _dated(flow.path, text, parameter.text, function)


def _misfit(path: str, text: Template, shape: Shape, use: ParameterUse) -> Iterator[Diagnostic]:
    if use.type not in TAKES or shape.kind in ("unknown", "row", "list"):
        return
    is_day = shape.kind == "date" or (bool(shape.constants) and all(map(read_date, shape.constants)))
    if use.type in MOMENTS and is_day and not use.stored:
        message = f'"{use.parameter}" is a date, and is compared with the moments in "{use.column}", which are in UTC'
        yield Diagnostic(NEVER_FOUND, path, text.span, message, BOUNDS)
    elif not _taken(shape, use.type):
        what = quoted(next(iter(sorted(shape.constants)))) if shape.constants else WORDS[shape.kind]
        does = "goes into" if use.stored else "is compared with"
        message = f'"{use.parameter}" {does} the column "{use.column}", which is declared {use.type}, and is {what}'
        code = NOT_TAKEN if use.stored else NEVER_FOUND
        yield Diagnostic(code, path, text.span, message, _instead(text, shape, use.type))


def _taken(shape: Shape, declared: str) -> bool:
    if shape.kind != "text":
        return shape.kind in TAKES[declared]
    if shape.constants:
        return any(_fits(declared, text) for text in shape.constants)
    return not shape.texts and not shape.spoken  # else nobody knows what is in it


def _fits(declared: str, text: str) -> bool:
    """Whether a column takes a text: among numbers one in digits is a number."""
    if declared not in NUMBERS:
        return fits(declared, text)
    try:
        float(text)
    except ValueError:
        return False
    return True


def _instead(text: Template, shape: Shape, declared: str) -> str:
    """What to pass."""
    filter_ = {"DATE": "date", "TIME": "time"}.get(declared, "")
    if shape.kind == "datetime" and filter_:
        inner = text.source.strip().removeprefix("{{").removesuffix("}}").strip()
        return f'write "{{{{ {inner} | {filter_} }}}}"'
    return f"{declared} is written {FORMS[declared].written}"


def _dated(path: str, text: Template, parameter: str, function: str) -> Diagnostic:
    message = f"SQL's {function}() looks at \"{parameter}\" in UTC, and this is a moment of the script's own clock"
    filter_ = {"date": "date", "time": "time"}.get(function)
    help_ = f'pass "{{{{ now | {filter_} }}}}", and use :{parameter} alone in the SQL' if filter_ else BOUNDS
    return Diagnostic(SQL_DATE, path, text.span, message, help_)
