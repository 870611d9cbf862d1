"""What is forgotten of calls where there are too many situations: it is chosen anew wherever something depends on it.
Each call that can happen is among the walked ones then, and some are that cannot."""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from callsheet.exploring.choices import Recalled
from callsheet.exploring.compared import Compared
from callsheet.exploring.undecided import Cells
from callsheet.interpreter.state import CallData, OpenLoop
from callsheet.ports.values import Row, Value
from callsheet.script.call import NAMELESS

Names = frozenset[str]
# What may be settled of how a call has begun.
NUMBER, MOMENT = "number", "moment"
BEGUN = {NUMBER: "who calls", MOMENT: "when the call takes place"}
# Rounds of a loop that are still told apart, counted from its end, where others are not.
MOST_ROUNDS = 1


class LeftOpen(Struct, frozen=True):
    """Names whose value is forgotten, but for its kind; columns; what was settled of how a call has begun; and whether
    the rounds of loops are, beyond the last ones."""

    names: Names = frozenset()
    columns: Names = frozenset()
    begun: Names = frozenset()
    rounds: bool = False

    def told(self) -> tuple[str, ...]:
        """In an author's words."""
        return (
            *(f"what {name} holds" for name in sorted(self.names)),
            *(f"what stands in {column}" for column in sorted(self.columns)),
            *(BEGUN[what] for what in sorted(self.begun)),
            *(["how many rounds of a loop are left"] if self.rounds else []),
        )

    def with_one_more(self, names: Iterable[str], columns: Iterable[str]) -> "Iterator[LeftOpen]":
        """The same with one thing more that is forgotten, of those that may be."""
        if not self.rounds:
            yield replace(self, rounds=True)
        yield from (replace(self, begun=self.begun | {what}) for what in (NUMBER, MOMENT) if what not in self.begun)
        yield from (replace(self, columns=self.columns | {each}) for each in columns if each not in self.columns)
        yield from (replace(self, names=self.names | {each}) for each in names if each not in self.names)

    def in_loop(self, loop: OpenLoop) -> OpenLoop:
        """The loop with the rounds that are told apart; one more stands for all that are not."""
        if not self.rounds or loop.row_name != NAMELESS:
            return loop
        return OpenLoop(loop.row_name, loop.rows[: MOST_ROUNDS + 1], loop.at)


class Memories:
    """The values that forgotten names have had, one of each class that makes a difference."""

    def __init__(self, compared: Compared) -> None:
        self._compared = compared
        self._seen: dict[str, dict[tuple[str, Hashable], Value]] = {}

    @property
    def size(self) -> int:
        """How many there are."""
        return sum(map(len, self._seen.values()))

    def note(self, name: str, value: Value) -> Value:
        """Note a value; what stands in its place from now on."""
        known = self._seen.setdefault(name, {})
        return known.setdefault((kind(value), self._told(name, value)), _undecided(value))

    def _told(self, name: str, value: Value) -> Hashable:
        match value:
            case Row(columns=Cells(source=source)):
                return source
            case Row():
                return repr(value)
            case tuple():
                return len(value)
        return self._compared.told_apart(name, value)

    def options(self, name: str, value: Value) -> Sequence[Recalled]:
        """All that may be meant by what stands in the place of a value."""
        same = kind(value)
        return [Recalled(name, known) for (of, _), known in self._seen.get(name, {}).items() if of == same]


def kind(value: Value) -> str:
    """All that matters of what is only spoken."""
    return "list" if isinstance(value, tuple) else type(value).__name__


def has_more_rounds(state: CallData) -> bool:
    """Whether the innermost loop may have more rounds than are told apart."""
    loop = state.loops[-1] if state.loops else None
    return loop is not None and loop.row_name == NAMELESS and len(loop.rows) > MOST_ROUNDS


def with_a_round_more(state: CallData) -> None:
    """Give the innermost loop another round, so that as many are left behind this one."""
    *around, loop = state.loops
    state.loops = (*around, OpenLoop(loop.row_name, (*loop.rows, loop.rows[-1]), loop.at))


def _undecided(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_undecided(item) for item in value)
    if isinstance(value, Row) and isinstance(value.columns, Cells):
        return Row(value.columns.undecided())
    return value
