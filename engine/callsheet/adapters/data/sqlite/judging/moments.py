"""What a statement does with moments: SQL's own clock, which no test can set, and SQL's dates, which are UTC's."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from callsheet.adapters.data.sqlite.judging.tables import Tables
from callsheet.adapters.data.sqlite.judging.uses import declared_type
from callsheet.diagnostics.catalogue import SQL_CLOCK, SQL_DATE
from callsheet.diagnostics.visible import quoted
from callsheet.ports.sql import SqlToken, SqlWords
from callsheet.ports.stored import MOMENTS
from callsheet.ports.text_problem import TextProblem

_DATE_FUNCTIONS = frozenset({"DATE", "TIME", "DATETIME", "JULIANDAY", "UNIXEPOCH", "STRFTIME", "TIMEDIFF"})
# Parts of a moment's text, which no date function looks into.
_CUTS = frozenset({"SUBSTR", "SUBSTRING"})
_CLOCK_WORDS = frozenset({"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"})
_CLOCK_HELP = 'declare a parameter and pass "{{ now }}" or "{{ today }}" from the script, so that tests can set it'


def clock_problems(code: SqlWords) -> Iterator[TextProblem]:
    """Each place where a statement looks at SQLite's clock."""
    calls: list[bool] = []  # for each open parenthesis, whether it holds what a clock function is told
    inside = 0
    for index, token in enumerate(code):
        if token.text == "(":
            before = code[index - 1] if index else token
            calls.append(before.upper in _DATE_FUNCTIONS)
            inside += calls[-1]
            if calls[-1] and index + 1 < len(code) and code[index + 1].text == ")":
                yield _clock(before)
        elif token.text == ")" and calls:
            inside -= calls.pop()
        elif token.upper in _CLOCK_WORDS or (inside and token.text.lower() == "'now'"):
            yield _clock(token)


def _clock(token: SqlToken) -> TextProblem:
    message = f"{quoted(token.text)} is the database's own clock, which no test can set"
    return TextProblem(SQL_CLOCK, token.start, len(token.text), message, _CLOCK_HELP)


class Dated(Struct, frozen=True):
    """What a date function of SQL's is given: a column of moments, or (`parameter`) whatever the script passes."""

    function: SqlToken
    given: SqlToken
    parameter: bool


def dates_in(code: SqlWords, tables: Tables) -> Iterator[Dated]:
    """Each column of moments, and each parameter, that a date function looks at."""
    named = tables.named_in(code)
    open_calls: list[SqlToken | None] = []
    for index, token in enumerate(code):
        if token.text == "(":
            before = code[index - 1] if index else token
            name = before.upper
            open_calls.append(before if name in _DATE_FUNCTIONS | _CUTS else open_calls[-1] if open_calls else None)
        elif token.text == ")" and open_calls:
            open_calls.pop()
        function = open_calls[-1] if open_calls else None
        if function is None or function.upper in _CUTS:
            continue
        if token.kind == "parameter":
            yield Dated(function, token, parameter=True)
        elif token.named and declared_type(code, index, named) in MOMENTS:
            yield Dated(function, token, parameter=False)


def date_problems(dates: Iterable[Dated]) -> list[TextProblem]:
    """The columns of moments that a date function looks at; of parameters only the script knows what they hold."""
    return [
        TextProblem(
            SQL_DATE,
            one.function.start,
            len(one.function.text),
            f"SQL's {one.function.text.lower()}() looks at {quoted(one.given.named)} in UTC, not on the script's clock",
            'ask for a day by its bounds, "{{ today | day_begins }}" and "{{ today | day_ends }}", or for the moment '
            "itself, and look at it in the script",
        )
        for one in dates
        if not one.parameter
    ]
