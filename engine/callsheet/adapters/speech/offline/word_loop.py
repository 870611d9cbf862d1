"""What answers that give a value are made of: certain words, in any order, and figures; as the recognition writes them,
with a capital at the beginning and with what it puts between words."""

from collections.abc import Sequence

from callsheet.adapters.speech.offline.phrases import Node
from callsheet.adapters.speech.offline.vocabulary import PhraseVocabulary

# Of one question. A calendar and a clock need two hundred.
MOST_WORDS = 500
# Letters of a word that is listened for.
MOST_LETTERS = 30
# What stands behind a word or a figure; and between figures, and behind them.
STOPS, BETWEEN_FIGURES = ".,?", ".,:"
ORDINALS = ("th", "st", "nd", "rd")


class WordLoop:
    """All texts of these words. Immutable after it was built."""

    def __init__(self, words: Sequence[str], vocabulary: PhraseVocabulary) -> None:
        self._vocabulary = vocabulary
        self.root, behind, joined = Node(), Node(), Node()
        ends = []
        for word in words[:MOST_WORDS]:
            if 0 < len(word) <= MOST_LETTERS:
                capital = word[0].upper() + word[1:]
                ends += [_led(self.root, vocabulary.tokens(capital)), _led(joined, self._glued(word))]
                ends += [_led(behind, vocabulary.tokens(spelled)) for spelled in (word, capital)]
        figure, between, stop = Node(), Node(), Node(phrase="")
        digits = {self._glued(digit)[0]: figure for digit in "0123456789"}
        for before in (self.root, behind):
            for tokens in (vocabulary.tokens("0")[:-1], vocabulary.tokens("$")):
                _led(before, tokens).next.update(digits)
        joined.next.update(digits)
        figure.next.update(joined.next)  # 7pm
        ends += [figure, *(_led(figure, self._glued(ending)) for ending in ORDINALS)]
        for end in ends:
            end.phrase = ""
            end.next.update(behind.next)
            end.next.update({self._glued(sign)[0]: stop for sign in STOPS})
            end.next[self._glued("-")[0]] = joined
        between.phrase = ""
        between.next = behind.next | digits
        figure.next.update({self._glued(sign)[0]: between for sign in BETWEEN_FIGURES})
        stop.next = behind.next

    def holds(self, tokens: Sequence[int]) -> bool:
        """Whether a text is one of them."""
        node = self.root.at(tokens)
        return node is not None and node.phrase is not None

    def _glued(self, text: str) -> tuple[int, ...]:
        """A text that follows without a space."""
        return self._vocabulary.tokens("0" + text)[len(self._vocabulary.tokens("0")) :]


def _led(node: Node, tokens: Sequence[int]) -> Node:
    """Where tokens lead, on a way that is made where there is none."""
    for token in tokens:
        node = node.next.setdefault(token, Node())
    return node
