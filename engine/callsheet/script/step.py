"""What a step is: what a script holds of it, what it makes certain, how it is compiled and run."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from msgspec import Struct
from msgspec.structs import replace

from callsheet.analysis.facts import Fact, Facts, LineState
from callsheet.analysis.shapes import UNKNOWN, Shape
from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import Reply, Request
from callsheet.ports.telephony import Ability
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.parts import Arguments, Cases, Question, Rows, Statement, WayToTry, WrittenMessage
from callsheet.script.several import Together
from callsheet.script.words import Word

Block = tuple["Step", ...]
# An option for what may happen instead: the outcome that leads there, and what happens.
FAILS = ("failed", "it fails")
# What the state is called, behind the name of its step, that asks whether all was understood.
CONFIRM = "/confirm"


class QuestionAround(Struct, frozen=True):
    """The question around steps that run once it was answered: its state, what follows where nobody asks it again, and
    the loops around it. In a `collect`, whose state that is, `name` keeps its answer."""

    state: str = ""
    given_up: str = ""
    loops: int = 0
    name: str = ""
    collect: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """Where a step is compiled: the names of its state and of those that it can lead to."""

    name: str
    following: str  # what stands behind it in the script
    disconnected: str  # the end of a call that is disconnected here
    next_row: str = ""  # of the loop around it
    after_loop: str = ""  # what follows that loop
    loops: int = 0  # around it
    collecting: Together | None = None  # the collect around it
    question: QuestionAround = QuestionAround()  # the innermost one

    def answered(self, given_up: str, name: str = "") -> Self:
        """The place of the steps that run once the question here was answered, whose answer has a name."""
        collect = self.collecting.state if self.collecting and name else ""
        return replace(self, question=QuestionAround(self.name, given_up, self.loops, name, collect))

    @abstractmethod
    def state(self, step: "Step", outcomes: Mapping[str, str], *, suffix: str = "") -> None:
        """Add the state that runs `step`, with its outcomes and those that every state has."""

    @abstractmethod
    def block(self, label: str, block: Block | None) -> str:
        """Compile steps within this step; the name of their first state, or of what follows where there is none."""

    def if_fails(self, block: Block | None) -> Mapping[str, str]:
        """Where it leads if this step fails, and its author has said what is to be done then."""
        return {} if block is None else {"failed": self.block("if_fails", block)}

    @abstractmethod
    def blocks(self, blocks: Iterable[tuple[str, Block]]) -> dict[str, str]:
        """Compile several lists of steps, each with the outcome that leads there."""

    @abstractmethod
    def loop(self, block: Block, next_row: str) -> str:
        """Compile the steps that are run for each row, which lead to `next_row`; the name of their first state."""

    @abstractmethod
    def collect(self, block: Block, together: Together, confirm: str) -> str:
        """Compile the steps of a collect, which lead to the state `confirm`; the name of their first state."""

    @abstractmethod
    def section(self, name: str) -> str:
        """Compile a section's steps here; the name of their first state."""


