"""The parts of a text that have names: its keys, sections and intents, and the steps in them."""

from collections.abc import Iterator
from pathlib import Path

from callsheet.assist.cursor import MOST_CHARACTERS
from callsheet.assist.described import Described, of_file
from callsheet.assist.records import Symbol, SymbolKind
from callsheet.assist.salvage import salvaged
from callsheet.diagnostics.visible import visible
from callsheet.source.document import Entry, Mapping, Node, Scalar, Sequence

# Characters of a step's own text that are shown beside its verb.
MOST_SHOWN = 60
_NAMED: dict[str, SymbolKind] = {"sections": "section", "intents": "intent"}


def symbols(text: str, path: Path) -> tuple[Symbol, ...]:
    """The parts of a text that is, or will be, at `path`, as far as it can be read; each with those in it."""
    if len(text) > MOST_CHARACTERS:
        return ()
    root = salvaged(str(path), text).root
    return tuple(_keys(root, of_file(text, path), "key")) if isinstance(root, Mapping) else ()


def _keys(mapping: Mapping, here: Described, kind: SymbolKind) -> Iterator[Symbol]:
    """The keys of a mapping, with the steps below them."""
    for entry in mapping:
        below = here.below(entry.name)
        inner = tuple(_within(entry.value, below, _NAMED.get(entry.name, "key") if kind == "key" else "key"))
        yield _symbol(entry, kind, inner)


def _within(node: Node, here: Described, kind: SymbolKind) -> Iterator[Symbol]:
    if isinstance(node, Sequence):
        for item in node.items:
            if here.below(None).is_step and (step := _step(item, here.below(None))):
                yield step
    elif isinstance(node, Mapping) and kind != "key":
        yield from _keys(node, here, kind)


def _step(item: Node, here: Described) -> Symbol | None:
    if isinstance(item, Scalar):
        return Symbol(visible(str(item.value)), "", "step", item.start, item.end, item.start, item.end)
    if not isinstance(item, Mapping):
        return None
    here = here.with_keys(entry.name for entry in item)
    verb = item.entry(here.verb)
    if verb is None:
        return None
    return _symbol(verb, "step", tuple(_blocks(item, here)), item)


def _blocks(step: Mapping, here: Described) -> Iterator[Symbol]:
    """The keys of a step, and the names below them, that have steps."""
    for entry in step:
        below = here.below(entry.name)
        inner = tuple(_within(entry.value, below, "key"))
        if isinstance(entry.value, Mapping):
            inner = tuple(symbol for symbol in _keys(entry.value, below, "key") if symbol.within)
        if inner:
            yield _symbol(entry, "key", inner)


def _symbol(entry: Entry, kind: SymbolKind, inner: tuple[Symbol, ...], whole: Node | None = None) -> Symbol:
    value = entry.value
    detail = " ".join(str(value.value).split())[:MOST_SHOWN] if isinstance(value, Scalar) else ""
    start, end = (whole.start, whole.end) if whole else (entry.key.start, value.end)
    end = max(end, entry.key.end, *(symbol.end for symbol in inner))
    return Symbol(visible(entry.name), visible(detail), kind, start, end, entry.key.start, entry.key.end, inner)
