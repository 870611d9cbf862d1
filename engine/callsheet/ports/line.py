"""The line: what a script can do to a telephone, in prompts and utterances, whatever carries them.

Sessions work on a line. `turns/` makes one out of a call (`ports/telephony.py`) that passes text or audio.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec import Struct

from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Utterance


class Spoken(Struct, frozen=True):
    """A prompt that was spoken: how much of it was heard, and what the caller interrupted it with, if anything."""

    heard_ms: int
    length_ms: int
    interrupted_by: Utterance | KeyPress | None = None


# What came of ringing somebody.
RungOutcome = Literal["answered", "unanswered", "busy", "rejected", "failed"]


class Rung(Struct, frozen=True):
    """What came of ringing somebody, and for how many seconds it rang. `message` is a sentence for an operator, where
    the line could not do it."""

    outcome: RungOutcome
    seconds: float
    message: str = ""


# An utterance that does not end: after so long it is understood as far as it goes.
LONGEST_SECONDS = 15.0


class Listening(Struct, frozen=True):
    """How a question listens. `phrases` are what it hopes for, `words` those of which values are said that it asks for:
    both help recognition. `kind` is the kind of value (`date`, `digits` …), or empty.

    `timeout_seconds` is the silence before speech begins, `pause_seconds` the silence that ends it, `longest_seconds`
    how long somebody may speak. Where `most_keys` is above 0, digits are gathered, so many at most.
    """

    phrases: tuple[str, ...]
    timeout_seconds: float
    pause_seconds: float
    longest_seconds: float = LONGEST_SECONDS
    kind: str = ""
    most_keys: int = 0
    words: tuple[str, ...] = ()


# The keys of a telephone.
KEYS = frozenset("0123456789*#")


class Interruptions(Struct, frozen=True):
    """What interrupts a prompt. Whatever else a caller does meanwhile is passed over, and the prompt goes on.

    `keys` do. Of words `words` says whether they do; none do where it is None. Neither does before so many characters
    of the prompt have been spoken (0: at once), and words that began before that, or before the prompt, do not either.
    `keys_before` are those that count as well where they were pressed between the prompt before and this one.
    """

    keys: frozenset[str] = frozenset()
    words: Callable[[str], bool] | None = None
    keys_after: int = 0
    words_after: int = 0
    keys_before: frozenset[str] = frozenset()

    def stop(self, heard: Utterance | KeyPress, characters: float) -> bool:
        """Whether what a caller does stops a prompt of which so many characters have been spoken."""
        if isinstance(heard, KeyPress):
            return heard.key in self.keys and characters >= self.keys_after
        return self.words is not None and characters >= self.words_after and self.words(heard.text)


UNINTERRUPTED = Interruptions()


class SoundSink(Protocol):
    """A recording that is being made. A line gives it what it hears, and waits for nothing by that."""

    def add(self, pcm: bytes) -> None:
        """Sound, as it comes."""

    def add_speech(self, seconds: float, words: str = "") -> None:
        """So long of it somebody spoke; the `words`, where the line itself knows them."""


class HungUp(Exception):
    """The caller has gone; nothing can be spoken or heard any more. `spoken` is how far the prompt at hand has come."""

    spoken: Spoken | None = None


class LineFailed(ProviderFailed):
    """The line did not do what was asked. `message` is a sentence for an operator, `spoken` how far the prompt at hand
    has come.

    `kind` is `line`, `speech` (a text could not be spoken) or `recognition` (the caller could not be understood,
    and prompts still can be spoken). `this_text`: others can be spoken.
    """

    def __init__(
        self, kind: Literal["line", "speech", "recognition"], message: str, *, this_text: bool = False
    ) -> None:
        super().__init__(kind, message)
        self.spoken: Spoken | None = None
        self.this_text = this_text


class Line(Protocol):
    """One call's line. Every method that waits raises `HungUp` once the caller has gone, `LineFailed` on failure.

    Cancelling a method that waits stops what it was doing (a prompt falls silent).
    """

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""

    async def answer(self) -> None:
        """Pick up."""

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        """Speak `text`; returns when it was heard to the end, or interrupted. Where there is a `sound` of it, audio as
        telephones have it, that is what is heard instead of the voice.

        `before` is the question that it puts, where it puts one: it listens next, and an interruption is its answer.
        """

    async def listen(self, listening: Listening) -> Heard:
        """Await one utterance or key."""

    async def key(self, within_seconds: float) -> KeyPress | None:
        """Await one more key behind one that was pressed; None where none comes in time."""

    async def pause(self, seconds: float) -> None:
        """Silence on the line."""

    async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
        """Ring somebody else, answered or not, and let them talk with the caller; what is spoken after that is for
        `speak_beside`. A target is `callee`, the number that was called, another number, or `queue:` and a name;
        several are rung at once, and the first to pick up is connected. Cancelled, nobody is rung any more."""

    async def speak_beside(self, text: str, to: Literal["other", "both"]) -> Spoken:
        """Speak while they talk, to the other side alone or to both, and be silent again."""

    async def until_unbridged(self) -> None:
        """Wait until the other side has hung up: the caller is there still."""

    async def leave(self) -> None:
        """Leave the call: those who were connected go on. Does nothing where it has ended or was left; never raises
        `HungUp`."""

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        """Give a tone, unless there is to be none, and all that is heard then to `sink`: until a silence, a key, or the
        longest time. Also where it ends otherwise, `sink` has been told how long somebody spoke."""

    def record_call(self, sink: SoundSink | None) -> None:
        """From now on give `sink` all that is heard, in two channels: what the caller says, and what the caller hears
        from us. None: no more."""

    async def hang_up(self) -> None:
        """End the call for everyone. Does nothing where it has ended; never raises `HungUp`."""

    def prepare(self, text: str) -> None:
        """`text` is probably spoken next: whatever can be made ready for it, can be made ready now. Never raises."""
