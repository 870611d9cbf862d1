"""Another name for something, in all the places that mean it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from callsheet.checks.answers import RESERVED
from callsheet.checks.names import BUILT_IN
from callsheet.checks.walk import Reached, walk
from callsheet.diagnostics.diagnostic import Edit, Span
from callsheet.edits.comparisons import intents_compared
from callsheet.edits.outcome import Edited, EditRefused, NotEdited, applied
from callsheet.expressions import Expression, Template
from callsheet.ports.values import items_of
from callsheet.script.script import Script, parse
from callsheet.script.words import Word
from callsheet.source.lines import LineStarts
from callsheet.steps import VERBS

# What a script gives names to: sections, contacts, intents, and what it keeps (`as`, `set`, `values`, rows).
Renamed = Literal["section", "contact", "intent", "name"]


def rename(text: str, what: Renamed, old: str, new: str) -> Edited | NotEdited:
    """Call something else what a script calls `old`, where it is made and wherever it is meant in this file."""
    try:
        return _renamed(text, what, old, new)
    except EditRefused as refused:
        return NotEdited(refused.message)


def _renamed(text: str, what: Renamed, old: str, new: str) -> Edited:
    before = _Named.of(text, what)
    if before is None:
        raise EditRefused("nothing can be renamed while the script has mistakes: mend them first, as check says")
    before.refuse(old, new)
    edits = tuple(Edit(span, new) for span in sorted(before.places(old)))
    after = applied(text, edits)
    renamed = _Named.of(after, what)
    if renamed is None or len(renamed.places(new)) != len(edits) or renamed.places(old):
        raise EditRefused(f'"{new}" cannot be a name here: it has small letters, digits and _, a letter first')
    return Edited(edits, after)


@dataclass(frozen=True, slots=True)
class _Named:
    """A script without mistakes in its text and its shape, and what its names of one kind stand for."""

    script: Script
    steps: Sequence[Reached]
    what: Renamed

    @classmethod
    def of(cls, text: str, what: Renamed) -> "_Named | None":
        parsed = parse("", text.encode(errors="surrogatepass"), VERBS)
        return cls(parsed.script, walk(parsed.script), what) if parsed.script and parsed.sound else None

    def refuse(self, old: str, new: str) -> None:
        """Raises `EditRefused` where this cannot be called so."""
        made = {word.text for word in self._made()}
        intents = {*self.script.intents.names(), *RESERVED} - made
        built_in = {"section": set(), "contact": set(), "intent": intents, "name": set(BUILT_IN)}
        if old not in made:
            raise EditRefused(f'there is no {self.what} "{old}" that this script has made: look at the text')
        declared = self.script.intents.declared.get(old) if self.what == "intent" else None
        if declared is not None and declared.also:
            raise EditRefused(f'"{old}" adds to what is built in, and keeps its name: make an intent of your own')
        rung = [rung for each in self.steps if self.what == "contact" and (rung := each.step.rings())]
        if not all(each.constant for each in rung):
            raise EditRefused(f'"{old}" may come in a name that a step rings, and keeps its own: edit the text')
        if new in made or new in built_in[self.what]:
            raise EditRefused(f'"{new}" is the name of something else already: choose another one')

    def places(self, name: str) -> set[Span]:
        """Where a name stands. Raises `EditRefused` where that cannot be told."""
        lines = LineStarts(self.script.document.text)
        found = {self._exactly(name, word.span, lines) for word in (*self._made(), *self._meant()) if word.text == name}
        if self.what == "intent":
            found |= {self._exactly(name, span, lines) for span in intents_compared(self.script, self.steps, name)}
        return found

    def _exactly(self, name: str, span: Span, lines: LineStarts) -> Span:
        """The span of the name itself, within its quotes, if it has any."""
        start, end = lines.offsets(span)
        found = self.script.document.text[start:end]
        if found[:1] in ("'", '"'):
            start, end, found = start + 1, end - 1, found[1:-1]
        if found != name:
            raise EditRefused(f'line {span.line} names "{name}" in a way that can only be edited in the text')
        return lines.span(start, end)

    def _made(self) -> Iterator[Word]:
        """The words that give names."""
        match self.what:
            case "section":
                yield from self.script.section_names
            case "contact":
                yield from (contact.name for contact in self.script.contacts.values())
            case "intent":
                yield from (declared.name for declared in self.script.intents.declared.values())
            case "name":
                yield from (word for word, _ in self.script.values)
                yield from (word for each in self.steps for word in each.step.sets())

    def _meant(self) -> Iterator[Word]:
        """The words that use names."""
        for each in self.steps:
            match self.what:
                case "section":
                    yield from filter(None, (each.step.runs(),))
                case "contact":
                    rung = each.step.rings()
                    yield from (Word(rung.source, rung.span),) if rung and rung.constant else ()
                case "intent":
                    question = each.step.asks()
                    yield from question.answers if question else ()
                case "name":
                    yield from _used(each.step.texts())
        if self.what == "name":
            yield from _used(text for _, value in self.script.values for text in items_of(value))
            yield from _used((*(self.script.defaults.if_silent or ()), *(self.script.defaults.if_unclear or ())))


def _used(texts: Iterable[Template | Expression]) -> Iterator[Word]:
    """The names that texts and expressions read."""
    return (Word(str(use.path[0]), use.parts[0]) for text in texts for use in text.uses)
