"""Document to steps. Whatever the shape check has taken out (`Broken`, or missing) is read as a blank.

A script with a blank is never run, but its other parts are still read, so that all mistakes are reported at once.
"""

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar, Self, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.catalogue import BAD_VALUE, TOO_MANY_PHRASES, TOO_MUCH_COMPUTED
from callsheet.diagnostics.diagnostic import FILE_START, Code, Diagnostic, Span
from callsheet.expressions import Expression, Template, read_expression, read_template
from callsheet.ports.understanding import Intent
from callsheet.script.defaults import AnswerBlock, Defaults
from callsheet.script.durations import seconds_of
from callsheet.script.intents import OR, Intents, Listener
from callsheet.script.limits import MOST_COMPUTED
from callsheet.script.step import Block, Step
from callsheet.script.words import Word
from callsheet.source import document as source
from callsheet.source.document import Broken, Document, Node, Scalar, Sequence

MISTAKE = 50  # as many of them as reading and reporting a broken text costs
# Phrases of all questions that differ in their answers: each question makes its own ready.
MOST_PHRASES = 30_000
# Such keys that belong to no verb, or to several.
_DECIDING = frozenset({"as", "values"})
_NOTHING = Scalar("", FILE_START, 0, 0, quoted=True)
T = TypeVar("T")


def either(own: T | None, default: T) -> T:
    """What the author wrote, or else the default."""
    return default if own is None else own


