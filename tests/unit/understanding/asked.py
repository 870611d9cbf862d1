"""What a question with these intents understands."""

from collections.abc import Iterable
from functools import lru_cache

from callsheet.ports.telephony import KeyPress, Utterance
from callsheet.ports.understanding import Intent, Understood
from callsheet.understanding.phrases import Matcher

# To make a question takes longer than to ask it, and many tests ask the same.
question = lru_cache(maxsize=64)(Matcher)


def understand(heard: Utterance | KeyPress, intents: Iterable[Intent], language: str = "en-US") -> Understood:
    """What was heard, understood."""
    return question(tuple(intents), language).understand(heard)