class Step(Struct, frozen=True, kw_only=True):
    """One step as the author wrote it. A verb reads itself, says what it holds, compiles itself, and runs.

    What is said here holds for a verb that does not say otherwise: nobody else knows what verbs there are.
    """

    verb: ClassVar[str]
    line_before: ClassVar[tuple[LineState, ...]] = ()  # how the line may be; empty for a step that needs none
    line_after: ClassVar[LineState | None] = None  # how the line is once the step is done, where that changes it
    conditions: ClassVar[bool] = False  # what it evaluates are conditions: what is missing does not hold
    writes: ClassVar[bool] = False  # changes the database
    sends: ClassVar[bool] = False  # sends something to somebody
    needs_loop: ClassVar[bool] = False  # stands in a loop
    needs_rows: ClassVar[bool] = False  # stands in a loop that goes through rows
    needs_question: ClassVar[bool] = False  # stands in the steps behind an answer
    passes_keys: ClassVar[bool] = False  # a key that was pressed before it may answer a question behind it
    advances_loop: ClassVar[bool] = False  # goes to the innermost loop's next row, or out: its outcomes, in this order
    closes_loop: ClassVar[bool] = False  # leaves the innermost loop
    span: Span  # of the verb
    written: Mapping[str, Span] = {}  # its keys

    @property
    def label(self) -> str:
        """How a state's path calls this step."""
        return self.verb

    def texts(self) -> Iterable[Template | Expression]:
        """What it evaluates, its steps within left out."""
        return ()

    def reads(self) -> frozenset[str]:
        """The names that are in them."""
        return frozenset(str(use.path[0]) for text in self.texts() for use in text.uses)

    def prompt(self) -> Template | None:
        """What it speaks first."""
        return None

    def sound(self) -> Word | None:
        """The file that is played instead of its prompt."""
        return None

    @property
    def is_heard_whole(self) -> bool:
        """Whether nobody can interrupt its prompt."""
        return False

    @property
    def records(self) -> bool:
        """Whether it keeps what is said as a sound file."""
        return False

    def transcribes(self) -> Expression | None:
        """The recording that it puts into words."""
        return None

    def meanwhile(self) -> Template | None:
        """What it speaks where it takes long."""
        return None

    def empties(self) -> Iterable[str]:
        """The names that it may keep an empty text under, as its author says."""
        return ()

    def answer_keys(self) -> frozenset[str]:
        """The keys that answer its question, also before it is spoken."""
        return frozenset()

    def asks(self) -> Question | None:
        """What it asks the caller."""
        return None

    @property
    def own_attempts(self) -> int | None:
        """How often it listens, where that is not as under `limits`."""
        return None

    def executes(self) -> Statement | None:
        """The statement that it gives to the database, or the request that it sends."""
        return None

    def message(self) -> WrittenMessage | None:
        """The written message that it sends."""
        return None

    def compares(self) -> Cases | None:
        """The cases that the value of its expression is compared with."""
        return None

    @property
    def may_fit_nothing(self) -> bool:
        """Whether what it looks at may fit none of its cases, and its author has not said what is done then."""
        return False

    def blocks(self) -> Iterable[Block]:
        """The lists of steps within it."""
        return ()

    def answered(self) -> Iterable[Block]:
        """The lists of steps, also those of the defaults, that run once its question was answered, and may have it
        asked again."""
        return ()

    def is_asked_again(self, outcome: str) -> bool:
        """Whether its question is put once more after this outcome."""
        return False

    def goes_back_to(self) -> str:
        """The state of the question that it has asked once more after it was answered; empty where there is none."""
        return ""

    def falls_back(self) -> Mapping[tuple[str, ...], Block]:
        """The lists of steps that it takes from the script's defaults, by the keys that lead to them there."""
        return {}

    def rings(self) -> Template | None:
        """The name of the contact that it rings, or what holds one."""
        return None

    def wants(self) -> Iterable[Ability]:
        """What it wants of a line that not every line can do."""
        return ()

    def runs(self) -> Word | None:
        """The section that it runs."""
        return None

    def repeats(self) -> Block | None:
        """The steps within it that it runs again and again, in a loop."""
        return None

    def collects(self) -> frozenset[str]:
        """The names that it asks for, and has confirmed together. Until then its steps may run again."""
        return frozenset()

    def confirms(self) -> Iterable[str]:
        """The names whose values a yes to its question keeps."""
        return ()

    def goes_through(self) -> Rows | None:
        """The rows that its loop has."""
        return None

    def keeps(self) -> Iterable[Word]:
        """The names that it sets for the rest of the call."""
        return ()

    def computes(self) -> Arguments:
        """The names that it sets to what it computes, in this order."""
        return self.gives()

    def gives(self) -> Arguments:
        """The names that only the section has which it runs, each with its value."""
        return ()

    def sets(self) -> Iterable[Word]:
        """All names that it sets, that of a loop's rows and those of a section too."""
        given, rows = self.gives(), self.goes_through()
        if not given and rows is None:  # as of most steps
            return self.keeps()
        return (*self.keeps(), *(name for name, _ in given), *((rows.row,) if rows else ()))

    def kept_shape(self, library: Library) -> Shape:
        """What the names of `keeps` hold once it is done, as far as it tells by itself."""
        return UNKNOWN

    def evaluations(self, facts: Facts) -> "Iterable[tuple[Template | Expression, Facts]]":
        """What it evaluates, each with what is certain then."""
        return ((text, facts) for text in self.texts())

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        """What is certain after an outcome, of what was certain before; None where it cannot come to that outcome."""
        if outcome != "done":
            return facts
        for word in self.keeps():
            facts = facts.keep(word.text, Fact(self.kept_shape(facts.library)))
        return facts.on_line(self.line_after) if self.line_after else facts

    def ways(self, outcomes: Iterable[str], facts: Facts) -> Iterable[tuple[str, Facts | None]]:
        """The same after each of several outcomes."""
        return ((outcome, self.after(outcome, facts)) for outcome in outcomes)

    def at(self, *keys: str) -> Span:
        """Where its author wrote the first of these keys that is there; else the verb."""
        return next((self.written[key] for key in keys if key in self.written), self.span)

    def ways_to_try(self) -> Iterable[WayToTry]:
        """The ways on that its tests should have taken, each of them. None where there is only one."""
        return ()

    def also_takes(self, outcome: str) -> tuple[str, str] | None:
        """The state of another step, and an outcome of that, which one of its own outcomes is as well."""
        return None

    def options_to_try(self, done: str, **options: tuple[str, str]) -> Iterable[WayToTry]:
        """The same of a step with options for what may happen instead of what it is there for. Each has its outcome,
        and what happens then; one that its author left out is no way."""
        written = [(self.written[key], way) for key, way in options.items() if key in self.written]
        found = [WayToTry(outcome, span, happens) for span, (outcome, happens) in written]
        return (WayToTry("done", self.span, done), *found) if found else ()

    def compile(self, place: Place) -> None:
        """Add its states to the flow: one that leads to what follows, for most verbs."""
        place.state(self, {"done": place.following})

    @abstractmethod
    def run(self, call: StepContext) -> str | Request:
        """Do it. The outcome, one of those it was compiled with; or what has to be waited for."""

    def replied(self, call: StepContext, reply: Reply) -> str | Request:
        """Go on with what was waited for, which was done: the outcome, or what has to be waited for next."""
        return "done"
