"""What a step can have in it, as checks and tests look at it, whatever its verb: a statement, a question, cases."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.catalogue import UNKNOWN_QUERY, UNKNOWN_REQUEST
from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.expressions import Expression, Names, Template
from callsheet.ports.line import LONGEST_SECONDS, Listening
from callsheet.ports.messages import By
from callsheet.script.intents import Listener
from callsheet.script.several import Together
from callsheet.script.slots import Slot
from callsheet.script.wanted import Wanted
from callsheet.script.words import Word
from callsheet.understanding.built_in import AGREE, REFUSE

Arguments = tuple[tuple[Word, Template], ...]


# Whoever is asked for a text may tell a story: a minute of it.
LONGEST_TEXT_SECONDS = 60.0

# What the caller says where a value is to be confirmed.
CONFIRMED = {AGREE.name: "the caller says that it is right", REFUSE.name: "the caller says that it is wrong"}


# The verbs that name one.
StatementVerb = Literal["query", "write", "request"]


class StatementFiles(Struct, frozen=True):
    """The files that have what a verb names: the script's key that lists them, how they end, what one is called, where
    it is that they change something, and the code of a name that is in none of them."""

    key: Literal["data", "requests"]
    ending: str
    called: str
    changed: str
    unknown: Code


SQL_FILES = StatementFiles("data", ".sql", "SQL file", "the database", UNKNOWN_QUERY)
HTTP_FILES = StatementFiles("requests", ".http", "file of requests", "another system", UNKNOWN_REQUEST)


class StatementKind(Struct, frozen=True):
    """What the statements of a verb are, and what comes of them, as parts of a sentence: it `finds` something, or the
    `other` outcome, for which there is an option, that it `finds_not`."""

    files: StatementFiles
    finds: str
    other: str
    finds_not: str

    @property
    def option(self) -> str:
        """The option for the other outcome."""
        return f"if_{self.other}"


class Statement(Struct, frozen=True):
    """A named statement of a `.sql` file, or a named request of a `.http` file, that a verb is for; and the values for
    its parameters."""

    name: Word
    arguments: Arguments
    all_arguments: bool  # False where a key of `with` was left out as nobody's
    extent: Span  # of the whole step
    verb: StatementVerb
    kind: StatementKind


class WrittenMessage(Struct, frozen=True):
    """A written message: its text, whom it goes to, whoever is on the line where nothing is said, and by what; and
    whether the step deals with its not being sent."""

    text: Template
    to: Template | None
    by: By
    deals_with_failure: bool


class QuestionSettings(Struct, frozen=True, dict=True):
    """How a question listens: its intents, the value that it asks for, whether it can be interrupted, and its silences,
    in seconds."""

    listener: Listener
    interruptible: bool
    timeout_seconds: float
    pause_seconds: float

    slot: Slot | None = None
    private: bool = False  # what callers answer is told to nobody
    echo: str = ""  # how an answer says again what the question says of a value, as a pattern
    confirmed: bool = False  # whether the value was understood is asked before it is kept
    confirms: bool = False  # it asks whether a value was understood: another one is said, and not typed
    together: Together | None = None  # the other questions of the collect around it

    def wanted(self, names: Names, now: Callable[[], datetime], language: str) -> Wanted:
        """What is listened for now. Raises `Unusable` where that cannot be told."""
        wanted = self.phrases
        if self.slot is not None:
            wanted = self.slot.wanted(self.listener, names, now(), language)
            wanted = replace(wanted, echo=self.echo, confirmed=self.confirmed)
        if not self.confirms:
            return wanted
        return replace(wanted, keys={}, value_first=True, refused_in="" if self.together else language)

    @cached_property
    def phrases(self) -> Wanted:
        """What is listened for where no value is asked for: the same in all calls."""
        return Wanted(self.listener, self.listener.intents)

    def listening(self, wanted: Wanted) -> Listening:
        """What a line is told about it."""
        return self._for_phrases if wanted is self.phrases else self._listening(wanted)

    @cached_property
    def _for_phrases(self) -> Listening:
        return self._listening(self.phrases)

    def _listening(self, wanted: Wanted) -> Listening:
        phrases = wanted.listener.phrases
        if self.confirms and self.together:
            phrases += self.together.called.phrases
        return Listening(
            phrases,
            self.timeout_seconds,
            self.pause_seconds,
            longest_seconds=LONGEST_TEXT_SECONDS if wanted.kind == "text" else LONGEST_SECONDS,
            kind=wanted.kind,
            words=wanted.said_with,
            most_keys=self.slot.most_keys if self.slot and not self.confirms else 0,
        )


class WayToTry(Struct, frozen=True):
    """A way on from a step that a test can take: its outcome, where its author wrote it (at the step itself, where that
    is not done), and what happens there, as a part of a sentence: "the caller is silent"."""

    outcome: str
    span: Span
    happens: str


class Question(Struct, frozen=True):
    """What a caller is asked, and what is said where no answer was understood."""

    text: Template
    answers: tuple[Word, ...]
    if_silent: tuple[Template, ...]
    if_unclear: tuple[Template, ...]
    places: Mapping[str, Span]  # of ladders and otherwise, as far as somebody wrote them, here or in the defaults
    settings: QuestionSettings
    called: tuple[str, ...] = ()  # how callers name it, to change its answer
    complete: bool = True  # False where some of them could not be read

    def in_collect(self, together: Together) -> "Question":
        """The same question, heard together with the others of a collect."""
        return replace(self, settings=replace(self.settings, together=together))

    @property
    def has_ladders(self) -> bool:
        """Whether somebody wrote both, if only to say that there is none."""
        return self.places.keys() >= {"if_silent", "if_unclear"}

    @property
    def has_otherwise(self) -> bool:
        """Whether somebody wrote what happens where the caller is not understood."""
        return "otherwise" in self.places

    def ways_to_try(self) -> Iterator[WayToTry]:
        """The ways on from it: its answers, and what happens where none was understood."""
        confirmed = CONFIRMED if self.settings.confirms else {}
        for answer in self.answers:
            said = confirmed.get(answer.text) or f'the caller says "{answer.text}"'
            yield WayToTry(answer.text, answer.span, said)
        if self.if_silent:
            yield WayToTry("silent", self.places["if_silent"], "the caller is silent")
        if self.if_unclear:
            yield WayToTry("unclear", self.places["if_unclear"], "the caller is not understood")
        if self.has_otherwise:
            yield WayToTry("otherwise", self.places["otherwise"], "there is no answer in the end")

    @property
    def again(self) -> tuple[Template, ...]:
        """What is spoken where it is asked again."""
        return (*self.if_silent, *self.if_unclear)


class Rows(Struct, frozen=True):
    """The name of one row, and what gives the rows."""

    row: Word
    all: Expression


# Before what a case is called, in the outcome that leads to it.
CASE = "case "


class Cases(Struct, frozen=True):
    """The texts that one value is compared with."""

    texts: tuple[Word, ...]
    has_else: bool
