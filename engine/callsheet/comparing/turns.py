"""Who it is that notices a difference: the beginnings of scenes in words."""

from collections.abc import Iterable, Mapping, Sequence

from callsheet.comparing.ways import ScenePlace, SceneStart
from callsheet.comparing.wording import does, listed, quoted
from callsheet.flow.model import Flow
from callsheet.ports.understanding import CHANGED, GIVEN
from callsheet.understanding.built_in import BUILT_IN

PLACES = {
    ScenePlace.BEGINNING: "at the beginning of the call",
    ScenePlace.FAILURE: "once something has failed",
    ScenePlace.HANG_UP: "once the caller has hung up",
    ScenePlace.AFTER: "after the call",
}
# Questions, or places of a call, that one sentence names.
MOST_NAMED = 5
OUTCOMES = {
    GIVEN: "gives what is asked for",
    CHANGED: "changes an answer",
    "otherwise": "gives no usable answer",
}


def spoken_answers(flows: Iterable[Flow]) -> Mapping[str, str]:
    """The intents that every script knows, by what is mostly said for them there."""
    found = {}
    for flow in flows:
        for state in flow.states.values():
            question = state.step.asks()
            for intent in question.settings.listener.intents if question else ():
                if intent.name in BUILT_IN and intent.phrases:
                    found[intent.name] = intent.phrases[0]
    return found


def answers(outcome: str, spoken: Mapping[str, str]) -> str:
    """What a caller does whose answer has this outcome."""
    return OUTCOMES.get(outcome) or f"answers {quoted(spoken.get(outcome, outcome.replace('_', ' ')))}"


def subjects(turns: Sequence[SceneStart], spoken: Mapping[str, str]) -> list[str]:
    """Whom something is said of, in words that a sentence begins with: those who answer, and those who are somewhere
    else in the call."""
    answered: dict[str, dict[str, None]] = {}
    numbers: dict[str, set[int]] = {}
    places: dict[str, None] = {}
    for turn in turns:
        if turn.asked:
            answered.setdefault(turn.asked.text, {})[answers(turn.outcome, spoken)] = None
            numbers.setdefault(turn.asked.text, set()).add(turn.asked.number)
        else:
            places[_place(turn)] = None
    who = [f"who {_together([*told])} at {quoted(text)}{_which(numbers[text])}" for text, told in answered.items()]
    found = [f"A caller {_some(who, 'who is at one of {} more questions')}"] if who else []
    if places:
        where = _some([*places], "at {} more places")
        found.append(f"{where[0].upper()}{where[1:]}, a caller")
    return found


def _some(parts: Sequence[str], more: str) -> str:
    """As many as can be kept in mind, and how many more there are."""
    left = len(parts) - MOST_NAMED
    return listed([*parts[:MOST_NAMED], *([more.format(left)] if left > 0 else [])], "or")


def _which(numbers: set[int]) -> str:
    """Which of several questions with the same words it is, where it is one of them only."""
    return f" (number {number} of the script)" if len(numbers) == 1 and (number := min(numbers)) else ""


def _together(told: list[str]) -> str:
    """Several answers, the verb once."""
    verb = "answers "
    said = [each.removeprefix(verb) for each in told if each.startswith(verb)]
    return listed([*([verb + listed(said, "or")] if said else []), *(e for e in told if not e.startswith(verb))], "or")


def _place(turn: SceneStart) -> str:
    if turn.at is ScenePlace.NEXT:
        return f"at the next {turn.row}" if turn.row else "in the next round"
    if turn.happened:
        words = turn.happened.words
        return f"behind {quoted(words)}" if words else f"once a caller {does(turn.happened)}"
    return PLACES[turn.at]
