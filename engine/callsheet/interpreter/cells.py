"""The values of `with`, as a database and other systems take them."""

from callsheet.expressions import Names, Unusable
from callsheet.ports.values import Cell, Row
from callsheet.script.parts import Arguments


def cells(arguments: Arguments, names: Names) -> dict[str, Cell]:
    """The values by their names. Raises `Unusable`: one is missing, or is a row or a list."""
    values: dict[str, Cell] = {}
    for name, template in arguments:
        value = template.evaluate(names)
        if isinstance(value, (Row, tuple)):
            kind = "a row" if isinstance(value, Row) else "a list"
            raise Unusable("bad_value", f'"{name.text}" is {kind}, and what stands under "with" are single values')
        values[name.text] = value
    return values
