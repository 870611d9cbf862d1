"""Expressions and texts, compiled: what the steps of a script hold, and what a call evaluates."""

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions.facts import Present
from callsheet.expressions.part import Inserted, NameUse
from callsheet.expressions.reach import constant
from callsheet.expressions.tree import Tree
from callsheet.expressions.unheard import Unheard, unheard
from callsheet.expressions.values import MOST_CHARACTERS, Evaluate, Names, ToText, Unusable, holds
from callsheet.ports.values import Value

NOTHING_TO_HEAR = 'has nothing in it that can be spoken; where it may be empty, write | default("") behind it'


class Constant(Struct, frozen=True):
    """A value that is known without a call. (A record, because None is a value.)"""

    value: Value


class Expression(Struct, frozen=True):
    """A bare expression, as `if`, `in` and `switch` hold it.

    `present_if_true` and `present_if_false` are the paths that are certainly there where it holds, and where not.
    `quote` is the mark for texts that fits there. `nodes` are the tree and all that it is made of, `size` is how many
    names, values and signs these are.
    """

    source: str
    span: Span
    tree: Tree
    nodes: tuple[Tree, ...]
    size: int
    uses: tuple[NameUse, ...]
    quote: str
    constant: Constant | None
    present_if_true: Present
    present_if_false: Present
    closure: Evaluate

    @property
    def computed(self) -> tuple["Expression"]:
        """What of it is computed: the whole."""
        return (self,)

    def evaluate(self, names: Names) -> Value:
        """The value.

        Raises:
            Unusable: something in it is missing or of the wrong kind. Nothing else.
        """
        return self.closure(names)

    def holds(self, names: Names) -> bool:
        """Whether it holds as a condition. Raises `Unusable` as `evaluate` does."""
        return holds(self.closure(names))


class Words(Struct, frozen=True):
    """What a spoken text says. `data` of its characters have been spoken once all that comes from data has."""

    text: str
    data: int
    unheard: tuple[Unheard, ...] = ()

    def need_all(self) -> None:
        """Raises `Unusable` where any data in it is not heard: whoever answers, answers what they have heard."""
        for one in self.unheard:
            raise Unusable("speech", f"{one.name} {NOTHING_TO_HEAR}")

    def need_sentences(self) -> None:
        """The same where data that is a sentence of its own is not heard: a question about it may follow."""
        if self.unheard:
            replace(self, unheard=tuple(one for one in self.unheard if one.alone)).need_all()


class Template(Struct, frozen=True, dict=True):
    """A text with `{{ … }}` in it, or a value that is nothing but one, or a value without any.

    `computed` are those of its `parts` that are no text of its author's: each `{{ … }}`.

    `spoken` texts are always text, on one line, and cut at `MOST_CHARACTERS`; others keep the type of a lone `{{ … }}`.
    """

    source: str
    span: Span
    spoken: bool
    parts: tuple[str | Inserted, ...]
    computed: tuple[Inserted, ...]
    uses: tuple[NameUse, ...]
    constant: Constant | None
    to_text: ToText

    @property
    def literal(self) -> str:
        """What of it is written out, and not computed."""
        return " ".join(part for part in self.parts if isinstance(part, str))

    @property
    def size(self) -> int:
        """How many names, values and signs are computed in it."""
        return sum([part.size for part in self.computed])

    @property
    def may_be_empty(self) -> bool:
        """Whether its author says that it may be an empty text."""
        if self.constant is not None:
            return self.constant.value == ""
        return any(part.may_be_empty for part in self.computed)

    @cached_property
    def evaluate(self) -> Evaluate:
        """The shortest way to its value; of a spoken text, to the words to speak. It raises `Unusable` where something
        in it is missing, of the wrong kind, or makes a text that is too long, and nothing else."""
        if self.constant is not None:
            return constant(self.constant.value)
        if self.spoken:
            return self.text
        if len(self.parts) == 1 and isinstance(self.parts[0], Inserted):
            return self.parts[0].closure
        return self._joined

    def _joined(self, names: Names) -> str:
        text = "".join(self.pieces(names))
        if len(text) > MOST_CHARACTERS:
            raise too_long()
        return text

    def text(self, names: Names) -> str:
        """The words of a spoken text, on one line, at most `MOST_CHARACTERS`. Raises `Unusable` as `evaluate` does."""
        if self.constant is not None:
            return str(self.constant.value)
        return one_line("".join(self.pieces(names)))[:MOST_CHARACTERS]

    def words(self, names: Names, known: frozenset[str], emptied: frozenset[str] = frozenset()) -> Words:
        """What is spoken. Data comes from names that are not `known` from the script itself; those that it may set to
        an empty text are `emptied`. Raises `Unusable` as `evaluate` does."""
        if self.constant is not None:
            return Words(str(self.constant.value), 0)
        pieces = self.pieces(names)
        text = one_line("".join(pieces))[:MOST_CHARACTERS]
        data = min(len(one_line("".join(pieces[: self._data_parts(known)]))), len(text))
        return Words(text, data, tuple(unheard(self.parts, pieces, known, emptied)))

    def has_data(self, known: frozenset[str]) -> bool:
        """Whether any of it comes from names that are not `known` from the script itself."""
        return self.constant is None and self._data_parts(known) > 0

    def _data_parts(self, known: frozenset[str]) -> int:
        """How many parts there are up to the last one that comes from data."""
        data = (
            number for number, part in enumerate(self.parts, 1) if not (isinstance(part, str) or part.reads <= known)
        )
        return max(data, default=0)

    def pieces(self, names: Names) -> list[str]:
        """The texts of all parts; stops soon after they are too long together."""
        pieces: list[str] = []
        length = 0
        for part in self.parts:
            if isinstance(part, str):
                piece = part
            else:
                value = part.closure(names)
                piece = value if type(value) is str else self.to_text(value, names, part.label)
                if len(piece) > MOST_CHARACTERS:
                    piece = one_line(piece) if self.spoken else piece
                    piece = piece[: MOST_CHARACTERS + 1]
            pieces.append(piece)
            length += len(piece)
            if length > MOST_CHARACTERS and not self.spoken:
                break
        return pieces


def one_line(text: str) -> str:
    """The text with line breaks and runs of white space made one space each."""
    return " ".join(text.split())


def too_long() -> Unusable:
    return Unusable("bad_value", f"a text is longer than {MOST_CHARACTERS:,} characters")
