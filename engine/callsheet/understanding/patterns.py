"""Ways of saying something, written as patterns, and where their words lead.

    [very|quite] good       words in brackets can be left out; a bar stands between words of which one is said
    (that|it) is <good>     a name in angle brackets stands for the list of that name
    rent the *              a star stands for any one word, but for no number

A pattern is compiled once into branches that are followed word by word.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import Generic, TypeVar

from msgspec import Struct

Ending = TypeVar("Ending")
ANY = "*"
TOKEN = re.compile(r"<[a-z ]+>|[\[\]()|]|[^\[\]()|<>\s]+")


class TrieNode(Struct, Generic[Ending], eq=False):
    """Where words lead: on to more words, and to what ends here."""

    next: dict[str, list["TrieNode[Ending]"]] = {}
    endings: list[Ending] = []


class Patterns(Generic[Ending]):
    """Patterns with what each of them ends in. `lists` are the named lists, `comparable` makes words of a text."""

    def __init__(self, lists: Mapping[str, str], comparable: Callable[[str], Iterable[str]]) -> None:
        self.root: TrieNode[Ending] = TrieNode()
        self._comparable = comparable
        self._lists = {name: TOKEN.findall(text) for name, text in lists.items()}

    def add(self, pattern: str, ending: Ending) -> None:
        """Let everything that a pattern can be end in `ending`."""
        for branch in self._choice([self.root], list(reversed(TOKEN.findall(pattern)))):
            branch.endings.append(ending)

    def add_words(self, said: Iterable[str], ending: Ending) -> None:
        """Let words, and nothing else, end in `ending`."""
        branch = self.root
        for word in said:
            known = branch.next.setdefault(word, [])
            if not known:
                known.append(TrieNode())
            branch = known[0]
        branch.endings.append(ending)

    def _choice(self, begin: list[TrieNode[Ending]], tokens: list[str]) -> list[TrieNode[Ending]]:
        """Where the alternatives up to a closing bracket lead. Takes its tokens from the end of the list."""
        ends: list[TrieNode[Ending]] = []
        shared: TrieNode[Ending] = TrieNode()  # where the last words lead, whichever of them it is
        while True:
            ends += self._sequence(begin, tokens, shared)
            if not tokens or tokens[-1] != "|":
                break
            tokens.pop()
        return _once(ends)

    def _sequence(
        self, begin: list[TrieNode[Ending]], tokens: list[str], shared: TrieNode[Ending]
    ) -> list[TrieNode[Ending]]:
        at = begin
        while tokens and tokens[-1] not in ("|", "]", ")"):
            part = tokens.pop()
            if part in ("[", "("):
                inner = self._choice(at, tokens)
                tokens.pop()
                at = _once([*at, *inner]) if part == "[" else inner
            elif part.startswith("<"):
                at = self._choice(at, list(reversed(self._lists[part[1:-1]])))
            else:
                said = [ANY] if part == ANY else list(self._comparable(part))
                last = not tokens or tokens[-1] in ("|", "]", ")")
                for place, word in enumerate(said):
                    at = _leading(at, word, shared if last and place == len(said) - 1 else TrieNode())
        return at


def _leading(begin: Iterable[TrieNode[Ending]], word: str, end: TrieNode[Ending]) -> list[TrieNode[Ending]]:
    for branch in begin:
        branch.next.setdefault(word, []).append(end)
    return [end]


def _once(branches: Iterable[TrieNode[Ending]]) -> list[TrieNode[Ending]]:
    return list({id(branch): branch for branch in branches}.values())


def may_begin(root: TrieNode[Ending], word: str) -> bool:
    """Whether anything in the patterns below `root` begins with a word: most of them do not, and are not followed."""
    return word in root.next or ANY in root.next


def follow(
    root: TrieNode[Ending],
    said: Sequence[str],
    start: int,
    skipped: Set[str] = frozenset(),
    never: Set[str] = frozenset(),
) -> Iterator[tuple[int, list[Ending]]]:
    """Everything in the patterns below `root` that is said from `start` on: where it ends, and what in. Words that are
    `skipped` may stand inside; a star stands for no number, and for none that is `never` meant."""
    at = [root]
    for place in range(start, len(said)):
        word = said[place]
        following = [end for branch in at for end in branch.next.get(word, ())]
        if word not in never and not word.isdecimal():
            following += [end for branch in at for end in branch.next.get(ANY, ())]
        if word in skipped and place > start:
            following += at
        if not following:
            return
        at = _once(following) if len(following) > 1 else following
        endings = [ending for branch in at for ending in branch.endings]
        if endings:
            yield place + 1, endings
