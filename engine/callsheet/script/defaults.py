"""What holds at every question that does not say otherwise, and what an answer is."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions import Template
from callsheet.script.intents import OR
from callsheet.script.step import Block
from callsheet.script.words import Word


class AnswerBlock(Struct, frozen=True):
    """Steps for what a caller can mean: one intent, or several as in `refuse or goodbye`, which is its `key`."""

    key: str
    intents: tuple[Word, ...]
    steps: Block

    def besides(self, taken: Collection[str]) -> "AnswerBlock":
        """The same for those of its intents that are not taken."""
        return replace(self, intents=tuple(intent for intent in self.intents if intent.text not in taken))

    @property
    def together(self) -> str:
        """The names of its intents."""
        return OR.join(intent.text for intent in self.intents)


class Defaults(Struct, frozen=True):
    """What a question takes that does not say otherwise. The numbers are the language's, section 4."""

    answers: tuple[AnswerBlock, ...] = ()
    if_silent: tuple[Template, ...] | None = None
    if_unclear: tuple[Template, ...] | None = None
    otherwise: Block | None = None
    timeout_seconds: float = 6.0
    pause_seconds: float = 0.5
    interruptible: bool = True
    written: Mapping[str, Span] = {}  # its keys

    def answers_besides(self, taken: Collection[str]) -> tuple[AnswerBlock, ...]:
        """The answers that hold at a question which has taken some intents for its own."""
        return tuple(left for answer in self.answers if (left := answer.besides(taken)).intents)

    def fallen_back_to(
        self, answers: Iterable[AnswerBlock], otherwise: Block | None
    ) -> Mapping[tuple[str, ...], Block]:
        """The lists of steps that a question takes from here, by the keys that lead to them: some `answers`, and what
        happens otherwise, where it has none of its own."""
        taken: dict[tuple[str, ...], Block] = {("answers", answer.key): answer.steps for answer in answers}
        if otherwise is None and self.otherwise is not None:
            taken["otherwise",] = self.otherwise
        return taken

    @property
    def holding(self) -> Mapping[str, Span]:
        """Where the ladders and otherwise stand that hold."""
        held = {"if_silent": self.if_silent, "if_unclear": self.if_unclear, "otherwise": self.otherwise}
        return {key: self.written[key] for key, value in held.items() if value is not None}

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The lists of steps in it."""
        return (*(answer.steps for answer in self.answers), self.otherwise or ())
