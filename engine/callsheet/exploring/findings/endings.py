"""How calls end: with a goodbye, by what the script itself does wrong, or never."""

from collections.abc import Hashable, Iterator

from callsheet.diagnostics.catalogue import FAILS_BY_ITSELF, HANDLER_FAILS, NO_GOODBYE
from callsheet.diagnostics.diagnostic import FILE_START
from callsheet.exploring.choices import Replied
from callsheet.exploring.findings.calls import Search, WalkedCalls
from callsheet.exploring.findings.finding import Found, WrongCall
from callsheet.exploring.graph import WalkedMove
from callsheet.exploring.paths import stays
from callsheet.flow.model import SILENT, Part, State
from callsheet.ports.line import Rung
from callsheet.ports.requests import INSTEAD, NotDone, RowsFound

# What the caller has heard last.
NOTHING, A_QUESTION, THE_LAST_ROW, WORDS = "nothing at all", "a question", "the last row of a loop", "words"
# What a script has to answer for where a step fails.
OWN_FAULTS = frozenset({"missing_value", "bad_value", "line"})


def no_goodbye(view: WalkedCalls) -> Found:
    """Calls that end while the caller is on the line, and has heard no last word."""
    found: dict[object, WrongCall] = {}
    search = Search(view, NOTHING)

    def follow(number: int, watched: Hashable, move: WalkedMove) -> Hashable | None:
        state = view.state(number)
        if not stays(move) or (state is not None and state.part in SILENT):
            return None
        if state is not None and state.part is not Part.STEPS and move.outcome in INSTEAD:
            return None  # that a handler fails is told of itself
        heard = watched if state is None else _heard(state, str(watched), move)
        if view.graph.situations[move.to].state.bridged:
            heard = WORDS  # somebody talks with them
        answered = view.graph.situations[number].state.answered_at is not None  # before, nothing can be said
        if state is not None and answered and heard != WORDS and _ends(view, state, move):
            bare = state.part is Part.STEPS and move.outcome in INSTEAD
            key = "bare" if bare else state.span
            if key not in found and not (bare and _too_many(move)):
                path = view.whole([*search.way(number, watched), move])
                found[key] = _unhandled(state, path) if bare else _wordless(state, str(heard), path)
        return heard

    search.run(follow)
    yield from found.values()


def _ends(view: WalkedCalls, state: State, move: WalkedMove) -> bool:
    """Whether the caller is off the line behind it."""
    to = view.state(move.to)
    return (to is None or to.part in SILENT) and state.part not in SILENT


def _heard(state: State, before: str, move: WalkedMove) -> str:
    step = state.step
    if move.choices and any(isinstance(each, Replied) and _mutes(each) for each in move.choices):
        return WORDS  # nothing can be said any more
    if step.asks() is not None:
        return A_QUESTION if move.prompts else before
    if step.advances_loop and before == WORDS:
        return THE_LAST_ROW
    return WORDS if move.prompts else before


def _mutes(choice: Replied) -> bool:
    return isinstance(choice.reply, NotDone) and choice.reply.mutes


def _too_many(move: WalkedMove) -> bool:
    return any(isinstance(each, Replied) and isinstance(each.reply, RowsFound) for each in move.choices)


def _unhandled(state: State, path: tuple[WalkedMove, ...]) -> WrongCall:
    message = f"where a step fails (line {state.span.line}, for instance), the call ends without a word"
    help_ = "write if_something_fails: with a sentence and disconnect"
    return WrongCall(NO_GOODBYE, FILE_START, message, help_, "something fails, and the caller hears nothing", path)


def _wordless(state: State, heard: str, path: tuple[WalkedMove, ...]) -> WrongCall:
    message = f"the call ends here, and the last that the caller heard was {heard}"
    return WrongCall(NO_GOODBYE, state.span, message, "say goodbye before it", "the call ends without a goodbye", path)


def fails_by_itself(view: WalkedCalls) -> Found:
    """Steps that fail by what their script gives them, and that nobody has dealt with."""
    reported: set[object] = set()
    for state in view.steps:
        for move in view.from_place(state.name):
            failure = move.failure
            if failure is None or failure.kind not in OWN_FAULTS or _world_failed(move) or state.span in reported:
                continue
            if state.part is Part.STEPS and "if_fails" in state.step.written:
                continue
            reported.add(state.span)
            path = view.whole([move], anyhow=True)
            if state.part is Part.STEPS:
                message = f"in some calls this step fails: {failure.message}"
                help_ = "ask for it before, or write | default(…) behind it"
                yield WrongCall(FAILS_BY_ITSELF, state.span, message, help_, "a step fails by its script", path)
            else:
                message = f"in some calls this step of {state.part.value} fails itself: {failure.message}"
                help_ = "write | default(…) behind what may be missing there"
                yield WrongCall(HANDLER_FAILS, state.span, message, help_, "the handler fails", path)


def _world_failed(move: WalkedMove) -> bool:
    return any(isinstance(each, Replied) and isinstance(each.reply, NotDone | Rung) for each in move.choices)


def handler_needs_database(view: WalkedCalls) -> Found:
    """Steps that need the database before the first words of `if_something_fails`: it may be what failed."""
    first = {
        state.next["failed"]
        for state in view.steps
        if state.part is Part.STEPS
        and "if_fails" not in state.step.written
        and state.next["failed"] in view.flow.states
    }
    for state in _silent_from(view, first):
        statement = state.step.executes()
        if statement is None or "if_fails" in state.step.written or not _speaks_behind(view, state):
            continue
        name = statement.name.text
        fails = next((move for move in view.from_place(state.name) if move.outcome == "failed"), None)
        message = f'"{name}" needs what may just have failed: then the words behind it are never said'
        help_ = "say the words first, or write if_fails: [] to go on without it"
        path = view.whole([fails], anyhow=True) if fails else ()
        yield WrongCall(HANDLER_FAILS, state.span, message, help_, f"{name} fails in the handler", path)


def _silent_from(view: WalkedCalls, places: set[str]) -> Iterator[State]:
    """The states from these places on, up to the first words."""
    seen, work = set(places), list(places)
    while work:
        state = view.flow.states[work.pop()]
        if state.part is Part.STEPS or state.step.prompt() is not None:
            continue
        yield state
        following = _following(view, state)
        work += following - seen
        seen |= following


def _speaks_behind(view: WalkedCalls, state: State) -> bool:
    seen, work = {state.name}, [state.name]
    while work:
        at = view.flow.states[work.pop()]
        if at.step.prompt() is not None:
            return True
        following = _following(view, at)
        work += following - seen
        seen |= following
    return False


def _following(view: WalkedCalls, state: State) -> set[str]:
    """The states that can come next where nothing else happens instead."""
    return {to for outcome, to in state.next.items() if outcome not in INSTEAD and to in view.flow.states}
