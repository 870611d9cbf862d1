"""What is changed, or sent to the caller, before anybody has asked them anything: done without their answer."""

from collections.abc import Iterator

from callsheet.analysis.facts import NUMBERS
from callsheet.checks.ways import FactsAt, states_before
from callsheet.diagnostics.catalogue import CHANGED_UNASKED
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.flow.model import Flow, State
from callsheet.queries.records import Library
from callsheet.script.parts import Statement, WrittenMessage

FIRST = 'put the question before it, and this step under its answer, such as "agree:"'
_NUMBERS = {("call", name) for name in NUMBERS}
NOTES = "what only notes that there was a call stands under after_call"


def check_unasked(flow: Flow, reached: FactsAt, library: Library) -> Iterator[Diagnostic]:
    """Steps behind something that was told, or in a loop that tells of its rows, with no question on a way to them.

    What adds a row keeps silent, as does what stands before the first word: so authors note that there was a call.
    """
    before = states_before(flow, _hears, [flow.start])
    if not any(_changes(state, library) or _is_sent(state) for state in before):
        return
    spoken = [state for state in before if state.step.prompt()]
    told = {each.name for each in states_before(flow, _hears, (to for state in spoken for to in state.next.values()))}
    told_of = {str(use.path[0]) for state in flow.states.values() if (text := state.step.prompt()) for use in text.uses}
    found: dict[Span, Diagnostic] = {}
    for state in before:
        rows = {name for name, _ in reached[state.name].loops} if state.name in reached else set[str]()
        if state.name in told or rows & told_of & state.step.reads():
            for message, help_ in _words(state, library):
                found.setdefault(state.span, Diagnostic(CHANGED_UNASKED, flow.path, state.span, message, help_))
    yield from (found[span] for span in sorted(found))


def _hears(state: State) -> bool:
    """Whether a caller, or whoever was rung for them, has had a say from here on."""
    step = state.step
    return step.asks() is not None or step.rings() is not None or (step.records and step.prompt() is not None)


def _words(state: State, library: Library) -> Iterator[tuple[str, str]]:
    """What to say of a step that changes or sends something: a message and its help."""
    if statement := _changes(state, library):
        where = statement.kind.files.changed
        message = f'"{statement.name.text}" changes what is in {where}, and on a way to it the caller was asked nothing'
        yield message, f"{FIRST}; {NOTES}"
    if _is_sent(state):
        yield "this message goes to the caller, and on a way to it they were asked nothing", FIRST


def _changes(state: State, library: Library) -> Statement | None:
    """The statement or request that changes or removes what is there."""
    statement = state.step.executes()
    named = library.named(statement.name.text) if statement else None
    return statement if named and named.replaces else None


def _is_sent(state: State) -> WrittenMessage | None:
    """The message that goes to whoever is on the line."""
    message = state.step.message()
    return message if message and (message.to is None or _NUMBERS & {use.path for use in message.to.uses}) else None
