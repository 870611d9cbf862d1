"""Reckoning with dates as authors write it elsewhere, and what to write instead.

Signs do not reckon with dates: filters do. What looks like a date or a time and has no quotes would be a subtraction.
"""

import re

from callsheet.diagnostics.catalogue import NOT_ALLOWED
from callsheet.expressions.problem import Flaw, Unparsed
from callsheet.expressions.tree import Tree, path_of, written
from callsheet.ports.values import Value

# What is put behind a date: "T09:00", " 9:00", "+1 day".
HOUR = r"(?s)\s*T?\s*([0-9]{1,2}):([0-9]{2})\b.*"
SPAN = r"(?s)\s*([+-]?)\s*([0-9]{1,6})\s*(minute|hour|day|week|month|year)s?\b.*"
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
MINUTES = {"minute": 1, "hour": 60}

QUOTED_OR_DATE = (
    r""""[^"]*"|'[^']*'|(?<![\w.])(?P<found>"""
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}([./])[0-9]{1,2}\3[0-9]{2,4})(?:T[0-9:]+)?"
    r"|(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r"|[0-9]{1,2}-[0-9]{1,2})(?!\w)"
)


def refuse_unquoted(source: str) -> None:
    """Raise `Unparsed` for a date or a time that stands in an expression without quotes."""
    for found in re.finditer(QUOTED_OR_DATE, source):
        text = found["found"]
        if text is None:
            continue
        what = "a date" if found["date"] else "a time" if found["time"] else ""
        message = f"{text} is {what} without quotes" if what else f"{text} would be computed"
        help_ = f"write it in quotes: '{text}'"
        if not what:
            help_ += '; to subtract, put spaces around "-"'
        raise Unparsed(Flaw(NOT_ALLOWED, (found.start("found"), len(text)), message, help_))


def instead_of_adding(text: Value, sign: str, behind: Tree | None) -> str:
    """What to write where something that is no number is added to what stands before it, or subtracted."""
    if not isinstance(text, str):
        return "write a number"
    if behind is not None and (path := path_of(behind)):
        signed = text if sign == "+" else f"-{text}"
        help_ = instead_of_text(written(path), signed, has_time=path != ("today",))
        if help_ is not None:
            return help_
    return f"write {text}, without quotes" if text.isdecimal() else 'put texts together with "~"'


def instead_of_text(value: str, behind: str, *, has_time: bool) -> str | None:
    """What to write where a text is put behind a date, to reckon with it; None where the two make a text.

    `value` is how the script calls the date; `has_time` tells whether it has a time.
    """
    if found := re.fullmatch(HOUR, behind):
        minutes = int(found[1]) * 60 + int(found[2])
        return f"for that hour of the day, write {value} | day_begins | in_minutes({minutes})"
    if found := re.fullmatch(SPAN, behind):
        number, unit = int(found[1] + found[2]), found[3]
        if unit in MINUTES:
            return f"write {value if has_time else 'now'} | in_minutes({number * MINUTES[unit]})"
        return f"write {value} | in_days({number * DAYS[unit]})"
    return None
