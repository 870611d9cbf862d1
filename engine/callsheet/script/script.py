"""A script as its author wrote it: its declarations and its steps, each with its place, before it is compiled."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.expressions import Template
from callsheet.schema.shape import check_shape
from callsheet.script.contacts import Contacts, read_contacts
from callsheet.script.defaults import Defaults
from callsheet.script.hours import OpeningHours, read_hours
from callsheet.script.intents import Intents, read_intents
from callsheet.script.limits import LONGEST_AFTER_CALL, LONGEST_CALL, LONGEST_SPEECH_PAUSE, LONGEST_TIMEOUT, Limits
from callsheet.script.reading import Fields, Reading, Verb, either
from callsheet.script.step import Block
from callsheet.script.words import Word
from callsheet.source import document as source
from callsheet.source.document import Broken, Document, Scalar, Sequence
from callsheet.source.reader import read_document

Values = tuple[tuple[Word, Template | tuple[Template, ...]], ...]


class Script(Struct, frozen=True):
    """All of one script; `texts` are those in it, with whether they are spoken. A `complete_…` flag is False where
    something of that kind could not be read."""

    document: Document
    name: str
    voice: Word | None
    timezone: Word | None
    data: tuple[Word, ...]
    requests: tuple[Word, ...]
    personal_data: Word | None
    intents: Intents
    values: Values
    hours: Mapping[str, OpeningHours]
    contacts: Contacts
    defaults: Defaults
    limits: Limits
    steps: Block
    sections: Mapping[str, Block]
    section_names: tuple[Word, ...]
    if_caller_hangs_up: Block | None
    if_something_fails: Block | None
    after_call: Block | None
    texts: tuple[tuple[Scalar, bool], ...]
    complete_names: bool
    complete_sections: bool
    complete_data: bool
    complete_contacts: bool

    @property
    def handlers(self) -> tuple[Block, ...]:
        """What runs where the call ends, however it does."""
        return (self.if_caller_hangs_up or (), self.if_something_fails or (), self.after_call or ())


class ParsedScript(Struct, frozen=True):
    """A script as far as its text can be read: what is wrong with its `syntax`, with its `shape`, and what was found in
    `reading` it. Of what has no structure at all there is no script."""

    script: Script | None
    syntax: list[Diagnostic]
    shape: list[Diagnostic] = []
    reading: list[Diagnostic] = []

    @property
    def sound(self) -> bool:
        """Whether all of it could be read."""
        found = (*self.syntax, *self.shape, *self.reading)
        return self.script is not None and not any(each.code.severity == "error" for each in found)


def parse(shown: str, content: bytes, verbs: Mapping[str, type[Verb]]) -> ParsedScript:
    """Read the text of a script, which messages call `shown`, written in these verbs."""
    document, syntax = read_document(shown, content)
    if document is None:
        return ParsedScript(None, syntax)
    document, shape = check_shape(document)
    script, reading = read_script(document, verbs)
    return ParsedScript(script, syntax, shape, reading)


def read_script(document: Document, verbs: Mapping[str, type[Verb]]) -> tuple[Script, list[Diagnostic]]:
    """The script in a document of sound shape, written in these verbs, and what is wrong with its texts and
    expressions."""
    root = document.root
    if not isinstance(root, source.Mapping):
        root = source.Mapping.empty(root, complete=False)
    intents = read_intents(root)
    reading = Reading(document, verbs, intents)
    fields = Fields(reading, root, "", FILE_START)
    # A question within the defaults has none of those to fall back on in which it stands: it would fall back on itself.
    reading.defaults = _ladders(fields.inner("defaults"))
    reading.defaults = replace(reading.defaults, otherwise=fields.inner("defaults").optional_block("otherwise"))
    reading.defaults = replace(reading.defaults, answers=fields.inner("defaults").answers("answers"))
    values = _values(reading, root)
    steps = fields.block("steps")
    sections = fields.blocks("sections")
    handlers = [fields.optional_block(key) for key in ("if_caller_hangs_up", "if_something_fails", "after_call")]
    name = fields.word("flow")
    script = Script(
        document=document,
        name=name.text if name else "",
        voice=fields.word("voice"),
        timezone=fields.word("timezone"),
        data=_files(root, "data"),
        requests=_files(root, "requests"),
        personal_data=fields.word("personal_data"),
        intents=intents,
        values=values,
        hours=read_hours(root),
        contacts=read_contacts(root),
        defaults=reading.defaults,
        limits=_limits(fields.inner("limits")),
        steps=steps,
        sections={name.text: block for name, block in sections},
        section_names=tuple(name for name, _ in sections),
        if_caller_hangs_up=handlers[0],
        if_something_fails=handlers[1],
        after_call=handlers[2],
        texts=tuple(reading.texts),
        complete_names=reading.complete,
        complete_sections=root.complete and fields.sound("sections"),
        complete_contacts=root.complete and fields.sound("contacts"),
        complete_data=root.complete and not any(isinstance(root.get(key), Broken) for key in ("data", "requests")),
    )
    return script, reading.diagnostics


def _ladders(fields: Fields) -> Defaults:
    standard = Defaults()
    return Defaults(
        if_silent=fields.ladder("if_silent"),
        if_unclear=fields.ladder("if_unclear"),
        timeout_seconds=either(fields.seconds("timeout", longest=LONGEST_TIMEOUT), standard.timeout_seconds),
        pause_seconds=either(fields.seconds("speech_pause", longest=LONGEST_SPEECH_PAUSE), standard.pause_seconds),
        interruptible=either(fields.flag("interruptible"), standard.interruptible),
        written=fields.written,
    )


def _limits(fields: Fields) -> Limits:
    standard = Limits()
    return Limits(
        call_seconds=either(fields.seconds("call", longest=LONGEST_CALL), standard.call_seconds),
        steps=either(fields.number("steps"), standard.steps),
        rows=either(fields.number("rows"), standard.rows),
        attempts=either(fields.number("attempts"), standard.attempts),
        after_call_seconds=either(
            fields.seconds("after_call", longest=LONGEST_AFTER_CALL), standard.after_call_seconds
        ),
    )


def _files(root: source.Mapping, key: str) -> tuple[Word, ...]:
    """The files under a key, whether the author named one or a list."""
    match root.get(key):
        case Scalar(value=str(path), span=span):
            return (Word(path, span),)
        case Sequence(items=items):
            return tuple(
                Word(item.value, item.span)
                for item in items
                if isinstance(item, Scalar) and isinstance(item.value, str)
            )
    return ()


def _values(reading: Reading, root: source.Mapping) -> Values:
    """Constants: texts, numbers, booleans, or lists of these."""
    node = root.get("values")
    values: list[tuple[Word, Template | tuple[Template, ...]]] = []
    for entry in node if isinstance(node, source.Mapping) else ():
        value: Template | tuple[Template, ...]
        if isinstance(entry.value, Sequence):
            value = tuple(reading.template(item, spoken=False) for item in entry.value.items)
        else:
            value = reading.template(entry.value, spoken=False)
        values.append((Word(entry.name, entry.key.span), value))
    return tuple(values)
