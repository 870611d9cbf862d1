"""The libraries of `check`, without what takes long to import and `check` has no use for: together it was a sixth of
the time that whoever saves a file waits.

This is for the process of a command: programs that import `callsheet` get their libraries as these are.
"""

import re
import sys
from typing import cast

TYPES = "typing_extensions"


class LaterPattern:
    """A pattern that is compiled when somebody looks for it."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        return getattr(re.compile(self._pattern, self._flags), name)


def import_libraries() -> None:
    """Import them, where that was not done yet."""
    compiled = re.compile
    re.compile = LaterPattern  # type: ignore[assignment]  # it has all that a pattern has
    try:
        if "msgspec" not in sys.modules and TYPES not in sys.modules:
            _import_msgspec()
        # PyYAML's own reader has a pattern of all characters there are, and its loaders have those of numbers and
        # dates. libyaml, which reads scripts, has no use for any of them.
        import yaml  # noqa: F401 - whoever imports it next gets this one
    finally:
        re.compile = compiled


def _import_msgspec() -> None:
    """msgspec prefers what `typing_extensions` has, which imports `inspect`; no record here has a type of either. What
    it imports itself has patterns of operating systems and of paragraphs."""
    modules = cast("dict[str, object]", sys.modules)
    modules[TYPES] = None  # Python's own way to say that a module is not there
    try:
        import msgspec  # noqa: F401 - as below
    finally:
        del modules[TYPES]
