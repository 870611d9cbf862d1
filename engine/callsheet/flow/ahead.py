"""What comes next in a script: the prompt that certainly does, and the keys that can answer a question that may."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from callsheet.expressions import Template
from callsheet.flow.model import Ahead, State
from callsheet.ports.requests import INSTEAD

# Steps that are looked at from one prompt to the next. More of them take their time anyway.
MOST_STEPS = 10

NOTHING = Ahead(None)

# By state: the states that can come next in the ordinary course.
Ways = Mapping[str, list[State]]


def ways_through(states: Mapping[str, State]) -> Ways:
    """The ordinary course of a flow. Nothing comes next where an ending may, or another part of the script."""
    return {name: _following(states, state) for name, state in states.items()}


def look_ahead(states: Mapping[str, State], ways: Ways) -> dict[str, Ahead]:
    """For the states that need the line: what certainly follows, if anything does."""
    found = ((state.name, _ahead(ways, state)) for state in states.values() if "hung_up" in state.next)
    return {name: ahead for name, ahead in found if ahead != NOTHING}


def _ahead(ways: Ways, state: State) -> Ahead:
    """Where the innermost loop goes on, it does so with a next row, or ends: both are looked at."""
    innermost = True
    for following in _course(ways, state):
        if following.step.advances_loop:
            prompts = [_prompt_from(ways, way) for way in ways[following.name]]
            if not innermost or len(prompts) < 2:  # another loop's rows; or the loop's end may end the call
                return NOTHING
            in_row, behind = prompts
            return Ahead(behind, in_row)
        if _settles(following):
            return Ahead(_spoken(following))
        innermost = innermost and not following.step.closes_loop
    return NOTHING


def _prompt_from(ways: Ways, state: State) -> Template | None:
    for following in (state, *_course(ways, state)):
        if following.step.advances_loop or _settles(following):
            return _spoken(following)
    return None


def _spoken(state: State) -> Template | None:
    """What the voice speaks there."""
    return state.step.prompt() if state.step.sound() is None else None


def _settles(state: State) -> bool:
    """Whether it speaks, or keeps something that may be in what is spoken behind it."""
    return state.step.prompt() is not None or any(True for _ in state.step.keeps())


def _course(ways: Ways, state: State) -> Iterator[State]:
    """The states that follow for certain, as far as there is one way to go."""
    for _ in range(MOST_STEPS):
        if len(ways[state.name]) != 1:
            return
        state = ways[state.name][0]
        yield state


def keys_ahead(states: Mapping[str, State], ways: Ways, constants: frozenset[str]) -> dict[str, frozenset[str]]:
    """For the states that speak: the keys that can be pressed meanwhile to answer a question that follows, where there
    are any. All that lies between lets them pass, and neither in between nor in the question is anything of data."""
    before: dict[str, list[State]] = defaultdict(list)
    for state in states.values():
        for following in ways[state.name]:
            before[following.name].append(state)
    keys: dict[str, frozenset[str]] = defaultdict(frozenset)  # pressed before the state begins
    spread: list[State] = []
    for state in states.values():
        if (answers := state.step.answer_keys()) and not _has_data(state, constants):
            keys[state.name] = answers
            spread.append(state)
    ahead: dict[str, frozenset[str]] = defaultdict(frozenset)
    while spread:  # each state comes here at most once for each key
        state = spread.pop()
        for one in before[state.name]:
            ahead[one.name] |= keys[state.name]
            if one.step.passes_keys and not _has_data(one, constants) and not keys[state.name] <= keys[one.name]:
                keys[one.name] |= keys[state.name]
                spread.append(one)
    return {name: found for name, found in ahead.items() if states[name].step.prompt() is not None}


def _has_data(state: State, constants: frozenset[str]) -> bool:
    prompt = state.step.prompt()
    return prompt is not None and prompt.has_data(constants)


def _following(states: Mapping[str, State], state: State) -> list[State]:
    # In the order of the outcomes: a loop's next row comes before its end. It is hoped that whoever is rung picks up:
    # what is whispered then is ready.
    hoped = ["done"] if state.step.rings() else [outcome for outcome in state.next if outcome not in INSTEAD]
    ways = dict.fromkeys([state.next[outcome] for outcome in hoped])
    found = [states[way] for way in ways if way in states]
    return [following for following in found if following.part is state.part] if len(found) == len(ways) else []
