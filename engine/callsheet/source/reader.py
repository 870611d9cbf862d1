"""YAML to document, through libyaml's events.

The events are read rather than PyYAML's objects because these know neither positions nor duplicate keys, type `yes` as
a boolean and `12:30` as 750, and recurse over nested brackets until the process dies.
"""

import re

import yaml
from msgspec.structs import replace

from callsheet.diagnostics.catalogue import (
    AMBIGUOUS_VALUE,
    ANCHOR_OR_ALIAS,
    DUPLICATE_KEY,
    EMPTY_VALUE,
    FORBIDDEN_CHARACTER,
    LINE_IN_TEXT,
    SEVERAL_DOCUMENTS,
    TAG,
    TOO_DEEP,
    TOO_MANY_ENTRIES,
    YAML_SYNTAX,
)
from callsheet.diagnostics.diagnostic import FILE_START, Code, Diagnostic, Span
from callsheet.source import libyaml
from callsheet.source.document import LINE_BREAK, Broken, Document, Entry, Extent, Mapping, Node, Scalar, Sequence
from callsheet.source.libyaml import Offsets, place
from callsheet.source.lookalikes import as_typed, described, odd_one
from callsheet.source.nearby import comment_follows, dash_before, same_column_follows
from callsheet.source.nesting import Open
from callsheet.source.plain import slip_in, unquoted
from callsheet.source.quotes import PUT_IN_QUOTES, instead_of_list
from callsheet.source.scalars import AMBIGUOUS, NOTHING, NoValue, ambiguity, read_plain
from callsheet.source.schemas import stand_alone
from callsheet.source.text import TextRefused, read_text

NO_COLON_IN_BRACES = re.compile(r"\s*[,}]")
_ELSE_IF = r"(?i)else[ _]?if|elif"
LONGEST_SHOWN = 60  # characters of the author's own text in a help line
# Lists and mappings in each other: a script nests a handful of levels for each step within a step.
DEEPEST = 64
MOST_ENTRIES = 30_000  # keys, values and list items: a script of 300 lines has 800, and `check` takes seconds for these


def read_document(path: str, data: bytes) -> tuple[Document | None, list[Diagnostic]]:
    """The document of a file, and all that is wrong with its text.

    `path` is the file's name as messages show it. The document is None where a mistake stops the file: then there is
    exactly one diagnostic. Values that are empty or ambiguous are `Broken` and reported.
    """
    try:
        text = read_text(path, data)
        return _Reader(path, text).read()
    except TextRefused as refused:
        return None, [refused.diagnostic]


