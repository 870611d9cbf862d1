"""From sound to a text: the likeliest one of all, or the likely ones of a question's phrases."""

from collections.abc import Sequence

from msgspec import Struct

from callsheet.adapters.speech.offline.moonshine import Decoding, LogProbabilities
from callsheet.adapters.speech.offline.phrases import MOST_CHARACTERS, Node
from callsheet.adapters.speech.offline.vocabulary import END

# Phrases that are followed at once. More changed nothing; each costs as much as the first.
MOST_FOLLOWED = 6
# The same of all texts of a loop of words, where one begins as many others do: at 6, "nine o'clock" is lost.
MOST_FOLLOWED_IN_LOOP = 10
# How much less likely than the likeliest phrase (as a logarithm) another one may be to be told.
NEAR = 4.0
# Tokens of the longest phrase (`phrases.MOST_CHARACTERS`), of which each is a character or more.
LONGEST_PHRASE = MOST_CHARACTERS + 2
# Tokens of the longest sequence that is heard twice in a row by mistake, and how often it may stand there: "no no no".
LONGEST_LOOP = 8
MOST_REPEATS = 3


class Decoded(Struct, frozen=True):
    """A text in tokens, and how sure the model was of each (natural logarithms), its end included."""

    tokens: tuple[int, ...]
    sureness: tuple[float, ...]

    @property
    def total(self) -> float:
        """The logarithm of the probability of the whole text."""
        return sum(self.sureness)

    @property
    def mean(self) -> float:
        """The same for each token on average."""
        return self.total / max(len(self.sureness), 1)


def likeliest(decoding: Decoding, most_tokens: int) -> Decoded:
    """The text whose tokens are each the likeliest, cut where it begins to go round in circles."""
    tokens: list[int] = []
    sureness: list[float] = []
    probabilities = decoding.begin()
    while len(tokens) < most_tokens:
        token = int(probabilities[0].argmax())
        sureness.append(float(probabilities[0, token]))
        if token == END:
            break
        tokens.append(token)
        if loop := _loop(tokens):
            del tokens[-loop:], sureness[-loop:]
            break
        probabilities = decoding.grow([token])
    return Decoded(tuple(tokens), tuple(sureness))


def likely_phrases(decoding: Decoding, phrases: Node, least: float) -> dict[str, Decoded]:
    """The phrases that are likely as the whole of what was said, those near the likeliest one.

    Phrases less likely than `least` (a logarithm) are not looked for.
    """
    found: dict[str, Decoded] = {}
    for phrase, decoded in likely_texts(decoding, phrases, least, most_followed=MOST_FOLLOWED):
        if phrase not in found or decoded.total > found[phrase].total:
            found[phrase] = decoded
    return found


def likely_texts(
    decoding: Decoding,
    texts: Node,
    least: float,
    most_tokens: int = LONGEST_PHRASE,
    most_followed: int = MOST_FOLLOWED_IN_LOOP,
) -> list[tuple[str, Decoded]]:
    """The same for each way to write a phrase, or any text of a loop of words, of so many tokens."""
    followed: list[tuple[Node, tuple[int, ...], tuple[float, ...]]] = [(texts, (), ())]
    found: list[tuple[str, Decoded]] = []
    best = least
    probabilities = decoding.begin()
    for _ in range(most_tokens + 1):
        grown: list[tuple[float, int, int]] = []
        for text, (node, tokens, sureness) in enumerate(followed):
            if node.phrase is not None:
                decoded = Decoded(tokens, (*sureness, float(probabilities[text, END])))
                if decoded.total > least:
                    found.append((node.phrase, decoded))
                    best = max(best, decoded.total - NEAR)
            grown += [(sum(sureness) + float(probabilities[text, token]), text, token) for token in node.next]
        grown = [each for each in sorted(grown, reverse=True) if each[0] > best][:most_followed]
        if not grown:
            break
        followed = [_grown(followed[text], token, probabilities[text]) for _, text, token in grown]
        decoding.keep([text for _, text, _ in grown])
        probabilities = decoding.grow([token for _, _, token in grown])
    return found


def _grown(
    text: tuple[Node, tuple[int, ...], tuple[float, ...]], token: int, probabilities: LogProbabilities
) -> tuple[Node, tuple[int, ...], tuple[float, ...]]:
    node, tokens, sureness = text
    return node.next[token], (*tokens, token), (*sureness, float(probabilities[token]))


def _loop(tokens: Sequence[int]) -> int:
    """How many tokens at the end repeat what stands before them once too often; 0 where none do."""
    for length in range(1, LONGEST_LOOP + 1):
        last = tokens[-length:]
        times = MOST_REPEATS + 1
        if len(tokens) >= length * times and list(tokens[-length * times :]) == list(last) * times:
            return length * MOST_REPEATS
    return 0
