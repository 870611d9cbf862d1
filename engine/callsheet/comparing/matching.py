"""Which question of a new version is which of the old one, also where it was worded anew."""

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from callsheet.comparing.happenings import written
from callsheet.comparing.ways import AskedQuestion
from callsheet.flow.model import Flow, State

# Of two questions with different words: from here on they are one that was worded anew.
ALIKE = 0.5
# What the same answers, and the same name that keeps them, tell beside the words.
SAME_ANSWERS, SAME_NAME = 0.2, 0.3
# Pairs of questions that are compared; of a script with more new questions the first.
MOST_COMPARED = 60


class Matched(Struct, frozen=True):
    """The questions of both versions by their states, those of the old one already as the new one has them; and how
    those that were `reworded` were put before, by their new words."""

    old: Mapping[str, AskedQuestion]
    new: Mapping[str, AskedQuestion]
    reworded: Mapping[str, str]


def matched(old: Flow, new: Flow) -> Matched:
    """The questions of both, matched."""
    before, after = _questions(old), _questions(new)
    reworded = _reworded(_with_answers(old, before), _with_answers(new, after))
    back = {text: was for was, text in reworded.items()}
    before = {state: reworded.get(text, text) for state, text in before.items()}
    times, times_now = Counter(before.values()), Counter(after.values())
    alone = {text for text in times.keys() | times_now.keys() if times[text] != times_now[text]}
    return Matched(_numbered(before, alone), _numbered(after, alone), back)


def _questions(flow: Flow) -> dict[str, str]:
    return {
        state.name: written(question.text)
        for state in flow.states.values()
        if (question := state.step.asks()) and not state.step.collects()
    }


def _numbered(texts: Mapping[str, str], alone: set[str]) -> dict[str, AskedQuestion]:
    """The questions; those with the same words are told apart by their order, but for those whose words stand
    `alone`."""
    times: Counter[str] = Counter()
    found = {}
    for state, text in texts.items():
        times[text] += 1
        found[state] = AskedQuestion(text, 0 if text in alone else times[text])
    return {state: replace(asked, number=0) if times[asked.text] == 1 else asked for state, asked in found.items()}


def _with_answers(flow: Flow, texts: Mapping[str, str]) -> dict[str, State]:
    """The first state of each text."""
    found: dict[str, State] = {}
    for name, text in texts.items():
        found.setdefault(text, flow.states[name])
    return found


def _reworded(old: Mapping[str, State], new: Mapping[str, State]) -> dict[str, str]:
    """By the old words, the new ones; the likeliest pairs first."""
    gone = [text for text in old if text not in new][:MOST_COMPARED]
    came = [text for text in new if text not in old][:MOST_COMPARED]
    pairs = sorted(((_likeness(was, old[was], now, new[now]), was, now) for was in gone for now in came), reverse=True)
    found: dict[str, str] = {}
    for likeness, was, now in pairs:
        if likeness >= ALIKE and was not in found and now not in found.values():
            found[was] = now
    return found


def _likeness(was: str, before: State, now: str, after: State) -> float:
    likeness = SequenceMatcher(None, was.casefold().split(), now.casefold().split()).ratio()
    asked, asks = before.step.asks(), after.step.asks()
    if asked and asks and [word.text for word in asked.answers] == [word.text for word in asks.answers]:
        likeness += SAME_ANSWERS
    kept, keeps = ({word.text for word in state.step.keeps()} for state in (before, after))
    return likeness + (SAME_NAME if kept and kept == keeps else 0) + (SAME_NAME if before.name == after.name else 0)
