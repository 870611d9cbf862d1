"""The patterns of the schemas."""

import re
from functools import cache


def matches(pattern: str, text: str) -> bool:
    """Whether the schema's pattern allows this text."""
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Schema patterns are ECMA's, where $ is the end; Python's would let a line break follow a name.
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
