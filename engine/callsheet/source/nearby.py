"""What stands in the text around a value."""

import re

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import Scalar

DASH = re.compile(r"[ ]*- ")  # of an item of a list
_COMMENT = re.compile(r"[ \t]*#")
_FOLLOWING_LINE = re.compile(r":[ ]*\r?\n([ ]*)[^ \r\n#-]")


def comment_follows(text: str, offset: int) -> bool:
    """Whether nothing but a comment follows on the line."""
    return _COMMENT.match(text, offset) is not None


def same_column_follows(text: str, key: Scalar) -> bool:
    """Whether the next line begins in the key's column: perhaps it was to be indented."""
    following = _FOLLOWING_LINE.match(text, key.end)
    return following is not None and len(following[1]) == key.span.column - 1


def dash_before(text: str, end: int, span: Span) -> Span:
    """libyaml places an empty item behind its dash, where `span` is: the author looks at the dash."""
    distance = end - text.rfind("-", max(0, end - span.column + 1), end)
    return Span.at(span.line, span.column - distance) if distance < span.column else span
