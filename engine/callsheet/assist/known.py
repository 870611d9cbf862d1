"""What is known of a script while it is being typed: its queries, and the names that it keeps with what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from callsheet.analysis.facts import BUILT_IN, REPLY, Fact, Facts, hours_of
from callsheet.analysis.inference import fact_of_constant, shape_of
from callsheet.analysis.shapes import UNKNOWN, Shape
from callsheet.assist.salvage import salvaged
from callsheet.checks.files import library_of
from callsheet.checks.walk import Reached, walk
from callsheet.dialects import DIALECT
from callsheet.expressions.tree import ValuePath
from callsheet.ports.dialect import DatabaseNotMade
from callsheet.ports.files import Files, Unreadable
from callsheet.ports.tables import Table
from callsheet.queries.records import Library
from callsheet.schema.shape import check_shape
from callsheet.script.script import Script, read_script
from callsheet.script.words import Word
from callsheet.source import document as source
from callsheet.source.document import Document
from callsheet.source.lines import LineStarts
from callsheet.source.text import MOST_BYTES
from callsheet.steps import VERBS

# Texts that stay read: whoever types is told several things of one.
_READ = 4
# (`choices` is there in few texts only.)
NAMES_OF_THE_LANGUAGE: Mapping[str, Shape] = {
    **{name: shape for name, shape in BUILT_IN.items() if name != "choices"},
    "reply": REPLY,
}


@dataclass(frozen=True, slots=True)
class KeptName:
    """A name that a script keeps: where, by which verb (none for `values`), and what it holds from there on."""

    name: Word
    verb: str
    shape: Shape
    is_row: bool = False  # of a loop, and only in it
    is_given: bool = False  # to a section, and only in it


@dataclass(frozen=True, slots=True)
class KnownScript:
    """A script as far as it can be read. `kept` are its names, in the order in which they are kept."""

    document: Document
    script: Script
    library: Library
    steps: tuple[Reached, ...]
    kept: tuple[KeptName, ...]
    facts: Facts  # of the names, wherever they are kept

    def step_at(self, offset: int) -> Reached | None:
        """The step whose verb stands there."""
        begins = LineStarts(self.document.text).place(offset)
        return next((each for each in self.steps if each.step.span.begin == begins), None)

    def named(self, name: str) -> list[KeptName]:
        """All places that keep this name."""
        return [kept for kept in self.kept if kept.name.text == name]

    def shapes(self, name: str) -> list[Shape]:
        """All that a name can hold."""
        if name == "hours" and self.script.hours:
            return [hours_of(self.script.hours)]
        found = [kept.shape for kept in self.named(name)]
        return found or ([NAMES_OF_THE_LANGUAGE[name]] if name in NAMES_OF_THE_LANGUAGE else [])

    def tables(self) -> Mapping[str, Table]:
        """The tables of its database, by name; none where they cannot be made."""
        try:
            schema = DIALECT.read_schema(self.library.schema.text) if self.library.schema else None
        except DatabaseNotMade:
            return {}
        return {table.name: table for table in schema.tables.values()} if schema else {}

    def reached(self, path: ValuePath) -> list[Shape]:
        """All that a path leads to, from a name over columns of rows and items of lists."""
        found = self.shapes(str(path[0]))
        for part in path[1:]:
            if isinstance(part, int):
                found = [shape.item for shape in found if shape.item]
            else:
                found = [shape.columns[part][0] for shape in found if part in shape.columns]
        return found

    def columns(self, path: ValuePath) -> dict[str, Shape]:
        """The columns of what a path leads to."""
        return {name: shape for each in self.reached(path) for name, (shape, _) in each.columns.items()}


def known_of(text: str, path: Path, files: Files) -> KnownScript:
    """What is known of the script in a text, as far as that can be read, which is, or will be, at `path`."""
    document, script, steps = _read(text, str(path))
    library, _ = library_of(script, path.parent, document.path, files)
    _, facts = _kept(script, steps, Facts(library))
    kept, facts = _kept(script, steps, facts)  # a section may keep what is read above it
    return KnownScript(document, script, library, steps, tuple(kept), facts)


def tested_by(text: str, path: Path, files: Files) -> KnownScript:
    """The same of the script that a test file names; of none where that cannot be read."""
    root = salvaged(str(path), text).root
    flow = root.get("flow") if isinstance(root, source.Mapping) else None
    script = path.parent / str(flow.value) if isinstance(flow, source.Scalar) else path
    try:
        content = files.read(script, most=MOST_BYTES) if script != path else b""
    except Unreadable:
        content = b""
    return known_of(content.decode("utf-8-sig", errors="replace"), script, files)


@lru_cache(maxsize=_READ)
def _read(text: str, shown: str) -> tuple[Document, Script, tuple[Reached, ...]]:
    document, _ = check_shape(salvaged(shown, text))
    script, _ = read_script(document, VERBS)
    return document, script, tuple(walk(script))


def _kept(script: Script, steps: tuple[Reached, ...], facts: Facts) -> tuple[list[KeptName], Facts]:
    """The names, in the order of the text: what a step reads has been kept above it, most of the time."""
    kept: list[KeptName] = []
    if script.hours:
        facts = facts.keep("hours", Fact(hours_of(script.hours)))
    for name, value in script.values:
        fact = fact_of_constant(value, facts)
        facts = facts.keep(name.text, fact)
        kept.append(KeptName(name, "", fact.shape))
    for reached in steps:
        step = reached.step
        if rows := step.goes_through():
            row = shape_of(rows.all.tree, facts).item or UNKNOWN
            facts = facts.keep(rows.row.text, Fact(row))
            kept.append(KeptName(rows.row, step.verb, row, is_row=True))
        facts = step.after("done", facts) or facts
        if (question := step.asks()) and (slot := question.settings.slot):
            for name in step.keeps():
                facts = facts.keep(name.text, Fact(slot.shape(facts)))
        kept += [KeptName(name, step.verb, facts.name(name.text).shape, is_given=True) for name, _ in step.gives()]
        named = (*step.keeps(), *([Word("reply", step.span)] if step.asks() else []))
        kept += [KeptName(name, step.verb, facts.name(name.text).shape) for name in named]
    return kept, facts
