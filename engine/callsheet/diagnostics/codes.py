"""The catalogue as a table, for what goes through all of it."""

from callsheet.diagnostics import catalogue
from callsheet.diagnostics.diagnostic import Code

CODES: dict[str, Code] = {
    code.id: code
    for code in sorted((value for value in vars(catalogue).values() if isinstance(value, Code)), key=lambda one: one.id)
}
NAMES: dict[str, Code] = {code.name: code for code in CODES.values()}


def find_code(typed: str) -> Code | None:
    """The code with this identifier or name, however its letters are written; None where there is none."""
    return CODES.get(typed.upper()) or NAMES.get(typed.lower().replace("_", "-").replace(" ", "-"))
