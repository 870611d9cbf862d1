"""A mistake inside an expression, before it is known where in the file the expression stands."""

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code
from callsheet.expressions.tree import At


class Flaw(Struct, frozen=True):
    """What is wrong `at` a place of the expression's text. `message` and `help` are for the author."""

    code: Code
    at: At
    message: str
    help: str = ""


class Unparsed(Exception):
    """An expression that cannot be read any further. Never leaves this package."""

    def __init__(self, problem: Flaw) -> None:
        super().__init__(problem.message)
        self.problem = problem