class Reading(Struct, dict=True):
    """One script being read; gathers what is wrong with its texts and expressions on the way."""

    document: Document
    verbs: Mapping[str, "type[Verb]"]
    intents: Intents
    defaults: Defaults = Defaults()
    diagnostics: list[Diagnostic] = []
    texts: list[tuple[Scalar, bool]] = []  # with whether they are spoken
    listeners: dict[Hashable, Listener] = {}
    phrases: int = 0  # of all questions with answers of their own
    computed: int = 0  # names, values and signs in all texts and expressions
    complete: bool = True  # False where a blank stands for something that may have kept a name

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The keys where a blank may have kept a name."""
        return _DECIDING.union(*(verb.decides for verb in self.verbs.values()))

    def block(self, node: Node | None) -> Block:
        """A list of steps."""
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.complete = False
            return ()
        return tuple(step for item in node.items if (step := self.step(item)) is not None)

    def step(self, node: Node) -> Step | None:
        """One step: a mapping with a verb among its keys, or a verb that stands alone."""
        match node:
            case Scalar(value=str(verb)) if verb in self.verbs:
                return self._read(Fields(self, source.Mapping.empty(node), verb, node.span))
            case source.Mapping():
                for entry in node:
                    if entry.name in self.verbs:
                        return self._read(Fields(self, node, entry.name, entry.key.span))
        self.complete = False
        return None

    def _read(self, fields: "Fields") -> Step:
        return replace(self.verbs[fields.verb].read(fields), written=fields.written)

    def template(self, node: Node | None, *, spoken: bool) -> Template:
        """A text with `{{ … }}` in it; a number or boolean as it is."""
        if isinstance(node, Scalar) and self.has_room:
            template, diagnostics = read_template(self.document, node, spoken=spoken)
            self.diagnostics += diagnostics
            self.texts.append((node, spoken))
            self.count(MISTAKE * len(diagnostics) + (template.size if template else 0), node.span)
            if template is not None:
                return template
        return self._blank_template()

    def expression(self, node: Node | None) -> Expression:
        """A bare expression."""
        if isinstance(node, Scalar) and self.has_room:
            expression, diagnostics = read_expression(self.document, node)
            self.diagnostics += diagnostics
            self.count(MISTAKE * len(diagnostics) + (expression.size if expression else 0), node.span)
            if expression is not None:
                return expression
        blank, _ = read_expression(self.document, Scalar(value=False, span=FILE_START, start=0, end=0))
        assert blank is not None  # noqa: S101 - a constant can always be read
        return blank

    def listener(
        self, answers: tuple[str, ...], own_keys: frozenset[str], options: tuple[Intent, ...], span: Span
    ) -> Listener:
        """What a question with these answers, `own_keys` that are none and `options` listens for. Questions that have
        the same share one."""
        of_question = (answers, own_keys, options)
        if of_question not in self.listeners and self.phrases <= MOST_PHRASES:
            self.listeners[of_question] = self.intents.listener(*of_question)
            self.phrases += len(self.listeners[of_question].phrases)
            if self.phrases > MOST_PHRASES:
                message = f"the questions up to here listen for more than {MOST_PHRASES:,} phrases"
                help_ = "give intents fewer phrases, or ask questions with the same answers"
                self.report(TOO_MANY_PHRASES, span, message, help_)
        return self.listeners.get(of_question) or Listener.of((), self.intents.language)

    def count(self, computed: int, span: Span) -> None:
        """So much more is computed, at `span`; where that is too much, it is reported, and no more texts are read."""
        before, self.computed = self.computed, self.computed + computed
        if before <= MOST_COMPUTED < self.computed:
            message = f"the texts and conditions up to here compute more than {MOST_COMPUTED:,} names, values and signs"
            self.report(TOO_MUCH_COMPUTED, span, message, "divide the script, or compute it in queries")

    @property
    def has_room(self) -> bool:
        """Whether more can be computed."""
        return self.computed <= MOST_COMPUTED

    def report(self, code: Code, span: Span, message: str, help_: str) -> None:
        """Something is wrong with what is read."""
        self.diagnostics.append(Diagnostic(code, self.document.path, span, message, help_))

    def _blank_template(self) -> Template:
        blank, _ = read_template(self.document, _NOTHING, spoken=False)
        assert blank is not None  # noqa: S101 - an empty text can always be read
        return blank


class Fields(Struct, frozen=True):
    """The keys of one mapping, each read as what it should be."""

    reading: Reading
    mapping: source.Mapping
    verb: str
    span: Span

    def __post_init__(self) -> None:
        broken = [entry.name for entry in self.mapping.entries if isinstance(entry.value, Broken)]
        if not self.mapping.complete or not self.reading.deciding.isdisjoint(broken):
            self.reading.complete = False

    def word(self, key: str) -> Word | None:
        """A name; None where there is none."""
        match self.mapping.get(key):
            case Scalar(value=str(text), span=span):
                return Word(text, span)
        return None

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        match self.mapping.get(key):
            case Sequence(items=items):
                return tuple(str(item.value) for item in items if isinstance(item, Scalar))
        return ()

    def required_word(self, key: str) -> Word:
        """A name that the shape check insists on; empty text where it was broken."""
        return self.word(key) or Word("", self.span)

    def listener(
        self, answers: Iterable[str], own_keys: frozenset[str] = frozenset(), options: tuple[Intent, ...] = ()
    ) -> Listener:
        """What a question with these answers, `own_keys` that are none and `options` listens for."""
        return self.reading.listener(tuple(answers), own_keys, options, self.span)

    def spoken(self, key: str) -> Template:
        """A text that is spoken."""
        return self.reading.template(self.mapping.get(key), spoken=True)

    def optional_spoken(self, key: str) -> Template | None:
        """A text that is spoken; None where the author gave none."""
        return self.spoken(key) if self.has(key) else None

    def value(self, key: str) -> Template:
        """A text or a value."""
        return self.reading.template(self.mapping.get(key), spoken=False)

    def default_ladder(self, ladder: tuple[Template, ...] | None) -> tuple[Template, ...]:
        """The lines that a question takes from the script's defaults; each question looks at them anew."""
        self.reading.count(len(ladder or ()), self.span)
        return ladder if ladder and self.reading.has_room else ()

    def ladder(self, key: str) -> tuple[Template, ...] | None:
        """A list of spoken texts; None where the author gave none."""
        match self.mapping.get(key):
            case Sequence(items=items):
                return tuple(self.reading.template(item, spoken=True) for item in items)
        return None

    def values(self, key: str) -> tuple[tuple[Word, Template], ...]:
        """A map of names to values."""
        node = self.mapping.get(key)
        if node and key in self.reading.deciding and not (isinstance(node, source.Mapping) and node.complete):
            self.reading.complete = False
        if not isinstance(node, source.Mapping):
            return ()
        return tuple(
            (Word(entry.name, entry.key.span), self.reading.template(entry.value, spoken=False)) for entry in node
        )

    def answers(self, key: str) -> "tuple[AnswerBlock, ...]":
        """What callers can mean, each with its steps."""
        return tuple(AnswerBlock(word.text, word.parts(OR), steps) for word, steps in self.blocks(key))

    def sound(self, key: str) -> bool:
        """Whether the map under `key` has all the keys that its author gave it, and is known not to be there if not."""
        node = self.mapping.get(key)
        return self.mapping.complete if node is None else isinstance(node, source.Mapping) and node.complete

    def expression(self, key: str) -> Expression:
        """A bare expression."""
        return self.reading.expression(self.mapping.get(key))

    def seconds(self, key: str, *, longest: str) -> float | None:
        """A duration in seconds, `longest` at most; None where the author gave none."""
        match self.mapping.get(key):
            case Scalar(value=str(text), span=span) if (seconds := seconds_of(text)) is not None:
                if seconds > (seconds_of(longest) or 0):
                    message = f'"{key}" is {longest} at most, and this is {text}'
                    self.reading.report(BAD_VALUE, span, message, f"write {longest}, or less")
                return seconds
        return None

    def number(self, key: str) -> int | None:
        """A whole number; None where the author gave none."""
        match self.mapping.get(key):
            case Scalar(value=int(number)):
                return number
        return None

    def flag(self, key: str) -> bool | None:
        """True or false; None where the author gave neither."""
        match self.mapping.get(key):
            case Scalar(value=bool(flag)):
                return flag
        return None

    @property
    def written(self) -> Mapping[str, Span]:
        """Where each of the keys stands."""
        return {entry.name: entry.key.span for entry in self.mapping}

    def has(self, key: str) -> bool:
        """Whether the author wrote `key` at all."""
        return self.mapping.entry(key) is not None

    def block(self, key: str) -> Block:
        """A list of steps; empty where there is none."""
        return self.reading.block(self.mapping.get(key))

    def optional_block(self, key: str) -> Block | None:
        """A list of steps; None where the author gave none (`[]` means: do nothing)."""
        return self.block(key) if self.has(key) else None

    def inner(self, key: str) -> "Fields":
        """The mapping under `key`; an empty one where there is none."""
        node = self.mapping.get(key)
        mapping = node if isinstance(node, source.Mapping) else source.Mapping.empty(self.mapping)
        return Fields(self.reading, mapping, key, self.span)

    def children(self, key: str) -> "Iterator[Fields]":
        """The mappings in the list under `key`."""
        node = self.mapping.get(key)
        for item in node.items if isinstance(node, Sequence) else ():
            if isinstance(item, source.Mapping):
                yield Fields(self.reading, item, self.verb, item.entries[0].key.span if item.entries else item.span)

    def blocks(self, key: str) -> tuple[tuple[Word, Block], ...]:
        """A map of names to lists of steps."""
        node = self.mapping.get(key)
        if not isinstance(node, source.Mapping):
            return ()
        return tuple((Word(entry.name, entry.key.span), self.reading.block(entry.value)) for entry in node)


class Verb(Step, frozen=True, kw_only=True):
    """A step that authors write, under the key `verb`."""

    # The keys without whose values nobody knows, behind the step, what names there are and what they hold.
    decides: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> Self:
        """The step out of its keys."""
