"""Understanding by key and by phrase: certain, or `unclear`.

An answer is understood where all of it means one intent and nothing is said beside it but fillers.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import Literal

from msgspec import Struct

from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.ports.understanding import UNCLEAR, Intent, Understood
from callsheet.understanding import english, english_words
from callsheet.understanding.answers import MOST_SAID, Chunk, Kind, Listened, Reading, Saying
from callsheet.understanding.built_in import BUILT_IN, GOODBYE, OPERATOR, REPEAT
from callsheet.understanding.languages import Language, language
from callsheet.understanding.patterns import Patterns, TrieNode, follow
from callsheet.understanding.ready import is_built_in, is_question, ready_for
from callsheet.understanding.words import folded

# No answer yet: "one moment".
WAIT = Understood("unclear", "wait", 0.0)
DEFAULT_LANGUAGE = "en-US"
# Answers of a question that are understood at once when they are given again, and the characters of one: most callers
# say what others have said before. 20 kB a question at the most.
MOST_REMEMBERED, LONGEST_REMEMBERED = 256, 80
# An answer that is no phrase of any question.
NO_PHRASE = "hm hm hm"
# Pairs of intents of one question that are looked for: more have one cause.
MOST_CONFLICTS = 1000

# What a question begins with that asks for something, and a clause of its own behind a no.
ASKING = frozenset(("can", "could", "may", "might", "would", "will", "why", "what", "do", "how"))
CLAUSE = ASKING | frozenset(("i", "please", "let", "give", "get", "put", "connect", "transfer"))
PAUSE = r"[,.;:!?\u2026\u2014\u2013\u3001\uff0c\u3002\uff01\uff1f\u061b\u060c]+|\s-+\s"


@cache
def _compiled(patterns: tuple[str, ...], kind: Kind, spoken: Language) -> TrieNode[Saying]:
    """Patterns made ready, once for all questions."""
    made: Patterns[Saying] = Patterns(english_words.LISTS, spoken.plain)
    for pattern in patterns:
        made.add(pattern, Saying(kind))
    return made.root


def prepare(name: str) -> None:
    """Make ready what every question in a language listens for, which takes some tenths of a second: no call should
    wait until the first answer that is no phrase has been looked at."""
    Matcher(tuple(BUILT_IN.values()), name).understand(Utterance(NO_PHRASE))


class Matcher:
    """A question's intents, made ready. An answer costs time linear in its length."""

    def __init__(self, intents: Sequence[Intent], name: str = DEFAULT_LANGUAGE) -> None:
        """`name` is the language of the script (`en-US`)."""
        self._intents = tuple(intents)
        self._language = language(name)
        self._keys: dict[str, set[str]] = {}
        # Of intents that a plain yes or no means.
        self._signs: dict[str, Kind] = {}
        self._sayings: list[Saying] = []
        # Answers that are nothing but a phrase, which most are: with its accents, the intents.
        self._whole: dict[tuple[str, ...], set[str]] = {}
        # Words that callers may ask for by a phrase of the author's.
        self._asked_for: set[str] = set()
        # What texts were understood as; in memory alone.
        self._remembered: dict[str, str] = {}
        self._questions: set[tuple[str, ...]] = set()
        for intent in intents:
            if intent.press:
                self._keys.setdefault(intent.press, set()).add(intent.name)
            ready = ready_for(intent, self._language)
            self._sayings += ready.sayings
            self._questions |= ready.questions
            self._asked_for |= ready.asked_for
            if ready.sign is not None:
                self._signs[intent.name] = ready.sign
            for saying in ready.sayings:
                self._whole.setdefault(saying.phrase, set()).add(intent.name)

    def understand(self, heard: Utterance | KeyPress) -> Understood:
        """The intent that was meant, or `unclear`. Never raises."""
        if isinstance(heard, KeyPress):
            by_key = self._keys.get(heard.key, set())
            return Understood(next(iter(by_key)), "key", 1.0) if len(by_key) == 1 else UNCLEAR
        remembered = self._remembered.get(heard.text)
        if remembered is not None:
            return Understood(remembered, "phrase", heard.confidence)
        understood = self._understand(heard)
        if understood.how == "phrase" and len(heard.text) <= LONGEST_REMEMBERED:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[heard.text] = understood.intent
        return understood

    def _understand(self, heard: Utterance) -> Understood:
        said = self._language.comparable(heard.text)
        whole = self._whole.get(said, set())
        if len(whole) == 1 and (said in self._questions or not is_question(heard.text)):
            return Understood(next(iter(whole)), "phrase", heard.confidence)
        said = self._mended(said)
        readings = self._listened.readings(said)
        in_place = [reading for reading in readings if self._is_in_place(reading, said)]
        meant = {self._meaning(reading, heard) for reading in in_place or readings}
        return meant.pop() if len(meant) == 1 else self._denied(said, heard) if not meant else UNCLEAR

    @cached_property
    def _listened(self) -> Listened:
        phrases: Patterns[Saying] = Patterns({}, self._language.plain)
        for saying in self._sayings:
            phrases.add_words(map(folded, saying.phrase), saying)
        openers, tails = (english.OPENERS, english.TAILS) if self._language.is_english else ((), ())
        return Listened(
            phrases.root,
            tuple(self._ways()),
            _compiled(openers, "filler", self._language),
            _compiled(tails, "filler", self._language),
            english_words.SKIPPED if self._language.is_english else frozenset(),
            english_words.NEVER_ANY | self._asked_for,
        )

    def said_keys(self) -> list[str]:
        """The usual ways to say the keys of this question aloud."""
        named = {key: word for word, key in reversed(self._language.digits.items())}
        return [f"{before}{named[key]}" for key in self._keys if key in named for before in self._language.before_keys]

    def _ways(self) -> Iterator[tuple[TrieNode[Saying], str]]:
        """The patterns of this question's intents; and those of yes, no and goodbye, which are known at every one."""
        spoken = self._language
        taken = set()
        for intent in self._intents if spoken.is_english else ():
            taken |= {intent.frames, intent.beside}
            if intent.frames:
                yield _compiled(intent.frames, "frame", spoken), intent.name
            if intent.beside:
                kind: Kind = "reason" if self._signs.get(intent.name) == "no" else "wish"
                yield _compiled(intent.beside, kind, spoken), intent.name
        for patterns, means in spoken.answers:
            if patterns not in taken:
                yield _compiled(patterns, means, spoken), ""
        for intent in self._intents:
            if intent.press:
                yield _compiled(spoken.said_keys(intent.press), "key", spoken), intent.name
        yield _compiled(spoken.wait, "wait", spoken), ""
        yield _compiled(english.NEITHER if spoken.is_english else (), "neither", spoken), ""
        yield _compiled(spoken.fillers, "filler", spoken), ""

    def _sign(self, part: Chunk) -> str:
        """`yes` or `no` where a part says so much, else nothing."""
        if part.kind in ("yes", "no"):
            return part.kind
        return self._signs.get(part.intent, "yes" if part.kind == "wish" else "")

    def _mended(self, said: tuple[str, ...]) -> tuple[str, ...]:
        return self._language.mended(said, self._own_words)

    @cached_property
    def _own_words(self) -> frozenset[str]:
        return frozenset(word for phrase in self._whole for word in phrase)

    def _is_in_place(self, reading: Reading, said: tuple[str, ...]) -> bool:
        """Whether wishes stand behind a yes and reasons behind a no, and nothing is torn from its "not" or "to"."""
        for before, part in pairwise(reading):
            if (self._sign(before), self._sign(part)) == ("no", "yes") and said[part.start - 1] in ("not", "to"):
                return False
        beside = {self._sign(part) for part in reading if part.kind in ("wish", "reason")}
        return beside <= {self._sign(part) for part in reading if part.kind not in ("wish", "reason")}

    def _meaning(self, reading: Reading, heard: Utterance) -> Understood:
        """What the parts of an answer mean together."""
        if not reading or reading[0].kind == "wish" or (len(reading) > 1 and not all(part.exact for part in reading)):
            return UNCLEAR
        if is_question(heard.text) and not any(_asks(part) for part in reading):
            return UNCLEAR
        if any(part.kind == "key" for part in reading) and len({(part.kind, part.intent) for part in reading}) > 1:
            return UNCLEAR  # "just one" of something
        signs = {self._sign(part) for part in reading} - {""}
        kinds = {part.kind for part in reading}
        if "neither" in kinds:
            return UNCLEAR
        others = {part.intent for part in reading if part.intent and not self._sign(part)}
        if "wait" in kinds and others != {REPEAT.name}:
            return UNCLEAR if others else WAIT
        if len(signs) > 1 or len(others) > 1:
            return UNCLEAR
        if others:
            return self._behind(reading, heard)
        meant = {part.intent for part in reading if part.kind in ("phrase", "frame", "key")}
        # Whoever agrees and takes leave in one breath may have done no more than that.
        if len(meant) != 1 or ("goodbye" in kinds and signs != {"no"}):
            return UNCLEAR
        return Understood(meant.pop(), "phrase", heard.confidence)

    def _behind(self, reading: Reading, heard: Utterance) -> Understood:
        """An answer that is no yes or no. One of these gives way before it: "no, billing please"."""
        first = next(place for place, part in enumerate(reading) if part.intent and not self._sign(part))
        answer = reading[first]
        if any(self._sign(part) == "no" or part.intent not in ("", answer.intent) for part in reading[first:]):
            return UNCLEAR
        denied = first > 0 and self._sign(reading[first - 1]) == "no"
        apart = answer.intent in (REPEAT.name, GOODBYE.name) or answer.first in CLAUSE
        # Without a pause it may be the billing that is not wanted.
        if denied and not apart and answer.start not in self._after_pauses(heard.text):
            return UNCLEAR
        return Understood(answer.intent, "phrase", heard.confidence)

    def _after_pauses(self, text: str) -> set[int]:
        """The places of the words that follow a comma, a stop or the like."""
        counts = [len(self._mended(self._language.comparable(piece))) for piece in re.split(PAUSE, text)]
        return set(accumulate(counts))

    def _denied(self, said: tuple[str, ...], heard: Utterance) -> Understood:
        """Outside English, what is said around a phrase that holds a negation denies too: "I have no time"."""
        if self._language.is_english or len(said) > MOST_SAID or is_question(heard.text):
            return UNCLEAR
        plain = [folded(word) for word in said]
        covered: set[int] = set()
        meant = set()
        start = 0
        while start < len(plain):
            found = list(follow(self._listened.phrases, plain, start))
            end, sayings = found[-1] if found else (start + 1, [])
            if sayings:
                covered.update(range(start, end))
                meant |= {saying.intent for saying in sayings}
                if not self._language.negations & set(plain[start:end]):
                    return UNCLEAR
            start = end
        beside = {word for place, word in enumerate(plain) if place not in covered}
        # Behind a plain no, a negation denies once more: "no, non posso".
        negations = frozenset() if any(said[: len(no)] == no for no in self._language.no) else self._language.negations
        if len(meant) != 1 or beside & (negations | self._language.doubts):
            return UNCLEAR
        return Understood(meant.pop(), "phrase", heard.confidence)


