"""Keys that are pressed before their question is put. A caller who knows the menu need not hear it; but nobody answers
what they could not know: neither data that was not spoken yet nor, with one key, two questions."""

from callsheet.ports.line import KEYS, UNINTERRUPTED, Interruptions, Spoken
from callsheet.ports.telephony import KeyPress
from callsheet.script.step import Step
from callsheet.understanding.backchannels import is_backchannel

NONE: frozenset[str] = frozenset()


class EarlyKeys:
    """Of one call, whose caller speaks `language`."""

    __slots__ = ("_language", "_pressed", "expected")

    def __init__(self, language: str) -> None:
        self._language = language
        self._pressed: KeyPress | None = None  # waits for its question
        self.expected = NONE  # what may be pressed until the next prompt begins

    def drop(self) -> None:
        """Nothing that was pressed so far answers anything."""
        self._pressed, self.expected = None, NONE

    def step_begins(self, step: Step) -> None:
        """Most steps are in the way of a key: behind them a question is about something else."""
        if not (step.passes_keys or step.answer_keys()):
            self.drop()

    def into_statement(self, keys: frozenset[str], data: int, *, interruptible: bool) -> Interruptions:
        """What interrupts a text that is no question, with data in its first `data` characters: words, and `keys` that
        can answer a question that follows."""
        if data:
            self.drop()
        if not interruptible:
            return UNINTERRUPTED
        return Interruptions(keys, self._interrupts, keys_after=data, keys_before=self.expected)

    def statement_was(self, spoken: Spoken, keys: frozenset[str]) -> None:
        """The text was spoken; where the caller has heard it, `keys` may still be pressed."""
        if isinstance(spoken.interrupted_by, KeyPress):
            self._pressed = spoken.interrupted_by
        self.expected = keys if spoken.interrupted_by is None else NONE

    def into_question(self, step: Step, data: int, *, interruptible: bool) -> KeyPress | Interruptions:
        """The key that answers a question before it is put, or what interrupts it when it is."""
        keys, pressed = step.answer_keys(), self._pressed
        expected = self.expected & keys
        self.drop()
        if not interruptible:
            return Interruptions(words_after=data)
        if pressed is not None and pressed.key in keys and not data:
            return pressed
        return Interruptions(KEYS, self._interrupts, keys_after=data, words_after=data, keys_before=expected)

    def _interrupts(self, words: str) -> bool:
        """Whether words that are said into a prompt interrupt it: "mhm" does not."""
        return not is_backchannel(words, self._language)
