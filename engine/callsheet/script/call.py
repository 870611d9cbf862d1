"""What a step may do to the call that it runs in."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol, Self

from msgspec import Struct
from msgspec.structs import replace

from callsheet.expressions import Names, Template, Words
from callsheet.ports.exceptions import Told
from callsheet.ports.line import Listening
from callsheet.ports.messages import By
from callsheet.ports.requests import Request
from callsheet.ports.telephony import Heard, KeyPress, Utterance
from callsheet.ports.understanding import Understood
from callsheet.ports.values import Row, Value
from callsheet.script.collected import Collected
from callsheet.script.limits import Limits
from callsheet.script.parts import Arguments, QuestionSettings
from callsheet.script.words import Word

# What a row is called that nothing calls: a round of a loop.
NAMELESS = ""


class WritableNames(Names, Protocol):
    """The names of one call."""

    @property
    def kept(self) -> dict[str, Value]:
        """The values that are kept under names, for the whole call. None means that the name is missing."""

    def holding(self, name: str, value: Value) -> AbstractContextManager[None]:
        """While this is entered a value stands under a name."""

    def open_loop(self, row_name: str, rows: tuple[Value, ...]) -> None:
        """Begin a loop, before its first row; `row_name` is `NAMELESS` where nothing calls it."""

    def next_row(self) -> bool:
        """Go to the innermost loop's next row; False, and the loop is closed, where there is none."""

    def close_loop(self) -> None:
        """Leave the innermost loop."""

    def close_loops(self, around: int) -> None:
        """Leave all loops but the outermost ones, of which there are so many."""


class Asking(Struct, gc=False):  # as what it holds is plain data, no circle goes through it
    """How far a question has come: how often it listens at most, the line that is spoken next, what was heard so far,
    and what was heard last. `instead` is spoken in place of the question, where it is asked again."""

    most: int
    ladder: Literal["ask", "if_silent", "if_unclear"] = "ask"
    rung: int = 0
    listenings: int = 0
    silences: int = 0
    unclears: int = 0
    repeats: int = 0
    waited: bool = False  # the caller has asked for a moment
    heard: Heard | None = None
    instead: Words | None = None
    refused: bool = False  # something is to be changed
    given: Row | None = None  # the reply with a value that is not confirmed yet

    def once_more(self, instead: Words | None) -> Self | None:
        """The question after its answer was of no use; None where that was its last attempt."""
        listenings = self.listenings + 1
        if listenings >= self.most:
            return None
        return replace(self, ladder="ask", listenings=listenings, heard=None, instead=instead, given=None)


class StepContext(Protocol):
    """What a step may do. What has to be waited for is a request, which the step returns; its reply comes to `replied`.

    Raises `Unusable`, `LineFailed` and `LimitReached`, which the interpreter turns into outcomes.
    """

    limits: Limits
    asking: Asking | None  # the question under way

    @property
    def names(self) -> WritableNames:
        """The names that the step can see."""

    @property
    def collected(self) -> Mapping[str, Collected]:
        """How far each collect has come, by its state."""

    def collect(self, state: str, collected: Collected) -> None:
        """Note how far a collect has come."""

    def pick_up(self) -> Request | None:
        """Answer the call; None where it was answered before."""

    def say(self, text: Template, *, interruptible: bool, sound: Word | None) -> Request | None:
        """Speak a text, or play its sound, to its end or until it is interrupted; None where nothing can be said, and
        need not be."""

    def put(self, prompt: Template | Words, question: QuestionSettings, sound: Word | None) -> Request | KeyPress:
        """Speak, or play the sound of the prompt, and listen: one attempt; or the key that has answered it already."""

    def was_set(self, name: str) -> bool:
        """Whether something is kept under a name that was not there from the start."""

    def end_question(self) -> None:
        """The question under way is over: it was answered, or given up."""

    def ask_again(self, question: str, instead: Template | None) -> bool:
        """Have the question of a state, which was answered, under way again, with another text in its place; False
        where it has been asked as often as it may."""

    def given(self, question: str) -> Row:
        """The reply with the value that the caller has given to the question of a state, and has not confirmed yet."""

    def understand(self, heard: Heard, question: QuestionSettings) -> Understood | Request:
        """What was meant, or the question for a model."""

    def taken(self, words: Utterance, question: QuestionSettings) -> Understood | None:
        """The value that words are which were said for a question before it was put; None where they are none now."""

    def pointed_at(self, understood: Understood, heard: Heard | None, question: QuestionSettings) -> Understood:
        """What a model has understood, with the value that it has pointed at."""

    def pause(self, seconds: float) -> Request:
        """Silence on the line."""

    def hang_up(self) -> Request:
        """End the call for everyone."""

    @property
    def is_bridged(self) -> bool:
        """Whether the caller talks with somebody else."""

    def ring(self, contact: Template, seconds: float) -> Request:
        """Ring a contact, or a number, and connect whoever picks up with the caller."""

    def until_unbridged(self) -> Request:
        """Wait until the other side has hung up."""

    def speak_beside(self, text: Template, to: Literal["other", "both"]) -> Request | None:
        """Speak while they talk; None where nothing can be said, and need not be."""

    def leave(self) -> Request:
        """Leave the call to those who talk."""

    def record(self, text: Template, listening: Listening, *, beep: bool) -> Request:
        """Speak a text, give a tone, and keep what is said then."""

    def record_call(self, *, stops: bool) -> Request | None:
        """Keep the call from here on, or no longer; None where that is so already."""

    def put_into_words(self, recording: Value) -> Request:
        """What is said in a recording."""

    def reads_many(self, query: str) -> bool:
        """Whether a query gives rows, and not one."""

    def read(self, query: str, arguments: Arguments, while_waiting: Template | None) -> Request:
        """Read the rows of a query; where that takes long, something is spoken meanwhile."""

    def write(self, write: str, arguments: Arguments, while_waiting: Template | None) -> Request:
        """Do a write, exactly once; where that takes long, something is spoken meanwhile."""

    def request(self, request: str, arguments: Arguments, while_waiting: Template | None) -> Request:
        """Send a request to another system; where that takes long, something is spoken meanwhile."""

    def message(self, text: Template, to: Template | None, by: By) -> Request:
        """Send a written message, once, to a number, or to whoever is on the line."""

    def note(self, text: Template) -> None:
        """A line in the journal."""


class LimitReached(Told):
    """The call has come to a limit of its script; `message` says which, for an operator."""