class _Reader:
    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.offsets = Offsets(text)
        self.diagnostics: list[Diagnostic] = []
        self.open: list[Open] = []
        self.extents: list[Extent] = []
        self.entries = 0
        self.root: Node | None = None
        self.anchors_reported = False
        self.last_quoted: Span | None = None
        self.last_slip: tuple[Code, int] | None = None

    def read(self) -> tuple[Document, list[Diagnostic]]:
        try:
            documents = 0
            for event in libyaml.events(self.text):
                if isinstance(event, yaml.NodeEvent):
                    self.node(event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self.close(event)
                elif isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        help_ = "delete this line; another script goes into a file of its own"
                        raise self.refuse(SEVERAL_DOCUMENTS, event, "a second document begins here", help_)
        except yaml.YAMLError as error:
            from callsheet.source.syntax import explain  # who reads what is right does not wait for it

            raise TextRefused(explain(self.path, self.text, error, self.last_quoted)) from None
        if self.root is None:
            self.root = Broken(FILE_START, 0, 0)
            self.report(EMPTY_VALUE, FILE_START, "this file is empty", "start from one of the examples")
        return Document(self.path, self.text, self.root, tuple(self.extents)), self.diagnostics

    def node(self, event: yaml.NodeEvent) -> None:
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            message, help_ = f"this file has more than {MOST_ENTRIES:,} keys, values and list items", "divide it"
            raise self.refuse(TOO_MANY_ENTRIES, event, message, help_)
        # To an author, an exclamation mark at the beginning of a text. An alias has none.
        is_tagged = getattr(event, "tag", None) is not None
        if is_tagged or event.anchor is not None:
            self.refuse_decoration(event, is_tagged=is_tagged)
        if isinstance(event, yaml.ScalarEvent):
            span, extent = self.offsets.of_scalar(event)
            self.extents.append(extent)
            start, end, _ = extent
            if self.expects_key():
                self.take_key(event, span, start, end)
            else:
                self.put(self.broken(event) if is_tagged else self.scalar(event, span, start, end))
        elif isinstance(event, yaml.CollectionStartEvent):
            self.begin(event)
        else:  # an alias stands for a node; as a key it has no text
            if self.expects_key():
                raise self.refuse(ANCHOR_OR_ALIAS, event, "an alias (*name) cannot be a key", "write the key out")
            self.put(self.broken(event))

    def refuse_decoration(self, event: yaml.NodeEvent, *, is_tagged: bool) -> None:
        """Anchors, aliases and tags: each hides from the reader what a line says."""
        if event.anchor is not None and not self.anchors_reported:
            self.anchors_reported = True  # an anchor and its aliases are one mistake
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            message = f'"{sign}{event.anchor}" is not allowed: a script has no anchors and aliases'
            self.report(ANCHOR_OR_ALIAS, _span(event), message, "write it out; if it is a text, put it in quotes")
        if is_tagged:
            start = self.offsets.of(event.start_mark)
            typed = LINE_BREAK.split(self.text[start : start + LONGEST_SHOWN])[0].lstrip("! ").rstrip()
            key = self.open[-1].key if self.open else None
            help_ = f'to turn it round, write "not {typed}"' if key and key.value == "if" else PUT_IN_QUOTES
            message = "a text or list cannot begin with an exclamation mark"
            self.report(TAG, Span.at(*place(event.start_mark)), message, help_)

    def begin(self, event: yaml.CollectionStartEvent) -> None:
        mapping, begins = isinstance(event, yaml.MappingStartEvent), place(event.start_mark)
        start = self.offsets.at(*begins)
        if mapping and self.text.startswith("{{", start):
            from callsheet.source.syntax import unquoted_braces

            span = Span.at(*begins, 2)
            raise TextRefused(unquoted_braces(self.path, span, LINE_BREAK.split(self.text)[span.line - 1]))
        if self.expects_key():
            rest = self.text[start:].partition("\n")[0]
            raise self.refuse(YAML_SYNTAX, event, "a list or mapping cannot be a key", instead_of_list(rest))
        if len(self.open) >= DEEPEST:
            message = f"this is nested deeper than {DEEPEST} levels"
            raise self.refuse(TOO_DEEP, event, message, "move the inner steps to a section of their own")
        self.open.append(Open(begins, start, start, bool(event.flow_style), mapping))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        ended = self.open.pop()
        ends = place(event.end_mark)
        span = Span(*ended.place, *ends)
        end = self.offsets.at(*ends) if ended.brackets else ended.end
        if ended.braced_words:
            self.put(Broken(span, ended.start, end))
        elif ended.mapping:
            self.put(Mapping(tuple(ended.entries.values()), span, ended.start, end, ended.complete))
        else:
            self.put(Sequence(tuple(ended.items), span, ended.start, end))

    def expects_key(self) -> bool:
        return bool(self.open) and (inside := self.open[-1]).mapping and inside.key is None

    def take_key(self, event: yaml.ScalarEvent, span: Span, start: int, end: int) -> None:
        inside, name = self.open[-1], event.value
        if (odd := odd_one(name)) is not None:
            here = Span.at(span.line, span.column + odd + bool(event.style))
            message = f"{described(name[odd])} stands here, and only looks like what was meant"
            name = as_typed(name).strip()
            self.report(FORBIDDEN_CHARACTER, here, message, f"type the key anew: {name}")
        key = Scalar(name, span, start, end, quoted=bool(event.style))
        inside.key, inside.end = key, key.end
        if name == "<<" and not key.quoted:
            if not self.anchors_reported:
                self.report(ANCHOR_OR_ALIAS, key.span, 'a merge key ("<<") is not allowed', "write the keys out")
            self.anchors_reported = True
            inside.left_out, inside.complete = True, False
        elif name == "" and not key.quoted:
            self.report(EMPTY_VALUE, key.span, "a key is missing before this colon", "write key: value")
            inside.left_out, inside.complete = True, False
        elif (first := inside.entries.get(name)) is not None:
            self.repeated(inside, key, first)
            inside.left_out = inside.repeats = True
            return
        inside.repeats = False

    def repeated(self, inside: Open, key: Scalar, first: Entry) -> None:
        """A key that stands there already. What follows it may repeat too, for one reason: it is told once."""
        if inside.repeats:
            return
        if (empty := inside.without_value) is not None:  # "renew:" indented too far, its own keys in its column
            del inside.entries[str(empty.value)]
            inside.complete, inside.without_value = False, None
            if len(self.open) > 1:
                self.open[-2].complete = False  # it may be one of those
            help_ = f'if "{empty.value}" begins something new, indent it less; else indent the lines below it more'
            self.diagnostics[inside.its_report] = replace(self.diagnostics[inside.its_report], help=help_)
            return
        inside.complete = False  # what it holds may be meant for something else: a name, an intent
        if len(self.open) > 1:
            self.open[-2].complete = False
        if re.fullmatch(_ELSE_IF, list(inside.entries)[-1]):  # the way that cannot be told so is reported
            return
        message = f'"{key.value}" stands here for the second time; the first is on line {first.key.span.line}'
        in_list = len(self.open) > 1 and not self.open[-2].mapping
        help_ = 'keep one of them; to begin another step, write "- " before it' if in_list else "keep one of them"
        self.report(DUPLICATE_KEY, key.span, message, help_)

    def put(self, node: Node) -> None:
        """Give a finished node to whatever it stands in."""
        if not self.open:
            self.root = node
            return
        inside = self.open[-1]
        inside.end = node.end
        if not inside.mapping:
            inside.items.append(node)
            return
        assert inside.key is not None, "libyaml gives a key before its value"  # noqa: S101 - states the parser's promise
        if not inside.left_out:
            inside.entries[str(inside.key.value)] = Entry(inside.key, node)
        inside.key, inside.left_out = None, False

    def scalar(self, event: yaml.ScalarEvent, span: Span, start: int, end: int) -> Node:
        if event.style:
            self.last_quoted = span
            return Scalar(event.value, span, start, end, quoted=True)
        value = read_plain(event.value)
        if isinstance(value, str):
            slip = slip_in(value, self.text, start, end, span)
            if slip is not None:
                if (slip.code, span.line) != self.last_slip:  # a list of them is one mistake
                    self.last_slip = slip.code, span.line
                    self.report(slip.code, slip.span, slip.message, slip.help)
                if slip.code is LINE_IN_TEXT:
                    return Broken(span, start, end)
                value = unquoted(value)
            return Scalar(value, span, start, end, commented=comment_follows(self.text, end))
        if value is NOTHING and event.anchor is None:  # of `&name` alone the anchor is reported
            if not event.value and self.in_braces_without_colon():
                return Broken(span, start, end)
            self.report_empty(event, span)
        elif value is AMBIGUOUS:
            self.report(AMBIGUOUS_VALUE, span, *ambiguity(event.value))
        if isinstance(value, NoValue):
            return Broken(span, start, end)
        return Scalar(value, span, start, end)

    def in_braces_without_colon(self) -> bool:
        """Whether this is the value that nobody wrote behind `pause` in `{pause}`; reports it, each group once."""
        inside = self.open[-1] if self.open else None
        if inside is None or inside.key is None or NO_COLON_IN_BRACES.match(self.text, inside.key.end) is None:
            return False
        if not inside.braced_words:
            inside.braced_words = True
            message = f'"{inside.key.value}" stands in braces and has no value'
            span = Span.at(*inside.place)
            self.report(EMPTY_VALUE, span, message, f"if this is a text, {PUT_IN_QUOTES}; if not, write key: value")
        return True

    def report_empty(self, event: yaml.ScalarEvent, span: Span) -> None:
        key = self.open[-1].key if self.open else None
        if event.value:
            message = f'"{event.value}" means "nothing", and nothing cannot stand here'
            help_ = f'write a value; if it is a text, write "{event.value}" in quotes'
        elif key is not None:
            span = key.span
            message, help_ = f'"{key.value}" has no value', "write a value behind the colon"
            if key.value in stand_alone():
                help_ = f'this step stands alone: write "- {key.value}", without the colon'
            elif comment_follows(self.text, key.end + 1):
                help_ = "everything after # is a comment: put the text in quotes"
            elif same_column_follows(self.text, key):
                help_ = f'write a value behind the colon; what belongs to "{key.value}" is indented by two more spaces'
            if not self.open[-1].left_out:
                self.open[-1].without_value, self.open[-1].its_report = key, len(self.diagnostics)
        elif self.open:
            span, message = dash_before(self.text, self.offsets.of(event.start_mark), span), "this list item is empty"
            help_ = "write a step or a text behind the dash, or delete it"
        else:
            message, help_ = "this file is empty", "start from one of the examples"
        self.report(EMPTY_VALUE, span, message, help_)

    def broken(self, event: yaml.NodeEvent) -> Broken:
        return Broken(_span(event), self.offsets.of(event.start_mark), self.offsets.of(event.end_mark))

    def report(self, code: Code, span: Span, message: str, help_: str) -> None:
        self.diagnostics.append(Diagnostic(code, self.path, span, message, help_))

    def refuse(self, code: Code, event: yaml.Event, message: str, help_: str) -> TextRefused:
        return TextRefused(Diagnostic(code, self.path, Span.at(*place(event.start_mark)), message, help_))


def _span(event: yaml.Event) -> Span:
    return Span(*place(event.start_mark), *place(event.end_mark))
