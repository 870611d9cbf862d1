"""Keys of mappings: an option of a step, an answer, an intent, a section."""

from functools import partial

from callsheet.edits import data
from callsheet.edits.brackets import Brackets
from callsheet.edits.layout import Layout
from callsheet.edits.on_lines import OnLines
from callsheet.edits.outcome import Edited, EditRefused, NotEdited
from callsheet.edits.proof import TextChange, proved
from callsheet.edits.scalars import key as written_key
from callsheet.edits.style import style_of
from callsheet.edits.values import valued
from callsheet.edits.writing import ScriptWriter
from callsheet.source.document import Mapping, NodePath, Plain


def set_key(text: str, path: NodePath, key: str, value: Plain, after: str | None = None) -> Edited | NotEdited:
    """Put a value under a key of the mapping that a path leads to. A new key stands behind the key `after`, or last."""

    def meant(before: Plain) -> None:
        mapping = data.get(before, path)
        if isinstance(mapping, dict) and key in mapping:
            data.put(before, (*path, key), value)
        else:
            data.put_behind(before, (*path, key), value, after)

    return proved(text, partial(_set, path, key, value, after), meant)


def delete_key(text: str, path: NodePath) -> Edited | NotEdited:
    """Take the key that a path ends with out of its mapping, with its value and the comments right above it."""
    return proved(text, partial(_deleted, path), lambda before: data.take(before, path))


def rename_key(text: str, path: NodePath, key: str) -> Edited | NotEdited:
    """Another key in the place of the one that a path ends with. What uses it elsewhere stays as it is."""
    return proved(text, partial(_renamed, path, key), lambda before: data.rename(before, path, key))


def _set(path: NodePath, key: str, value: Plain, after: str | None, layout: Layout) -> TextChange:
    mapping = layout.node(path)
    if not isinstance(mapping, Mapping):
        raise EditRefused("this has no keys of its own: edit the text")
    if mapping.entry(key):
        return valued((*path, key), value, layout)
    writer = ScriptWriter(style_of(layout.document))
    names = [entry.name for entry in mapping]
    index = names.index(after) + 1 if after in names else len(names)
    if layout.in_brackets(mapping):
        if layout.opens(path):
            return valued(path, {key: value}, layout)
        written = f"{written_key(key, in_brackets=True)}: {writer.in_brackets(value)}"
        return TextChange(tuple(Brackets.of(layout, mapping).insert(index, written)))
    keys = OnLines.of(layout, mapping)
    return TextChange((keys.insert(index, layout.indented(writer.entry(key, value, len(path)), keys.column)),))


def _renamed(path: NodePath, key: str, layout: Layout) -> TextChange:
    layout.node(path)
    mapping, entry = layout.node(path[:-1]), layout.entry(path) if path else None
    if entry is None or not isinstance(mapping, Mapping):
        raise EditRefused("this is no key: edit the text")
    if mapping.entry(key):
        raise EditRefused(f'"{key}" stands there already: choose another one')
    written = written_key(key, in_brackets=layout.in_brackets(mapping))
    return TextChange((layout.replace(entry.key.start, entry.key.end, written),))


def _deleted(path: NodePath, layout: Layout) -> TextChange:
    layout.node(path)
    mapping, entry = layout.node(path[:-1]), layout.entry(path) if path else None
    if entry is None or not isinstance(mapping, Mapping):
        raise EditRefused("this is no key: edit the text")
    if len(mapping.entries) == 1:
        raise EditRefused(f'"{entry.name}" is all that stands there: delete what it belongs to')
    index = mapping.entries.index(entry)
    if layout.in_brackets(mapping):
        edit = Brackets.of(layout, mapping).delete(index)
        return TextChange((edit,), (layout.lines.offsets(edit.span),))
    keys = OnLines.of(layout, mapping)
    if not index and not layout.begins_line(keys.heads[0]):  # the next one takes its place behind the dash
        edit = layout.replace(keys.heads[0], keys.heads[1], "")
        return TextChange((edit,), ((keys.heads[0], keys.end(0)),))
    return TextChange((keys.delete(index),), ((keys.start(index), keys.end(index)),))
