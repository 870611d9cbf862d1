"""What a call will speak next, while something else is heard: it is made ready meanwhile."""

from callsheet.expressions import Unusable
from callsheet.flow.model import Ahead
from callsheet.interpreter.scope import Scope


def text_ahead(ahead: Ahead, names: Scope) -> str | None:
    """The next prompt in words; None where nothing is spoken, or where a value is missing: it may be there by then, or
    the step fails by it itself."""
    try:
        if ahead.in_row is not None:
            with names.in_next_row() as there_is_one:
                if there_is_one:
                    return ahead.in_row.text(names)
        return ahead.prompt.text(names) if ahead.prompt is not None else None
    except Unusable:
        return None
