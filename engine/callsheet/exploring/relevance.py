"""What of a call can still make a difference, at each place: the names and columns that something later depends on, and
the names that are only spoken, or passed on."""

from collections import deque
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from callsheet.exploring.compared import nodes_in
from callsheet.expressions import Expression, Template, tree
from callsheet.flow.model import Flow, State
from callsheet.ports.understanding import GIVEN
from callsheet.script.step import CONFIRM, Step
from callsheet.understanding.built_in import AGREE

Names = frozenset[str]
NONE: Names = frozenset()
# What tells when a call takes place, and, of `call`, who is on the line.
CLOCK = frozenset(tree.CLOCK)
NUMBERS = frozenset({"caller_number", "callee_number", "person_number", "direction"})
# What a loop tells of itself.
COUNTED = frozenset({"number", "total", "first", "last"})


class Live(Struct, frozen=True):
    """Before a step: the names that `decide` something from there on, those that are `spoken`, the columns that decide,
    those that are only `said`, and the places of questions and collects that may be come to `again`, with what is known
    of them."""

    decide: Names = NONE
    spoken: Names = NONE
    columns: Names = NONE
    said: Names = NONE
    again: Names = NONE

    @property
    def counts(self) -> bool:
        """Whether something depends on how far a loop has come."""
        return "loop" in self.decide and not COUNTED.isdisjoint(self.columns)

    @property
    def clock(self) -> bool:
        """Whether something depends on when the call takes place."""
        return not CLOCK.isdisjoint(self.decide) or "hours" in self.spoken

    @property
    def numbers(self) -> bool:
        """Whether something depends on who is on the line."""
        return "call" in self.decide | self.spoken and not NUMBERS.isdisjoint(self.columns | self.said)

    def joined(self, other: "Live") -> "Live":
        """What is so of either."""
        return Live(
            self.decide | other.decide,
            self.spoken | other.spoken,
            self.columns | other.columns,
            self.said | other.said,
            self.again | other.again,
        )


class Relevance:
    """`before` has it by place; `deciding` are the places at which what is read decides something."""

    def __init__(self, flow: Flow) -> None:
        self._states = flow.states
        self.before = _backwards(flow)
        self.deciding = frozenset(state.name for state in flow.states.values() if self._decides(state))

    def at(self, place: str) -> Live:
        """Nothing of a call that has ended matters."""
        return self.before.get(place, Live())

    def once_agreed(self, place: str) -> Names:
        """The names that decide something once the value that was given at a place is confirmed, and kept."""
        state = self._states.get(place + CONFIRM) or self._states[place]
        return self.at(state.next.get(AGREE.name, "")).decide

    def read_at(self, place: str) -> Names:
        """The names and columns that something depends on once the step at a place was run. What is only passed on to a
        database is as good as anything else."""
        step = self._states[place].step
        found = read_in(_asked(step))
        if place in self.deciding:
            found |= read_in(step.texts())
        elif step.executes() is None:
            found |= read_in(step.texts()) & (NUMBERS | {"hours"})
        return found | {"person_number"} if _answers_the_line(step) else found

    def _decides(self, state: State) -> bool:
        step = state.step
        later = self.at(state.next.get("done", ""))
        computed = {word.text for word, _ in step.computes()}
        return decides_itself(step) or not computed.isdisjoint(later.decide)


def decides_itself(step: Step) -> bool:
    """Whether where the call goes behind a step depends on what it reads."""
    return step.conditions or step.compares() is not None or step.goes_through() is not None


def _backwards(flow: Flow) -> dict[str, Live]:
    states = flow.states
    leads_here: dict[str, list[str]] = {name: [] for name in states}
    for state in states.values():
        for to in set(state.next.values()):
            to = flow.beyond(state, to)
            if to in states:
                leads_here[to].append(state.name)
    found = dict.fromkeys(states, Live())
    work = deque(reversed([*states]))
    waiting = set(work)
    own = {name: _own(state.step) for name, state in states.items()}
    while work:
        name = work.popleft()
        waiting.remove(name)
        state = states[name]
        live = replace(own[name], again=own[name].again | {name}) if state.step.collects() else own[name]
        for outcome, to in state.next.items():
            later = found.get(flow.beyond(state, to), Live())
            if name in later.again and not state.step.collects():
                later = replace(later, again=later.again - {name})
            live = live.joined(_through(state.step, outcome, later))
        if live != found[name]:
            found[name] = live
            for before in leads_here[name]:
                if before not in waiting:
                    waiting.add(before)
                    work.append(before)
    return found


# A message goes to whoever is on the line, where nothing else is said.
_MESSAGE = Live(spoken=frozenset({"call"}), said=frozenset({"person_number"}))


def _answers_the_line(step: Step) -> bool:
    message = step.message()
    return message is not None and message.to is None


def _own(step: Step) -> Live:
    """What a step itself depends on, and what it says."""
    question = step.asks()
    deciding = (*_asked(step), *(step.texts() if decides_itself(step) else ()))
    together = question.settings.together if question else None
    again = frozenset({step.goes_back_to(), together.state if together else ""} - {""})
    sent = _MESSAGE if _answers_the_line(step) else Live()
    spoken = step.reads() - _held(step)
    return sent.joined(Live(_names(deciding), spoken, _columns(deciding), _columns(step.texts()), again))


def _through(step: Step, outcome: str, later: Live) -> Live:
    """What matters before a step, of what matters behind it."""
    computed = step.computes()
    if outcome == "done" and computed:
        for word, value in reversed(computed):
            name, reads = word.text, _names((value,))
            if name in later.decide:
                decide = (later.decide - {name}) | reads
                later = replace(later, decide=decide, columns=later.columns | _columns((value,)))
            later = replace(later, spoken=(later.spoken - {name}) | reads)
        return later
    kept = {word.text for word in step.keeps()} if _keeps(step, outcome) and not computed else set()
    if outcome == AGREE.name:
        kept |= _held(step)
    return replace(later, decide=later.decide - kept, spoken=later.spoken - kept) if kept else later


def _keeps(step: Step, outcome: str) -> bool:
    """Whether the names of a step hold something else after an outcome, whatever they held before."""
    if question := step.asks():
        settings = question.settings
        return outcome == GIVEN and settings.slot is not None and not (settings.confirmed or settings.confirms)
    return step.executes() is not None


def _held(step: Step) -> Names:
    """The name whose value a step speaks that is not kept before the caller has agreed."""
    question = step.asks()
    return frozenset(step.confirms()) if question and question.settings.slot else NONE


def _asked(step: Step) -> tuple[Template | Expression, ...]:
    """What decides which values a question takes."""
    question = step.asks()
    return tuple(question.settings.slot.texts()) if question and question.settings.slot else ()


def read_in(texts: Iterable[Template | Expression]) -> Names:
    """The names and columns in some texts."""
    known = tuple(texts)
    return _names(known) | _columns(known)


def _names(texts: Iterable[Template | Expression]) -> Names:
    return frozenset(node.name for node in nodes_in(texts) if isinstance(node, tree.Name))


def _columns(texts: Iterable[Template | Expression]) -> Names:
    found: set[str] = set()
    for node in nodes_in(texts):
        match node:
            case tree.Field(name=name) | tree.Item(index=tree.Literal(value=str() as name)):
                found.add(name)
    return frozenset(found)
