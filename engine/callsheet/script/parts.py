"""What a step can have in it, as checks and tests look at it, whatever its verb: a statement, a question, cases."""

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions import Template
from callsheet.ports.line import Listening
from callsheet.script.intents import Listener
from callsheet.script.words import Word

Arguments = tuple[tuple[Word, Template], ...]


class Statement(Struct, frozen=True):
    """A named statement of a `.sql` file, and the values for its parameters."""

    name: Word
    arguments: Arguments
    all_arguments: bool  # False where a key of `with` was left out as nobody's
    extent: Span  # of the whole step
    writes: bool


class QuestionSettings(Struct, frozen=True):
    """How a question listens: its intents, whether it can be interrupted, and its silences, in seconds."""

    listener: Listener
    interruptible: bool
    timeout_seconds: float
    pause_seconds: float

    @property
    def listening(self) -> Listening:
        """What a line is told about it."""
        return Listening(self.listener.phrases, self.timeout_seconds, self.pause_seconds)


class Question(Struct, frozen=True):
    """What a caller is asked, and what is said where no answer was understood."""

    text: Template
    answers: tuple[Word, ...]
    if_silent: tuple[Template, ...]
    if_unclear: tuple[Template, ...]
    has_ladders: bool  # somebody wrote both, if only to say that there is none
    has_otherwise: bool
    settings: QuestionSettings

    @property
    def again(self) -> tuple[Template, ...]:
        """What is spoken where it is asked again."""
        return (*self.if_silent, *self.if_unclear)


class Cases(Struct, frozen=True):
    """The texts that one value is compared with."""

    texts: tuple[Word, ...]
    has_else: bool
