"""Understanding by key and by phrase: certain, or `unclear`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from engine.ports.telephony import KeyPress, Utterance
from engine.ports.understanding import Intent, Understood
from engine.understanding.negation import negations
from engine.understanding.words import words

UNCLEAR = Understood("unclear", "unclear", 0.0)
DEFAULT_LANGUAGE = "en-US"
# Words of a phrase; a longer one is never understood. Nobody says it either, and to look for it at every word of an
# answer would take the product of the two lengths.
MOST_WORDS = 100


@dataclass(slots=True)
class Branch:
    """Where the words of phrases lead: on to more words, and to the intents that have a phrase ending here."""

    next: dict[str, "Branch"] = field(default_factory=dict)
    intents: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that was said: its place among the words, and whose it is."""

    start: int
    length: int
    intents: frozenset[str]

    @property
    def places(self) -> range:
        return range(self.start, self.start + self.length)


class Question:
    """A question's intents, made ready. Immutable after it was built; an answer costs time linear in its length."""

    __slots__ = ("_first", "_keys", "_negations")

    def __init__(self, intents: Sequence[Intent], language: str = DEFAULT_LANGUAGE) -> None:
        """`language` is the script's (`en-US`): it decides what is a negation."""
        self._negations = negations(language)
        self._keys: dict[str, set[str]] = {}
        self._first = Branch()
        for intent in intents:
            if intent.press:
                self._keys.setdefault(intent.press, set()).add(intent.name)
            for phrase in intent.phrases:
                branch = self._first
                said = words(phrase)
                for word in said if len(said) <= MOST_WORDS else ():
                    branch = branch.next.setdefault(word, Branch())
                branch.intents.add(intent.name)
        self._first.intents.clear()  # of phrases without a word

    def understand(self, heard: Utterance | KeyPress) -> Understood:
        """The intent that was meant, or `unclear`. Never raises."""
        if isinstance(heard, KeyPress):
            by_key = self._keys.get(heard.key, set())
            return Understood(next(iter(by_key)), "key", 1.0) if len(by_key) == 1 else UNCLEAR
        said = words(heard.text)
        taken = list(longest_first(list(self._matches(said)), len(said)))
        meant = {intent for match in taken for intent in match.intents}
        if len(meant) != 1:
            return UNCLEAR
        covered = {place for match in taken for place in match.places}
        if any(word in self._negations and place not in covered for place, word in enumerate(said)):
            return UNCLEAR
        return Understood(meant.pop(), "phrase", heard.confidence)

    def _matches(self, said: tuple[str, ...]) -> Iterator[Match]:
        """Every phrase in what was said, also those inside of each other."""
        for start in range(len(said)):
            branch = self._first
            for place in range(start, len(said)):
                following = branch.next.get(said[place])
                if following is None:
                    break
                branch = following
                if branch.intents:
                    yield Match(start, place + 1 - start, frozenset(branch.intents))


def longest_first(matches: list[Match], count: int) -> Iterator[Match]:
    """The matches that count: longer ones hide what they overlap, equally long ones stand beside each other."""
    hidden_by = [0] * count  # for each word, the length of the match that took it
    for match in sorted(matches, key=lambda match: -match.length):
        if all(hidden_by[place] in (0, match.length) for place in match.places):
            for place in match.places:
                hidden_by[place] = match.length
            yield match


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two intents that are meant by the same phrase or key. The texts are as their authors wrote them."""

    first: str
    second: str
    what: Literal["phrase", "key"]
    first_text: str
    second_text: str


def conflicts(intents: Sequence[Intent]) -> list[Conflict]:
    """Every pair of `intents` that could not be told apart, in the order of `intents`."""
    found = []
    spoken = [{words(phrase): phrase for phrase in reversed(intent.phrases) if words(phrase)} for intent in intents]
    for (index, first), (other, second) in combinations(enumerate(intents), 2):
        if first.press and first.press == second.press:
            found.append(Conflict(first.name, second.name, "key", first.press, second.press))
        shared = (said for said in reversed(spoken[index]) if said in spoken[other])
        found.extend(
            Conflict(first.name, second.name, "phrase", spoken[index][said], spoken[other][said]) for said in shared
        )
    return found
