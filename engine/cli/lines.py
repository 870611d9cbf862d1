"""The lines of files that messages point into."""

from functools import cache
from pathlib import Path


@cache
def lines_of(file: str) -> list[str]:
    """The lines of a file; none where it cannot be read."""
    from engine.source.files import Unreadable, read_bytes
    from engine.source.text import MOST_BYTES

    try:
        return lines_of_text(read_bytes(Path(file), most=MOST_BYTES))
    except Unreadable:
        return []


def lines_of_text(content: bytes) -> list[str]:
    """The lines of a text as an editor counts them."""
    from engine.source.document import LINE_BREAK

    return LINE_BREAK.split(content.decode("utf-8-sig", errors="replace"))
