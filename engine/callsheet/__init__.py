"""Callsheet: telephone calls written as data.

Data flows one way, and the folders show it: source (text to document), schema (shape), queries, script and steps (what
was written), flow (the compiled script), checks (meaning), interpreter (a call as a value), session (one live call),
journal (what is kept of it). `CONTRIBUTING.md` names them all.

Programs use what `callsheet.api` lists, by its name here: `callsheet.check_path(…)`. It is imported when it is first
asked for, so that `import callsheet` costs nothing.
"""

TYPE_CHECKING = False  # as type checkers take it; the module that has it takes longer to import than this one
if TYPE_CHECKING:
    from callsheet.api import *  # noqa: F403 - the one list of them

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    from importlib import import_module

    api = import_module("callsheet.api")
    if name == "__all__" or name in api.__all__:
        found: object = getattr(api, name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
