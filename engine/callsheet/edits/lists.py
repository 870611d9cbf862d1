"""Items of lists: a step, a phrase, a line of a ladder."""

from functools import partial

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits import data
from callsheet.edits.brackets import Brackets
from callsheet.edits.layout import Layout
from callsheet.edits.on_lines import OnLines, shifted
from callsheet.edits.outcome import Edited, EditRefused, NotEdited
from callsheet.edits.proof import TextChange, proved
from callsheet.edits.scalars import scalar
from callsheet.edits.style import style_of
from callsheet.edits.values import in_line, valued
from callsheet.edits.writing import ScriptWriter
from callsheet.source.document import NodePath, Plain, Scalar, Sequence


def insert_item(text: str, path: NodePath, index: int, value: Plain) -> Edited | NotEdited:
    """Put a new item into the list that a path leads to, before the one at `index`, or behind the last."""
    return proved(text, partial(_inserted, path, index, value), lambda before: data.insert(before, path, index, value))


def delete_item(text: str, path: NodePath) -> Edited | NotEdited:
    """Take the item that a path leads to out of its list, with the comments right above it and those in it."""
    return proved(text, partial(_deleted, path), lambda before: data.take(before, path))


def move_item(text: str, path: NodePath, to: NodePath, index: int) -> Edited | NotEdited:
    """Take the item that a path leads to, with its comments, to the list at `to`, before the one at `index`, counted
    as the lists are before; or behind the last."""
    return proved(text, partial(_moved, path, to, index), lambda before: data.move(before, path, to, index))


def wrap_item(text: str, path: NodePath, condition: str) -> Edited | NotEdited:
    """Put the step that a path leads to under an `if` with this condition."""

    def meant(before: Plain) -> None:
        data.put(before, path, {"if": condition, "then": [data.get(before, path)]})

    return proved(text, partial(_wrapped, path, condition), meant)


def _inserted(path: NodePath, index: int, value: Plain, layout: Layout) -> TextChange:
    sequence = _list(layout, path, index)
    if layout.opens(path):
        return valued(path, [value], layout)
    writer = ScriptWriter(style_of(layout.document))
    near = sequence.items[min(max(index - 1, 0), len(sequence.items) - 1)] if sequence.items else None
    quote = layout.text[near.start] if isinstance(near, Scalar) and near.quoted else ""
    if layout.in_brackets(sequence):
        return TextChange(tuple(Brackets.of(layout, sequence).insert(index, writer.in_brackets(value, quote=quote))))
    bracketed = near is not None and layout.in_brackets(near) and isinstance(value, list | dict)
    items = OnLines.of(layout, sequence)
    lines = layout.indented(writer.item(value, quote=quote, bracketed=bracketed), items.column)
    return TextChange((items.insert(index, lines),))


def _deleted(path: NodePath, layout: Layout) -> TextChange:
    edits = _taken(layout, path)
    return TextChange(edits, tuple(layout.lines.offsets(edit.span) for edit in edits))


def _taken(layout: Layout, path: NodePath, *put: int) -> tuple[Edit, ...]:
    """The edits that take an item out of its list, which may become empty. What is put elsewhere is put at `put`."""
    sequence, index = layout.item(path)
    if layout.in_brackets(sequence):
        return (Brackets.of(layout, sequence).delete(index),)
    items = OnLines.of(layout, sequence)
    if len(items.heads) > 1:
        return (items.delete(index, *put),)
    if entry := layout.entry(path[:-1]):
        return in_line(layout, entry, "[]", items.start(0), items.end(0))
    raise EditRefused("a list needs at least one item: delete the list")


def _moved(path: NodePath, to: NodePath, index: int, layout: Layout) -> TextChange:
    sequence, place = layout.item(path)
    target = _list(layout, to, index)
    if to[: len(path)] == path:
        raise EditRefused("a step cannot be moved into itself: move it elsewhere")
    if target is sequence and index in (place, place + 1):
        return TextChange(())
    item, entry = sequence.items[place], layout.entry(to)
    on_lines, in_brackets = not layout.in_brackets(sequence), layout.in_brackets(target)
    put: tuple[Edit, ...]
    if on_lines and not in_brackets:
        items, others = OnLines.of(layout, sequence), OnLines.of(layout, target)
        put = (others.insert(index, shifted(items.lines(place), others.column - items.column)),)
    elif on_lines and entry and layout.opens(to):
        items = OnLines.of(layout, sequence)
        column = layout.column(entry.key.start) + style_of(layout.document).lists
        lines = shifted(items.lines(place), column - items.column)
        put = (
            layout.replace(layout.colon(entry), target.end, ""),
            layout.insert_lines(layout.line_end(target.end), lines),
        )
    elif in_brackets and not on_lines and target.items:
        put = tuple(Brackets.of(layout, target).insert(index, layout.text[item.start : item.end]))
    else:
        put = _inserted(to, index, data.data_of(item), layout).edits
    return TextChange((*_taken(layout, path, *(layout.lines.offsets(edit.span)[0] for edit in put)), *put))


def _wrapped(path: NodePath, condition: str, layout: Layout) -> TextChange:
    sequence, index = layout.item(path)
    if layout.in_brackets(sequence):
        item = sequence.items[index]
        written = f"{{if: {scalar(condition, in_brackets=True)}, then: [{layout.text[item.start : item.end]}]}}"
        return TextChange((layout.replace(item.start, item.end, written),))
    items, style = OnLines.of(layout, sequence), style_of(layout.document)
    start, end = layout.line_start(items.heads[index]), items.end(index)
    head = [f"{'-':<{style.dash}}if: {scalar(condition)}", f"{'':<{style.dash}}then:"]
    step = shifted(layout.text[start:end], style.dash + style.lists)
    return TextChange((layout.replace(start, end, layout.indented(head, items.column) + step),))


def _list(layout: Layout, path: NodePath, index: int) -> Sequence:
    node = layout.node(path)
    if not isinstance(node, Sequence) or index < 0:
        raise EditRefused("this is no list: edit the text")
    return node