def _asks(part: Chunk) -> bool:
    """Whether a part may have a question mark behind it."""
    return part.intent in (REPEAT.name, OPERATOR.name, GOODBYE.name) or part.first in ASKING


class Conflict(Struct, frozen=True):
    """Two intents that are meant by the same phrase or key. The texts are as their authors wrote them."""

    first: str
    second: str
    what: Literal["phrase", "key"]
    first_text: str
    second_text: str


def gives_way(intent: Intent, phrase: str, spoken: Language) -> bool:
    """Whether a phrase of a built-in intent is another's where that has it too: its author never typed it. A plain yes
    or no stays."""
    return is_built_in(intent, phrase) and spoken.of_phrase(phrase) not in spoken.yes | spoken.no


def conflicts(intents: Sequence[Intent], name: str = DEFAULT_LANGUAGE) -> list[Conflict]:
    """Every pair of `intents` that could not be told apart, in the order of `intents`; the first ones of very many."""
    spoken_in = language(name)
    spoken = [
        {said: phrase for phrase in reversed(intent.phrases) if (said := spoken_in.plain(phrase))} for intent in intents
    ]
    found: dict[tuple[int, int, int], Conflict] = {}  # by the places of both, and of the phrase
    keys: dict[str, list[int]] = {}
    phrases: dict[tuple[str, ...], list[int]] = {}
    for other, second in enumerate(intents):
        for index in keys.setdefault(second.press, []) if second.press else ():
            found[index, other, -1] = Conflict(intents[index].name, second.name, "key", second.press, second.press)
        keys.setdefault(second.press, []).append(other)
        for said, phrase in spoken[other].items():
            if gives_way(second, phrase, spoken_in):
                continue
            for index in phrases.setdefault(said, []):
                one, place = spoken[index][said], len(spoken[index]) - list(spoken[index]).index(said)
                found[index, other, place] = Conflict(intents[index].name, second.name, "phrase", one, phrase)
            phrases[said].append(other)
        if len(found) > MOST_CONFLICTS:
            break
    return [conflict for _, conflict in sorted(found.items(), key=lambda item: item[0])]
