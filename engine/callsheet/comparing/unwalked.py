"""What of a script no walked call has come to: its steps, and the answers that no words were found for."""

from collections import Counter
from collections.abc import Iterator

from callsheet.comparing.happenings import written
from callsheet.comparing.wording import quoted
from callsheet.exploring.graph import Graph
from callsheet.flow.model import Part, State
from callsheet.ports.understanding import GIVEN

# Of such steps, as an author would call them. Two scripts have the same there where these are the same.
Unwalked = Counter[str]
GIVEN_UP = "otherwise"


def unwalked(graph: Graph) -> Unwalked:
    """The steps and answers that no call has come to. At a limit, the handler's steps are those at a failure."""
    places = {situation.place for situation in graph.situations}
    outcomes = {(graph.place(move.start), move.outcome) for move in graph.moves}
    found: Unwalked = Counter()
    for state in graph.flow.states.values():
        if state.part is Part.LIMIT:
            continue
        if state.name not in places:
            found[_described(state)] += 1
        else:
            for outcome in _answers(state):
                if (state.name, outcome) not in outcomes:
                    behind = graph.flow.states.get(state.next[outcome])
                    then = _described(behind) if behind else "the end of the call"
                    found[f"{_described(state)}, {outcome.replace('_', ' ')}: {then}"] += 1
    return found


def differences(old: Unwalked, new: Unwalked) -> Iterator[str]:
    """What is different there, in sentences."""
    for now in sorted(new - old):
        yield f"No call was found that comes to this now: {now}"
    for was in sorted(old - new):
        yield f"No call was found that came to this before: {was}"


def _described(state: State) -> str:
    step = state.step
    statement = step.executes()
    named = [statement.name.text] if statement else []
    return " ".join([step.verb, *named, *(quoted(written(text)) for text in step.texts())])


def _answers(state: State) -> set[str]:
    question = state.step.asks()
    if question is None or state.step.collects():
        return set()
    possible = {*(answer.text for answer in question.answers), GIVEN, GIVEN_UP}
    return {outcome for outcome in possible & state.next.keys() if not state.step.is_asked_again(outcome)}
