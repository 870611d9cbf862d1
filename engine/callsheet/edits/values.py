"""Another value in the place of one."""

from functools import partial

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits import data
from callsheet.edits.layout import Layout
from callsheet.edits.outcome import Edited, EditRefused, NotEdited
from callsheet.edits.proof import TextChange, proved
from callsheet.edits.style import style_of
from callsheet.edits.texts import rewritten
from callsheet.edits.writing import ScriptWriter
from callsheet.source.document import Entry, Mapping, Node, NodePath, Plain, Scalar, Sequence


def set_value(text: str, path: NodePath, value: Plain) -> Edited | NotEdited:
    """Put a value in the place of the one that a path leads to."""
    return proved(text, partial(valued, path, value), lambda before: data.put(before, path, value))


def valued(path: NodePath, value: Plain, layout: Layout) -> TextChange:
    """The change that puts a value in the place of another."""
    node = layout.node(path)
    if not path:
        raise EditRefused("this is the whole file: edit the text")
    within = layout.within_brackets(path)
    if isinstance(node, Scalar) and not isinstance(value, list | dict):
        return TextChange(tuple(rewritten(layout, node, value, in_brackets=within)))
    end = layout.line_end(node.end) if _stands_below(layout, node) else node.end
    gone = ((node.start, end),) if isinstance(node, Sequence | Mapping) else ()
    writer = ScriptWriter(style_of(layout.document))
    if within:
        return TextChange((layout.replace(node.start, node.end, writer.in_brackets(value)),), gone)
    entry = layout.entry(path)
    if entry is not None:
        behind, below = writer.under(entry.name, value, len(path) - 1)
        return TextChange(_put_under(layout, entry, behind, below), gone)
    sequence, index = layout.item(path)
    start, end = layout.dash(sequence, index), _end(layout, node, node.end)
    item = layout.indented(writer.item(value), layout.column(start)).strip(" ").removesuffix(layout.line_break)
    return TextChange((layout.replace(start, end, item),), gone)


def in_line(layout: Layout, entry: Entry, behind: str, start: int, end: int) -> tuple[Edit, ...]:
    """Put a value on a key's line, in the place of all the lines from `start` to `end` below it."""
    colon = layout.colon(entry)
    return layout.replace(colon, colon, f" {behind}"), layout.cut_lines(start, end)


def _put_under(layout: Layout, entry: Entry, behind: str, below: list[str]) -> tuple[Edit, ...]:
    """Put a value under a key: one on its line, or lines below it."""
    value, lines = entry.value, layout.indented(below, layout.column(entry.key.start))
    if _stands_below(layout, value):
        start = layout.line_start(value.start)
        if behind:
            return in_line(layout, entry, behind, start, layout.line_end(value.end))
        return (layout.replace(start, value.end, lines.removesuffix(layout.line_break)),)
    colon = layout.colon(entry)
    put = layout.replace(colon, _end(layout, value, max(colon, value.end)), f" {behind}" if behind else "")
    return (put, layout.insert_lines(layout.line_end(value.end), lines)) if below else (put,)


def _end(layout: Layout, node: Node, end: int) -> int:
    """Where something ends; of something empty, behind the spaces in its place."""
    return end if node.start < node.end or layout.rest_of_line(end) else layout.line_ends(end)


def _stands_below(layout: Layout, node: Node) -> bool:
    """Whether this is a list or mapping on lines of its own."""
    return isinstance(node, Sequence | Mapping) and not layout.in_brackets(node) and layout.begins_line(node.start)
