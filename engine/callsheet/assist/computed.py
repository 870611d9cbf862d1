"""What may be written in an expression: names, columns, filters, and the texts that a value can be."""

import re
from collections.abc import Iterator

from callsheet.analysis.shapes import Shape
from callsheet.assist import notes
from callsheet.assist.cursor import Cursor
from callsheet.assist.known import NAMES_OF_THE_LANGUAGE
from callsheet.assist.records import Completion, CompletionKind, Explanation
from callsheet.expressions.filters import DEFAULT, FILTERS
from callsheet.expressions.tokens import WORDS_INSTEAD
from callsheet.expressions.tree import ValuePath

_PATH = r"(?P<path>[^\W\d]\w*(?:\.\w+|\[\d+\])*)"
_COLUMN = re.compile(rf"{_PATH}\.\w*\Z")
_FILTER = re.compile(rf"(?:{_PATH}\s*)?\|\s*\w*\Z")
_COMPARED = re.compile(rf"""{_PATH}\s*(?:==|!=)\s*\\?(?P<quote>["'])(?P<text>[^"']*)\Z""")
_FOLLOWING = re.compile(r"\.(\w+)")
# A value with a space behind it, and perhaps the beginning of a word.
_LAST_WORD = re.compile(r"""(?P<word>(?:\w+|[\])"'])(?=\s)|\})\s*\w*\Z""")
_SIGNS = frozenset(WORDS_INSTEAD.values()) - {"true", "false", "none"}
_IN_TEXT = re.compile(r"""[^"']*(?:"[^"]*"[^"']*|'[^']*'[^"']*)*["'][^"']*\Z""")


def in_expression(cursor: Cursor, before: str) -> Iterator[Completion]:
    """What may stand behind the beginning of an expression."""
    start, end = cursor.word
    if compared := _COMPARED.search(before):
        start, offered = cursor.offset - len(compared["text"]), _texts(cursor, compared["path"], compared["quote"])
    elif _IN_TEXT.match(before):
        return
    elif filtered := _FILTER.search(before):
        offered = _filters(cursor, filtered["path"])
    elif column := _COLUMN.search(before):
        columns = cursor.known.columns(path_of(column["path"]))
        offered = ((name, "column", notes.of_shape(name, shape)) for name, shape in columns.items())
    elif _stands_beside(before, cursor.text[end : end + 2].lstrip()[:1] if start == end else ""):
        return
    else:
        offered = _names(cursor, _FOLLOWING.match(cursor.text, end))
    for label, kind, note in offered:
        yield Completion(label, label, kind, start, end, label, (), note)


def path_of(written: str) -> ValuePath:
    """A name and what is reached from it: `rows[0].id`."""
    return tuple(int(part) if part.isdecimal() else part for part in re.split(r"\.|\[|\]\.?", written) if part)


def _stands_beside(before: str, behind: str) -> bool:
    """Whether a name here would stand beside a value, with no sign between them."""
    word = _LAST_WORD.search(before)
    return (word is not None and word["word"] not in _SIGNS) or behind.isalnum()


def _names(cursor: Cursor, column: re.Match[str] | None) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """The names that can be read here: the rows of the loops around, what is kept, what the language has. Where a
    `column` follows, those that have it; where rows are wanted, those that are lists."""
    for name, shapes, note in _readable(cursor):
        fits = not column or any(shape.kind == "unknown" or column[1] in shape.columns for shape in shapes)
        if fits and (cursor.meaning() != "rows" or any(shape.kind in ("list", "unknown") for shape in shapes)):
            yield name, "name", note


def _readable(cursor: Cursor) -> Iterator[tuple[str, list[Shape], Explanation]]:
    around, known = cursor.around, cursor.known
    told: set[str] = set()
    for kept in sorted(known.kept, key=lambda each: not (each.is_row or each.is_given)):
        name, everywhere = kept.name.text, around.anywhere or not (kept.is_row or kept.is_given)
        if name not in told and (everywhere or name in around.rows | around.given):
            told.add(name)
            yield name, known.shapes(name), notes.of_kept(kept)
    elsewhere = {
        "loop": not around.in_loop,
        "failure": not around.in_failure,
        "reply": cursor.spot.path[:1] == ("values",),
    }
    if choices := _choices(cursor):
        yield "choices", [choices], notes.of_shape("choices", choices, "What there is to choose from.")
    if known.script.hours:
        yield "hours", known.shapes("hours"), notes.of_shape("hours", known.shapes("hours")[0], "When it is open.")
    for name, shape in NAMES_OF_THE_LANGUAGE.items():
        if around.anywhere or not elsewhere.get(name):
            yield name, [shape], notes.of_shape(name, shape, "Every script has it.")


def _choices(cursor: Cursor) -> Shape | None:
    """What `choices` is in the texts of a question that has rows to choose from; None elsewhere."""
    question = cursor.step.step.asks() if cursor.step else None
    slot = question.settings.slot if question else None
    return slot.choices(cursor.known.facts) if slot else None


def _filters(cursor: Cursor, path: str | None) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """The filters that take what a path leads to, where that is known."""
    kinds = {shape.kind for shape in cursor.known.reached(path_of(path))} if path else set()
    for name in (*FILTERS, DEFAULT):
        if not kinds or "unknown" in kinds or name == DEFAULT or kinds & FILTERS[name].takes:
            yield name, "filter", notes.of_filter(name)


def _texts(cursor: Cursor, path: str, quote: str) -> Iterator[tuple[str, CompletionKind, Explanation]]:
    """The texts that what a path leads to can be, as they can stand between these quotation marks."""
    shapes = cursor.known.reached(path_of(path))
    for text in sorted({text for shape in shapes for text in shape.texts | shape.constants if quote not in text}):
        yield text, "value", Explanation()
