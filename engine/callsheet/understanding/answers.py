"""An answer read as a whole, into parts that mean something. Fillers are no part.

Of several ways to read it, the one with the fewest parts counts.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from callsheet.understanding.patterns import TrieNode, follow, may_begin
from callsheet.understanding.words import folded, same

Kind = Literal["phrase", "frame", "key", "wish", "reason", "yes", "no", "goodbye", "wait", "neither", "filler"]
# Words of an answer. Nobody agrees in more, and a phrase is looked for at each of them.
MOST_SAID = 200
# Parts of an answer, and ways to read it that are equally good. Beyond it, nobody can tell what it means.
MOST_PARTS, MOST_READINGS = 12, 16
# What a part costs, and what that of a pattern, of a filler and of what is said beside costs more: of as many parts,
# those count that keep more to what the author wrote. Then, longer ones count.
PART, PATTERN, FILLER, BESIDE = 10**8, 10**6, 2 * 10**6, 3 * 10**6


class Saying(Struct, frozen=True):
    """What words mean: as which kind, whose, and the phrase with its accents where it is one. Whether it can be asked
    for: a department can, a yes cannot."""

    kind: Kind
    intent: str = ""
    phrase: tuple[str, ...] = ()
    asked_for: bool = False


class Chunk(Struct, frozen=True):
    """A saying in an answer: its place among the words, the word it begins with, and whether its accents are there."""

    kind: Kind
    intent: str
    start: int
    first: str
    exact: bool = True


Reading = tuple[Chunk, ...]


class Listened(Struct, frozen=True):
    """What is listened for. `ways` are patterns, each with the intent that it belongs to; phrases may stand between
    `openers` and `tails`, and the `skipped` words anywhere. A star stands for none that is `never` meant."""

    phrases: TrieNode[Saying]
    ways: tuple[tuple[TrieNode[Saying], str], ...]
    openers: TrieNode[Saying]
    tails: TrieNode[Saying]
    skipped: frozenset[str]
    never: frozenset[str]

    def readings(self, said: Sequence[str]) -> list[Reading]:
        """The best ways to read all of an answer; none where some of it means nothing."""
        plain = tuple(folded(word) for word in said)
        best: list[tuple[int, dict[Reading, None]]] = [(0, {}) for _ in range(len(said) + 1)]
        best[0] = (0, {(): None})
        for start in range(len(said)) if len(said) <= MOST_SAID else ():
            cost, readings = best[start]
            for end, price, part in self._parts(said, plain, start) if readings else ():
                longer = [(*each, part) if part else each for each in readings if _may_follow(part, each)]
                known, others = best[end]
                total = cost + price - (end - start) ** 2
                if longer and (not others or total < known):
                    best[end] = (total, dict.fromkeys(longer))
                elif total == known:
                    others.update(dict.fromkeys(longer))
        found = list(best[-1][1])
        return found if said and len(found) <= MOST_READINGS else []

    def _parts(self, said: Sequence[str], plain: Sequence[str], start: int) -> Iterator[tuple[int, int, Chunk | None]]:
        """What can stand at a place: where it ends, what it costs, and the part that it is."""
        for root, intent in self.ways:
            if not may_begin(root, plain[start]):
                continue
            for end, sayings in follow(root, plain, start, self.skipped, self.never):
                kind = sayings[0].kind
                if kind == "filler":
                    yield end, PART + FILLER, None
                else:
                    # A number is a key rather than a part of something else: "the large one please".
                    price = PART + (BESIDE if kind in ("wish", "reason", "key") else PATTERN)
                    if not intent and kind not in ("wait", "neither"):
                        price *= end - start  # rather a phrase of the question's with less of this beside it
                    yield end, price, Chunk(kind, intent, start, plain[start])
        yield from self._phrases(said, plain, start, start)
        if not may_begin(self.openers, plain[start]):
            return
        for begin, _ in follow(self.openers, plain, start, self.skipped):
            yield from self._phrases(said, plain, start, begin)

    def _phrases(
        self, said: Sequence[str], plain: Sequence[str], start: int, begin: int
    ) -> Iterator[tuple[int, int, Chunk | None]]:
        """The phrases that are said from `begin` on, in a part that started before."""
        for end, sayings in follow(self.phrases, plain, begin, self.skipped):
            spoken = tuple(said[begin:end])
            for saying in sayings:
                if begin > start and not saying.asked_for:
                    continue
                tails = follow(self.tails, plain, end) if saying.asked_for else ()
                exact = spoken == saying.phrase or len(spoken) != len(saying.phrase) or _is_plain(saying.phrase)
                if exact or all(map(same, spoken, saying.phrase)):
                    part = Chunk(saying.kind, saying.intent, start, plain[start], exact)
                    for each in (end, *(tail for tail, _ in tails)):
                        around = saying.kind != "phrase" or begin > start or each > end
                        yield each, PART + PATTERN * around, part


def _may_follow(part: Chunk | None, before: Reading) -> bool:
    """Whether a reading goes on with a part: a reason does not begin one."""
    return part is None or (len(before) < MOST_PARTS and (part.kind != "reason" or bool(before)))


def _is_plain(phrase: tuple[str, ...]) -> bool:
    return all(word == folded(word) for word in phrase)
