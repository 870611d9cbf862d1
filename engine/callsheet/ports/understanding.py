"""Understanding: which of a question's intents an utterance means."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.telephony import Utterance
from callsheet.ports.values import Value


class Intent(Struct, frozen=True):
    """Something callers can mean. `press` is a key of the telephone, or empty text.

    `frames` are patterns of other ways to say it, `beside` of what may be said behind it (`understanding/patterns`).
    """

    name: str
    means: str
    phrases: tuple[str, ...]
    press: str = ""
    frames: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class Understood(Struct, frozen=True):
    """A choice: the intent's name, or `unclear`; `how` it was found (`key`, `phrase`, `value`, `model`, `unclear`). One
    that only asks for a moment is `unclear`, found as `wait`; one that may be several values, found as `unsure`. Of the
    value that a question asks for, the intent is `given`; a model does not say the value, but which `words` are it.
    They are told too where others were heard in the first place. `why` says in words of an author's why something is
    `unclear`, where that is known.

    `said` is what was said in the same breath for other questions of a `collect`, by the names that keep their answers;
    None for one that is only to be asked again. `NOTED` is nothing but that, `CHANGED` takes an answer back.
    """

    intent: str
    how: str
    confidence: float
    value: Value = None
    words: str = ""
    said: tuple[tuple[str, Utterance | None], ...] = ()
    why: str = ""


# What a caller means who gives the value that was asked for.
GIVEN = "given"
# What a caller means who wants to hear the question once more.
REPEAT = "repeat"
# What comes of a question that is put once more, where its author has no answer of that name.
AGAIN = ("silent", "unclear", REPEAT)
# No intent of an author has such a name.
NOTED, CHANGED = "noted-for-others", "answer-changed"
# What comes of a question that has nothing to choose from.
EMPTY = "empty"
UNCLEAR = Understood("unclear", "unclear", 0.0)
SILENT = Understood("silent", "silent", 0.0)
# Why a value that was said is not taken. They tell nothing of what was said, so they may stand in any record.
TOO_LOW, TOO_HIGH = 'too small, or too early, for "from"', 'too large, or too late, for "to"'
WRONG_LENGTH = 'shorter or longer than "length" allows'
SEVERAL = "more than one value"
BESIDE = "words beside the value that make it doubtful"
NOT_OFFERED = "none of those to choose from, or more than one of them"
UNSURE = "it may have been another value: the recognition is not sure"
NOT_HEARD_WELL = "the recognition is not sure of the words"


def unclear(why: str) -> Understood:
    """It is unclear, for one of these reasons; empty text where none is known."""
    return Understood("unclear", "unclear", 0.0, why=why)


class Model(Protocol):
    """The last resort: a language model that picks one of a question's intents or `unclear`, nothing else."""

    async def understand(self, utterance: str, intents: Sequence[Intent], kind: str = "") -> Understood:
        """Choose which of `intents` the caller meant, within a few seconds; or, where a value of a `kind` (`date` …) is
        asked for, which words are that value.

        Returns a name out of `intents` and the model's confidence, 0.0 to 1.0, or `given` and the `words`, as they
        stand in the utterance, or `unclear`.

        Raises:
            ModelFailed: there is no usable answer; the utterance then counts as unclear.
        """


class ModelFailed(ProviderFailed):
    """The model gave no usable answer. `message` is a sentence for an operator, without the caller's words; `kind` is
    one word for it (`timeout`, `connection`, …), for whoever counts."""
