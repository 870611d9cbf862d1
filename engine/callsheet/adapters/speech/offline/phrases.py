"""A question's phrases as the recognition would write them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from callsheet.adapters.speech.offline.vocabulary import PhraseVocabulary

# Of one question. A script has a hundred or two; the time of an answer does not depend on how many.
MOST_PHRASES = 2000
# Characters of a phrase that is listened for; nobody says a longer one in answer to a question.
MOST_CHARACTERS = 100
# What follows one of these at the beginning is a question.
ASKING = frozenset(
    (
        "what",
        "what's",
        "who",
        "when",
        "where",
        "why",
        "how",
        "which",
        "could",
        "can",
        "would",
        "will",
        "do",
        "is",
        "sorry",
    )
)
# What one of these at the beginning is followed by is a clause of its own: "No, thank you."
INTERJECTIONS = frozenset(("yes", "yeah", "no", "sorry", "okay", "ok", "well", "oh"))
# The same sound written in several ways: a question that lists one of them has all of them listed.
SPELLINGS = (
    ("okay", "ok"),
    ("alright", "all right"),
    ("goodbye", "good bye"),
    ("bye bye", "bye-bye"),
    ("mm hmm", "mm-hmm", "mhm", "mmhmm", "mm-hm", "mm hm"),
    ("uh huh", "uh-huh"),
    ("uh uh", "uh-uh"),
    ("nuh uh", "nuh-uh"),
)


class Node(Struct):
    """Where the tokens of texts lead: on to more tokens, and to the phrase that ends here; to an empty one where it is
    no more than a text."""

    next: dict[int, "Node"] = {}
    phrase: str | None = None

    def at(self, tokens: Sequence[int]) -> "Node | None":
        """Where tokens lead; None where no text begins with them."""
        node = self
        for token in tokens:
            if token not in node.next:
                return None
            node = node.next[token]
        return node


def has_words(text: str) -> bool:
    """Whether a text is more than punctuation."""
    return any(character.isalnum() for character in text)


def forms(phrase: str) -> Iterator[str]:
    """A phrase as whole utterances are written: with a capital and an end."""
    for spelled in dict.fromkeys(_spelled(" ".join(phrase.split()).rstrip(".?!"))):
        text = re.sub(r"\bi\b", "I", spelled[0].upper() + spelled[1:])
        yield text + "."
        first, _, rest = text.partition(" ")
        bare = first.rstrip(",").lower()
        if bare in ASKING:
            yield text + "?"
        if rest and bare in INTERJECTIONS:
            yield f"{first.rstrip(',')}, {rest}."


def _spelled(phrase: str) -> Iterator[str]:
    yield phrase
    for ways in SPELLINGS:
        if phrase.lower() in ways:
            yield from ways


def choices(phrase: str) -> Iterator[str]:
    """A phrase that chooses something as it is written alone or politely; it may be a name, with a title."""
    text = " ".join(phrase.split()).rstrip(".?!")
    name = re.sub(r"(?<!\S)[a-z]", lambda letter: letter[0].upper(), text)
    for spelled in dict.fromkeys((text[0].upper() + text[1:], name, re.sub(r"\bDoctor\b", "Dr.", name))):
        yield from (f"{spelled}{end}" for end in (".", " please.", ", please."))


class Listed:
    """The phrases of one question, each as it is `written`. Immutable after it was built."""

    def __init__(
        self, phrases: Sequence[str], vocabulary: PhraseVocabulary, written: Callable[[str], Iterable[str]] = forms
    ) -> None:
        self.root = Node()
        for phrase in phrases[:MOST_PHRASES]:
            if has_words(phrase) and len(phrase) <= MOST_CHARACTERS:
                for form in written(phrase):
                    self._add(form, phrase, vocabulary)

    def phrase(self, tokens: Sequence[int]) -> str | None:
        """The phrase that is written in these tokens."""
        node = self.root.at(tokens)
        return node.phrase if node else None

    def _add(self, form: str, phrase: str, vocabulary: PhraseVocabulary) -> None:
        node = self.root
        for token in vocabulary.tokens(form):
            node = node.next.setdefault(token, Node())
        node.phrase = node.phrase or phrase
