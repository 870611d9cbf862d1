"""Another text in the place of one: in quotes, on several lines or after | and >, as that was."""

import re
from collections.abc import Iterator

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.brackets import LONGEST_LINE
from callsheet.edits.layout import Layout
from callsheet.edits.outcome import EditRefused
from callsheet.edits.scalars import reads_as, scalar
from callsheet.source.document import LINE_BREAK, Plain, Scalar

_HEADER = re.compile(r"[|>][-+0-9]*")
# Where a text can go on in the next line and stay the same: at a space that stands alone.
_BREAKABLE = re.compile(r"(?<=[^ ]) (?=[^ ])")


def rewritten(layout: Layout, node: Scalar, value: Plain, *, in_brackets: bool) -> Iterator[Edit]:
    """The edits that put a single value in the place of another. Raises `EditRefused` where it cannot be written."""
    if layout.text[node.start : node.start + 1] in ("&", "*", "!"):
        raise EditRefused("an anchor or a tag stands before this: mend it first, as check says")
    raw = layout.text[node.start : node.end]
    header = _HEADER.match(raw) if node.quoted else None
    if header and isinstance(value, str) and (body := _body(layout, node, value, header[0])):
        indicator, lines = body
        start = layout.line_end(node.start)
        if indicator != header[0]:
            yield layout.replace(node.start, node.start + len(header[0]), indicator)
        yield layout.replace(start, node.end, layout.line_break.join(lines))
        return
    quote = raw[0] if node.quoted and not header else ""
    written = scalar(value, in_brackets=in_brackets, quote=quote)
    if not header and LINE_BREAK.search(raw):
        folded = _folded(layout, node, written)
        if isinstance(value, str) and reads_as(folded, value, in_brackets=in_brackets):
            written = folded
    yield layout.replace(node.start, node.end, written)


def _body(layout: Layout, node: Scalar, value: str, header: str) -> tuple[str, list[str]] | None:
    """A text after | or >: what begins it, and its lines; None where it cannot stand there."""
    ended = value.removesuffix("\n")
    indicator = header[0] + ("-" if ended == value else "")
    body = layout.text[layout.line_end(node.start) : node.end]
    indentation = body[: len(body) - len(body.lstrip(" "))] if body.strip() else ""
    if not indentation or ended.endswith("\n"):
        return None
    lines = ended.split("\n")
    if header[0] == ">":  # a line break is written as an empty line
        old = [line.strip() for line in LINE_BREAK.split(body)]
        width = LONGEST_LINE - len(indentation)
        lines = [line for text in lines for line in (*(_lines(text, old, width, width) if text else ()), "")][:-1]
    lines = [indentation + line if line else "" for line in lines]
    probe = "\n".join((indicator, *lines))
    return (indicator, lines) if reads_as(probe, value, in_brackets=False) else None


def _folded(layout: Layout, node: Scalar, written: str) -> str:
    """A text without a line break, on lines as long as those before it; those that need not change stay."""
    old = LINE_BREAK.split(layout.text[node.start : node.end])
    indentation = min(len(line) - len(line.lstrip(" ")) for line in old[1:] if line.strip())
    column = layout.column(node.start)
    width = max(column + len(old[0]), *(len(line) for line in old[1:]))
    lines = _lines(written, [line.strip() for line in old], width - column, width - indentation)
    return (layout.line_break + " " * indentation).join(lines)


def _lines(text: str, old: list[str], first: int, width: int) -> Iterator[str]:
    """A text on lines of a width, the first one's own; as long as its lines are the old ones, these."""
    start = 0
    for line in old:
        end = start + len(line)
        if not line or not text.startswith(line, start) or not _BREAKABLE.match(text, end):
            break
        yield line
        start, first = end + 1, width
    while len(text) - start > first:
        fitting = [found.start() for found in _BREAKABLE.finditer(text, start, start + first + 2)]
        next_one = None if fitting else _BREAKABLE.search(text, start + max(first, 0))
        end = fitting[-1] if fitting else next_one.start() if next_one else len(text)
        if end == len(text):
            break
        yield text[start:end]
        start, first = end + 1, width
    yield text[start:]
