"""The answer of another system, field by field, as the types say that a request declares."""

from collections.abc import Mapping

from callsheet.ports.stored import BOOLEANS, DECIMALS, FORMS, WHOLE_NUMBERS
from callsheet.ports.values import Cell, Row, is_unicode

# Databases have 64 bits for a whole number, and what is read here may be written there.
SMALLEST, LARGEST = -(2**63), 2**63 - 1


class Misfit(ValueError):
    """A field holds what its type does not allow; `field` is its name."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def row_of(gives: Mapping[str, str], fields: Mapping[str, object]) -> Row:
    """The fields that are kept; one that is not there is empty. Raises `Misfit`."""
    cells: dict[str, Cell] = {}
    for name, declared in gives.items():
        value = fields.get(name)
        try:
            cells[name] = None if value is None else _cell(declared, value)
        except ValueError:
            raise Misfit(name) from None
    return Row(cells)


def _cell(declared: str, value: object) -> Cell:
    """A value of JSON as its type has it. Raises ValueError."""
    match value:
        case bool() if declared in BOOLEANS:
            return value
        case bool():
            raise ValueError
        case int() if declared in WHOLE_NUMBERS and SMALLEST <= value <= LARGEST:
            return value
        case int() | float() if declared in DECIMALS:
            return FORMS[declared].read(float(value))
        case str() if declared == "TEXT" and is_unicode(value):
            return value
        case str() if declared in FORMS:
            return FORMS[declared].read(value)
    raise ValueError
