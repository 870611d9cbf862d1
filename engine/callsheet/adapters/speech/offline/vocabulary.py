"""The tokens of Moonshine: pieces of words, as numbers. The file has a length before each, in number order."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

# What a text begins and ends with; numbers below FIRST_PIECE stand for no text.
BEGIN = 1
END = 2
FIRST_PIECE = 3
# After these come the single bytes, then the pieces, more frequent ones first.
FIRST_MERGED = 259
# Stands for a space.
SPACE = "▁"
# Texts whose tokens are kept: questions have most of their words in common.
MOST_KEPT = 10_000
# A length of more than 127 takes two bytes: the lower seven bits with the highest bit set, then the rest.
LONG = 128


class PhraseVocabulary:
    """Text to tokens and back."""

    def __init__(self, file: bytes) -> None:
        self._pieces = list(_pieces(file))
        self._numbers: dict[bytes, int] = {}
        self.tokens = lru_cache(MOST_KEPT)(self._tokens)
        for number in (*range(FIRST_MERGED, len(self._pieces)), *range(min(FIRST_MERGED, len(self._pieces)))):
            self._numbers.setdefault(self._pieces[number], number)

    def _tokens(self, text: str) -> tuple[int, ...]:
        """A text as the model writes it: pieces are joined as long as there is a piece for two, frequent ones first."""
        pieces = [character.encode() for character in SPACE + text.replace(" ", SPACE)]
        while (place := self._next_to_join(pieces)) is not None:
            pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]
        return tuple(number for piece in pieces for number in self._spelled(piece))

    def text(self, tokens: Iterable[int]) -> str:
        """What tokens say."""
        spelled = b"".join(self._pieces[token] for token in tokens if FIRST_PIECE <= token < len(self._pieces))
        return spelled.decode("utf-8", "ignore").replace(SPACE, " ").strip()

    def _next_to_join(self, pieces: Sequence[bytes]) -> int | None:
        joined = (
            (number, place)
            for place in range(len(pieces) - 1)
            if (number := self._numbers.get(pieces[place] + pieces[place + 1])) is not None
        )
        return min(joined, default=(0, None))[1]

    def _spelled(self, piece: bytes) -> Iterable[int]:
        """A piece, or the bytes of a character that is none; what has not even these is left out."""
        number = self._numbers.get(piece)
        if number is not None:
            return (number,)
        return tuple(self._numbers[bytes((byte,))] for byte in piece if bytes((byte,)) in self._numbers)


def _pieces(file: bytes) -> Iterable[bytes]:
    place = 0
    while place < len(file):
        length = file[place]
        place += 1
        if length >= LONG:
            length += (file[place] - 1) * LONG
            place += 1
        yield file[place : place + length]
        place += length
