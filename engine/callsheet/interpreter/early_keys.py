"""Keys that are pressed before their question is put. A caller who knows the menu need not hear it; but nobody answers
what they could not know: neither data that was not spoken yet nor, with one key, two questions."""

from msgspec import Struct

from callsheet.ports.line import KEYS, UNINTERRUPTED, Interruptions, Spoken
from callsheet.ports.telephony import KeyPress
from callsheet.understanding.backchannels import WordsThatInterrupt

NONE: frozenset[str] = frozenset()


class EarlyKeys(Struct, gc=False):  # ten thousand calls have one each, and no circle goes through it
    """Of one call: the key that waits for its question, and those that may be pressed until the next prompt begins."""

    pressed: KeyPress | None = None
    expected: frozenset[str] = NONE

    def any(self) -> bool:
        """Whether something may still answer a question that is not put yet."""
        return self.pressed is not None or bool(self.expected)

    def drop(self) -> None:
        """Nothing that was pressed so far answers anything."""
        self.pressed, self.expected = None, NONE

    def into_statement(
        self, keys: frozenset[str], data: int, words: WordsThatInterrupt, *, interruptible: bool
    ) -> Interruptions:
        """What interrupts a text that is no question, with data in its first `data` characters: words, and `keys` that
        can answer a question that follows."""
        if data:
            self.drop()
        if not interruptible:
            return UNINTERRUPTED
        return Interruptions(keys, words, keys_after=data, keys_before=self.expected)

    def statement_was(self, spoken: Spoken, keys: frozenset[str]) -> None:
        """The text was spoken; where the caller has heard it, `keys` may still be pressed."""
        if isinstance(spoken.interrupted_by, KeyPress):
            self.pressed = spoken.interrupted_by
        self.expected = keys if spoken.interrupted_by is None else NONE

    def into_question(
        self, keys: frozenset[str], data: int, words: WordsThatInterrupt, *, interruptible: bool
    ) -> KeyPress | Interruptions:
        """The key that answers a question before it is put, or what interrupts it when it is; `keys` answer it."""
        pressed, expected = self.pressed, self.expected & keys or NONE  # one empty set is enough for all calls
        self.drop()
        if not interruptible:
            return Interruptions(words_after=data)
        if pressed is not None and pressed.key in keys and not data:
            return pressed
        return Interruptions(KEYS, words, keys_after=data, words_after=data, keys_before=expected)
