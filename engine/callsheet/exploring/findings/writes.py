"""What callers are told of what is written, and what is written of what they have said."""

from collections import deque
from collections.abc import Hashable, Iterator

from callsheet.diagnostics.catalogue import LEFT_UNTOUCHED, NEVER_TOLD, SAID_AS_DONE, SAID_BEFORE_WRITTEN
from callsheet.exploring.findings.calls import Search, WalkedCalls, is_answer
from callsheet.exploring.findings.finding import Found, WrongCall
from callsheet.exploring.graph import WalkedMove
from callsheet.exploring.paths import goes_well, stays
from callsheet.flow.model import Part, State
from callsheet.ports.requests import INSTEAD
from callsheet.script.step import Step

# A step that is heard, and the moves to it.
_Spoken = tuple[State, list[WalkedMove]]
# Between rows of a loop nothing is watched; in a row nobody has answered yet.
OUTSIDE, FRESH = "outside", "fresh"


def left_untouched(view: WalkedCalls) -> Found:
    """Answers behind which a row ends with nothing written, in loops in which something is written for their rows."""
    for state in view.steps:
        rows = state.step.goes_through()
        if rows is None or state.part is not Part.STEPS:
            continue
        inside = _Inside(state.name)
        within = [other for other in view.steps if inside(other.name)]
        if any(view.changes(other) and rows.row.text in other.step.reads() for other in within):
            yield from _untouched(view, state, inside, {other.name for other in within if _deals(view, other)})


def _deals(view: WalkedCalls, state: State) -> bool:
    """Whether something is done with a step for what the caller has said: it is kept, or passed on to somebody."""
    return view.changes(state) or state.step.sends or state.step.rings() is not None


class _Inside:
    """Whether a place is within the rows of a loop."""

    def __init__(self, loop: str) -> None:
        self.next = f"{loop}/next"
        self._within, self._none = f"{loop}/", f"{loop}/if_none/"

    def __call__(self, place: str) -> bool:
        return place.startswith(self._within) and not place.startswith(self._none) and place != self.next


def _untouched(view: WalkedCalls, loop: State, inside: _Inside, deals: set[str]) -> Found:
    found: dict[object, WrongCall] = {}
    nested = [_Inside(other.name) for other in view.steps if inside(other.name) and other.step.goes_through()]
    search = Search(view, OUTSIDE)

    def follow(number: int, watched: Hashable, move: WalkedMove) -> Hashable | None:
        place, step, before = view.graph.place(number), view.step(number), watched
        if not stays(move) or move.outcome in INSTEAD or not (goes_well(move) or is_answer(step, move)):
            return None
        if place in (loop.name, inside.next):
            return FRESH if inside(view.graph.place(move.to)) else OUTSIDE
        if watched == OUTSIDE or step is None:
            return watched
        if place in deals or step.closes_loop or step.line_after == "down":
            return OUTSIDE
        if step.asks() and is_answer(step, move):
            watched = FRESH if any(rows(place) for rows in nested) else move  # that is about a row of its own
        if view.graph.place(move.to) == inside.next and isinstance(watched, WalkedMove):
            span, words = view.answer(watched)
            if span.line not in found:  # answers with the same steps are one
                row = loop.step.goes_through()
                what = f'this "{row.row.text}"' if row else "this row"
                message = f"{words}, and the call goes on with nothing written for {what} (line {loop.span.line})"
                help_ = "write something for it, or stop_loop; or say with a comment why nothing is to be written"
                path = view.whole([*search.way(number, before), move])
                title = f"{words}, and nothing is written"
                found[span.line] = WrongCall(LEFT_UNTOUCHED, span, message, help_, title, path, left=True)
        return watched if inside(view.graph.place(move.to)) else OUTSIDE

    search.run(follow)
    yield from found.values()


def said_as_done(view: WalkedCalls) -> Found:
    """What is said behind a write where it was done, and also where it failed, or changed nothing."""
    for state in view.steps:
        if not view.changes(state) or state.part is not Part.STEPS:
            continue
        said = _said_behind(view, state.next["done"])
        if said is None:
            continue
        for outcome, what, key in (("failed", "failed", "if_fails"), ("unchanged", "changed nothing", "if_unchanged")):
            if key not in state.step.written:
                continue
            way = next(
                (way for move in view.from_place(state.name) if (way := _leads(view, move, outcome, said))), None
            )
            if way and not (_hears(view, way) and _comes_otherwise(view, said)):
                name = _name(state.step)
                message = f'this is also said where "{name}" (line {state.span.line}) {what}'
                help_ = "say something else there, and end the list with next_item, stop_loop or disconnect"
                title = f"{name} {what}, and the caller hears otherwise"
                telling = view.graph.place(way[-1].to)
                yield WrongCall(SAID_AS_DONE, said.span, message, help_, title, view.whole(way), telling)


def _said_behind(view: WalkedCalls, place: str) -> State | None:
    """The prompt that certainly follows, before anything is asked or done."""
    for _ in range(20):
        state = view.flow.states.get(place)
        if state is None or state.step.asks() or state.step.advances_loop or view.changes(state):
            return None
        if state.step.prompt() is not None:
            return state
        ways = {to for outcome, to in state.next.items() if outcome not in INSTEAD}
        if len(ways) != 1:
            return None
        place = ways.pop()
    return None


