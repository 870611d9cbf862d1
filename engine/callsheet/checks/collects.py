"""What a `collect` cannot have in it: its steps run again where something is changed."""

from collections import defaultdict
from collections.abc import Iterator

from callsheet.diagnostics.catalogue import NOT_IN_COLLECT, OUT_OF_PLACE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.flow.model import Flow, State
from callsheet.ports.understanding import CHANGED
from callsheet.script.step import CONFIRM


def check_collects(flow: Flow) -> Iterator[Diagnostic]:
    """Steps on a way to the confirmation that must not run twice, and questions that it cannot change."""
    before: dict[str, set[str]] = defaultdict(set)
    for state in flow.states.values():
        for destination in state.next.values():
            before[destination].add(state.name)
    for state in flow.states.values():
        yield from _called_elsewhere(flow, state)
        if names := state.step.collects():
            for name in sorted(_on_the_way(flow, before, state.name)):
                yield from _mistake(flow, flow.states[name], names)


def _called_elsewhere(flow: Flow, state: State) -> Iterator[Diagnostic]:
    question, at = state.step.asks(), state.step.written.get("called")
    if question and at and question.settings.together is None:
        message = '"called" has no meaning at this question: nobody changes its answer by a name'
        help_ = "it belongs to a question with as in a collect"
        yield Diagnostic(OUT_OF_PLACE, flow.path, at, message, help_)


def _on_the_way(flow: Flow, before: dict[str, set[str]], opens: str) -> set[str]:
    """The states of a collect from which the call may come to its confirmation, or to its steps once more."""
    found: set[str] = set()
    waiting = [*before[opens + CONFIRM]]
    waiting += [state.name for state in flow.states.values() if state.next.get(CHANGED) == opens]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in (opens, opens + CONFIRM):
            found.add(name)
            waiting += before[name]
    return found


def _mistake(flow: Flow, state: State, names: frozenset[str]) -> Iterator[Diagnostic]:
    step = state.step
    statement = step.executes()
    request = flow.requests.get(statement.name.text) if statement else None
    once = step.writes or step.sends or step.records or step.rings() is not None
    if once or (request is not None and request.changes):
        message = f'"{step.verb}" would run again where the caller changes something'
        yield Diagnostic(NOT_IN_COLLECT, flow.path, state.span, message, "move it behind the collect")
    elif step.repeats() is not None:
        message = f'"{step.verb}" would be left half-way where the caller changes something'
        yield Diagnostic(NOT_IN_COLLECT, flow.path, state.span, message, "move it before the collect, or behind it")
    elif step.collects():
        message = "a collect cannot have another one in it"
        yield Diagnostic(NOT_IN_COLLECT, flow.path, state.span, message, "write the questions of both into one")
    elif step.asks() and not names & {word.text for word in step.keeps()} and not state.name.endswith(CONFIRM):
        message = "nothing that is said later can change the answer to this question"
        help_ = "write the question itself into the collect, with as, or move it out of the collect"
        yield Diagnostic(NOT_IN_COLLECT, flow.path, state.span, message, help_)
