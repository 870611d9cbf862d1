"""What was said, as it was heard."""

from callsheet.understanding.values.meant import Meant


def text(words: str) -> tuple[Meant, ...]:
    """All of it; nothing where not a single letter or digit was heard."""
    heard = words.strip()
    if not any(map(str.isalnum, heard)):
        return ()
    start = words.index(heard)
    return (Meant(heard, start, start + len(heard)),)