def _leads(view: WalkedCalls, move: WalkedMove, outcome: str, said: State) -> list[WalkedMove] | None:
    """The moves from an outcome to a prompt, with no question and no other row between."""
    if move.outcome != outcome:
        return None
    found: dict[int, list[WalkedMove]] = {move.to: [move]}
    work = deque([move.to])
    while work:
        number = work.popleft()
        state = view.state(number)
        if state is None or state.step.asks() or state.step.advances_loop:
            continue
        if state.span == said.span:
            return found[number]
        for following in view.graph.out[number]:
            if goes_well(following) and following.to not in found:
                found[following.to] = [*found[number], following]
                work.append(following.to)
    return None


def _hears(view: WalkedCalls, way: list[WalkedMove]) -> bool:
    """Whether the caller is told something on a way."""
    return any(move.prompts for move in way)


def _comes_otherwise(view: WalkedCalls, said: State) -> bool:
    """Whether something is also said where nothing was to be written: then it tells of no write."""
    before: dict[str, set[str]] = {}
    for move in view.graph.moves:
        before.setdefault(view.graph.place(move.to), set()).add(view.graph.place(move.start))
    seen, work = {said.name}, [said.name]
    while work:
        for place in before.get(work.pop(), set()) - seen:
            state = view.flow.states[place]
            if state.step.asks() or state.step.advances_loop:
                return True
            seen.add(place)
            if not view.changes(state):
                work.append(place)
    return False


def said_before_written(view: WalkedCalls) -> Found:
    """Answers whose write is lost where the caller hangs up in what is said before it."""
    reported: set[object] = set()
    for state in view.steps:
        if state.step.asks() is None or state.part is not Part.STEPS:
            continue
        for move in view.from_place(state.name):
            if is_answer(state.step, move):
                yield from _before_written(view, move, reported)


def _before_written(view: WalkedCalls, answer: WalkedMove, reported: set[object]) -> Found:
    for spoken, way, write in _spoken_before(view, answer):
        key = spoken.span, write.span
        if key in reported:
            continue
        reported.add(key)
        gone = next((move for move in view.graph.out[way[-1].to] if move.outcome == "hung_up"), None)
        name = _name(write.step)
        _, words = view.answer(answer)
        message = (
            f'this is said before "{name}" (line {write.span.line}) is done: where the caller hangs up here, they have'
            " answered, and nothing is written"
        )
        path = view.whole([*way, gone], anyhow=True) if gone else ()
        title = f"{words} and hangs up at once, and nothing is written"
        yield WrongCall(SAID_BEFORE_WRITTEN, spoken.span, message, f'put "{name}" before it', title, path, left=True)


def _spoken_before(view: WalkedCalls, answer: WalkedMove) -> Iterator[tuple[State, list[WalkedMove], State]]:
    """What is heard between an answer and what is written for it: the step, the moves to it, and the write."""
    seen: set[tuple[int, str]] = set()
    first: tuple[list[WalkedMove], _Spoken | None] = ([answer], None)
    work = deque([first])
    while work:
        way, spoken = work.popleft()
        number = way[-1].to
        state = view.state(number)
        if state is None or state.step.asks() or _loops(state.step) or state.part is not Part.STEPS:
            continue
        if view.changes(state):
            if spoken is not None:
                yield spoken[0], spoken[1], state
            continue
        if state.step.line_after == "down" or state.step.rings():
            continue
        heard = state.step.prompt() is not None or not state.step.texts()
        if spoken is None and "hung_up" in state.next and heard and not state.step.records:
            spoken = state, way
        for move in view.graph.out[number]:
            key = move.to, spoken[0].name if spoken else ""
            if goes_well(move) and move.outcome != "none" and key not in seen:
                seen.add(key)
                work.append(([*way, move], spoken))


def _loops(step: Step) -> bool:
    return step.advances_loop or step.repeats() is not None


def never_told(view: WalkedCalls) -> Found:
    """What is written where nobody understood the caller, of which a caller who stays is told nothing before they are
    asked something else, or the call ends."""
    found: dict[str, WrongCall] = {}
    search = Search(view, (False, ""))

    def follow(number: int, watched: Hashable, move: WalkedMove) -> Hashable | None:
        state = view.state(number)
        given_up, untold = watched if isinstance(watched, tuple) else (False, "")
        if state is not None and state.part is not Part.STEPS:
            return None
        if not stays(move) or move.outcome in INSTEAD:
            return None
        step = state.step if state else None
        if step is not None and step.asks() and not step.is_asked_again(move.outcome):
            given_up = move.outcome == "otherwise"
        if step is not None and step.advances_loop:
            given_up = False
        if step is not None and step.prompt() is not None and not step.asks():
            untold = ""
        if state is not None and view.changes(state) and move.outcome == "done" and given_up:
            untold = state.name
        to = view.state(move.to)
        over = to is None or to.step.asks() is not None or to.step.advances_loop
        if untold and over:
            if untold not in found and state is not None:
                written = view.flow.states[untold]
                name = _name(written.step)
                message = f'a caller who stays is not told that "{name}" was done, though nobody had understood them'
                path = view.whole([*search.way(number, watched), move])
                title = f"{name} is done, and the caller is not told"
                found[untold] = WrongCall(NEVER_TOLD, written.span, message, "say it behind the write", title, path)
            untold = ""
        return given_up, untold

    search.run(follow)
    yield from found.values()


def _name(step: Step) -> str:
    statement = step.executes()
    return statement.name.text if statement else step.label
