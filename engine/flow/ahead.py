"""What is spoken next where the script leaves no choice: it can be made ready, and an interruption understood by it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engine.flow.model import Ahead, State

if TYPE_CHECKING:  # steps compile themselves into states: the two name each other
    from engine.steps.step import QuestionSettings

# Outcomes that end the ordinary course of a script: nobody prepares for them.
OUT_OF_COURSE = frozenset({"failed", "fault", "limit_reached", "shut_down", "hung_up"})
# Steps that are looked at from one prompt to the next. More of them take their time anyway.
MOST_STEPS = 10


def look_ahead(states: Mapping[str, State]) -> dict[str, Ahead]:
    """For the states that need the line: the prompt that certainly follows, if there is one."""
    found = ((state.name, _ahead(states, state)) for state in states.values() if "hung_up" in state.next)
    return {name: ahead for name, ahead in found if ahead is not None}


def _ahead(states: Mapping[str, State], state: State) -> Ahead | None:
    question: QuestionSettings | None = None
    at_once = True
    for following in _course(states, state):
        step = following.step
        if at_once and not step.structural:
            question, at_once = step.question_settings(), False
        prompt = step.prompt()
        if prompt is not None:
            return Ahead(prompt, question)
        if any(True for _ in step.keeps()):
            return None  # what it keeps may be in the prompt
    return None


def _course(states: Mapping[str, State], state: State) -> Iterator[State]:
    """The states that follow for certain, as far as there is one way to go."""
    for _ in range(MOST_STEPS):
        ways = {destination for outcome, destination in state.next.items() if outcome not in OUT_OF_COURSE}
        if len(ways) != 1 or (following := states.get(ways.pop())) is None or following.part is not state.part:
            return
        yield following
        state = following
